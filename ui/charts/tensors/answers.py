"""An exercise as tiles: what is given, what is wanted, and what an answer came to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from torch import Tensor

from core.exercises.differences import same
from core.quoting import shortened
from core.tensors.sizes import shape_text
from ui.charts.tensors.frames import tiles_frames
from ui.charts.tensors.pictures import Frames
from ui.charts.tensors.shades import Floats
from ui.charts.tensors.tile import Tile, slices

_CAP: Final = 54
_MOST: Final = 256  # elements of one tensor, beyond which it is only named
_PALE: Final = 0.35


def answer_frames(given: Mapping[str, Any], wanted: Any, yours: Any, *, shapes: bool) -> Frames:
    """Tabulate an exercise for `tiles_chart`.

    Args:
        given: what an answer may speak of, by name.
        wanted: a tensor, or several; None where it is not to be seen.
        yours: what the answer came to; None where there is none.
        shapes: whether shapes are said, too; not where they are what is asked for.
    """
    parts = [(name, value, None) for name, value in given.items()]
    parts += [(name, value, None) for name, value in _each("wanted", wanted)]
    aims = dict(_each("yours", wanted))
    parts += [(name, value, aims.get(name)) for name, value in _each("yours", yours)]
    return tiles_frames([tile for part in parts for tile in _tiles(*part, shapes=shapes)], cap=_CAP)


def _each(name: str, value: Any) -> list[tuple[str, Any]]:
    """Name a value, or the parts of a pair; none where there is no value."""
    if isinstance(value, list | tuple) and all(isinstance(part, Tensor) for part in value):
        return [(f"{name}[{i}]", part) for i, part in enumerate(value[:4])]
    return [] if value is None else [(name, value)]


def _tiles(name: str, value: Any, aim: Any, *, shapes: bool) -> list[Tile]:
    if not isinstance(value, Tensor):
        return [Tile(title=name, note=shortened(str(value)))]
    value = value.detach().cpu()
    dtype = str(value.dtype).removeprefix("torch.")
    note = f"{shape_text(value.shape)} · {dtype}" if shapes else dtype
    tiles = slices(value, name) if 0 < value.numel() <= _MOST else []
    if not tiles:
        return [Tile(title=name, note=note)]
    if isinstance(aim, Tensor):
        return _marked(tiles, value, aim, note)
    return [replace(tiles[0], note=note), *tiles[1:]]


def _marked(tiles: list[Tile], value: Tensor, aim: Tensor, note: str) -> list[Tile]:
    """Pale the squares that are right already."""
    if value.shape != aim.shape or bool(same(value, aim).all()):
        return [replace(tiles[0], note=note), *tiles[1:]]
    solid: Floats = np.where(same(value, aim).reshape(-1).numpy(), _PALE, 1.0)
    size = value.numel() if value.ndim < 3 else value.shape[-2] * value.shape[-1]
    return [
        replace(tile, note="" if i else note, solid=solid[i * size : (i + 1) * size]) for i, tile in enumerate(tiles)
    ]
