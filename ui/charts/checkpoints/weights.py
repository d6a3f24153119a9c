"""The numbers of state_dicts, each tensor a block of cells."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd
import torch
from torch import Tensor

from ui.charts import theme
from ui.charts.checkpoints.painting import picture_frame, picture_mark

SLOT, WIDE_SLOT = 5, 8  # cells that the name of a tensor needs above it: more where many make them small
MANY: Final = 40
TITLE: Final = 0.35  # where it stands in the room above the cells, which is half as high as these
NAMES: Final = 0.88  # where they stand in it
CELL: Final = 16  # pixels, one of them the gap to the next


def weights_frames(rows: Mapping[str, Mapping[str, Tensor]]) -> dict[str, pd.DataFrame]:
    """Tabulate state_dicts of one network, one below the other, each tensor a block of cells.

    Args:
        rows: what each is called, to its state_dict.
    """
    limit = max(tensor.abs().max().item() for weights in rows.values() for tensor in weights.values()) or 1.0
    pictures, names, down = [], [], 0
    for title, weights in rows.items():
        above = max(1, max(map(len, weights.values())) // 2)
        picture, places = _picture(weights, above)
        names.append((0, down + TITLE * above, title))
        names += [(x, down + NAMES * above, name) for name, x in places.items()]
        pictures.append(picture)
        down += len(picture)
    cells = torch.cat(pictures)
    height, width = cells.shape
    cells = cells.repeat_interleave(CELL, 0).repeat_interleave(CELL, 1)
    cells[CELL - 1 :: CELL], cells[:, CELL - 1 :: CELL] = torch.nan, torch.nan
    place = {"left": 0, "right": width, "bottom": height, "top": 0}
    return {
        "cells": picture_frame(cells, limit, **place),
        "names": pd.DataFrame(names, columns=["x", "y", "name"]),
    }


def _picture(weights: Mapping[str, Tensor], above: int) -> tuple[Tensor, dict[str, int]]:
    """Put the tensors of a state_dict side by side, nan between and above them; return where each begins, too."""
    blocks = {name: tensor.reshape(len(tensor), -1).float() for name, tensor in weights.items()}  # a bias: one column
    tallest, x, places, parts = max(map(len, blocks.values())), 0, {}, []
    slot = SLOT if sum(max(block.shape[1] + 1, SLOT) for block in blocks.values()) < MANY else WIDE_SLOT
    for name, block in blocks.items():
        wide = max(block.shape[1] + 1, slot)
        part = torch.full((above + tallest, wide), torch.nan)
        part[above : above + len(block), : block.shape[1]] = block
        places[name], x = x, x + wide
        parts.append(part)
    return torch.cat(parts, dim=1), places


@cache
def weights_chart() -> dict[str, Any]:
    """Draw the numbers of state_dicts; data from `weights_frames`."""
    names = alt.Chart(alt.NamedData(name="names")).mark_text(aria=False, align="left", baseline="bottom", fontSize=11)
    names = names.encode(x="x:Q", y="y:Q", text="name:N", color=alt.value(theme.INK))
    return theme.finish(alt.layer(picture_mark("cells", height=250, reverse=True), names))
