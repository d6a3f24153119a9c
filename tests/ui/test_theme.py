"""The theme's colours can be read in both modes: contrast as WCAG 2 defines it, 4.5 for text."""

import tomllib
from pathlib import Path

import altair as alt
import pytest

from ui.charts import theme

MODES = {mode: tomllib.loads(Path(".streamlit/config.toml").read_text())["theme"][mode] for mode in ("light", "dark")}
CAPTION = 0.6  # Streamlit's opacity of captions


def parts(color: str) -> list[float]:
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(color: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(text: str, ground: str, opacity: float = 1.0) -> float:
    seen = [opacity * t + (1 - opacity) * g for t, g in zip(parts(text), parts(ground), strict=True)]
    low, high = sorted((luminance(seen), luminance(parts(ground))))
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


# In dark, white on the primary colour (chips) and the primary colour on the page (tabs, slider values) share
# 1.05 / (luminance of the background + 0.05), so both cannot reach 4.5 unless the page is black.
@pytest.mark.parametrize(("mode", "least"), [("light", 4.5), ("dark", 4.0)])
def test_white_on_the_primary_colour_and_the_primary_colour_on_the_page_can_be_read(mode: str, least: float) -> None:
    colors = MODES[mode]
    assert contrast("#ffffff", colors["primaryColor"]) >= least
    assert contrast(colors["primaryColor"], colors["backgroundColor"]) >= least


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
