"""Colours and sizes of every chart: one meaning, one colour.

Blue is positive or class 1, orange negative or class 0, grey zero. The hues themselves stand in
`.streamlit/config.toml`, once for light and once for dark; charts name a role, and Vega finds the hue of the mode.
"""

from typing import Any, Final

import altair as alt

BLUE: Final = 0
ORANGE: Final = 1
SERIES: Final = 8
HEIGHT: Final = 340
INK: Final = "currentColor"
"""The colour of the page's words, for text and rules: Vega's own black would vanish in the dark mode."""


def diverging(limit: float) -> alt.Scale:
    """Orange through grey to blue, saturating at plus and minus `limit`.

    Blended as RGB: Vega's own blend takes the way round the colour wheel and makes zero green or purple.
    """
    return alt.Scale(domain=[-limit, limit], range="diverging", interpolate="rgb", clamp=True)


def classes(names: list[str]) -> alt.Scale:
    """Colours of a binary class or sign: the first name orange, the second blue; further names follow the series."""
    return alt.Scale(domain=[*names[1::-1], *names[2:]], range="category")


def finish(chart: Any) -> dict[str, Any]:
    """Turn an Altair chart into the dict that is cached and shown."""
    spec: dict[str, Any] = chart.to_dict()
    return spec
