"""Colours and sizes of every chart: one meaning, one colour.

Blue is positive or class 1, orange negative or class 0, grey zero. The hues themselves stand in
`.streamlit/config.toml`, once for light and once for dark; charts name a role, and Vega finds the hue of the mode.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt

BLUE: Final = 0
ORANGE: Final = 1
SERIES: Final = 8
HEIGHT: Final = 340
INK: Final = "currentColor"
"""The colour of the page's words, for text and rules: Vega's own black would vanish in the dark mode."""

_CONFIG: Final = Path(__file__).parents[2] / ".streamlit" / "config.toml"
WRONG: Final = "luminance(background) > 0.5 ? 'firebrick' : 'salmon'"
"""An expression for the colour of errors, and of nothing else."""
INK_OF_MODE: Final = {"expr": "luminance(background) > 0.5 ? 'black' : 'white'"}
"""Black or white for words, where a chart may be painted on a canvas."""
_QUIET_INK: Final = {"labelColor": INK_OF_MODE, "titleColor": INK_OF_MODE, "labelOpacity": 0.7, "titleOpacity": 0.7}

_SIZE: Final = "abs(datum.value)"
_EXPONENT: Final = f"floor(log({_SIZE}) / LN10 + 1e-9)"
_MANTISSA: Final = f"({_SIZE} / pow(10, {_EXPONENT}))"
_DIGITS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
POWER: Final = (
    f"(datum.value < 0 ? '−' : '') + ({_MANTISSA} < 1 + 1e-6 ? '' : format({_MANTISSA}, '.6~g') + ' × ')"
    f" + '10' + ({_SIZE} < 1 - 1e-9 ? '⁻' : '')"
    f" + (abs({_EXPONENT}) < 10 ? '' : '{_DIGITS}'[floor(abs({_EXPONENT}) / 10)]) + '{_DIGITS}'[abs({_EXPONENT}) % 10]"
)
"""A label with powers of ten as they are written, for the `labelExpr` of a log axis."""
PLAIN: Final = (
    f"datum.value == 0 ? '0' : {_SIZE} > 1e-3 - 1e-9 && {_SIZE} < 1e5 - 0.5 ? format(datum.value, ',.7~r') : ({POWER})"
)
"""A label for any axis of numbers: plain up to 99,999, beyond it in powers of ten; no two ticks share one."""
_ROUND: Final = f"abs({_MANTISSA} - round({_MANTISSA})) < 1e-6 && indexof([1, 2, 5, 10], round({_MANTISSA})) >= 0"


def plain_log(scale: str) -> str:
    """Label a log axis or key; of more than one power of ten, only those, twice and five times each are labelled.

    Args:
        scale: its name in Vega, "y" or "color".
    """
    return f"domain('{scale}')[1] > 10 * domain('{scale}')[0] && !({_ROUND}) ? '' : {PLAIN}"


PLAIN_LOG: Final = plain_log("y")


def diverging(limit: float) -> alt.Scale:
    """Orange through grey to blue, saturating at plus and minus `limit`.

    Blended as RGB: Vega's own blend takes the way round the colour wheel and makes zero green or purple.
    """
    return alt.Scale(domain=[-limit, limit], range="diverging", interpolate="rgb", clamp=True)


def classes(names: list[str]) -> alt.Scale:
    """Colours of a binary class or sign: the first name orange, the second blue; further names follow the series."""
    return alt.Scale(domain=[*names[1::-1], *names[2:]], range="category")


def painted(layer: alt.Chart, which: int) -> alt.Chart:
    """Paint a layer in the theme's `BLUE` or `ORANGE`; Vega's own "orange" cannot be read on white."""
    scale = alt.Scale(domain=[BLUE, ORANGE], range="category")
    return layer.transform_calculate(hue=str(which)).encode(color=alt.Color("hue:N", scale=scale, legend=None))


def haloed(
    words: alt.Chart, size: float = 13, align: Any = "center", rim: float = 4, **channels: Any
) -> list[alt.Chart]:
    """Write words in ink that stay legible on lines and colours: first a rim of the page's own colour."""
    look: dict[str, Any] = {"align": align, "fontSize": size}
    under = words.mark_text(**look, stroke=alt.expr("background"), strokeWidth=rim, opacity=0.8)
    return [under.encode(**channels), words.mark_text(**look).encode(**channels, color=alt.value(INK))]


@cache
def hues(mode: str, name: str = "chartCategoricalColors") -> list[tuple[int, ...]]:
    """Return the colours of a mode, "light" or "dark", as red, green, blue: for pictures that are painted here."""
    colors = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))["theme"][mode][name]
    return [tuple(bytes.fromhex(color[1:])) for color in ([colors] if isinstance(colors, str) else colors)]


def finish(chart: Any) -> dict[str, Any]:
    """Turn an Altair chart into the dict that is cached and shown, its axes and legends written in ink.

    Streamlit's own grey for them has a contrast of 3.7 on white. Vega is asked for the mode, because a chart may be
    painted on a canvas, where `INK` stays black. A tooltip is shown where a mark asks for one: Streamlit's default
    lists every field a mark is drawn from, pixels and data URLs included.
    """
    spec: dict[str, Any] = chart.to_dict()
    config = spec.setdefault("config", {})
    for part in ("axis", "legend", "header"):
        config[part] = _QUIET_INK | config.get(part, {})
    config["mark"] = {"tooltip": None} | config.get("mark", {})
    return spec
