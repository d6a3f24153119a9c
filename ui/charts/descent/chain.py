"""One neuron as a graph: values flow to the right, slopes come back, and only the update changes a weight."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from core.descent.chain import Round
from core.descent.formulas import bracket, spell
from ui.charts import theme
from ui.charts.descent.scrub import NOW, scrubbed

PHASES: Final = ("forward", "backward", "update", "zero_grad")
_PLACES: Final = {"x": (0, 1), "w": (0, 0), "b": (0, -1), "z": (1, 0), "a": (2, 0), "L": (3, 0)}
_LINKS: Final = {"x": "z", "w": "z", "b": "z", "z": "a", "a": "L"}
_CHANGES: Final = {"forward": ("z", "a", "L"), "backward": (), "update": ("w", "b"), "zero_grad": ()}
_GRADED: Final = ("w", "b")
_EDGE: Final = 31
"""From a node's centre to the edge of its box, in pixels."""


def chain_frames(x: float, rounds: Sequence[Round], says: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Tabulate every phase of every round for `chain_chart`.

    Args:
        x: the input.
        rounds: what each forward, backward and update found.
        says: a sentence for each of PHASES.
    """
    nodes, links, words = [], [], []
    moments = [(n, done, phase) for n, done in enumerate(rounds, 1) for phase in PHASES]
    for moment, (n, done, phase) in enumerate(moments):
        words.append(
            {"step": moment, "title": f"Round {n}: {phase}", "says": says[phase], "proof": _proof(done, phase)}
        )
        nodes += [{"step": moment, **node} for node in _nodes(x, done, phase)]
        links += [{"step": moment, **link} for link in _links(done, phase)]
    return {"nodes": pd.DataFrame(nodes), "links": pd.DataFrame(links), "words": pd.DataFrame(words)}


def _nodes(x: float, done: Round, phase: str) -> list[dict[str, Any]]:
    """Return what stands in each node during a phase."""
    after = phase in {"update", "zero_grad"}
    values = {"x": x, "w": done.w_next if after else done.w, "b": done.b_next if after else done.b}
    values |= {"z": done.z, "a": done.a, "L": done.loss}
    grads = {"w": done.w_grad, "b": done.b_grad}
    filled = phase in {"backward", "update"}
    return [
        {
            "name": name,
            "column": column,
            "row": row,
            "value": spell(values[name]),
            "grad": f".grad {spell(grads[name]) if filled else 'None'}" if name in _GRADED else "",
            "changed": name in _CHANGES[phase],
            "graded": name in _GRADED and phase in {"backward", "zero_grad"},
        }
        for name, (column, row) in _PLACES.items()
    ]


def _proof(done: Round, phase: str) -> str:
    """Set the product of the three factors of this round beside what autograd left in w.grad, in three lines."""
    if phase == "forward":
        return "dL/dw = ? · ? · ?\nbackward() will find the three factors\nw.grad = None"
    factors = " · ".join(bracket(value) for value in (done.dloss_da, done.da_dz, done.dz_dw))
    product = f"dL/dw = {factors} = {spell(done.product)}"
    if phase == "zero_grad":
        return f"{product}\nproduct {_exact(done.product)}\nw.grad = None"
    grad = f"product {_exact(done.product)}, w.grad {_exact(done.w_grad)}"
    return f"{product}\n{grad}\ndifference {spell(done.product - done.w_grad)}"


def _exact(value: float) -> str:
    """Write a float32 with all its digits."""
    return f"{value:.9g}".replace("-", "−")


def _links(done: Round, phase: str) -> list[dict[str, Any]]:
    """Return the links between nodes, with their factor once it is known."""
    factors = {"a": ("dL/da", done.dloss_da), "z": ("da/dz", done.da_dz), "w": ("dz/dw", done.dz_dw)}
    rows = []
    for name, target in _LINKS.items():
        (left, low), (right, high) = _PLACES[name], _PLACES[target]
        label, value = factors.get(name, ("", 0.0))
        shown = phase == "backward" and bool(label)
        place = {"column": left, "row": low, "column2": right, "row2": high}
        middle = {
            "middle": (left + right) / 2,
            "label": label if shown else "",
            "factor": spell(value) if shown else "",
        }
        rows.append({**place, **middle, "name": name, "back": shown})
    return rows


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
