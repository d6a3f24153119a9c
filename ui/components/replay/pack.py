"""The film of a run as plain values for the browser."""

import base64
import math
from typing import Any

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import Data
from core.replay import Replay


def pack(film: Replay, config: TrainConfig, data: Data, run: str) -> dict[str, Any]:
    """Write a film as plain values for the browser.

    Args:
        film: what is shown.
        config: the run's settings.
        data: its data.
        run: tells one run from another, so that the place in time survives whatever else changes on the page.
    """
    classification = data.task == "classification"
    return {
        "run": run,
        "kind": film.kind,
        "epochs": list(film.epochs),
        "total": config.epochs,
        "loss": f"Loss: {config.loss}",
        "metric": {"key": "accuracy", "name": "Accuracy", "short": "accuracy"}
        if classification
        else {"key": "r2", "name": "R²: explained share of the variance", "short": "R²"},
        "classes": list(data.classes),
        "probability": classification and config.loss in {"BCE with logits", "Cross-entropy"},
        "extent": [list(axis) for axis in film.extent],
        "middle": film.middle,
        "limit": film.limit,
        "resolution": film.values.shape[-1],
        "history": _history(film),
        **_axes(film, data),
        **_frames(film),
    }


def _axes(film: Replay, data: Data) -> dict[str, Any]:
    if film.kind == "plane":
        name = "How sure of each class" if data.classes else f"Output: {data.target}"
        return {"caption": f"{name}, over all inputs", "names": list(data.point_names[:2])}
    if film.kind == "line":
        return {"caption": "The fitted curve", "names": [data.point_names[0], data.target]}
    if film.kind == "scatter":
        return {"caption": f"{data.target}: predicted against true", "names": ["true", "predicted"]}
    return {"caption": "Confusion matrix", "names": ["predicted", "true"]}


def _frames(film: Replay) -> dict[str, Any]:
    points = [
        [*(round(v, 5) for v in row), int(test)]
        for row, test in zip(film.points.tolist(), film.is_test.tolist(), strict=True)
    ]
    if film.kind == "confusion":
        train, test = film.values.unbind(1)
        return {"points": points, "confusion": {"train": train.flatten().tolist(), "test": test.flatten().tolist()}}
    if film.kind != "plane":
        grid = [] if film.grid is None else film.grid.tolist()
        return {"points": points, "values": _text(film.values.float()), "grid": grid}
    values = film.values.nan_to_num(0.0)
    scaled = 254 * values if film.labels is not None else 127 + 127 * values
    maps = {"maps": _text(scaled.round().to(torch.uint8))}
    if film.labels is not None:
        maps["labels"] = _text(film.labels)
    return {"points": points, **maps}


def _history(film: Replay) -> dict[str, list[Any]]:
    names = ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "train_r2", "test_r2")
    return {name: [_plain(getattr(record, name)) for record in film.history] for name in names}


def _plain(value: float | None) -> float | str | None:
    """JSON has no nan and no infinity: say them in words."""
    if value is None or math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def _text(values: Tensor) -> str:
    return base64.b64encode(values.contiguous().numpy().tobytes()).decode()
