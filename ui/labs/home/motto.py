"""What, what, where: three questions that find most errors."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from ui.page import Text

ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "What shape?": {"lab": "matmul"},
    "What dtype?": {"literal": "[[1, 2]]", "dtype": "float32"},
    "Where?": {"literal": "[0.5, 0.25]", "device": "meta"},
}
"""Each question, and the settings of the Tensors page where it is answered."""


def show(text: Text) -> None:
    """Ask each question of a tensor that PyTorch refuses."""
    with st.container(gap="xsmall"):
        st.markdown(text["Motto"])
        _questions(text)


def _questions(text: Text) -> None:
    with st.grid(3, min_column_width=360, gap="medium"):
        for question, settings in ANSWERS.items():
            with st.container(gap="xsmall"):
                link, there = f"**{question}**", settings
                st.page_link("pages/tensors.py", label=link, icon=":material/grid_on:", query_params=there)
                st.markdown(text[f"Ask: {question}"])
