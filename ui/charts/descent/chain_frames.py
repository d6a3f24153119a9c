"""What is drawn of one neuron as a graph, as tables: what stands in each node and on each link in every phase."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from core.descent.chain import Round
from core.descent.formulas import bracket, spell

PHASES: Final = ("forward", "backward", "update", "zero_grad")
_PLACES: Final = {"x": (0, 1), "w": (0, 0), "b": (0, -1), "z": (1, 0), "a": (2, 0), "L": (3, 0)}
_LINKS: Final = {"x": "z", "w": "z", "b": "z", "z": "a", "a": "L"}
_CHANGES: Final = {"forward": ("z", "a", "L"), "backward": (), "update": ("w", "b"), "zero_grad": ()}
_GRADED: Final = ("w", "b")


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
