"""Words that are not ours, shown as they stand."""

import re
from typing import Final

_MARKUP: Final = re.compile(r"[\\`*_{}\[\]()<>#$~|!^]")
_LINKING: Final = re.compile(r"(:(?=\S)|www(?=\.)|@)", re.IGNORECASE)
_JOINER: Final = "\u2060"  # a word joiner: it is not seen, and parts "https:" from "//", which alone makes a link


def verbatim(text: str) -> str:
    """Return Markdown that shows a text as it stands: what a link or a file made us quote is no markup of ours.

    No picture is fetched, nothing can be clicked, and `__init__` keeps its underscores.
    """
    one_line = " ".join(text.split())
    return _LINKING.sub(rf"\1{_JOINER}", _MARKUP.sub(r"\\\g<0>", one_line))
