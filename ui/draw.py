"""The one way a chart gets onto a page: a constant spec, and data that changes."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes


def draw(
    spec: Mapping[str, Any],
    data: pd.DataFrame | Mapping[str, pd.DataFrame | bytes],
    *,
    alt: str,
    width: Any = "stretch",
) -> None:
    """Show a chart.

    A Vega view survives a rerun only while its spec is unchanged: titles and domains belong to the data (a text
    mark, a `Scale(domain=...)` that covers the range allowed), never to a spec built anew.

    Args:
        spec: from `ui.charts`, built once (`functools.cache`); with named data where it has several sources.
        data: one frame, or a frame for each name used in the spec (`alt.NamedData`), `packed` where it is kept.
        alt: what the chart shows, in a sentence, for those who do not see it; part of the spec to Streamlit, so
            constant too.
        width: "stretch", "content" or pixels.
    """
    if isinstance(data, pd.DataFrame):
        st.vega_lite_chart(data, dict(spec), alt=alt, width=width)
    else:
        st.vega_lite_chart({**spec, "datasets": dict(data)}, alt=alt, width=width)


def packed(frames: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Write frames as they are sent to the browser, so that a result that is kept need not be written anew."""
    return {name: convert_pandas_df_to_arrow_bytes(frame) for name, frame in frames.items()}


def draw_to_choose(
    spec: Mapping[str, Any], data: Mapping[str, pd.DataFrame], *, alt: str, key: str, on_select: Callable[[], None]
) -> None:
    """Show a chart with a selection; what is selected stands in the session's state under `key`.

    Args:
        spec: from `ui.charts`, with a selection parameter.
        data: a frame for each name used in the spec.
        alt: what the chart shows, in a sentence.
        key: of the widget.
        on_select: called when the selection has changed, before the script runs anew.
    """
    st.vega_lite_chart({**spec, "datasets": dict(data)}, alt=alt, key=key, on_select=on_select)
