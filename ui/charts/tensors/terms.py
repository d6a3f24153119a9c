"""Matrices that meet and their products as tables: every square, and the sum as it stands after every term."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from torch import Tensor

from core.tensors.batches import Meeting, meetings
from core.tensors.dots import Term, dot_terms
from ui.charts.tensors.labels import labels
from ui.charts.tensors.shades import by_value

_WRITTEN: Final = 8  # products written out before the first ones are left out
_CELL: Final = ("matrix", "tile", "i", "j", "row", "col", "chars", "shade", "label", "exact", "index")

Corners = Sequence[tuple[int, int]]


def product_frames(a: Tensor, b: Tensor, result: Tensor | None, code: str = "A @ B") -> dict[str, pd.DataFrame]:
    """Tabulate two tensors and their product for `product_chart`.

    Args:
        a: of one dim or more.
        b: of one dim or more.
        result: the product, or None where PyTorch refused that of two vectors or matrices.
        code: what the two are called, such as A @ B.mT.
    """
    met = meetings(a, b, code)
    (rows, inner), (other, columns), many = met[0].a.shape, met[0].b.shape, len(met) > 1
    # B above C, so that a row and a column cross; of several products, each has a line of its own.
    cross = ((other + 1, 0), (0, inner + 1), (other + 1, inner + 1))
    corners = ((0, 0), (0, inner + 1), (0, inner + columns + 2)) if many else cross
    terms = [dot_terms(a.reshape(-1)[one.a], b.reshape(-1)[one.b]) for one in met]
    layout = {
        "I": rows, "J": columns, "K": max(min(inner, other), 1), "T": len(met), "many": int(many),
        "steps": max(sum(map(len, terms)), 1), "fits": int(result is not None), "ac": inner, "br": other,
        "mc": corners[2][1] + columns, "mr": max(rows, inner) if many else other + 1 + rows,
    }  # fmt: skip
    c = a.new_zeros(rows, columns) if result is None else result
    squares = [
        square
        for (name, x), corner, places in zip({"A": a, "B": b, "C": c}.items(), corners, _places(met), strict=True)
        for square in _squares(name, x, places, corner)
    ]
    cells = pd.DataFrame(squares, columns=list(_CELL))
    small = {name: layout[name] for name in ("T", "many", "mc", "mr", "steps")}
    said = _lines(met, terms, inner - other).assign(**small, widest=cells["chars"].max())
    frames = {"cells": cells.assign(**layout), "terms": said}
    return frames | ({"titles": _titles(met, corners).assign(**small)} if many else {})


def _places(met: Sequence[Meeting]) -> tuple[list[Tensor], ...]:
    return [one.a for one in met], [one.b for one in met], [one.c for one in met]


def _squares(name: str, x: Tensor, places: Sequence[Tensor], corner: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
    """Yield the squares of one tensor, of every matrix of it that meets another."""
    values = x.reshape(-1).tolist()
    said, shades = labels(values), by_value(x)[0].round(3).tolist()
    indices = [str(list(index)) for index in np.ndindex(*x.shape)]
    chars = max(2, *map(len, said))
    for tile, matrix in enumerate(places):
        for i, row in enumerate(matrix.tolist()):
            for j, at in enumerate(row):
                place = (name, tile, i, j, corner[0] + i, corner[1] + j, chars)
                yield (*place, shades[at], said[at], str(values[at]), indices[at])


def _titles(met: Sequence[Meeting], corners: Corners) -> pd.DataFrame:
    """Name the matrices of a batch."""
    named = [
        (tile, col, sign + name)
        for tile, one in enumerate(met)
        for name, (_, col), sign in zip(one.names, corners, ("", "@ ", "= "), strict=True)
    ]
    return pd.DataFrame(named, columns=["tile", "col", "title"])


def _lines(met: Sequence[Meeting], terms: Sequence[Sequence[Term]], left_over: int) -> pd.DataFrame:
    """Write for every term the sum as it stands, and where."""
    rows = [
        (line, f"{_which(one)}row {term.row}, column {term.column}, term {term.k} (last: {each[-1].k})")
        for one, each in zip(met, terms, strict=True)
        for line, term in zip(_running(each, left_over), each, strict=True)
    ]
    return pd.DataFrame(rows, columns=["says", "where"]).assign(s=range(len(rows)))


def _which(one: Meeting) -> str:
    a, b, c = one.names
    return f"{c} = {a} @ {b}: " if c != "C" else ""


def _running(terms: Sequence[Term], left_over: int) -> list[str]:
    """Write the sum as it stands after every product: the line above the picture.

    Args:
        terms: of one product.
        left_over: how many numbers of a row, or if negative of a column, have no partner.
    """
    lines: list[str] = []
    parts: list[str] = []
    last = max((term.k for term in terms), default=0)
    for term in terms:
        parts = [*(parts if term.k else []), f"{_short(term.left)}·{_short(term.right)}"]
        shown = " + ".join(parts if len(parts) <= _WRITTEN else ["…", *parts[1 - _WRITTEN :]])
        lonely = left_over != 0 and term.k == last
        end = f" + ?  ({abs(left_over)} without a partner)" if lonely else f" = {_short(term.running)}"
        lines.append(shown + end)
    return lines


def _short(value: float) -> str:
    """Write whole numbers as they are, others with four digits."""
    return f"{value:.7g}" if float(value).is_integer() and abs(value) < 1e7 else f"{value:.4g}"
