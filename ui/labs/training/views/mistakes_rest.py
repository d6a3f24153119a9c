"""Residuals of a regression, how they are spread, and the worst of them."""

import math
from typing import Any

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

_LEAST, _MOST = 5, 9  # significant digits


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
    table = worst_table(found, data, part)
    st.dataframe(table, hide_index=True, column_config=_looks(found), alt="The five worst points")
    with st.expander(text["Large and small targets"]):
        told = text["Quarters"].format(
            high=number(found.mean_of_quarter(largest=True)), low=number(found.mean_of_quarter(largest=False)),
            slope=number(found.slope), spread=number(found.spread), target=target,
        )  # fmt: skip
        verdict = text[f"Targets: {found.pull}"]
        st.markdown(verdict if found.pull == "undefined" else f"{told} {verdict}")


def _looks(found: Residuals) -> dict[str, Any]:
    """Write targets and predictions with digits enough to differ where they do; a table alone shows four decimals."""
    digits = n_digits(found)
    looks = {name: st.column_config.NumberColumn(format=f"%.{digits}g") for name in ("true", "predicted")}
    return looks | {"residual": st.column_config.NumberColumn(format="%.4g")}


def n_digits(found: Residuals) -> int:
    """Return how many significant digits tell the targets of the worst points from their predictions."""
    gap, size = found.rest[found.worst].abs().min().item(), found.true[found.worst].abs().max().item()
    return min(_MOST, max(_LEAST, 1 + math.ceil(math.log10(size / gap)))) if gap and size else _LEAST


def worst_table(found: Residuals, data: Data, part: str) -> pd.DataFrame:
    """Tabulate the worst points: rank, row in the part, target, prediction, residual, and their columns."""
    split: Split = getattr(data, part)
    worst = found.worst
    frame = pd.DataFrame({"rank": range(1, len(worst) + 1), "row": worst})
    for name, values in (("true", found.true), ("predicted", found.predicted), ("residual", found.rest)):
        frame[name] = values[worst].tolist()
    for i, name in enumerate(data.point_names):
        column = name if name not in frame.columns else f"{name} (input)"
        frame[column] = split.points[worst, i].double().numpy().round(6)
    return frame
