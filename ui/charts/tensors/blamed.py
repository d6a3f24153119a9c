"""The operands of something that failed, and what of them does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
import torch
from torch import Tensor

from core.clinic import Mark
from core.tensors.sizes import shape_text
from ui.charts import theme
from ui.charts.tensors.frames import tiles_frames
from ui.charts.tensors.pictures import Frames
from ui.charts.tensors.places import positions
from ui.charts.tensors.shades import by_value
from ui.charts.tensors.tile import MOST_CELLS, Tile
from ui.charts.tensors.tiles import laid_out, pixels, tile_layers

_CAP: Final = 44
_ROOM: Final = 0.7  # beside and above the squares, in cells, for the bars that mark a dim: so much at least,
_SHARE: Final = 12  # and a share of the whole, so that the bars of many small squares can be seen too
_UNDER: Final = 0.12  # of a square, for the line under a number
_BARS: Final = 4  # bars have room for
_MANY: Final = 400  # squares, beyond which the picture is painted as one


def blamed_frames(values: Mapping[str, Any], places: Mapping[str, str], marks: Sequence[Mark]) -> Frames:
    """Tabulate operands for `blamed_chart`.

    Args:
        values: by name, where they lie on the CPU; numbers and lists as well; and results, if these are to be seen.
        places: which of them are elsewhere, where they have no numbers to be drawn.
        marks: what does not fit.
    """
    tiles = [_tile(name, value, places.get(name, "cpu")) for name, value in values.items()]
    wrong = {name: [mark for mark in marks if mark.operand == name] for name in values}
    titled = [replace(tile, more=_said(wrong[tile.title])) for tile in tiles]
    frames = tiles_frames(titled, cap=_CAP)
    room = max(_ROOM, float(frames["titles"][["mc", "mr"]].to_numpy().max()) / _SHARE)
    for frame in frames.values():
        frame[["cols", "rows", "mc", "mr"]] += room
    frames["cells"][["col", "row"]] += room
    bars = [
        bar | {"tile": number}
        for number, (name, value) in enumerate(values.items())
        for mark in wrong[name]
        if isinstance(value, Tensor) and value.numel() and mark.aspect in {"shape", "value"}
        for bar in _bars(value, mark, room)
    ]
    return frames | {"bars": _laid_out(bars, frames["titles"])}


def is_large(values: Mapping[str, Any]) -> bool:
    """Tell whether operands have so many squares that the picture is painted as one."""
    return sum(value.numel() for value in values.values() if isinstance(value, Tensor)) > _MANY


def _tile(name: str, value: Any, place: str) -> Tile:
    if not isinstance(value, Tensor):
        kind = type(value).__name__
        if not isinstance(value, int):
            return Tile(title=name, note=f"{str(value)[:30]}: a {kind} of Python")
        return Tile(title=name, note=f"{kind} of Python", values=torch.tensor(value), shade=np.zeros(1))
    note = f"{shape_text(value.shape)} {str(value.dtype).removeprefix('torch.')} {place}"
    if not 0 < value.numel() <= MOST_CELLS:
        return Tile(title=name, note=note)
    if place != "cpu":
        return Tile(title=name, note=note, values=value, shade=np.zeros(value.numel()), said=[""] * value.numel())
    return Tile(title=name, note=note, values=value, shade=by_value(value)[0])


def _said(marks: Sequence[Mark]) -> str:
    """Name in a few words what is marked."""
    words = [mark.aspect if mark.dim is None else f"dim {mark.dim}" for mark in marks]
    return "▲ " + ", ".join(dict.fromkeys("here" if word == "value" else word for word in words)) if words else ""


def _bars(value: Tensor, mark: Mark, room: float) -> list[dict[str, float]]:
    """Lay a bar along the side of the squares that a dim runs along, two for a shape as a whole, one below numbers."""
    rows, columns = positions(value.shape)
    high, wide, bar = float(rows.max() + 1), float(columns.max() + 1), room / _BARS
    across = {"row": room - 2 * bar, "col": room, "w": wide, "h": bar}
    down = {"row": room, "col": room - 2 * bar, "w": bar, "h": high}
    if mark.at:
        return [
            {"row": room + float(rows[i]) + 1 - _UNDER, "col": room + float(columns[i]), "w": 1.0, "h": _UNDER}
            for i in mark.at
        ]
    if mark.aspect == "value":
        return [{**across, "row": room + high + bar / 2}]
    if mark.dim is None:
        return [across, down]
    back = value.ndim - mark.dim
    outside = 1.4 * bar if back > 2 else 0.0  # of the bar of the dim that is drawn in the same direction
    return [{**across, "row": across["row"] - outside} if back % 2 else {**down, "col": down["col"] - outside}]


def _laid_out(bars: Sequence[Mapping[str, float]], titles: pd.DataFrame) -> pd.DataFrame:
    """Give every bar what Vega needs to find its tile."""
    layout = titles.drop(columns=["title", "note", "more", "tile"])
    table = pd.DataFrame(list(bars), columns=["tile", "row", "col", "w", "h"])
    return table.join(layout, on="tile") if len(table) else table.reindex(columns=[*table, *layout])


@cache
def blamed_chart(height: int, *, canvas: bool = False) -> dict[str, Any]:
    """Draw operands and what does not fit; data from `blamed_frames`.

    Args:
        height: in pixels.
        canvas: whether it is painted as one picture, which is sooner done for very many squares.
    """
    wrong = alt.ColorValue({"expr": theme.WRONG})
    bars = laid_out("bars").mark_rect(tooltip=None)
    bars = bars.encode(x=pixels(alt.X, "x"), x2="x2:Q", y=pixels(alt.Y, "y"), y2="y2:Q", color=wrong)
    *others, said = tile_layers("diverging")
    chart = alt.layer(*others, said.encode(color=wrong), bars).properties(height=height)
    if canvas:
        chart = chart.properties(usermeta={"embedOptions": {"renderer": "canvas"}})
    return theme.finish(chart)
