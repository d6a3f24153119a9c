"""The points of one cell of a confusion matrix: as pictures where they are, else as rows."""

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from torch import Tensor

from core.datasets import Data, Split
from core.datasets.real import DIGITS
from core.mistakes import Judged
from ui.page import Text

SHOWN: Final = 24
_SIDE: Final = 8
_ZOOM: Final = 9
_GREY: Final = 140
_WHITE: Final = 16  # the value of the inkiest pixel


def show_points(found: Judged, cell: tuple[int, int], data: Data, part: str, text: Text) -> None:
    """Show the first points of a cell, with what the network gives for them."""
    places = found.cell(*cell)
    order = "surest first" if cell[0] != cell[1] else "least sure first"
    told = {"n": len(places), "shown": min(SHOWN, len(places)), "order": order, "part": part}
    st.caption(text["Points of a cell" if len(places) <= SHOWN else "Some points of a cell"].format(**told))
    split: Split = getattr(data, part)
    if data.point_names == DIGITS:
        _show_digits(found, places[:SHOWN], split, data)
    else:
        table = points_table(found, places[:SHOWN], split, data)
        given = ["output"] if found.shares is None else [f"P({name})" for name in data.classes]
        looks = {name: st.column_config.NumberColumn(format="%.4f") for name in given}
        st.dataframe(table, hide_index=True, column_config=looks, alt="The points of the cell")


def points_table(found: Judged, places: Tensor, split: Split, data: Data) -> pd.DataFrame:
    """Tabulate points: their row in the part, what the network gives, and their columns."""
    frame = pd.DataFrame({"row": places.tolist()})
    if found.shares is None:
        frame["output"] = found.output[places, 0].double().numpy().round(4)
    else:
        for i, name in enumerate(data.classes):
            frame[f"P({name})"] = found.shares[places, i].double().numpy().round(4)
    for i, name in enumerate(data.point_names):
        column = name if name not in frame.columns else f"{name} (input)"
        frame[column] = split.points[places, i].double().numpy().round(6)
    return frame


def _show_digits(found: Judged, places: Tensor, split: Split, data: Data) -> None:
    """Show handwritten digits, each with how sure the network is of what it says."""
    sure = found.sureness[places].tolist()
    says = [data.classes[int(i)] for i in found.found[places]]
    captions = [f"{share:.1%}" for share in sure]
    alts = [
        f"Row {row}: the network says {name}, {share:.1%}"
        for row, name, share in zip(places.tolist(), says, sure, strict=True)
    ]
    pictures = [enlarged(split.points[int(place)]) for place in places]
    st.image(list(pictures), caption=captions, width=_SIDE * _ZOOM + 2, alt=alts)


def enlarged(pixels: Tensor) -> np.ndarray:
    """Paint 64 pixels as dark ink on white, each as a square, in a grey frame: (64,) -> (74, 74) uint8."""
    ink = pixels.double().reshape(_SIDE, _SIDE).numpy() / _WHITE
    squares = np.kron((255 * (1 - ink)).round().astype(np.uint8), np.ones((_ZOOM, _ZOOM), dtype=np.uint8))
    return np.pad(squares, 1, constant_values=_GREY)
