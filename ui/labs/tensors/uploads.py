"""A file becomes a tensor: a picture or a table of the visitor's own, or the one that is here to start with."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from core.errors import TensorError
from core.ranges import Range
from core.tables.sample import sample_csv
from core.tensors.limits import IMAGE_SIDE, TABLE_ROWS
from core.tensors.pictures import image_script, image_tensor, sample_pixels
from core.tensors.tables import numeric_part, table_script, table_tensor
from ui.state import linked

PIXELS: Final = Range(1, 16_000_000)


def read_image(data: bytes, side: int) -> NDArray[np.uint8]:
    """Decode a PNG or JPEG and make it small.

    Returns:
        (height, width, 3), uint8, with the longer of the two at most `side`.

    Raises:
        TensorError: in one sentence, if it is no such picture, is damaged, or has too many pixels.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a size that Pillow warns of is refused below
        with _readable():
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        if picture.width * picture.height not in PIXELS:
            raise TensorError(
                f"the picture has {picture.width} x {picture.height} pixels; "
                f"this page takes up to {PIXELS.high / 1e6:g} million"
            )
        with _readable():
            small = picture.convert("RGB")
            small.thumbnail((side, side))
            return np.asarray(small)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # damaged files raise OSError, ValueError, SyntaxError, struct.error, ... in Pillow
        raise TensorError("the file is not a PNG or JPEG picture that can be read") from error


def image_source(dtype: str) -> tuple[Tensor, str]:
    """Ask for a picture; return its tensor (3, height, width) and the code that makes it."""
    side = st.slider("Pixels on the longer side", int(IMAGE_SIDE.low), int(IMAGE_SIDE.high), 24, **linked("pixels"))
    file = st.file_uploader("A picture of your own (PNG or JPEG; it stays in this visit)", ["png", "jpg", "jpeg"])
    pixels = sample_pixels(side) if file is None else read_image(file.getvalue(), side)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(pixels, width=96)
        st.caption(f"{pixels.shape[1]} x {pixels.shape[0]} pixels of red, green and blue, 0 to 255 each.")
    return image_tensor(pixels, dtype), image_script(side, dtype)


def table_source(dtype: str) -> tuple[Tensor, str]:
    """Ask for a table; return its numeric columns as a tensor (rows, columns) and the code that makes it."""
    rows = st.slider("Rows", int(TABLE_ROWS.low), int(TABLE_ROWS.high), 8, **linked("rows"))
    file = st.file_uploader("A table of your own (CSV; it stays in this visit)", ["csv", "txt", "tsv"])
    part = numeric_part(sample_csv() if file is None else file.getvalue(), rows)
    left_out = f" Left out, as not numeric: {', '.join(part.left_out)}." if part.left_out else ""
    st.caption(f"{len(part.values)} rows of {', '.join(part.columns)}.{left_out}")
    return table_tensor(part, dtype), table_script(rows, dtype)
