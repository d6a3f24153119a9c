"""The numbers of every tensor of a step, before and after a stage."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from core.xray import Stage, Xray
from ui.charts.xray import spelled_shape
from ui.state import linked

_NUMBERS: Final = 250  # pixels: as wide as `_FEW` numbers
_FEW: Final = 3  # numbers of a tensor that stand in its row
_ABSENT: Final = "–"
_WIDTHS: Final[dict[str, Any]] = {
    "Tensor": st.column_config.TextColumn(width=115, pinned=True),
    "Before": st.column_config.TextColumn(width=_NUMBERS),
    "After": st.column_config.TextColumn(width=_NUMBERS),
    "Changed": st.column_config.TextColumn(width=75),
    "Shape": st.column_config.TextColumn(width=80),
    "_version": st.column_config.TextColumn(width=80),
}
"""On a phone name and "before" stand side by side, and the name stays as one goes on to "after"."""


def show_numbers(xray: Xray, stage: str) -> None:
    """List all tensors, those that the stage changed first in sight; offer all numbers of one."""
    st.dataframe(
        numbers_frame(xray, stage), hide_index=True, height=420, column_config=_WIDTHS,
        alt="Every tensor before and after this stage",
    )  # fmt: skip
    names = [name for name, tensor in xray.stages[stage].tensors.items() if tensor is not None]
    ties = linked("tensor", names.__contains__, label="All numbers of", offered=names)
    name = st.selectbox("All numbers of", names, None, width=260, placeholder="one tensor", **ties)
    if name is not None:
        _show_all(name, xray.stages[stage])


def numbers_frame(xray: Xray, stage: str) -> pd.DataFrame:
    """Tabulate every tensor before and after a stage, with its first numbers."""
    before, after = xray.earlier(stage), xray.stages[stage]
    names = sorted((seen.name for seen in xray.seen), key=lambda name: name not in after.changed)
    return pd.DataFrame(
        {
            "Tensor": names,
            "Before": [_first(before, name) for name in names],
            "After": [_first(after, name) for name in names],
            "Changed": ["●" if name in after.changed else "" for name in names],
            "Shape": [_shape(after, name) for name in names],
            "_version": [_version(before, after, name) for name in names],
        }
    )


def _shape(stage: Stage, name: str) -> str:
    tensor = stage.tensors.get(name)
    return "" if tensor is None else spelled_shape(tensor)


def _first(stage: Stage, name: str) -> str:
    """Write the first numbers of a tensor."""
    if name not in stage.tensors:
        return _ABSENT
    tensor = stage.tensors[name]
    if tensor is None:
        return "None"
    if tensor.numel() > 1 and not tensor.any():
        return f"{tensor.numel()} zeros"
    values = map(_written, tensor.reshape(-1)[:_FEW].tolist())
    return ", ".join(values) + (", …" if tensor.numel() > _FEW else "")


def _written(value: float) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _version(before: Stage, after: Stage, name: str) -> str:
    if name not in after.places:
        return ""
    old, new = before.places[name][1], after.places[name][1]
    return f"{old}" if old == new else f"{old} → {new}"


def _show_all(name: str, stage: Stage) -> None:
    tensor = stage.tensors[name]
    if tensor is None or not tensor.ndim:
        st.markdown(f"`{name}` = {tensor if tensor is None else tensor.item()}")
        return
    rows = tensor.reshape(len(tensor), -1).tolist()
    columns = [str(column) for column in range(len(rows[0]))]
    st.dataframe(
        pd.DataFrame([list(map(_written, row)) for row in rows], columns=columns), alt=f"All numbers of {name}"
    )
