"""Settings belong to their page, through the menu, the link, and back and forward in a real browser.

Two small pages share the keys `lr` and `kind` but neither range nor options: what Streamlit alone would mix up.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

HEAD = """
import sys; sys.path.insert(0, {root!r})
import streamlit as st
from ui.state import assign, enter, linked
enter({name!r})
for script in ("app.py", "pages/wide.py", "pages/narrow.py"):
    st.page_link(script, label=script)
st.page_link("pages/narrow.py", label="narrow at 8", query_params={{"lr": "8"}})
"""
BODY = """
rate = st.slider("Rate", 0, {high}, {default}, **linked("lr"))
kind = st.selectbox("Kind", ["both", "only {name}"], **linked("kind"), on_change=lambda: assign({{"lr": 2}}))
st.text(f"{name} {{rate}} {{kind}}")
"""
ADDRESS = """([path, settings]) => {
  const found = [...new URLSearchParams(location.search)].sort();
  return location.pathname === path && JSON.stringify(found) === JSON.stringify(Object.entries(settings).sort());
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two_pages")
    (folder / "pages").mkdir()
    root = str(Path(__file__).resolve().parents[2])
    (folder / "app.py").write_text(HEAD.format(root=root, name="app"))
    for name, high, default in (("wide", 100, 50), ("narrow", 10, 5)):
        source = HEAD.format(root=root, name=name) + BODY.format(name=name, high=high, default=default)
        (folder / "pages" / f"{name}.py").write_text(source)
    return folder / "app.py"


class Tab:
    def __init__(self, visitor: Any) -> None:
        self.visitor, self.page = visitor, visitor.page

    def menu(self, name: str) -> None:
        self.follow(f"pages/{name}.py" if name != "app" else "app.py")

    def follow(self, label: str) -> None:
        with self.visitor.rerun():
            self.page.get_by_role("link", name=label).click()

    def press(self, key: str) -> None:
        self.page.get_by_role("slider").focus()
        with self.visitor.rerun():
            self.page.keyboard.press(key)

    def back(self) -> None:
        with self.visitor.rerun():
            self.page.go_back()

    def forward(self) -> None:
        with self.visitor.rerun():
            self.page.go_forward()

    def says(self, text: str) -> None:
        """Wait until the page says this."""
        self.page.get_by_text(text, exact=True).wait_for(timeout=15_000)

    def shows(self, text: str, page: str, **settings: str) -> None:
        """Wait until the page says this under that address."""
        self.page.get_by_text(text, exact=True).wait_for(timeout=15_000)
        self.page.wait_for_function(ADDRESS, arg=[f"/{page}", settings], timeout=15_000)
        assert self.page.locator("[data-testid=stException]").count() == 0


@pytest.fixture(scope="module")
def two_pages(app: Path, serve: Callable[..., Any]) -> Any:
    return serve(app)


@pytest.fixture
def tab(two_pages: Any, visit: Callable[..., Any]) -> Tab:
    return Tab(visit(server=two_pages))


def test_a_value_out_of_another_pages_range_neither_breaks_nor_leaks_into_it(tab: Tab) -> None:
    tab.visitor.open("wide")
    tab.press("End")
    tab.shows("wide 100 both", "wide", lr="100")
    tab.menu("narrow")
    tab.shows("narrow 5 both", "narrow")


def test_a_page_comes_back_from_the_menu_as_it_was_left_with_its_address(tab: Tab) -> None:
    tab.visitor.open("wide?lr=90&kind=only+wide")
    tab.menu("narrow")
    tab.press("ArrowRight")
    tab.shows("narrow 6 both", "narrow", lr="6")
    tab.menu("wide")
    tab.shows("wide 90 only wide", "wide", lr="90", kind="only wide")
    tab.menu("narrow")
    tab.shows("narrow 6 both", "narrow", lr="6")


def test_back_shows_the_page_before_as_it_was_left(tab: Tab) -> None:
    tab.visitor.open("wide")
    tab.press("End")
    tab.menu("narrow")
    tab.press("ArrowRight")
    tab.menu("wide")
    tab.shows("wide 100 both", "wide", lr="100")
    tab.menu("narrow")
    tab.shows("narrow 6 both", "narrow", lr="6")
    for _ in range(4):  # Streamlit leaves entries of its own, without settings, between two pages
        tab.back()
        if "/wide" in tab.page.url:
            break
    tab.shows("wide 100 both", "wide", lr="100")  # with its address, so that a reload shows the same
    tab.page.reload()
    tab.shows("wide 100 both", "wide", lr="100")


def test_steps_back_come_to_an_end_and_never_add_to_the_history(tab: Tab) -> None:
    tab.visitor.open("wide?lr=90")
    tab.menu("narrow")
    tab.press("ArrowRight")
    tab.menu("wide")
    tab.shows("wide 90 both", "wide", lr="90")
    length = tab.page.evaluate("history.length")
    seen = []
    for _ in range(length - 3):  # about:blank and the first page stay in front
        tab.back()
        seen.append(tab.page.url.partition("?")[0].rpartition("/")[2])
        assert tab.page.evaluate("history.length") == length
    assert "narrow" in seen
    assert seen[-1] == "wide"


def test_forward_shows_the_page_after_as_it_was_left(tab: Tab) -> None:
    tab.visitor.open("wide")
    tab.press("End")
    tab.menu("narrow")
    tab.press("Home")
    tab.shows("narrow 0 both", "narrow", lr="0")
    tab.back()
    tab.shows("wide 100 both", "wide", lr="100")
    tab.forward()
    tab.says("narrow 0 both")


def test_a_link_with_settings_inside_the_app_wins_over_what_was_left(tab: Tab) -> None:
    tab.visitor.open("narrow?kind=only+narrow")
    tab.menu("app")
    tab.follow("narrow at 8")
    tab.shows("narrow 8 both", "narrow", lr="8")
    tab.menu("app")
    tab.page.wait_for_url(f"{tab.visitor.url}/")
    tab.menu("narrow")
    tab.shows("narrow 8 both", "narrow", lr="8")


def test_settings_survive_a_reload(tab: Tab) -> None:
    tab.visitor.open("narrow")
    tab.press("End")
    tab.page.reload()
    tab.visitor.idle(1)
    tab.shows("narrow 10 both", "narrow", lr="10")


@pytest.mark.parametrize("rate", ["90", "inf", "-1e999"])
def test_a_link_with_a_value_out_of_range_or_unknown_falls_back(tab: Tab, rate: str) -> None:
    tab.visitor.open(f"narrow?lr={rate}&kind=only+wide&other=1")
    tab.page.get_by_text("narrow 5 both", exact=True).wait_for()
    assert tab.visitor.setting("lr") is None
    assert tab.visitor.setting("kind") is None


def test_a_callback_sets_another_widget_and_the_link_follows(tab: Tab) -> None:
    tab.visitor.open("narrow")
    tab.page.get_by_role("combobox").click()
    with tab.visitor.rerun():
        tab.page.get_by_role("option", name="only narrow").click()
    tab.page.get_by_text("narrow 2 only narrow", exact=True).wait_for()
    tab.page.wait_for_function("new URLSearchParams(location.search).get('lr') === '2'")


def test_visitors_do_not_share_settings(tab: Tab, visit: Callable[..., Any]) -> None:
    tab.visitor.open("wide")
    tab.press("End")
    other = Tab(visit(server=tab.visitor))
    other.visitor.open("wide")
    other.shows("wide 50 both", "wide")
