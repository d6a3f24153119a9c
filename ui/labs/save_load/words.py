"""Names and sentences about a file, made safe for a page of Markdown: shown as they are, never obeyed."""

import re

from core.quoting import quoted
from ui.words import verbatim


def span(name: str) -> str:
    """Return a name as code, shortened, whatever letters it has."""
    words = quoted(name)[1:-1]
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}" if words.strip() else "(no name)"


def sentence(words: str) -> str:
    """Return a sentence of the core with its full stop, and a capital where it begins with a word, not a name."""
    begins_with_word = re.match(r"[a-z]+[\s,:]", words)
    return verbatim(f"{words[:1].upper()}{words[1:]}." if begins_with_word else f"{words}.")
