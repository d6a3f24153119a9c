"""Tables whose last column wraps, so that they fit any width; a long one scrolls within itself."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

_EDGE: Final = "1px solid color-mix(in srgb, currentColor 16%, transparent)"
_BOX: Final = f"overflow-y:auto;max-height:{{height}}px;border:{_EDGE};border-radius:8px;font-size:14px"
_CELL: Final = f"padding:4px 8px;vertical-align:top;border-bottom:{_EDGE}"
_NUMBER: Final = ";text-align:right;font-variant-numeric:tabular-nums"


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str | int]], *, label: str, height: int) -> None:
    """Show rows of texts and whole numbers; nothing in them is obeyed as markup.

    Args:
        columns: their names.
        rows: a cell for each column.
        label: what the table shows, for those who do not see it.
        height: at most, in pixels.
    """
    head = "".join(f'<th scope="col" style="text-align:left;{_CELL}">{escape(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row[:-1]))}{_cell(row[-1], wrap='anywhere')}</tr>" for row in rows)
    st.html(
        f'<div tabindex="0" role="region" aria-label="{escape(label)}" style="{_BOX.format(height=height)}">'
        f'<table style="width:100%;border-collapse:collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(value: str | int, wrap: str = "normal") -> str:
    if isinstance(value, int):
        return f'<td style="{_CELL}{_NUMBER}">{value:,}</td>'
    return f'<td style="overflow-wrap:{wrap};{_CELL}">{escape(value)}</td>'
