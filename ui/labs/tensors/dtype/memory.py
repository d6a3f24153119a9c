"""What a model weighs in each dtype."""

from collections.abc import Mapping

import streamlit as st

from core.dtypes.memory import MODELS, SHOWN, in_units, memory_script, nbytes, training_nbytes
from core.dtypes.names import DTYPES
from ui.charts.tensors.memory_sizes import sizes_chart, sizes_frames
from ui.draw import draw
from ui.lesson import code, questions, table
from ui.state import linked

_DEFAULT = "7 billion"


def show(text: Mapping[str, str]) -> None:
    """Lay this part out."""
    st.markdown(text["Memory"])
    ties = linked("weights", label="Numbers in the model", offered=MODELS)
    model = st.select_slider("Numbers in the model", list(MODELS), _DEFAULT, **ties)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw(sizes_chart(), sizes_frames(model), alt="Bytes of the weights, and in training, by dtype")
    with right:
        st.markdown(_table(model))
        st.caption(text["Memory: key"])
    code(lambda: memory_script(model), wrap=True)
    questions(text, "Memory", _answer)


def _table(model: str) -> str:
    trained = [training_nbytes(model, name) for name in SHOWN]
    return table(
        {
            "dtype": list(SHOWN),
            "bytes each": [str(DTYPES[name].itemsize) for name in SHOWN],
            "weights": [in_units(nbytes(model, name)) for name in SHOWN],
            "in training": ["no gradients" if size is None else in_units(size) for size in trained],
        }
    )


def _answer() -> dict[str, object]:
    return {
        "single": in_units(nbytes(_DEFAULT, "float32")),
        "half": in_units(nbytes(_DEFAULT, "bfloat16")),
        "trained": in_units(training_nbytes(_DEFAULT, "float32") or 0),
        "largest": in_units(nbytes("1 trillion", "float32")),
    }
