"""What the charts of this page share: colours, dashes, the x axis, and labels that keep apart."""

from statistics import fmean
from typing import Any, Final

import altair as alt
import pandas as pd

from core.activations import ACTIVATIONS
from core.activations.curves import X

_LABEL_ROOM: Final = 1.6  # to the right of the curves, in x
DASHES: Final = ([1, 0], [8, 3], [2, 3], [9, 3, 2, 3], [16, 4])
_FIRST: Final = ("ReLU", "Sigmoid", "Tanh", "GELU", "SiLU", "LeakyReLU", "ELU", "Softplus", "Identity")
NAMES: Final = [*_FIRST, *(name for name in ACTIVATIONS if name not in _FIRST)]

INK: Final = "ink"
"""The role of words and thin lines: the series colours' grey, which is legible in both modes."""

X_SCALE: Final = alt.Scale(domain=[X.low, X.high + _LABEL_ROOM], nice=False)
X_AXIS: Final = alt.Axis(values=list(range(int(X.low), int(X.high) + 1)), grid=False)


def spread_apart(wanted: pd.Series, seen: pd.Series) -> pd.Series:
    """Move labels that would overlap apart along y: as little as possible, in the same order.

    Args:
        wanted: where the labels belong.
        seen: everything on the same axis, which tells how high a line of text is.
    """
    if wanted.empty:
        return wanted
    gap = 0.075 * max(float(seen.max() - seen.min()), 1e-9)
    order = wanted.sort_values()
    groups: list[list[float]] = []  # without the gaps: labels that must stand together share their mean
    for place, value in enumerate(order):
        groups.append([value - place * gap])
        while len(groups) > 1 and fmean(groups[-2]) > fmean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    level = [fmean(group) for group in groups for _ in group]
    placed = [mean + place * gap for place, mean in enumerate(level)]
    return pd.Series(placed, index=order.index).reindex(wanted.index)


def series_color() -> alt.Color:
    """Give every activation its colour, the same in all charts."""
    return alt.Color("name:N", scale=alt.Scale(domain=NAMES, range="category"), legend=None)


def series_dash() -> alt.StrokeDash:
    """Give every activation its dashes, so that two of the same colour differ."""
    dashes = [DASHES[index % len(DASHES)] for index in range(len(NAMES))]
    return alt.StrokeDash("name:N", scale=alt.Scale(domain=NAMES, range=dashes), legend=None)


def role_color(chart: Any, role: str, roles: list[str]) -> Any:
    """Give a layer the colour of its role among at most six, or `INK`.

    Args:
        chart: the layer.
        role: its role; "" where the data holds it in a column `role`.
        roles: all roles of the chart, in the order of the series colours.
    """
    domain = [*roles, *(f"unused {spare}" for spare in range(6 - len(roles))), INK]
    color = alt.Color("role:N", scale=alt.Scale(domain=domain, range="category"), legend=None)
    return (chart.transform_calculate(role=f"'{role}'") if role else chart).encode(color=color)
