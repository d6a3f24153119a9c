"""Two matrices and their product as tables: every square, and the sum as it stands after every term."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from torch import Tensor

from core.tensors.dots import Term, dot_terms
from ui.charts.tensors.labels import labels
from ui.charts.tensors.shades import by_value

_WRITTEN: Final = 8  # products written out before the first ones are left out


def product_frames(a: Tensor, b: Tensor, result: Tensor | None) -> dict[str, pd.DataFrame]:
    """Tabulate two matrices and their product.

    Args:
        a: (rows, inner).
        b: (inner, columns); another inner size where the two do not fit.
        result: (rows, columns), or None where PyTorch refused.
    """
    (rows, inner), (other, columns) = a.shape, b.shape
    terms = dot_terms(a, b)
    layout = {
        "I": rows,
        "J": columns,
        "K": max(min(inner, other), 1),
        "steps": max(len(terms), 1),
        "fits": int(result is not None),
        "ac": inner,
        "br": other,
        "mc": inner + 1 + columns,
        "mr": other + 1 + rows,
    }
    cells = _matrix("A", a, other + 1, 0) + _matrix("B", b, 0, inner + 1)
    cells += _matrix("C", result if result is not None else a.new_zeros(rows, columns), other + 1, inner + 1)
    names = ("matrix", "i", "j", "row", "col", "shade", "label", "exact", "index")
    squares = dict(zip(names, map(list, zip(*cells, strict=True)), strict=True))
    layout["chars"] = max(2, *map(len, squares["label"]))
    lines, k = _running(terms, inner, other), layout["K"]
    where = [f"row {term.row}, column {term.column}, term {term.k} (last: {k - 1})" for term in terms]
    return {
        "cells": pd.DataFrame({**squares, **layout}),
        "terms": pd.DataFrame({"s": range(len(lines)), "says": lines, "where": where, **layout}),
    }


def _matrix(name: str, tensor: Tensor, row: int, col: int) -> list[tuple[Any, ...]]:
    columns, values = tensor.shape[1], tensor.reshape(-1).tolist()
    shades, _ = by_value(tensor)
    return [
        (name, i, j, row + i, col + j, round(shade, 3), said, str(value), str([i, j]))
        for n, (shade, value, said) in enumerate(zip(shades.tolist(), values, labels(values), strict=True))
        for i, j in [divmod(n, columns)]
    ]


def _running(terms: Sequence[Term], inner: int, other: int) -> list[str]:
    """Write the sum as it stands after every product: the line above the picture."""
    lines: list[str] = []
    parts: list[str] = []
    for term in terms:
        parts = [*(parts if term.k else []), f"{_short(term.left)}·{_short(term.right)}"]
        shown = " + ".join(parts if len(parts) <= _WRITTEN else ["…", *parts[1 - _WRITTEN :]])
        lonely = inner != other and term.k + 1 == min(inner, other)
        end = f" + ?  ({abs(inner - other)} without a partner)" if lonely else f" = {_short(term.running)}"
        lines.append(shown + end)
    return lines


def _short(value: float) -> str:
    """Write whole numbers as they are, others with four digits."""
    return f"{value:.7g}" if float(value).is_integer() and abs(value) < 1e7 else f"{value:.4g}"
