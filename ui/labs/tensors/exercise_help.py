"""Help with an exercise: hints one after another, the solution on request, and what may be typed."""

from collections.abc import Mapping

import streamlit as st

from core.exercises import Exercise
from core.exercises.progress import Mark
from core.expressions.groups import groups
from ui.labs.tensors.exercise_progress import HINTS, SOLUTIONS, note
from ui.state import recall, remember


def hints(name: str, exercise: Exercise, *, solved: bool) -> None:
    """Show the hints asked for so far and offer the next one, and the solution."""
    n, shown = recall(HINTS, {}).get(name, 0), name in recall(SOLUTIONS, {})
    for i, hint in enumerate(() if solved else exercise.hints[:n], 1):
        st.markdown(f"**Hint {i}.** {hint}")
    if shown or solved:
        st.markdown(f"{'One way' if solved else 'A solution'}: `{exercise.solution}`")
    if shown and not solved:
        st.markdown(exercise.why)
    with st.container(horizontal=True, gap="xsmall"):
        if n < len(exercise.hints) and not solved:
            label = f"Hint {n + 1} of {len(exercise.hints)}"
            st.button(label, on_click=_hint, args=(name,), icon=":material/lightbulb:", key="exercise_hint")
        if not shown and not solved:
            st.button("Show the solution", on_click=_solution, args=(name,), key="exercise_solution")


def _hint(name: str) -> None:
    asked = recall(HINTS, {})
    remember(HINTS, {**asked, name: asked.get(name, 0) + 1})


def _solution(name: str) -> None:
    remember(SOLUTIONS, {**recall(SOLUTIONS, {}), name: True})
    note(name, Mark.SHOWN)


def language(text: Mapping[str, str]) -> None:
    """Show, once it is opened, what an expression may consist of."""
    with st.expander(text["Exercises: language"], key="exercise_language", on_change="rerun") as opened:
        if not opened.open:
            return
        st.markdown(text["Exercises: taken"])
        for group, names in groups().items():
            st.markdown(f"**{group}**: {' '.join(f'`{name}`' for name in names)}")
