"""The one way a chart gets onto a page: a constant spec, and data that changes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st


def draw(
    spec: Mapping[str, Any],
    data: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    alt: str,
    width: Any = "stretch",
) -> None:
    """Show a chart.

    A Vega view survives a rerun only while its spec is unchanged: titles and domains belong to the data (a text
    mark, a `Scale(domain=...)` that covers the range allowed), never to a spec built anew.

    Args:
        spec: from `ui.charts`, built once (`functools.cache`); with named data where it has several sources.
        data: one frame, or a frame for each name used in the spec (`alt.NamedData`).
        alt: what the chart shows, in a sentence, for those who do not see it; part of the spec to Streamlit, so
            constant too.
        width: "stretch", "content" or pixels.
    """
    if isinstance(data, pd.DataFrame):
        st.vega_lite_chart(data, dict(spec), alt=alt, width=width)
    else:
        st.vega_lite_chart({**spec, "datasets": dict(data)}, alt=alt, width=width)
