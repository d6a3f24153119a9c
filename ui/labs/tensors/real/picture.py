"""A picture as a tensor: drawn here, the one that is here to start with, or one of the visitor's own."""

from collections.abc import Mapping
from functools import cache
from typing import Final

import streamlit as st
from numpy import uint8
from numpy.typing import NDArray

from core.encoding.drawing import SEVEN, drawing_text, parse_drawing
from core.encoding.layers import convolution
from core.encoding.limits import DRAWING_LENGTH
from core.encoding.pictures import (
    LAYOUTS,
    SCALES,
    Encoding,
    drawing_script,
    photo_script,
    picture_tensor,
    sample_pixels,
)
from core.errors import TensorError
from core.tensors.limits import IMAGE_SIDE
from ui.cached.tensors import cached_photo
from ui.components import pixels as canvas
from ui.images import png_bytes, reading_code
from ui.labs.tensors.panels import typed
from ui.labs.tensors.real.encoded import Encoded
from ui.labs.tensors.real.own import own_file
from ui.state import assign, linked

_MADE: Final = ("drawn", "photo")
_LONGER: Final = 96  # pixels on the screen


def picture(text: Mapping[str, str]) -> Encoded:
    """Ask for a picture and for the way it becomes a tensor."""
    ties = linked("made", label="Picture", offered=_MADE)
    made = st.segmented_control("Picture", _MADE, default="drawn", required=True, **ties) or "drawn"
    with st.container(horizontal=True, gap="medium"):
        layout, scale, batch = _layout(text), _scale(), _batch()
    encoding = Encoding(layout=layout, scale=scale, batch=batch)
    if made == "drawn":
        drawing, pixels = _drawn(text)
        script = lambda: drawing_script(drawing, encoding)  # noqa: E731
    else:
        reading, pixels = _photo(text)
        script = lambda: photo_script(reading, encoding)  # noqa: E731
    tensor = picture_tensor(pixels, encoding)
    dims = tuple(layout.split(", "))
    channels = 1 if made == "drawn" else 3
    return Encoded(tensor=tensor, script=script, layer=convolution(channels), dims=("N", *dims) if batch else dims)


def _layout(text: Mapping[str, str]) -> str:
    ties = linked("layout", label="Order of the dims", offered=LAYOUTS)
    told = text["Picture: layout"]
    return (
        st.segmented_control("Order of the dims", list(LAYOUTS), default="C, H, W", required=True, help=told, **ties)
        or "C, H, W"
    )


def _scale() -> str:
    ties = linked("brightness", label="Brightness", offered=SCALES)
    return st.segmented_control("Brightness", list(SCALES), default="0 to 1", required=True, **ties) or "0 to 1"


def _batch() -> bool:
    return st.toggle("A batch of one", **linked("batched", label="A batch of one"))


def _drawn(text: Mapping[str, str]) -> tuple[str, NDArray[uint8]]:
    """Ask for a drawing; return it as text and as pixels."""
    place = st.container()
    with st.expander("The drawing as text"):
        drawing = typed("The side, then a row after each point", SEVEN, DRAWING_LENGTH, "drawing")
        st.caption(text["Picture: as text"])
    try:
        pixels = parse_drawing(drawing)
    except TensorError:
        with place:
            canvas.show(SEVEN, _take_in)
        raise
    with place:
        canvas.show(drawing_text(pixels), _take_in)
    return drawing, pixels


def _take_in() -> None:
    """Put what was drawn into the link, if it is a drawing."""
    sent = canvas.sent()
    try:
        pixels = parse_drawing(sent if isinstance(sent, str) else "")
    except TensorError:
        return
    assign({"drawing": drawing_text(pixels)})


def _photo(text: Mapping[str, str]) -> tuple[list[str], NDArray[uint8]]:
    """Ask for a picture file; return the code that makes it small, and its pixels."""
    ties = linked("pixels", label="Pixels on the longer side", offered=IMAGE_SIDE)
    side = st.slider("Pixels on the longer side", int(IMAGE_SIDE.low), int(IMAGE_SIDE.high), 24, **ties)
    label = "A picture of your own (PNG or JPEG; it stays in this visit)"
    file = own_file(label, ["png", "jpg", "jpeg"], "sun.png", _sample)
    photo = cached_photo(file.data, side)
    height, width = photo.pixels.shape[:2]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(photo.pixels, width=max(1, round(_LONGER * width / max(height, width))))
        size = f"{width} x {height} pixels of red, green and blue, 0 to 255 each."
        st.caption(" ".join([size, *(text[f"Picture: {step}"] for step in photo.steps)]))
    return reading_code(file.name, side, photo.steps), photo.pixels


@cache
def _sample() -> bytes:
    return png_bytes(sample_pixels())
