"""The frame of every page: its place in the menu, its title, its words."""

import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Final

import streamlit as st

from core.errors import PlaygroundError
from ui import state
from ui.links import said_of_link
from ui.words import verbatim

# Networks this small lose to thread contention; torch reads this when it is imported, later on.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT: Final = Path(__file__).resolve().parent.parent
NAME: Final = "Torch Playground"


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the menu."""

    script: str
    title: str
    icon: str


PAGES: Final[tuple[Page, ...]] = (
    Page("app.py", "Home", ":material/home:"),
    Page("pages/tensors.py", "Tensors", ":material/grid_on:"),
    Page("pages/activations.py", "Activations", ":material/show_chart:"),
    Page("pages/gradient_descent.py", "Gradient descent", ":material/landscape:"),
    Page("pages/training.py", "Training", ":material/hub:"),
    Page("pages/save_load.py", "Save & load", ":material/save:"),
)


class Text(Mapping[str, str]):
    """The words of a page, by heading."""

    def __init__(self, sections: Mapping[str, str]) -> None:
        """Keep the sections, heading to Markdown."""
        self._sections = dict(sections)

    def __getitem__(self, heading: str) -> str:
        """Return the Markdown under a heading."""
        return self._sections[heading]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the headings in the file's order."""
        return iter(self._sections)

    def __len__(self) -> int:
        """Count the headings."""
        return len(self._sections)


@cache
def read_text(page: str) -> Text:
    """Read `pages/text/<page>.md`: each `## Heading` opens a section."""
    source = (ROOT / "pages" / "text" / f"{page}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## +(.+)$", source, flags=re.MULTILINE)
    return Text({parts[i].strip(): parts[i + 1].strip() for i in range(1, len(parts), 2)})


def begin(file: str) -> Text:
    """Open a page: its config, the menu, its settings; return its words.

    Args:
        file: the page script's `__file__`.
    """
    name = Path(file).stem
    page = next(p for p in PAGES if Path(p.script).stem == name)
    st.set_page_config(
        page_title=NAME if name == "app" else f"{page.title} · {NAME}",
        page_icon=str(ROOT / "ui" / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    state.enter(name)
    _warm()
    st.html(ROOT / "ui" / "page.css")
    _menu(page)
    return read_text("home" if name == "app" else name)


def _menu(current: Page) -> None:
    """Link to every other page; the one that is open stands among them as the heading of the page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        for page in PAGES:
            if page is current:
                st.title(NAME if page is PAGES[0] else page.title, anchor=False, width="content")
            else:
                st.page_link(page.script, label=page.title, icon=page.icon, width="content")


@st.cache_resource
def _warm() -> None:
    """Import torch and its optimizers in the background while the visitor reads, once per server."""

    def work() -> None:
        import core.warm  # noqa: PLC0415

        core.warm.warm()

    threading.Thread(target=work, daemon=True, name="warm").start()


@contextmanager
def explained() -> Iterator[None]:
    """Show what a learner should read about as one sentence; anything else is a bug and goes on."""
    try:
        yield
    except PlaygroundError as error:
        st.warning(verbatim(str(error)), icon=":material/info:")


def choose_lab(
    labs: Mapping[str, Callable[[Text], None]], text: Text, on_change: Callable[[], None] | None = None
) -> None:
    """Offer a page's labs, keep the choice in the link (`?lab=name`), and open the chosen one.

    Args:
        labs: name to the function that lays the lab out; the first is the default.
        text: the page's words, handed on.
        on_change: called when the visitor changes the lab, before the new one is laid out.
    """
    names = list(labs)
    chosen = st.segmented_control(
        "Lab",
        names,
        default=names[0],
        required=True,
        label_visibility="collapsed",
        on_change=on_change,
        **state.linked("lab", offered=names),
    )
    lab = labs[chosen or names[0]]

    @st.fragment  # a change in a lab runs the lab alone
    @wraps(lab)
    def show(text: Text) -> None:
        with said_of_link("lab", "lab"):
            lab(text)

    show(text)
