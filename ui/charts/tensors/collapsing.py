"""A reduction as a table: a row for every cell of x and of the result, with the cells it has to do with."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from core.reducing import REDUCTIONS, Reduced, deciders, sources
from core.tensors.sizes import shape_text
from ui.charts.tensors.labels import labels
from ui.charts.tensors.places import positions
from ui.charts.tensors.shades import by_value

_RESULT: Final = 1000
_CAP: Final = 72
_WRITTEN: Final = 9  # numbers written out in a sentence before some are left out

Frames = dict[str, pd.DataFrame]


def collapse_frames(x: Tensor, reduced: Reduced) -> Frames:
    """Tabulate a reduction for `collapse_chart`.

    Args:
        x: the tensor.
        reduced: what became of it; x is drawn alone where it was refused.
    """
    call, y = reduced.call, reduced.result
    made_of = sources(call.name, x.shape, call.dim) if y is not None else torch.zeros(0, x.numel(), dtype=torch.bool)
    cells = _cells("x", x, 0) | _of_x(x, reduced, made_of)
    if y is not None:
        result = _cells("y", y, _RESULT) | _of_y(x, y, reduced, made_of)
        cells = {name: column + result[name] for name, column in cells.items()}
    layout = {
        **_extent("a", x),
        **_extent("b", y if y is not None else x.new_zeros(())),
        "below": int(y is not None and _falls_down(x, call.dim)),
        "cells": x.numel(),
        "results": 0 if y is None else y.numel(),
        "cap": _CAP,
    }
    titles = [(0, "x", f"{shape_text(x.shape)}{_collapses(reduced)}")]
    titles += [(1, "y", shape_text(y.shape))] if y is not None else []
    named = pd.DataFrame(titles, columns=["result", "title", "note"]).assign(**layout, chars=max(cells["chars"]))
    return {"cells": pd.DataFrame({**cells, **layout}), "titles": named}


def _collapses(reduced: Reduced) -> str:
    call = reduced.call
    if reduced.result is None or not REDUCTIONS[call.name].shrinks:
        return ""
    return ", all dims collapse" if call.dim is None else f", dim {call.dim} collapses"


def _cells(name: str, tensor: Tensor, first: int) -> dict[str, list[Any]]:
    rows, columns = positions(tensor.shape)
    values = tensor.reshape(-1).tolist()
    said = labels(values)
    return {
        "result": [int(first > 0)] * len(values),
        "id": list(range(first, first + len(values))),
        "row": rows.tolist(),
        "col": columns.tolist(),
        "shade": by_value(tensor)[0].round(3).tolist(),
        "label": said,
        "chars": [max(2, *map(len, said))] * len(values),
        "exact": [str(value) for value in values],
        "index": _indices(name, tensor.shape),
    }


def _indices(name: str, shape: Sequence[int]) -> list[str]:
    return [name + (str(list(index)) if index else "") for index in np.ndindex(*shape)]


def _of_x(x: Tensor, reduced: Reduced, made_of: Tensor) -> dict[str, list[Any]]:
    """Tell of every cell of x where it goes."""
    y, call = reduced.result, reduced.call
    falls = int(y is not None and REDUCTIONS[call.name].shrinks)
    into = [torch.nonzero(column).reshape(-1).tolist() for column in made_of.T]
    rows, columns = positions(y.shape) if y is not None else (np.zeros(1), np.zeros(1))
    to = [each[0] if each and falls else 0 for each in into]
    names = [] if y is None else _indices("y", y.shape)
    own = _indices("x", x.shape)
    ringed = deciders(call.name, x, call.dim) if y is not None else torch.zeros(x.shape)
    return {
        "kin": [_listed(_RESULT + each for each in one) for one in into],
        "falls": [falls] * x.numel(),
        "torow": [float(rows[each]) for each in to],
        "tocol": [float(columns[each]) for each in to],
        "chosen": ringed.reshape(-1).int().tolist(),
        "sentence": [_goes(name, [names[each] for each in one]) for name, one in zip(own, into, strict=True)],
    }


def _goes(name: str, into: Sequence[str]) -> str:
    if not into:
        return name
    few = len(into) <= 3
    return f"{name} goes into {', '.join(into) if few else f'{len(into)} cells, {into[0]} to {into[-1]}'}"


def _of_y(x: Tensor, y: Tensor, reduced: Reduced, made_of: Tensor) -> dict[str, list[Any]]:
    """Tell of every cell of the result what it is made of."""
    of = [torch.nonzero(row).reshape(-1).tolist() for row in made_of]
    said = labels(x.reshape(-1).tolist())
    own = labels(y.reshape(-1).tolist())
    names = _indices("y", y.shape)
    sentences = [
        f"{name} = {_written(reduced.call.name, [said[each] for each in one], said[i % len(said)])} = {value}"
        for i, (name, one, value) in enumerate(zip(names, of, own, strict=True))
    ]
    n = y.numel()
    nothing: dict[str, list[Any]] = {name: [0] * n for name in ("falls", "torow", "tocol", "chosen")}
    return {**nothing, "kin": [_listed(one) for one in of], "sentence": sentences}


def _written(name: str, parts: Sequence[str], own: str) -> str:
    """Write out what a result is made of."""
    shown = list(parts) if len(parts) <= _WRITTEN else [*parts[: _WRITTEN - 2], "…", parts[-1]]
    if name == "softmax":
        return f"exp({own}) / ({' + '.join(f'exp({part})' if part != '…' else part for part in shown)})"
    joins = REDUCTIONS[name].joins or (" + " if name == "cumsum" else "")
    if not joins:
        return f"{name}({', '.join(shown)})"
    return f"({joins.join(shown)}) / {len(parts)}" if name == "mean" else joins.join(shown)


def _listed(ids: Any) -> str:
    return "," + "".join(f"{each}," for each in ids)


def _extent(which: str, tensor: Tensor) -> dict[str, float]:
    rows, columns = positions(tensor.shape)
    return {f"r{which}": float(rows.max() + 1), f"c{which}": float(columns.max() + 1)}


def _falls_down(x: Tensor, dim: int | None) -> bool:
    """Tell whether what is reduced is drawn downwards, so that the result stands well below."""
    return x.ndim > 1 and dim is not None and (x.ndim - dim) % 2 == 0
