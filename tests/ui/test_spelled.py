"""Numbers in words: plain as long as they can be read so, then in powers of ten."""

import math

import pytest

from ui.charts.spelled import number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"), (-0.0, "0"), (0.00123, "0.00123"), (0.000999, "1.0\u00a0×\u00a010⁻³"),
        (1.5, "1.5"), (-2.345, "−2.35"),
        (999.4, "999"), (999.9, "1,000"), (1340.2, "1,340"), (-12_345.6, "−12,346"), (99_999.4, "99,999"),
        (99_999.9, "1.0\u00a0×\u00a010⁵"), (1.34e36, "1.3\u00a0×\u00a010³⁶"),
        (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "nan"),
    ],
)  # fmt: skip
def test_a_number_is_written_plainly_up_to_99_999_and_beyond_as_a_power_of_ten(value: float, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.4, "0.400"), (0.415, "0.415"), (1.0, "1.00"), (120.0, "120"), (-3.0, "−3.00")]
)
def test_beside_others_a_number_can_have_as_many_digits(value: float, said: str) -> None:
    assert number(value, padded=True) == said
