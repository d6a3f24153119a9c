"""Residuals of a regression, how they are spread, and the worst of them."""

import pandas as pd
import streamlit as st

from core.datasets import Data, Split
from core.mistakes import Residuals
from ui.charts.mistakes import histogram_chart, histogram_frames, rest_chart, rest_frames
from ui.charts.spelled import number
from ui.draw import draw
from ui.labs.training.quality import undefined
from ui.page import Text
from ui.words import verbatim


def show_rest(found: Residuals, data: Data, part: str, text: Text) -> None:
    """Show the residuals of one part of the data, in the target's unit."""
    if not found.rest.isfinite().all():
        st.markdown(text["No mistakes without numbers"])
        return
    target = verbatim(data.target)
    st.markdown(
        text["Residuals in numbers"].format(
            r2="not defined" if undefined(found.r2) else f"{found.r2:.3f}".replace("-", "−"), part=part, target=target,
            mae=number(found.mae), rmse=number(found.rmse), n=f"{len(found.true):,}",
        )
    )  # fmt: skip
    left, right = st.columns(2, gap="large")
    with left:
        draw(rest_chart(), rest_frames(found), alt="Residuals against the prediction; the five worst are numbered")
    with right:
        draw(histogram_chart(), histogram_frames(found), alt="How many residuals lie in each range")
    st.caption(text["The worst points"].format(target=target, part=part))
    st.dataframe(worst_table(found, data, part), hide_index=True, alt="The five worst points")
    with st.expander(text["Large and small targets"]):
        told = text["Quarters"].format(
            high=number(found.mean_of_quarter(largest=True)), low=number(found.mean_of_quarter(largest=False)),
            slope=number(found.slope), spread=number(found.spread), target=target,
        )  # fmt: skip
        verdict = text[f"Targets: {found.pull}"]
        st.markdown(verdict if found.pull == "undefined" else f"{told} {verdict}")


def worst_table(found: Residuals, data: Data, part: str) -> pd.DataFrame:
    """Tabulate the worst points: rank, row in the part, target, prediction, residual, and their columns."""
    split: Split = getattr(data, part)
    worst = found.worst
    frame = pd.DataFrame({"rank": range(1, len(worst) + 1), "row": worst})
    for name, values in (("true", found.true), ("predicted", found.predicted), ("residual", found.rest)):
        frame[name] = [float(f"{values[place].item():.5g}") for place in worst]
    for i, name in enumerate(data.point_names):
        column = name if name not in frame.columns else f"{name} (input)"
        frame[column] = split.points[worst, i].double().numpy().round(6)
    return frame
