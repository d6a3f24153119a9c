"""Ink on squares: black or white, whichever stands out more; one of the two always does, by 4.5 to 1. And its size."""

from typing import Any, Final

import altair as alt

from ui.charts import theme

LEGIBLE: Final = 7
"""The smallest letters, in pixels."""
_MIDDLE: Final = 0.179  # the luminance on which black and white stand out equally

WORDS: Final = alt.ColorValue(theme.INK_OF_MODE)
"""Of words beside squares, on a canvas too."""


def on_square(strong: str = "1") -> Any:
    """Return the colour of what is written on a square, which has its `fill` from `datum.shade`.

    Args:
        strong: the opacity of the square, as Vega calculates it; the page shows through.
    """
    own, page = "rgb(scale('fill', datum.shade))", "rgb(background)"
    mixed = ", ".join(f"{own}.{part} * ({strong}) + {page}.{part} * (1 - ({strong}))" for part in "rgb")
    return alt.value(alt.expr(f"luminance(rgb({mixed})) > {_MIDDLE} ? 'black' : 'white'"))


def font(chars: str, most: object = 17) -> str:
    """Write how large the letters on a square are; where they would be too small, they fill more of it.

    Args:
        chars: how many there are, as Vega calculates it; it knows the square's `datum.side`, too.
        most: pixels, as a number or as Vega calculates it.
    """
    high = f"max(datum.side * 0.42, min({LEGIBLE}, datum.side * 0.5))"
    wide = f"max(datum.side * 1.5 / {chars}, min({LEGIBLE}, datum.side * 1.85 / {chars}))"
    return f"min({most}, {high}, {wide})"
