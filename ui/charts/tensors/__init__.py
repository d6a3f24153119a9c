"""Tensors drawn: every element a square that keeps its number, its colour and its place."""

from ui.charts.tensors.frames import MOST_CELLS, Tile, by_value, slices, tiles_frames
from ui.charts.tensors.pictures import MANY, Frames, chain_frames, is_drawn, meeting_frames, tape_frames, tensor_frames
from ui.charts.tensors.product import product_chart, product_frames
from ui.charts.tensors.tiles import tiles_chart

__all__ = [
    "MANY",
    "MOST_CELLS",
    "Frames",
    "Tile",
    "by_value",
    "chain_frames",
    "is_drawn",
    "meeting_frames",
    "product_chart",
    "product_frames",
    "slices",
    "tape_frames",
    "tensor_frames",
    "tiles_chart",
    "tiles_frames",
]
