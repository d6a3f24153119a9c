"""The pieces that a nested list of numbers is written in: brackets, commas, numbers, words, quoted text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.errors import TensorError

_DIGITS: Final = r"(?>[0-9](?:_?[0-9])*)"
_TOKEN: Final = re.compile(
    rf"""(?P<space>\s+) | (?P<open>\[) | (?P<close>\]) | (?P<comma>,)
    | (?P<number>[+-]?(?>{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?>[eE][+-]?{_DIGITS})?)(?![\w.])
    | (?P<word>[+-]?(?:inf|nan)|True|False|None)(?![\w.(\[])
    | (?P<text>'[^'\\]*'|"[^"\\]*")""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: its kind (a group of the pattern), itself, and its place."""

    kind: str
    text: str
    place: int


def tokens(text: str, place: int, end: int) -> Iterator[Token]:
    """Cut text[place:end] into its pieces, spaces left out.

    Raises:
        TensorError: at the first character that begins none.
    """
    while place < end:
        found = _TOKEN.match(text, place, end)
        if found is None:
            part = re.match(r"[\w.]+|.", text[place:], re.DOTALL)
            raise _unexpected(part[0] if part else text[place], place)
        if found.lastgroup != "space":
            yield Token(str(found.lastgroup), found[0], place)
        place = found.end()


def _unexpected(what: str, place: int) -> TensorError:
    shown = what if len(what) <= 20 else what[:20] + "..."
    return TensorError(
        f"{shown!r} at character {place + 1} is not a number; write numbers, commas and square brackets, "
        "such as [[1, 2], [3, 4]]"
    )
