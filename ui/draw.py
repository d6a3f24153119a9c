"""The one way a chart gets onto a page: a constant spec, and data that changes."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from ui.state import recall, remember


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
    spec: Mapping[str, Any],
    data: Mapping[str, pd.DataFrame],
    *,
    alt: str,
    key: str,
    on_select: Callable[[int], None],
) -> None:
    """Show a chart whose marks can be clicked.

    The browser keeps a selection that is as it was to itself. So the marks also carry how many clicks there were
    before, and a second click on the same mark is news.

    Args:
        spec: from `ui.charts`, with `ui.charts.clicks.clickable` as its one selection.
        data: a frame for each name used in the spec; the marks have their `place`.
        alt: what the chart shows, in a sentence.
        key: of the widget.
        on_select: called with the place clicked, before the script runs anew.
    """
    turn: int = recall(f"turn {key}", 0)

    def clicked() -> None:
        remember(f"turn {key}", turn + 1)
        (points,) = st.session_state[key]["selection"].values()
        place = points[0].get("place") if points else None
        if isinstance(place, int):
            on_select(place)

    frames = {name: frame.assign(turn=turn) for name, frame in data.items()}
    st.vega_lite_chart({**spec, "datasets": frames}, alt=alt, key=key, on_select=clicked)
