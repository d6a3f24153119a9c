"""One layer of a network in one step: its tensors as tiles; what the stage changed is solid, all else is pale."""

from collections.abc import Iterator
from typing import Final

import pandas as pd
from torch import Tensor

from core.xray import Seen, Stage, Xray
from ui.charts.spelled import number
from ui.charts.tensors import Tile, by_value, tiles_frames

ROWS: Final = 12  # of a tensor that are drawn
COLUMNS: Final = 16
_PALE: Final = 0.35
_LARGEST: Final = 48  # pixels of a square


def xray_frames(xray: Xray, stage: str, layer: int) -> dict[str, pd.DataFrame]:
    """Tabulate the tensors of a layer after a stage for `tiles_chart`.

    Args:
        xray: the step.
        stage: one of `core.xray.STAGES`.
        layer: the layer of weights, from 0.
    """
    return tiles_frames([_tile(seen, xray.stages[stage]) for seen in tensors_of(xray, layer)], cap=_LARGEST)


def tensors_of(xray: Xray, layer: int) -> Iterator[Seen]:
    """Yield what comes into a layer, its weights, what it makes, the loss, its gradients, its optimizer's state."""
    made = [seen for seen in xray.seen if seen.kind == "activation" and seen.layer < layer]
    yield made[-1] if made else xray.seen[0]  # what the layer before made last, or x
    own = [seen for seen in xray.seen if seen.layer == layer]
    yield from (seen for seen in own if seen.kind == "parameter")
    yield from (seen for seen in own if seen.kind == "activation")
    yield from (seen for seen in own if seen.name == "t")
    yield from (seen for seen in xray.seen if seen.kind == "loss")
    yield from (seen for seen in own if seen.kind == "gradient")
    yield from (seen for seen in own if seen.kind == "state")


def _tile(seen: Seen, stage: Stage) -> Tile:
    changed = seen.name in stage.changed
    if seen.name not in stage.tensors:
        return Tile(title=seen.name, note="does not exist yet")
    tensor = stage.tensors[seen.name]
    if tensor is None:
        return Tile(title=seen.name, note="None", more="now" if changed else "")
    part = _part(tensor)
    shade, limit = by_value(part.double(), float(tensor.double().abs().nan_to_num(0, 0).max()) or None)
    said = ["new"] if changed else []
    if part.shape != tensor.shape:
        said.append(f"first {spelled_shape(part)}")
    return Tile(
        title=seen.name,
        note=f"{spelled_shape(tensor)}, ±{number(limit)}" if tensor.ndim else "one number",
        more=", ".join(said),
        values=part,
        shade=shade,
        solid=shade * 0 + (1.0 if changed else _PALE),
    )


def _part(tensor: Tensor) -> Tensor:
    """Cut a large tensor."""
    return tensor[:COLUMNS] if tensor.ndim == 1 else tensor[:ROWS, :COLUMNS] if tensor.ndim == 2 else tensor


def spelled_shape(tensor: Tensor) -> str:
    """Write a shape: 25 × 16; one number for a tensor without dims."""
    return " × ".join(map(str, tensor.shape)) or "one number"
