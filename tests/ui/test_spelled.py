"""Numbers in words: plain as long as they can be read so, then in powers of ten."""

import math

import pytest

from ui.charts.spelled import number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"), (-0.0, "0"), (0.00123, "0.00123"), (0.000999, "1.0 × 10⁻³"), (1.5, "1.5"), (-2.345, "−2.35"),
        (999.4, "999"), (999.9, "1,000"), (1340.2, "1,340"), (-12_345.6, "−12,346"), (99_999.4, "99,999"),
        (99_999.9, "1.0 × 10⁵"), (1.34e36, "1.3 × 10³⁶"), (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "nan"),
    ],
)  # fmt: skip
def test_a_number_is_written_plainly_up_to_99_999_and_beyond_as_a_power_of_ten(value: float, said: str) -> None:
    assert number(value) == said
