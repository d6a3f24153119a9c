"""What holds for every page and every lab: it opens, with any link, and says so in one sentence where it cannot."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.page import PAGES

NAMES = ["home" if page.script == "app.py" else Path(page.script).stem for page in PAGES]
INPUTS = {"selectbox", "number_input", "slider", "select_slider", "text_input", "text_area", "multiselect", "toggle"}
INPUTS |= {"button_group", "checkbox", "radio"}
PICTURES = {"arrow_vega_lite_chart", "vega_lite_chart", "bidi_component", "imgs"}

Open = Callable[..., AppTest]


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from elements(child)


def inputs(page: AppTest) -> dict[str, Any]:
    """Return the widgets of a page that have a name."""
    return {widget.key: widget for widget in elements(page.main) if widget.type in INPUTS and widget.key}


def labs(page: AppTest) -> list[str]:
    chooser = inputs(page).get("lab")
    return list(chooser.options) if chooser else []


def opened(page: AppTest) -> AppTest:
    """Refuse a page that shows an exception or an error."""
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error, [error.value for error in page.error]
    return page


@pytest.mark.parametrize("name", NAMES)
def test_every_lab_opens_by_its_link_on_a_picture_in_words_too_and_without_a_warning(
    name: str, open_page: Open
) -> None:
    for lab in labs(open_page(name)) or [None]:
        page = opened(open_page(name, **({"lab": lab} if lab else {})))
        assert not page.warning, (lab, [warning.value for warning in page.warning])
        if lab:
            assert inputs(page)["lab"].value == lab == lab.lower()
        pictures = [element for element in elements(page.main) if element.type in PICTURES]
        assert pictures, f"{name}, lab {lab}: a page opens on a picture (a chart, an image or a component)"
        assert all(picture.proto.alt for picture in pictures if picture.type.endswith("chart")), lab


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_which_stands_in_the_menu_in_place_of_its_link(name: str, open_page: Open) -> None:
    page = open_page(name)
    menu = [element.value if element.type == "title" else element.proto.label for element in elements(page.main)
            if element.type in {"title", "page_link"}][: len(PAGES)]  # fmt: skip
    titles = [each.title for each in PAGES]
    titles[NAMES.index(name)] = heading = "Torch Playground" if name == "home" else titles[NAMES.index(name)]
    assert menu == titles
    assert [title.value for title in page.title] == [heading]
    assert not [words.value for words in page.markdown if words.value.startswith("# ")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["", "-1", "1e999", "[[<b>&\u202e\x00" + "x" * 2000])
def test_a_link_with_nonsense_in_every_setting_opens(name: str, value: str, open_page: Open) -> None:
    for lab in labs(open_page(name)) or [None]:
        link = {"lab": lab} if lab else {}
        names = set(inputs(open_page(name, **link))) - {"lab"}
        opened(open_page(name, **link, **dict.fromkeys(names, value)))
