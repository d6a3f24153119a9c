"""Numbers as they are written by hand."""

import pytest

from core.spelling import power_of_ten, raised


@pytest.mark.parametrize(
    ("value", "digits", "told"),
    [
        (2.4735e5, 3, "2.47\u00a0×\u00a010⁵"),
        (-7.6e-19, 1, "−8\u00a0×\u00a010⁻¹⁹"),
        (1e-5, 2, "1.0\u00a0×\u00a010⁻⁵"),
        (-1.3e12, 2, "−1.3\u00a0×\u00a010¹²"),
    ],
)
def test_so_many_digits_stand_before_a_power_of_ten(value, digits, told):
    assert power_of_ten(value, digits) == told


def test_every_digit_is_raised():
    assert raised(-1234567890) == "⁻¹²³⁴⁵⁶⁷⁸⁹⁰"
