"""The inside of the layers at one snapshot, which a slider in the browser chooses: weights, and neurons."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.health import Health
from ui.charts import theme
from ui.charts.descent.scrub import NOW, close, scrubbed
from ui.charts.spelled import number

_ROW: Final = 62
"""Pixels of one layer."""
_TALLEST: Final = 0.62  # of the room of a layer
_ALIKE: Final = 1e-12  # of their mean: rounding is all that is left of their spread
_LISTED: Final = 6
"""Neurons that are named in a row; all are counted, drawn and told under the mouse."""


def layers_frames(found: Health) -> dict[str, pd.DataFrame]:
    """Tabulate weights and neurons at every moment, one layer below the other, and what is said of each."""
    titles = [{"step": step, "says": f"after epoch {epoch}"} for step, epoch in enumerate(found.epochs)]
    return {
        "titles": pd.DataFrame(titles, columns=["step", "says"]),
        "ends": pd.DataFrame({"low": [found.edges[0].item(), found.edges[-1].item()]}),
        "bins": pd.DataFrame(_bins(found), columns=["step", "at", "low", "high", "foot", "top", "weights"]),
        "weights": pd.DataFrame(_told(found), columns=["step", "at", "says"]),
        "neurons": pd.DataFrame(_neurons(found), columns=["step", "at", "neuron", "flat", "state"]),
        "counts": pd.DataFrame(_counted(found), columns=["step", "at", "says"]),
    }


def _bins(found: Health) -> Iterator[tuple[Any, ...]]:
    """Yield a bar for each bin that is not empty; the fullest of a layer is as high as the layer has room.

    Weights that are all alike are one bar around their value.
    """
    edges = found.edges.tolist()
    half = (edges[1] - edges[0]) / 2
    for step, layers in enumerate(found.counts.tolist()):
        for at, counts in enumerate(layers):
            mean, std = found.mean[step, at].item(), found.std[step, at].item()
            if std <= _ALIKE * abs(mean):
                yield step, at, mean - half, mean + half, at + 1, at + 1 - _TALLEST, sum(counts)
                continue
            for low, high, n in zip(edges, edges[1:], counts, strict=False):
                if n:
                    yield step, at, low, high, at + 1, at + 1 - _TALLEST * n / max(counts), n


def _told(found: Health) -> Iterator[tuple[int, int, str]]:
    for step, (counts, means, stds) in enumerate(
        zip(found.counts.sum(dim=2).tolist(), found.mean.tolist(), found.std.tolist(), strict=True)
    ):
        for at, (name, n, mean, std) in enumerate(zip(found.layers, counts, means, stds, strict=True)):
            many = "weight" if n == 1 else "weights"
            yield step, at, f"{name}: {n:,} {many}, mean {number(mean)}, std {number(std)}"


def _neurons(found: Health) -> Iterator[tuple[Any, ...]]:
    """Yield a cell for each neuron of each moment; the rows are as wide as the widest layer."""
    for at, units in enumerate(found.units):
        for step, (shares, dead, stuck) in enumerate(
            zip(units.flat.tolist(), units.dead.tolist(), units.stuck.tolist(), strict=True)
        ):
            for i, share in enumerate(shares):
                state = "dead" if dead[i] else "flat" if stuck[i] else "learning"
                yield step, at, i + 1, share, state


def _counted(found: Health) -> Iterator[tuple[int, int, str]]:
    for at, (name, units) in enumerate(zip(found.layers, found.units, strict=False)):
        for step, (dead, stuck) in enumerate(zip(units.dead, units.stuck, strict=True)):
            yield step, at, f"{name}: {said(dead.tolist(), 'dead')}, {said(stuck.tolist(), 'flat')} of {len(dead)}"


def said(which: list[bool], state: str) -> str:
    """Count the neurons in a state and name the first of them: "2 dead (3, 7)"."""
    numbers = [str(i) for i, yes in enumerate(which, start=1) if yes]
    more = ", …" if len(numbers) > _LISTED else ""
    return f"{len(numbers)} {state}" + (f" ({', '.join(numbers[:_LISTED])}{more})" if numbers else "")


@cache
def layers_chart(n_layers: int, last: int) -> dict[str, Any]:
    """Draw the weights of each layer as a distribution, and each hidden neuron; data from `layers_frames`.

    Args:
        n_layers: layers of weights, the output's among them.
        last: the number of the last moment, counted from 0.
    """
    parts = [_weights(n_layers)]
    if n_layers > 1:
        parts.append(_cells(n_layers - 1))
    parts.append(_title())  # close to the slider
    svg = {"usermeta": {"embedOptions": {"renderer": "svg"}}}  # much data, of which one moment is drawn
    return scrubbed(parts, last, first=last, label="Epoch ", numbered=False) | svg


def _title() -> Any:
    words = alt.Chart(alt.NamedData(name="titles"), height=16).transform_filter(NOW)
    words = words.mark_text(align="left", fontSize=14, fontWeight="bold")
    return words.encode(x=alt.value(0), y=alt.value(8), text="says:N", color=alt.value(theme.INK))


def _row(n: int) -> alt.Scale:
    return alt.Scale(domain=[0, n], reverse=True, nice=False)


def _words(name: str, n: int) -> list[alt.Chart]:
    """Write what is said of each layer above its row."""
    words = alt.Chart(alt.NamedData(name=name)).transform_filter(NOW).transform_calculate(line="datum.at + 0.16")
    y = alt.Y("line:Q", scale=_row(n), axis=None)
    return theme.haloed(words, size=12, align="left", x=alt.value(2), y=y, text="says:N")


def _weights(n: int) -> Any:
    base = alt.Chart(alt.NamedData(name="bins")).transform_filter(NOW)
    ends = alt.Scale(nice=False)
    bars = theme.painted(base.mark_rect(opacity=0.75, aria=False), theme.BLUE).encode(
        x=alt.X("low:Q", title="weight", scale=ends, axis=close(grid=False, tickCount=9, labelExpr=theme.PLAIN)),
        x2="high:Q",
        y=alt.Y("foot:Q", scale=_row(n), axis=None),
        y2="top:Q",
        tooltip=[alt.Tooltip("low:Q", title="from", format=".3~g"), alt.Tooltip("high:Q", title="to", format=".3~g"),
                 "weights:Q"],
    )  # fmt: skip
    room = alt.Chart(alt.NamedData(name="ends")).mark_point(opacity=0, aria=False).encode(x=alt.X("low:Q"))
    return alt.layer(room, bars, *_words("weights", n)).properties(height=_ROW * n)


def _cells(n: int) -> Any:
    base = alt.Chart(alt.NamedData(name="neurons")).transform_filter(NOW)
    box = {"top": "datum.at + 0.34", "foot": "datum.at + 0.94", "left": "datum.neuron - 0.46"}
    where = base.transform_calculate(right="datum.neuron + 0.46", **box)
    title = "neuron (✕ dead, – flat)"
    scale = alt.Scale(nice=False, zero=False)
    x = alt.X("left:Q", title=title, scale=scale, axis=close(grid=False, tickMinStep=1, format="d"))
    y = alt.Y("top:Q", scale=_row(n), axis=None)
    legend = alt.Legend(title="flat at this share of the training points", orient="top", titleOrient="left",
                        titleLimit=300, gradientLength=150, values=[0, 0.5, 1], format=".0%")  # fmt: skip
    shade = alt.Color("flat:Q", scale=alt.Scale(domain=[0, 1], range="ramp"), legend=legend)
    tip = ["neuron:Q", "state:N", alt.Tooltip("flat:Q", title="flat at", format=".0%")]
    cells = where.mark_rect(aria=False).encode(x=x, x2="right:Q", y=y, y2="foot:Q", color=shade, tooltip=tip)
    signs = where.transform_calculate(
        sign="datum.state == 'dead' ? '✕' : datum.state == 'flat' ? '–' : ''", middle="datum.at + 0.64"
    )
    middle: dict[str, Any] = {"x": "neuron:Q", "y": alt.Y("middle:Q", scale=_row(n), axis=None), "text": "sign:N"}
    return alt.layer(cells, *theme.haloed(signs, **middle), *_words("counts", n)).properties(height=_ROW * n)
