"""The way of working, step by step, as the map of the pages: each line is a fact of the run beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from ui.labs.home.shipped import shipped, told
from ui.page import PAGES, Text

Settings = Mapping[str, str | list[str]]
SAME: Final[Settings] = {"dataset": "spiral", "hidden": "16, 16", "activation": "Tanh"}
OWN: Final[Settings] = {"dataset": "your CSV"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, and where to try it."""

    name: str
    script: str
    settings: Settings = field(default_factory=dict)


def steps() -> tuple[Step, ...]:
    """Return the steps in order."""
    links = shipped()["links"]
    points = str(shipped()["facts"]["points"])
    return (
        Step(name="Data", script="pages/tensors.py", settings={"literal": points}),
        Step(name="Model", script="pages/activations.py", settings={"activation": "Tanh"}),
        Step(name="Loss & optimizer", script="pages/gradient_descent.py", settings={"lr": "1.05"}),
        Step(name="Loop", script="pages/training.py", settings=links["film"]),
        Step(name="Evaluate", script="pages/training.py", settings=links["few"]),
        Step(name="Improve", script="pages/training.py", settings=links["better"]),
        Step(name="Save", script="pages/save_load.py", settings=SAME),
    )


def show(text: Text) -> None:
    """List the steps, each with its page, and the way in with a table of one's own."""
    icons = {page.script: page.icon for page in PAGES}
    with st.container(gap="medium"):
        for number, step in enumerate(steps(), start=1):
            link, words = st.columns([1, 2], gap="small", vertical_alignment="center")
            with link:
                label = f"{number}  **{step.name}**"
                st.page_link(step.script, label=label, icon=icons[step.script], query_params=step.settings)
            words.markdown(told(text[f"Step: {step.name}"]))
        st.page_link("pages/training.py", label=text["Own"], icon=":material/upload_file:", query_params=OWN)
