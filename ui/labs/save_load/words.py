"""Words that come from a file, made safe for a page of Markdown: shown as they are, never obeyed."""

import re

from core.checkpoints.wording import quoted

_MARKS = re.compile(r"[\\`*_\[\]<>$~#|!&{}^=:]")
_WAKES = re.compile(r":(?=[\w/])")  # an emoji, an icon, a colour or an address would begin here


def literal(words: str) -> str:
    """Return Markdown that shows these words letter by letter: no picture, link, heading, formula or icon."""
    asleep = _WAKES.sub(":\u2060", " ".join(words.split()))
    return _MARKS.sub(r"\\\g<0>", asleep)


def span(name: str) -> str:
    """Return a name as code, shortened, whatever letters it has."""
    words = quoted(name)[1:-1]
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}" if words.strip() else "(no name)"


def sentence(words: str) -> str:
    """Return a sentence of the core with its full stop, and a capital where it begins with a word, not a name."""
    begins_with_word = re.match(r"[a-z]+[\s,:]", words)
    return literal(f"{words[:1].upper()}{words[1:]}." if begins_with_word else f"{words}.")
