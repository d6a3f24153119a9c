"""A sound drawn: all of it, and its first samples one by one."""

from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from torch import Tensor

from ui.charts import theme

CLOSE: Final = 80  # samples drawn one by one
_PARTS: Final = 600  # into which a whole sound is cut


def wave_frame(wave_form: Tensor, rate: int) -> pd.DataFrame:
    """Tabulate a whole sound: the lowest and the highest sample of each part.

    Args:
        wave_form: (samples,), -1 to 1.
        rate: samples per second.
    """
    values = wave_form.double().numpy()
    size = max(1, -(-len(values) // _PARTS))
    starts = np.arange(0, len(values), size)
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return pd.DataFrame({"seconds": starts / rate, "low": low, "high": high})


def samples_frame(wave_form: Tensor, tensor: Tensor) -> pd.DataFrame:
    """Tabulate the first samples.

    Args:
        wave_form: (samples,), -1 to 1.
        tensor: (samples,), the same as the tensor holds them.
    """
    close = wave_form[:CLOSE].double().tolist()
    exact = [str(value) for value in tensor[:CLOSE].tolist()]
    return pd.DataFrame({"sample": range(len(close)), "value": close, "exact": exact})


def _level(name: str) -> alt.Y:
    axis = alt.Axis(title="level", values=[-1, 0, 1], grid=False)
    return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[-1, 1]), axis=axis)


@cache
def wave_chart(seconds: float = 0.5) -> dict[str, Any]:
    """Draw a whole sound so long; data from `wave_frame`."""
    time = alt.X(
        "seconds:Q",
        title="time in seconds",
        scale=alt.Scale(domain=[0, seconds], nice=False),
        axis=alt.Axis(grid=False),
    )
    band = alt.Chart().mark_area(opacity=0.8, line={"strokeWidth": 1}).encode(time, _level("low"), alt.Y2("high:Q"))
    return theme.finish(theme.painted(band, theme.BLUE).properties(height=130))


@cache
def samples_chart() -> dict[str, Any]:
    """Draw the first samples; data from `samples_frame`."""
    place = alt.X(
        "sample:Q", title=f"sample (the first {CLOSE})", scale=alt.Scale(domain=[0, CLOSE]), axis=alt.Axis(grid=False)
    )
    tip = [alt.Tooltip("sample:Q", title="index"), alt.Tooltip("exact:N", title="value")]
    line = alt.Chart().mark_line(strokeWidth=1, opacity=0.5).encode(place, _level("value"))
    points = alt.Chart().mark_circle(size=26, opacity=1).encode(place, _level("value"), tooltip=tip)
    zero = alt.Chart().mark_rule(opacity=0.4).encode(y=alt.datum(0))
    layers = [zero, theme.painted(line, theme.BLUE), theme.painted(points, theme.BLUE)]
    return theme.finish(alt.layer(*layers).properties(height=170))
