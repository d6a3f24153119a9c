"""The loss of a trained network around where its run ended, seen along two directions of its weights."""

from core.loss_landscape.landscape import (
    PARTS,
    PLANE_SEED,
    PLANES,
    SIDES,
    SPAN,
    Landscape,
    Window,
    landscape,
    sharpening,
    sharpness,
)
from core.loss_landscape.script import landscape_code, landscape_script

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
