"""From the text of a link to its settings by name; damage from copying is repaired."""

import re
from urllib.parse import unquote

from core.errors import ConfigError
from core.playground_link.names import ADDRESS, HOST, KNOWN, LENGTH
from core.quoting import quoted


def settings(link: str) -> tuple[dict[str, str], list[str]]:
    """Return the settings of a link by name, and a note if it was damaged."""
    if not isinstance(link, str) or len(link.strip()) not in LENGTH:
        raise ConfigError(f"a link of {LENGTH.low:g} to {LENGTH.high:,.0f} characters was expected")
    text = "".join(link.split())
    repaired = _repaired(text)
    theirs, mark, tail = repaired.partition("#")
    if not mark:
        theirs, mark, tail = repaired.partition("?")
    if not mark and HOST not in repaired:
        theirs, tail = "", repaired
    pairs = (part.partition("=") for part in tail.split("&"))
    found = {unquote(name): unquote(value) for name, sign, value in pairs if sign}
    if not KNOWN & set(found) and (tail or HOST not in theirs):
        raise ConfigError(f"this is no link of TensorFlow Playground: one looks like {ADDRESS}#dataset=xor&seed=0.42")
    notes = ["The link was damaged by copying and has been repaired."] if repaired != text else []
    unknown = sorted(name for name in found if name not in KNOWN and not name.endswith("_hide"))
    if unknown:
        notes.append(f"Left out, for TensorFlow Playground does not know it: {quoted(unknown[0])}.")
    return found, notes


def _repaired(text: str) -> str:
    """Undo what copying through a web page, a chat or a notebook does to a link."""
    if "=" not in text:
        text = unquote(text)
    text = re.sub("&amp;", "&", text, flags=re.IGNORECASE)
    return re.sub("®;?|%C2%AE|&reg;", "&reg", text, flags=re.IGNORECASE)
