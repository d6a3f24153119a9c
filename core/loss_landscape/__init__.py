"""The loss of a trained network around where its run ended, seen along two directions of its weights."""

from core.loss_landscape.curvature import sharpening, sharpness
from core.loss_landscape.landscape import SIDES, Landscape, landscape
from core.loss_landscape.script import landscape_code, landscape_script
from core.loss_landscape.window import PARTS, PLANE_SEED, PLANES, SPAN, Window

__all__ = [
    "PARTS",
    "PLANES",
    "PLANE_SEED",
    "SIDES",
    "SPAN",
    "Landscape",
    "Window",
    "landscape",
    "landscape_code",
    "landscape_script",
    "sharpening",
    "sharpness",
]
