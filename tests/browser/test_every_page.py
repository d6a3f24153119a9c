"""What holds for every page in a real browser: painted from a cold start, readable, by keyboard, linkable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.page import PAGES

pytestmark = pytest.mark.browser

PATHS = ["" if page.script == "app.py" else Path(page.script).stem for page in PAGES]
MENU = dict(zip(PATHS, [page.title for page in PAGES], strict=True))
EXCEPTION = "[data-testid=stException]"
ADDRESS = "[...new URLSearchParams(location.search)].sort()"
SLIDERS = "[data-testid=stSlider] input"


def well(visitor: Any) -> None:
    """Refuse a page with an exception, an unpainted chart or sideways scroll."""
    visitor.painted()
    assert visitor.page.locator(EXCEPTION).count() == 0
    assert visitor.sideways() <= 0


@pytest.mark.parametrize("path", PATHS)
def test_a_deep_link_to_a_fresh_server_paints_its_page(path: str, serve: Callable[..., Any], visit: Any) -> None:
    visitor = visit(server=serve())
    visitor.open(path)
    well(visitor)
    title = "Torch Playground" if path == "" else f"{MENU[path]} · Torch Playground"
    assert visitor.page.title() == title


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_when_dark_and_on_a_telephone(path: str, visit: Callable[..., Any]) -> None:
    for scheme, width in (("dark", 1400), ("light", 420), ("dark", 420)):
        visitor = visit(width=width, scheme=scheme)
        visitor.open(path)
        well(visitor)
        shade = visitor.page.evaluate(
            "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        )
        assert (sum(map(int, shade[4:-1].split(","))) < 384) == (scheme == "dark"), shade


@pytest.mark.parametrize("path", PATHS)
def test_every_lab_opens_from_its_button_and_its_link_opens_it_again(path: str, visit: Callable[..., Any]) -> None:
    visitor = visit()
    page = visitor.open(path)
    names = page.locator(".st-key-lab button").all_inner_texts()
    for name in names[1:]:
        with visitor.rerun():
            page.locator(".st-key-lab").get_by_role("radio", name=name, exact=True).click()
        well(visitor)
        assert visitor.setting("lab") == name
        again = visit(width=420)
        again.open(f"{path}?lab={name}")
        well(again)
        assert again.page.locator(".st-key-lab [aria-checked=true]").inner_text() == name


def test_the_menu_leads_to_every_page_by_keyboard(visitor: Any) -> None:
    page = visitor.open()
    for path, title in [*MENU.items()][1:]:
        page.locator(".st-key-menu a").first.focus()
        while page.evaluate("document.activeElement.textContent.replace(/^[a-z_]+(?=[A-Z])/, '')") != title:
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('.st-key-menu') !== null"), title
        with visitor.rerun():
            page.keyboard.press("Enter")
        page.wait_for_url(f"{visitor.url}/{path}")
        well(visitor)


def change(page: Any) -> None:
    """Move the first slider to its end, or else step the first number, or else take the last of the options."""
    sliders = page.locator(SLIDERS).filter(visible=True)
    numbers = page.locator("[data-testid=stNumberInput] input").filter(visible=True)
    if sliders.count():
        sliders.first.focus()
        page.keyboard.press("End")
    elif numbers.count():
        numbers.first.press("ArrowUp")
        numbers.first.press("Enter")
    else:
        page.locator("[data-testid=stButtonGroup]:not(.st-key-lab *)").get_by_role("radio").last.click()


def values(page: Any) -> list[str]:
    """Read every setting in sight: sliders, numbers, options."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[data-testid=stMain] input, [role=radio], [aria-pressed]")]
             .filter((part) => part.checkVisibility())
             .map((part) => part.type === "checkbox" ? String(part.checked)
               : part.ariaValueText ?? part.ariaChecked ?? part.ariaPressed ?? part.value)"""
    )


@pytest.mark.parametrize("path", PATHS[1:])
def test_a_setting_changed_is_in_the_link_and_the_link_restores_it(path: str, visit: Callable[..., Any]) -> None:
    visitor = visit()
    page = visitor.open(path)
    before = page.url, values(page)
    with visitor.rerun():
        change(page)
    page.wait_for_function("(before) => location.href !== before", arg=before[0])
    well(visitor)
    again = visit()
    again.open(page.url.removeprefix(visitor.url + "/"))
    well(again)
    assert before[1] != values(page) == values(again.page)


def test_settings_of_one_page_neither_break_nor_leak_into_another_and_come_back(visit: Callable[..., Any]) -> None:
    plain, visitor = visit(), visit()
    page = visitor.open()
    left: dict[str, Any] = {}

    def go(path: str) -> None:
        with visitor.rerun():
            page.locator(".st-key-menu").get_by_role("link", name=MENU[path]).click()
        page.wait_for_function("(path) => location.pathname === path", arg=f"/{path}")
        visitor.idle()

    for path in PATHS[1:]:
        go(path)
        plain.open(path)
        assert values(page) == values(plain.page)
        with visitor.rerun():
            change(page)
        well(visitor)
        left[path] = page.evaluate(ADDRESS), values(page)
    for path in PATHS[-2:0:-1]:
        go(path)
        well(visitor)
        page.wait_for_function(
            f"(address) => JSON.stringify({ADDRESS}) === JSON.stringify(address)", arg=left[path][0]
        )
        assert values(page) == left[path][1]


@pytest.mark.parametrize(("path", "label"), [
    ("activations?lab=neuron", "Weight"), ("activations?lab=compare", "Spread"), ("gradient_descent", "Learning rate"),
    ("gradient_descent?lab=race", "Momentum"), ("tensors?lab=seed", "Numbers in each tensor"), ("save_load", "Epochs"),
    ("training?epochs=50", "Train share"),
])  # fmt: skip
def test_pictures_survive_a_change_of_their_data(path: str, label: str, visitor: Any) -> None:
    """A spec that changes would build the view anew: slower, and what was scrubbed to is lost."""
    page = visitor.open(path)
    visitor.painted()
    drawings = """[...document.querySelectorAll("[data-testid=stVegaLiteChart], [data-testid^=stBidiComponent]")]
      .map((part) => (part.shadowRoot ?? part).querySelector("svg, canvas"))"""
    page.evaluate(f"() => {{ window.before = {drawings}; }}")
    if not page.get_by_role("slider", name=label).first.is_visible():
        page.get_by_role("button", name="More settings").click()
    page.get_by_role("slider", name=label).first.focus()
    with visitor.rerun():
        page.keyboard.press("ArrowRight")
    visitor.painted()
    assert page.evaluate(f"() => {drawings}.every((drawing, index) => drawing === window.before[index])")
