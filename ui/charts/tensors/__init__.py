"""Tensors drawn: every element a square that keeps its number, its colour and its place."""

from ui.charts.tensors.frames import Tile, by_place, by_value, memory_strip, slices, solidity, tiles_frames
from ui.charts.tensors.product import product_chart, product_frames
from ui.charts.tensors.tiles import tiles_chart

__all__ = [
    "Tile",
    "by_place",
    "by_value",
    "memory_strip",
    "product_chart",
    "product_frames",
    "slices",
    "solidity",
    "tiles_chart",
    "tiles_frames",
]
