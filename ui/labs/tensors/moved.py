"""Links of former times: pictures and tables were ways of the lab *create*, and have a lab of their own now."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from ui.state import redirect

_MOVED: Final[Mapping[str, Mapping[str, str]]] = {
    "image": {"lab": "data", "data": "picture", "made": "photo"},
    "csv": {"lab": "data", "data": "table"},
}


def follow_old_links() -> None:
    """Lead a link to a way that has moved to where it is now; call before the page's first widget."""
    settings = _MOVED.get(st.query_params.get("source", ""))
    if settings is not None and "lab" not in st.session_state and st.query_params.get("lab", "create") == "create":
        redirect(("lab", "source"), settings)
