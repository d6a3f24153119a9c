"""Ticks and numbers as the browser writes them: enough to read a scale by, never so many that they touch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from ui.components import replay

pytestmark = pytest.mark.browser
AXES, SHARED = (
    Path(replay.__file__).with_name(f"{part}.js").read_text(encoding="utf-8") for part in ("axes", "shared")
)
SPANS = [10 ** (i / 17) for i in range(-60, 60)]
STARTS = (0, 0.001, 0.37, 1.0, 2.9, -0.5, -3.4)


@pytest.fixture(scope="module")
def ticks(browser: Browser) -> Any:
    """Return a function that asks a kind of axis for its ticks over many ranges at once."""
    page = browser.new_page()
    yield lambda kind, asked: page.evaluate(
        f"(asked) => {{ {AXES}; return asked.map((a) => {kind}.ticks(...a)); }}", asked
    )
    page.close()


def test_every_straight_axis_has_three_labels_or_two_where_more_would_touch(ticks: Callable[..., Any]) -> None:
    asked = [(start, start + span, count) for start in STARTS for span in SPANS for count in (2, 2.36, 3.9, 6)]
    for (low, high, count), found in zip(asked, ticks("STRAIGHT", asked), strict=True):
        assert 2 <= len(found) <= 2 * count + 2, (low, high, found)
        assert len(found) > 2 or low != 0, (high, found)
        near = 1e-6 * (high - low)
        assert all(low - near <= v <= high + near for v in found)
        assert len(set(found)) == len(found)


def test_every_logarithmic_axis_has_three_labels_far_enough_apart(ticks: Callable[..., Any]) -> None:
    asked = [
        (low, low * span, 2.36)
        for low in (0.0021, 0.04, 0.21, 1, 3.3)
        for span in (1.3, 1.9, 3, 9, 22, 70, 1e3, 1e7, 1e16)
    ]
    for (low, high, _), found in zip(asked, ticks("LOG", asked), strict=True):
        assert 3 <= len(found) <= 7, (low, high, found)
        assert all(low * 0.999 <= v <= high * 1.001 for v in found)


def test_the_axes_that_had_one_label_or_two_have_more(ticks: Callable[..., Any]) -> None:
    losses = ticks("STRAIGHT", [(0, top / 100, 2.36) for top in range(40, 51)])
    assert losses[:10] == [[0, 0.2, 0.4]] * 10
    assert ticks("STRAIGHT", [(0, 80, 3.86), (0.5, 1, 2.36)]) == [[0, 20, 40, 60, 80], [0.6, 0.8, 1]]
    assert ticks("LOG", [(0.04, 0.9, 2.36)]) == [[0.05, 0.1, 0.2, 0.5]]
    assert ticks("LOG_EPOCH", [(0, 80, 3.86)]) == [[0, 1, 3, 10, 30]]


def test_numbers_have_a_minus_sign_and_never_break(browser: Browser) -> None:
    page = browser.new_page()
    asked = [-0.4958, 1.5, -2.4e20, 1e-7, -1e-7, 0]
    number, short = (
        page.evaluate(f"(v) => {{ {SHARED}; return v.map((a) => {f}(a)); }}", asked) for f in ("number", "short")
    )
    page.close()
    assert number == [
        "−0.4958",
        "1.5000",
        "−2.40\u00a0×\u00a010²⁰",
        "1.00\u00a0×\u00a010⁻⁷",
        "−1.00\u00a0×\u00a010⁻⁷",
        "0.0000",
    ]
    assert short == ["−0.4958", "1.5", "−2.4\u00a0×\u00a010²⁰", "10⁻⁷", "−10⁻⁷", "0"]
