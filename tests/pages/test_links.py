"""Settings that move: what one lab or page sets neither breaks nor changes another that has a setting of that name.

AppTest knows no address bar; tests/browser/test_settings.py and test_every_page.py have the browser's side.
"""

from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.page import PAGES

NAMES = [Path(page.script).stem for page in PAGES if page.script != "app.py"]
COSTLY = {"epochs", "n_samples"}  # more of these only takes longer

Open = Callable[..., AppTest]


def elements(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from elements(child)


def settings(page: AppTest) -> dict[str, Any]:
    """Return the widgets with a name and a value, but for the chooser of labs."""
    return {
        w.key: w for w in elements(page.main) if getattr(w, "key", None) and hasattr(w, "value") and w.key != "lab"
    }


def values(page: AppTest) -> dict[str, Any]:
    return {
        key: widget.value for key, widget in settings(page).items() if widget.type not in {"button", "bidi_component"}
    }


def push(page: AppTest, end: int) -> AppTest:
    """Set every widget with limits to one of its ends: 0 is the least or the first, -1 the most or the last."""
    for key, widget in settings(page).items():
        if getattr(widget, "disabled", False):
            continue
        if widget.type in {"number_input", "slider"} and key not in COSTLY:
            widget.set_value((widget.min, widget.max)[end])
        elif widget.type in {"selectbox", "select_slider"} and key != "dataset":
            widget.set_value(widget.options[end])
    return page.run()


def labs(page: AppTest) -> list[str]:
    return next((list(widget.options) for widget in elements(page.main) if getattr(widget, "key", None) == "lab"), [])


@pytest.mark.parametrize("end", [0, -1])
@pytest.mark.parametrize("name", NAMES)
def test_a_lab_opens_after_every_other_was_pushed_to_its_limits(name: str, end: int, open_page: Open) -> None:
    names = labs(open_page(name))
    for first, second in permutations(names, 2):
        page = push(open_page(name, lab=first), end)
        assert not page.exception, (first, [error.message for error in page.exception])
        chooser = next(widget for widget in elements(page.main) if getattr(widget, "key", None) == "lab")
        chooser.set_value(second).run()
        assert not page.exception, (first, second, [error.message for error in page.exception])


@pytest.mark.parametrize("end", [0, -1])
def test_a_page_opens_on_its_own_settings_after_every_other_was_pushed_to_its_limits(
    end: int, open_page: Open
) -> None:
    fresh = {name: values(open_page(name)) for name in NAMES}
    page = open_page()
    for name in [*NAMES, *reversed(NAMES[:-1])]:
        page.switch_page(f"pages/{name}.py").run()
        assert not page.exception, (name, [error.message for error in page.exception])
        assert values(page) == fresh[name]
        push(page, end)
        assert not page.exception, (name, [error.message for error in page.exception])
