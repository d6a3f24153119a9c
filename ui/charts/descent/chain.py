"""One neuron as a graph: values flow to the right, slopes come back, and only the update changes a weight."""

from functools import cache
from typing import Any, Final

import altair as alt

from ui.charts import theme
from ui.charts.descent.chain_frames import PHASES
from ui.charts.descent.scrub import NOW, scrubbed

_EDGE: Final = 31
"""From a node's centre to the edge of its box, in pixels."""


@cache
def chain_chart(rounds: int) -> dict[str, Any]:
    """Draw the graph; the slider runs through the phases of all rounds; data from `chain_frames`."""
    graph = alt.layer(*_wires(), *_boxes()).properties(height=290)
    return scrubbed([_words(), graph, _proofs()], len(PHASES) * rounds - 1, label="Phase ")


def _words() -> Any:
    now = alt.Chart(alt.NamedData(name="words")).transform_filter(NOW)
    title = now.mark_text(align="left", baseline="middle", fontSize=16, fontWeight="bold")
    says = now.mark_text(align="left", baseline="middle", fontSize=13, limit=1000)
    ink = alt.value(theme.INK)
    return alt.layer(
        title.encode(x=alt.value(0), y=alt.value(12), text="title:N", color=ink),
        says.encode(x=alt.value(0), y=alt.value(36), text="says:N", color=ink),
    ).properties(height=48)


def _proofs() -> Any:
    """Write the numbers of the chain rule below the graph."""
    now = alt.Chart(alt.NamedData(name="words")).transform_filter(NOW)
    proof = now.mark_text(align="left", baseline="top", fontSize=14, lineBreak="\n", lineHeight=21)
    proof = proof.encode(x=alt.value(0), y=alt.value(0), text="proof:N", color=alt.value(theme.INK))
    return proof.properties(height=64)


def _places() -> tuple[alt.X, alt.Y]:
    x = alt.X("column:Q", scale=alt.Scale(domain=[-0.35, 3.35], nice=False), axis=None)
    return x, alt.Y("row:Q", scale=alt.Scale(domain=[-1.45, 1.45], nice=False), axis=None)


def _wires() -> list[alt.Chart]:
    """Draw the links, and on them the factors while they flow back."""
    x, y = _places()
    now = alt.Chart(alt.NamedData(name="links")).transform_filter(NOW)
    ends: dict[str, Any] = {"x": x, "x2": "column2:Q", "y": y, "y2": "row2:Q"}
    gap: dict[str, Any] = {"xOffset": _EDGE, "x2Offset": -_EDGE}
    middle = alt.X("middle:Q", axis=None)
    back = now.transform_filter("datum.back").mark_rule(aria=False, **gap, strokeWidth=3).encode(**ends)
    labels = now.mark_text(dy=-24, fontSize=12).encode(x=middle, y=y, text="label:N")
    factors = now.mark_text(dy=-10, fontSize=12, fontWeight="bold").encode(x=middle, y=y, text="factor:N")
    return [
        now.mark_rule(aria=False, **gap, opacity=0.4).encode(**ends, color=alt.value(theme.INK)),
        *(theme.painted(layer, theme.ORANGE) for layer in (back, labels, factors)),
    ]


def _boxes() -> list[alt.Chart]:
    """Draw the nodes: name, value, and .grad of what learns; what changes just now has a thick edge."""
    x, y = _places()
    now = alt.Chart(alt.NamedData(name="nodes")).transform_filter(NOW)
    square: dict[str, Any] = {"shape": "square", "size": 3700, "opacity": 1}
    ink = alt.value(theme.INK)
    names = now.mark_text(dy=-40, fontSize=13).encode(x=x, y=y, text="name:N", color=ink)
    values = now.mark_text(fontSize=13, fontWeight="bold").encode(x=x, y=y, text="value:N", color=ink)
    grads = now.mark_text(dy=41, fontSize=13)
    changed = now.transform_filter("datum.changed").mark_point(aria=False, **square, strokeWidth=5).encode(x=x, y=y)
    graded = grads.transform_filter("datum.graded").encode(x=x, y=y, text="grad:N")
    return [
        now.mark_point(aria=False, **square, strokeWidth=1).encode(x=x, y=y, color=ink),
        theme.painted(changed, theme.BLUE),
        names,
        values,
        grads.transform_filter("!datum.graded").encode(x=x, y=y, text="grad:N", color=ink),
        theme.painted(graded, theme.ORANGE),
    ]
