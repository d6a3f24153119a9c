"""What a link asks for and a widget cannot take: heard as the widget is made, said in one place and the same way."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from core.decimals import decimal
from core.quoting import listed, quoted, shortened
from core.ranges import Range
from ui.wording import grouped, span
from ui.words import verbatim

Offered = Range | Collection[Any]

_HEARD, _SCOPE, _SAID = "_heard_links", "_scope_of_links", "_said_of_links"
_FROM_THE_LINK: Final = "The link asks for what cannot be."
_MANY: Final = 6  # sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the link holds for one widget.

    Attributes:
        label: what the screen calls the setting.
        texts: as they stand in the link; several where the name stands there several times.
        offered: the names or the numbers that the widget takes; nothing where only the widget knows.
        most: characters that the widget takes, where it takes any text.
    """

    label: str
    texts: tuple[str, ...]
    offered: Offered
    most: int | None

    @property
    def length(self) -> int:
        """Characters of the longest text."""
        return max(map(len, self.texts), default=0)

    @property
    def too_long(self) -> bool:
        """Whether a text is longer than the widget takes; cut, it would be another one."""
        return self.most is not None and self.length > self.most


def hear(key: str, label: str, offered: Offered, most: int | None) -> Asked:
    """Note what the link asks of a widget that is made next, for the first time."""
    state = st.session_state
    texts = () if key in state else tuple(st.query_params.get_all(key))
    asked = Asked(label=label or _label(key), texts=texts, offered=offered, most=most)
    if any(texts):
        state.setdefault(_HEARD, {})[key] = asked
    if state.get(_SCOPE) is not None:
        state[_SCOPE].add(key)
    return asked


def forget_links() -> None:
    """Forget what a link to another page asked for."""
    for name in (_HEARD, _SAID):
        st.session_state.pop(name, None)


@contextmanager
def said_of_link(part: str, *more: str) -> Iterator[None]:
    """Say above what follows what the link asked of its widgets in vain, until one of them is changed.

    (Until then, for the browser runs a page twice on arrival, and only the first run hears of the link.)

    Args:
        part: a name of this part of the page.
        more: keys of widgets above it that count too.
    """
    state, place = st.session_state, st.container()
    outer = state.get(_SCOPE)
    state[_SCOPE] = keys = set(more)
    try:
        yield
    finally:
        state[_SCOPE] = outer
    standing = {key: state[key] for key in keys if key in state}
    said = state.setdefault(_SAID, {})
    if sentences := _complaints():
        said[part] = (standing, sentences[:_MANY])
    meant, sentences = said.get(part, ({}, []))
    if any(key not in standing or standing[key] != value for key, value in meant.items()):
        del said[part]
    elif sentences:
        place.warning(verbatim(f"{_FROM_THE_LINK} {'. '.join(sentences)}."), icon=":material/info:")


def _complaints() -> list[str]:
    """Return, once, a sentence without its full stop for each setting that is not as the link has it."""
    heard: dict[str, Asked] = st.session_state.pop(_HEARD, {})
    stands = {key: st.session_state[key] for key in heard if key in st.session_state}
    return [sentence for key, value in stands.items() if (sentence := complaint(heard[key], value))]


def complaint(asked: Asked, standing: Any) -> str:
    """Return what a link asked of a widget in vain, as a sentence without its full stop; "" where it got it.

    Args:
        asked: what stands in the link.
        standing: what the widget holds.
    """
    used = _used(standing)
    if asked.too_long:
        return f"{asked.label} takes at most {asked.most:,} characters, the link has {asked.length:,}; {used}"
    if isinstance(standing, list | tuple):
        bad = [text for text in asked.texts if text and not any(_is(text, value) for value in standing)]
        return (
            f"{asked.label} must be {_wanted(asked.offered, standing)}, not {quoted(bad[-1])}; {used}" if bad else ""
        )
    bad = [text for text in asked.texts if not _is(text, standing)]
    if len(bad) < len(asked.texts):
        return f"The link gives {asked.label} {len(asked.texts)} times; {used}" if any(bad) else ""
    bad = [text for text in bad if text]  # nothing asks for nothing
    return f"{asked.label} must be {_wanted(asked.offered, standing)}, not {quoted(bad[-1])}; {used}" if bad else ""


def _is(text: str, value: Any) -> bool:
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, int | float):
        return decimal(text) == value
    return text == str(value)


def _wanted(offered: Offered, standing: Any) -> str:
    """Say what the widget takes."""
    if isinstance(standing, bool):
        return "true or false"
    if isinstance(offered, Range):
        return f"{'a whole number' if isinstance(standing, int) else 'a number'} from {span(offered)}"
    if isinstance(offered, range):
        return f"a whole number from {grouped(offered[0])} to {grouped(offered[-1])}"
    if not offered:
        return "what this page offers"
    names = list(map(str, offered))
    if any("," in name for name in names):  # nobody could tell where one ends
        names = list(map(repr, names))
    return f"{'among' if isinstance(standing, list | tuple) else 'one of'} {listed(names)}"


def _used(standing: Any) -> str:
    if standing is None or standing in ("", [], ()):
        return "it is left out"
    if isinstance(standing, bool):
        return f"{str(standing).lower()} is used"
    if isinstance(standing, int | float):
        return f"{grouped(standing)} is used"
    words = ", ".join(map(str, standing)) if isinstance(standing, list | tuple) else str(standing)
    return f"{shortened(words)} is used"


def _label(key: str) -> str:
    """Return a key as words: Plane seed."""
    return key if len(key) == 1 else key.replace("_", " ").capitalize()
