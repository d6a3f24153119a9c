"""A file of the visitor's own, kept while other labs and pages are looked at; until there is one, a sample."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from ui.state import recall, remember
from ui.words import verbatim

_LONGEST: Final = 60  # characters of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file.

    Attributes:
        name: as the visitor's computer has it.
        data: what it holds.
    """

    name: str
    data: bytes


def own_file(label: str, types: Sequence[str], name: str, sample: Callable[[], bytes]) -> File:
    """Ask for a file; return the one in use.

    Args:
        label: what it is asked for as.
        types: how its name may end.
        name: of the sample, which is offered for download, so that the code shown finds a file to read.
        sample: makes it.
    """
    key = f"own_{types[0]}"
    upload = st.file_uploader(label, types, key=f"{key}_upload", on_change=_keep, args=(key,))
    file: File | None = recall(key)
    if file is None:
        st.download_button(f"Get the sample, {name}", sample, name, on_click="ignore", icon=":material/download:")
        return File(name=name, data=sample())
    if upload is None:  # it was uploaded before the lab was left
        with st.container(horizontal=True, vertical_alignment="center"):
            short = file.name if len(file.name) <= _LONGEST else f"{file.name[: _LONGEST - 1]}…"
            st.markdown(f"In use: **{verbatim(short)}**", width="content")
            st.button("Use the sample", on_click=remember, args=(key, None))
    return file


def _keep(key: str) -> None:
    """Keep what was just uploaded, or nothing where it was taken away."""
    upload = st.session_state[f"{key}_upload"]
    remember(key, upload and File(name=upload.name, data=upload.getvalue()))
