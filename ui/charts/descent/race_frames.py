"""What is drawn of several optimizers going downhill from one start, as tables."""

import base64
import io
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from PIL import Image

from core.descent.basins import FAR
from core.descent.config import SURFACES
from core.descent.formulas import spell
from core.descent.maps import BANDS, bands, heights
from core.descent.path import Path, left_at

FLOOR: Final = 1e-6
"""Losses closer to the lowest one than this are not drawn: there float32 has rounding left, and no log of zero."""
KEY: Final = (5, 78, 18)
"""Names in a row of the key, pixels for one name, pixels for one row."""
_SUNK: Final = 1e-12
"""Where a line that falls through the floor is headed."""
_PIXELS: Final = (480, 300)
_SLATE: Final = (110, 125, 145)


@cache
def map_image(surface: str) -> str:
    """Paint the heights of a landscape as a PNG data URI: one grey, the more of it the higher; edges of bands darker.

    The grey lets the page show through, so that one picture serves light and dark.
    """
    band = bands(heights(surface, *_PIXELS))
    edge = np.zeros(band.shape, dtype=bool)
    edge[:-1] |= band[:-1] != band[1:]
    edge[:, :-1] |= band[:, :-1] != band[:, 1:]
    alpha = (band * (130 / BANDS) + edge * 70).astype(np.uint8)
    picture = Image.fromarray(alpha, "P")
    picture.putpalette(_SLATE * 256)
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True, transparency=bytes(range(256)))
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def race_frames(paths: Sequence[Path], last: int, stride: int) -> dict[str, pd.DataFrame]:
    """Tabulate runs from one start for `race_chart`, every `stride`-th step; a broken run stays put."""
    surface = SURFACES[paths[0].config.surface]
    across, up = surface.domain
    place = {"x": [across.low], "x2": [across.high], "y": [up.low], "y2": [up.high]}
    rows = pd.concat([_rows(path, last, stride) for path in paths], ignore_index=True)
    per_row, wide, high = KEY
    key = [
        {"optimizer": path.config.optimizer, "left": (i % per_row) * wide + 8, "top": (i // per_row) * high + 9}
        for i, path in enumerate(paths)
    ]
    return {
        "map": pd.DataFrame({"url": [map_image(paths[0].config.surface)], **place}),
        "minima": pd.DataFrame(surface.minima, columns=["x", "y"]),
        "start": pd.DataFrame([paths[0].config.origin], columns=["x", "y"]),
        "paths": rows,
        "key": pd.DataFrame(key),
        "left": _left(paths),
    }


def _rows(path: Path, last: int, stride: int) -> pd.DataFrame:
    """Return one row for every step drawn; a run that has left the picture for good stays where it left."""
    surface = SURFACES[path.config.surface]
    left = left_at(path)
    steps = np.arange(0, last + 1, stride)
    at = np.minimum(steps, path.steps if left is None else left)
    above = path.loss[at] - surface.lowest
    gap = np.where(above < FLOOR, np.maximum(above, _SUNK), above)
    gap[~(gap <= top(path.config.surface)) | (steps > at)] = np.nan
    frame = pd.DataFrame({"optimizer": path.config.optimizer, "step": steps, "gap": gap})
    frame["height"] = [spell(value) for value in above]
    for name, limits, w in zip("xy", surface.domain, path.w[at].T, strict=True):
        width = limits.high - limits.low
        frame[name] = np.clip(w, limits.low - FAR * width, limits.high + FAR * width)
    return frame


def _left(paths: Sequence[Path]) -> pd.DataFrame:
    """List the runs that leave the picture for good, and when."""
    gone = [(path.config.optimizer, left) for path in paths if (left := left_at(path)) is not None]
    rows = [
        {"step": left, "says": f"{name} left the picture at step {left}", "top": 16 + 18 * at}
        for at, (name, left) in enumerate(gone)
    ]
    return pd.DataFrame(rows, columns=["step", "says", "top"]).astype({"step": int, "says": str, "top": int})


@cache
def top(surface: str) -> float:
    """Return the largest loss above the lowest that the picture of a landscape shows."""
    return float(heights(surface, *_PIXELS).max())
