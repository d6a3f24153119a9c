"""What a link asked for in vain is said once, above the controls; widgets of this page that hear it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from core.ranges import Range
from ui.controls import unusable_links
from ui.controls.widgets import asked_for, tell
from ui.page import explained
from ui.state import linked
from ui.wording import span
from ui.words import verbatim

Widget = Callable[..., Any]


@contextmanager
def told(text: Mapping[str, str]) -> Iterator[None]:
    """Show what the link asked for in vain above what follows, and a refusal of the core where it comes."""
    place = st.container()
    with explained():
        yield
    if unusable := unusable_links():
        place.warning(verbatim(f"{text['From the link']} {'. '.join(unusable)}."), icon=":material/info:")


def hear_lab(labs: Sequence[str]) -> None:
    """Note a lab that the link asks for and that is none, before the first opens in its place."""
    tell("Lab", asked_for("lab"), labs.__contains__, _listed(labs), labs[0])


def one_of(widget: Widget, label: str, names: Sequence[str], usual: str, key: str, **more: Any) -> str:
    """Offer names in any widget that chooses one of them; the name is also what the link holds."""
    asked = asked_for(key)
    chosen: str = widget(label, names, **more, **linked(key)) or usual  # a link may name none of them
    tell(label, asked, names.__contains__, _listed(names), chosen)
    return chosen


def whole_slide(label: str, limits: Range, default: int, key: str, **more: Any) -> int:
    """Ask for a whole number by dragging.

    Args:
        label: what the screen calls it.
        limits: of the number; where they depend on another setting, one that has come to lie outside gives way.
        default: where it stands at first.
        key: the setting's name.
        more: further arguments of the widget.
    """
    asked = asked_for(key)
    chosen: int = st.slider(
        label, int(limits.low), int(limits.high), default, **more, **linked(key, limits.__contains__)
    )
    tell(label, asked, lambda text: _is_it(text, chosen), f"a whole number from {span(limits)}", chosen)
    return chosen


def _is_it(text: str, chosen: int) -> bool:
    try:
        return float(text) == chosen
    except ValueError:
        return False


def _listed(names: Sequence[str]) -> str:
    """List names; in quotes where one holds a comma itself."""
    return f"one of {', '.join(map(repr, names) if any(',' in name for name in names) else names)}"
