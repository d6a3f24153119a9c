"""Tensors drawn: every element a square that keeps its number, its colour and its place."""

from ui.charts.tensors.answers import answer_frames
from ui.charts.tensors.blamed import blamed_chart, blamed_frames, is_large
from ui.charts.tensors.clicking import picked_chart
from ui.charts.tensors.collapse import collapse_chart
from ui.charts.tensors.collapsing import collapse_frames
from ui.charts.tensors.frames import tiles_frames
from ui.charts.tensors.memory import Unknown, memory_frames
from ui.charts.tensors.memory_chart import memory_chart
from ui.charts.tensors.picking import picked_frames
from ui.charts.tensors.pictures import MANY, Frames, is_drawn, meeting_frames, tape_frames, tensor_frames
from ui.charts.tensors.places import is_strip
from ui.charts.tensors.product import product_chart
from ui.charts.tensors.shades import by_value
from ui.charts.tensors.terms import product_frames
from ui.charts.tensors.tile import MOST_CELLS, Tile, slices
from ui.charts.tensors.tiles import tiles_chart

__all__ = [
    "MANY",
    "MOST_CELLS",
    "Frames",
    "Tile",
    "Unknown",
    "answer_frames",
    "blamed_chart",
    "blamed_frames",
    "by_value",
    "collapse_chart",
    "collapse_frames",
    "is_drawn",
    "is_large",
    "is_strip",
    "meeting_frames",
    "memory_chart",
    "memory_frames",
    "picked_chart",
    "picked_frames",
    "product_chart",
    "product_frames",
    "slices",
    "tape_frames",
    "tensor_frames",
    "tiles_chart",
    "tiles_frames",
]
