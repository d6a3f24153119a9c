"""What each lab shows, as tiles: a tensor in slices, a chain, a sum, a tape."""

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd
from torch import Tensor

from core.tensors.batches import meetings
from core.tensors.dots import as_matrices
from core.tensors.einsum import TERMS
from core.tensors.products import Combined
from core.tensors.seeds import RESEEDING, Draw, Experiment, Outcome
from core.tensors.sizes import shape_text
from ui.charts.tensors.frames import tiles_frames
from ui.charts.tensors.shades import by_value, solidity
from ui.charts.tensors.terms import product_frames
from ui.charts.tensors.tile import Tile, slices

_CAP: Final = 72
_BIG: Final = 150  # a scalar: one big number
_SMALLER: Final = 54
MANY: Final = 6  # slices, beyond which a narrow picture shows fewer of them
_LEAST: Final = 64
_MOST_DOWN: Final = 24  # rows of A and B below each other, in the picture of a product
_MOST_ACROSS: Final = 32
_MOST_MET: Final = 24  # matrices of a batch

Frames = dict[str, pd.DataFrame]


def tensor_frames(tensor: Tensor, name: str) -> Frames:
    """Tabulate a tensor by value: one big number, a strip, a matrix, or a matrix for each slice."""
    tiles = slices(tensor, name if tensor.ndim > 2 else "")
    least = _LEAST if len(tiles) > MANY else 0
    beyond = max(0, math.prod(tensor.shape[:-2]) - len(tiles)) if tensor.numel() else 0
    return tiles_frames(tiles, cap=_CAP if tensor.ndim else _BIG, least=least, beyond=beyond)


def sum_frames(chosen: Combined) -> Frames:
    """Tabulate A and B as broadcasting sees them, and their sum; A and B as they are where they do not fit."""
    tensors = {"A": chosen.a, "B": chosen.b}
    if chosen.result is None:
        return tiles_frames([_plain_tile(name, tensor) for name, tensor in tensors.items()], cap=_SMALLER)
    tiles = [_stretched_tile(name, tensor, chosen.result.shape) for name, tensor in tensors.items()]
    return tiles_frames([*tiles, _plain_tile(chosen.code, chosen.result)], cap=_SMALLER)


def _plain_tile(title: str, tensor: Tensor) -> Tile:
    return Tile(title=title, note=shape_text(tensor.shape), values=tensor, shade=by_value(tensor)[0])


def _stretched_tile(name: str, tensor: Tensor, shape: Sequence[int]) -> Tile:
    wide = tensor.expand(tuple(shape))
    note = f"{shape_text(tensor.shape)} → {shape_text(shape)}"
    return Tile(title=name, note=note, values=wide, shade=by_value(wide)[0], solid=solidity(tensor, shape))


def batch_frames(chosen: Combined) -> Frames:
    """Tabulate the slices of A, of B and of their product, for tensors that are no matrices."""
    tiles = slices(chosen.a, "A") + slices(chosen.b, "B")
    return tiles_frames(tiles + (slices(chosen.result, "C") if chosen.result is not None else []), cap=_SMALLER)


def meeting_frames(operator: str, chosen: Combined) -> Frames:
    """Tabulate what two operands come to: for `product_chart` where `is_drawn`, else for `tiles_chart`."""
    if operator == "+":
        return sum_frames(chosen)
    if not is_drawn(operator, chosen):
        return batch_frames(chosen)
    return product_frames(chosen.a, chosen.b, chosen.result, chosen.code)


def is_drawn(operator: str, chosen: Combined) -> bool:
    """Tell whether a product is drawn row by column: of tensors with dims, and of a size that can be read."""
    a, b = chosen.a, chosen.b
    if operator != "@" or not (a.ndim and b.ndim) or chosen.too_large is not None:
        return False
    if a.ndim > 2 or b.ndim > 2:
        is_short = chosen.result is not None and chosen.result.numel() * a.shape[-1] in TERMS
        return is_short and len(meetings(a, b)) <= _MOST_MET
    (rows, inner), (other, columns) = (matrix.shape for matrix in as_matrices(a, b))
    return rows + other <= _MOST_DOWN and inner + columns <= _MOST_ACROSS


def tape_frames(experiment: Experiment, outcome: Outcome) -> Frames:
    """Tabulate the tape, and below it what was read from it, each at its place."""
    whose = f"seed {experiment.seed}" if RESEEDING[experiment.reseed].before else "a seed nobody chose"
    tape = outcome.tape[: 2 * experiment.draws + 1]
    whole = Tile(title=f"the tape of {whose}", values=tape, shade=tape.numpy().astype(float))
    return tiles_frames(
        [whole, *map(_draw_tile, outcome.draws)], cap=_SMALLER, aligned=True, bend=experiment.draws + 1
    )


def _draw_tile(one: Draw) -> Tile:
    n = len(one.values)
    return Tile(
        title=f"{one.who} = torch.rand({n})" if len(one.who) == 1 else f"{one.who}: torch.rand({n})",
        values=one.values,
        shade=one.values.numpy().astype(float),
        element=range(one.start, one.start + n),
        offset=one.start,
    )
