"""model.eval() forgotten: the same weights measured again and again."""

from typing import Final

import streamlit as st

from core.forgetting import EVAL, TIMES, measuring_lines
from core.training import TrainState
from ui.cached.training import cached_eval_script, cached_measured
from ui.charts.forgotten import measured_chart, measured_frame
from ui.draw import draw
from ui.labs.training.views.forgetting_words import guess_control
from ui.page import Text

GUESSES: Final = ("one and the same", "a few", "another each time")


def show_eval(run: TrainState, text: Text) -> None:
    """Measure the run's last weights with and without eval(), once the visitor has guessed."""
    found = cached_measured(run.config, run.epoch, run)
    question = text[f"Guess: {EVAL}"].format(times=TIMES)
    guess = guess_control(question, GUESSES)
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        draw(
            measured_chart(),
            {"losses": measured_frame(found, revealed=guess is not None)},
            alt="Test loss of the same weights, measured again and again, with and without eval()",
        )
    with words:
        if guess is None:
            st.markdown(text["Guess first"])
            return
        n = len(set(found.without))
        came = GUESSES[0] if n == 1 else GUESSES[2] if n > TIMES // 2 else GUESSES[1]
        answer = text["As guessed" if guess == came else "Not as guessed"].format(guess=guess, came=came)
        told = text["Measured"].format(
            times=TIMES, n=n, low=f"{min(found.without):.4g}", high=f"{max(found.without):.4g}",
            calm=f"{found.with_eval[0]:.4g}", m=len(set(found.with_eval)),
        )  # fmt: skip
        st.markdown(f"{answer} {told}\n\n{_why(run, text)}")
        st.code(measuring_lines(), language="python", wrap_lines=True)
        script = cached_eval_script(run.config, run.epoch, run)
        st.download_button("Download measure.py", script, "measure.py", "text/x-python", on_click="ignore")


def _why(run: TrainState, text: Text) -> str:
    return text[f"Why: {EVAL}"] if run.config.dropout else text["Why: no dropout"]
