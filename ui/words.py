"""Words that are not ours, shown as they stand."""

import re
from typing import Final

_MARKUP: Final = re.compile(r"[\\`*_{}\[\]()<>#$~|!^]|&(?=[#\w])|:(?=\S)")
_BEGINNING: Final = re.compile(r"^(?:(?=[-+=])|(\d+)(?=\.))")  # a list, a rule or the line below a heading
_LINKING: Final = re.compile(r"(:(?=\S)|www(?=\.)|@)", re.IGNORECASE)
_ARROW: Final = re.compile(r"(?<!\S)(<->|<-|->|--|>=|<=|~=)(?!\S)")  # Streamlit draws these as one sign
_SPACE: Final = re.compile(r"[^\S\u00a0]+")  # all but the space that keeps a number together
_JOINER: Final = "\u2060"  # a word joiner: it is not seen, and parts "https:" from "//", which alone makes a link


def verbatim(text: str) -> str:
    """Return Markdown that shows a text as it stands: what a link or a file made us quote is no markup of ours.

    No picture is fetched, nothing can be clicked or coloured, and `__init__` keeps its underscores.
    """
    one_line = _SPACE.sub(" ", text).strip()
    parted = _ARROW.sub(lambda found: _JOINER.join(found[0]), _LINKING.sub(rf"\1{_JOINER}", one_line))
    return _BEGINNING.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", parted))
