"""What can be seen of a file that was refused."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.checkpoints import Contents, inspect
from core.checkpoints.wording import counted
from core.errors import CheckpointError
from ui.labs.save_load.words import span

LISTED: Final = 8


def what_is_in_it(data: bytes, text: Mapping[str, str]) -> None:
    """Say what can be seen without opening the file."""
    try:
        contents = inspect(data)
    except CheckpointError:
        st.markdown(text["Refused: cannot be read"])
        return
    st.markdown(text["Refused: what is in it"])
    st.markdown("\n".join(_tensors(contents, text)))
    st.markdown(f"It asks Python for {', '.join(span(name) for name in contents.names[:12]) or 'nothing'}.")


def _tensors(contents: Contents, text: Mapping[str, str]) -> list[str]:
    """List the tensors with their names, and those inside objects without."""
    lines = [f"- {span(tensor.name)} {tensor.shape} {span(tensor.dtype)}" for tensor in contents.tensors[:LISTED]]
    if unnamed := contents.unnamed:
        shapes = ", ".join(f"{tensor.shape} {span(tensor.dtype)}" for tensor in unnamed[:LISTED])
        more = ", ..." if len(unnamed) > LISTED else ""
        lines.append(f"- {text['Unnamed'].format(n=counted(len(unnamed), 'tensor'))} {shapes}{more}")
    return lines or ["No tensor in plain sight."]
