"""The theme's colours can be read in both modes: contrast as WCAG 2 defines it, 4.5 for text."""

import re
import tomllib
from pathlib import Path

import altair as alt
import pytest

from ui.charts import theme

MODES = {mode: tomllib.loads(Path(".streamlit/config.toml").read_text())["theme"][mode] for mode in ("light", "dark")}
CAPTION = 0.6  # Streamlit's opacity of captions
SELECTED = 0.1  # its opacity of the primary colour behind an option selected
STYLES = Path("ui/page.css").read_text()


def parts(color: str) -> list[float]:
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(color: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def blended(color: str, ground: str, opacity: float) -> str:
    seen = [opacity * t + (1 - opacity) * g for t, g in zip(parts(color), parts(ground), strict=True)]
    return "#" + "".join(f"{round(255 * c):02x}" for c in seen)


def contrast(text: str, ground: str, opacity: float = 1.0) -> float:
    low, high = sorted(luminance(parts(color)) for color in (blended(text, ground, opacity), ground))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("mode", MODES)
def test_words_captions_and_links_can_be_read(mode: str) -> None:
    colors = MODES[mode]
    for ground in (colors["backgroundColor"], colors["secondaryBackgroundColor"]):
        assert contrast(colors["textColor"], ground) >= 7
        assert contrast(colors["textColor"], ground, CAPTION) >= 4.5
        assert contrast(colors["linkColor"], ground) >= 4.5
    assert contrast(colors["codeTextColor"], colors["codeBackgroundColor"]) >= 7


@pytest.mark.parametrize("mode", MODES)
def test_every_series_colour_can_be_read_because_curves_are_named_in_their_colour(mode: str) -> None:
    ground = MODES[mode]["backgroundColor"]
    found = {color: contrast(color, ground) for color in MODES[mode]["chartCategoricalColors"]}
    assert {color: round(value, 2) for color, value in found.items() if value < 4.5} == {}


@pytest.mark.parametrize("mode", MODES)
def test_orange_and_blue_are_one_orange_and_one_blue_everywhere(mode: str) -> None:
    colors = MODES[mode]
    blue, orange = colors["chartCategoricalColors"][theme.BLUE], colors["chartCategoricalColors"][theme.ORANGE]
    assert (blue, orange) == (colors["blueColor"], colors["orangeColor"])
    assert {blue, orange} <= set(colors["chartDivergingColors"])


@pytest.mark.parametrize("mode", MODES)
def test_words_in_the_primary_colour_can_be_read_and_a_white_tick_on_it_can_be_seen(mode: str) -> None:
    colors = MODES[mode]
    primary, ground = colors["primaryColor"], colors["backgroundColor"]
    tint = blended(primary, ground, SELECTED)
    assert contrast(primary, ground) >= 4.5
    assert contrast(primary, tint) >= 4.5
    assert contrast("#ffffff", primary) >= 3


def css(mode: str, selector: str) -> str:
    """Return the colour that our style sheet gives to a selector in this mode."""
    light, dark = re.search(re.escape(selector) + r"[^{]*{[^}]*light-dark\((#\w+), (#\w+)\)", STYLES).groups()
    return light if mode == "light" else dark


@pytest.mark.parametrize("mode", MODES)
def test_what_the_style_sheet_paints_can_be_read_too(mode: str) -> None:
    colors = MODES[mode]
    for kind in (".comment", ":is(.keyword", ":is(.string"):
        assert contrast(css(mode, f".token{kind}"), colors["codeBackgroundColor"]) >= 4.5
    assert contrast(css(mode, "[data-tag]"), colors["primaryColor"]) >= 4.5
    assert css(mode, ":focus-visible") == colors["primaryColor"]


def test_axes_and_legends_are_written_in_ink_and_a_charts_own_wish_stands() -> None:
    chart = alt.Chart(alt.NamedData(name="x")).mark_point()
    config = theme.finish(chart)["config"]
    for part in ("axis", "legend"):
        for text in ("label", "title"):
            assert "luminance(background)" in config[part][f"{text}Color"]["expr"]
            for mode, ink in (("light", "#000000"), ("dark", "#ffffff")):
                assert contrast(ink, MODES[mode]["backgroundColor"], config[part][f"{text}Opacity"]) >= 4.5
    wished = theme.finish(chart.configure_axis(labelColor="currentColor"))["config"]["axis"]
    assert wished["labelColor"] == "currentColor"
    assert "expr" in wished["titleColor"]
