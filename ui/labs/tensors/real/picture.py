"""A picture as a tensor: drawn here, the one that is here to start with, or one of the visitor's own."""

from collections.abc import Mapping
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
from ui.cached.tensors import cached_pixels
from ui.components import pixels as canvas
from ui.labs.tensors.panels import typed
from ui.labs.tensors.real.encoded import Encoded
from ui.state import assign, linked

_MADE: Final = ("drawn", "photo")


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
        side, pixels = _photo()
        script = lambda: photo_script(side, encoding)  # noqa: E731
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


def _photo() -> tuple[int, NDArray[uint8]]:
    """Ask for a picture file; return how many pixels it is made small to, and these."""
    ties = linked("pixels", label="Pixels on the longer side", offered=IMAGE_SIDE)
    side = st.slider("Pixels on the longer side", int(IMAGE_SIDE.low), int(IMAGE_SIDE.high), 24, **ties)
    file = st.file_uploader("A picture of your own (PNG or JPEG; it stays in this visit)", ["png", "jpg", "jpeg"])
    pixels = sample_pixels(side) if file is None else cached_pixels(file.getvalue(), side)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(pixels, width=96)
        st.caption(f"{pixels.shape[1]} x {pixels.shape[0]} pixels of red, green and blue, 0 to 255 each.")
    return side, pixels
