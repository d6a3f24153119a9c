"""Numbers as words show them: three digits, and powers of ten as they are written."""

import math

from core.spelling import power_of_ten


def number(value: float) -> str:
    """Write a number with three digits; very small and very large ones in powers of ten."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value != 0 and not 1e-3 <= abs(value) < 1e4:
        return power_of_ten(value, 2)
    return f"{value + 0.0:.3g}".replace("-", "−")  # + 0.0 makes -0 a 0
