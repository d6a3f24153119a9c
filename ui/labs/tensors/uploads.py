"""A file becomes a tensor: a picture or a table of the visitor's own, or the one that is here to start with."""

from collections.abc import Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.tables.sample import sample_csv
from core.tensors.limits import IMAGE_SIDE, TABLE_COLUMNS, TABLE_ROWS
from core.tensors.pictures import image_script, image_tensor, sample_pixels
from core.tensors.tables import NumericPart, numeric_part, table_script, table_tensor
from ui.cached.tensors import cached_pixels
from ui.state import linked
from ui.words import verbatim

_NAMED: Final = 12  # columns named before the rest is counted
_LONGEST: Final = 40


def image_source(dtype: str) -> tuple[Tensor, str]:
    """Ask for a picture; return its tensor (3, height, width) and the code that makes it."""
    ties = linked("pixels", label="Pixels on the longer side", offered=IMAGE_SIDE)
    side = st.slider("Pixels on the longer side", int(IMAGE_SIDE.low), int(IMAGE_SIDE.high), 24, **ties)
    file = st.file_uploader("A picture of your own (PNG or JPEG; it stays in this visit)", ["png", "jpg", "jpeg"])
    pixels = sample_pixels(side) if file is None else cached_pixels(file.getvalue(), side)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(pixels, width=96)
        st.caption(f"{pixels.shape[1]} x {pixels.shape[0]} pixels of red, green and blue, 0 to 255 each.")
    return image_tensor(pixels, dtype), image_script(side, dtype)


def table_source(dtype: str) -> tuple[Tensor, str]:
    """Ask for a table; return its numeric columns as a tensor (rows, columns) and the code that makes it."""
    ties = linked("rows", offered=TABLE_ROWS)
    rows = st.slider("Rows", int(TABLE_ROWS.low), int(TABLE_ROWS.high), 8, **ties)
    file = st.file_uploader("A table of your own (CSV; it stays in this visit)", ["csv", "txt", "tsv"])
    part = numeric_part(sample_csv() if file is None else file.getvalue(), rows)
    st.caption(verbatim(_described(part)))
    return table_tensor(part, dtype), table_script(part, dtype)


def _described(part: NumericPart) -> str:
    """Say which columns were taken, and why others were not."""
    n_rows = "1 row" if len(part.values) == 1 else f"{len(part.values)} rows"
    said = [f"{n_rows} of {_listed(part.columns)}."]
    if part.left_out:
        said.append(f"Left out, as not numeric: {_listed(part.left_out)}.")
    if part.beyond:
        most = f"{TABLE_COLUMNS.high:g}"
        said.append(f"Left out, as this page takes up to {most} numeric columns: {_listed(part.beyond)}.")
    return " ".join([*said, *part.notes[:_NAMED]])


def _listed(names: Sequence[str]) -> str:
    short = [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name in names[:_NAMED]]
    rest = len(names) - len(short)
    return ", ".join(short) + (f" and {rest} more" if rest else "")
