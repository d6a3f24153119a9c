"""What a square says: its value, short enough to fit."""

import math
from collections.abc import Sequence


def labels(values: Sequence[float | bool]) -> list[str]:
    """Write values to fit into squares: floats with a point, as PyTorch prints them, and equally many decimals.

    As few decimals as say it all, else about four digits; what these would turn into 0 stands as a power of ten.
    """
    reals = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    largest = max(map(abs, reals), default=0.0)
    whole = all(real.is_integer() for real in reals)
    style = _powers(reals) if largest >= (1e7 if whole else 1e5) or 0 < largest < 1e-3 else _points(reals, largest)
    return [_label(value, style) if isinstance(value, float) else str(value) for value in values]


def _powers(reals: Sequence[float]) -> str:
    """Return the format in powers of ten with the fewest digits that say it all, or with four."""
    exact = (n for n in range(3) if all(math.isclose(float(f"{real:.{n}e}"), real, rel_tol=1e-6) for real in reals))
    return f".{next(exact, 3)}e"


def _points(reals: Sequence[float], largest: float) -> str:
    """Return the format with the fewest decimals that say it all, or with four digits of the largest."""
    most = max(1, 4 - len(str(int(largest))) + (largest < 1))
    exact = (n for n in range(most) if all(math.isclose(round(real, n), real, rel_tol=1e-6) for real in reals))
    return f".{next(exact, most)}f"


def _label(value: float, style: str) -> str:
    text = f"{value:{style}}"
    if value == 0 and style.endswith("e"):
        return "0."
    if value != 0 and math.isfinite(value) and float(text) == 0:
        return f"{value:.1g}"
    return f"{text}." if style == ".0f" and math.isfinite(value) else text
