"""The film of a run as plain values and bytes for the browser."""

import math
from collections.abc import Sequence
from typing import Any, Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.datasets import DATASETS, Data
from core.replay import TABLE, Anatomy, Replay
from core.training import EpochRecord, Within, settings_in

_NOT_A_NUMBER: Final = 255  # in a map of bytes, whose numbers go up to 254


def pack(
    film: Replay, config: TrainConfig, data: Data, run: str, inside: Anatomy | None = None, batch: Within | None = None
) -> dict[str, Any]:
    """Write a film as plain values and bytes for the browser.

    Args:
        film: what is shown.
        config: the run's settings.
        data: its data.
        run: tells one run from another, so that the place in time survives whatever else changes on the page.
        inside: what lies inside the network, where it is shown.
        batch: what the last moment comes after, where that is told; from `beyond` where the epoch goes on.
    """
    classification = data.task == "classification"
    packed = {
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
        "history": _history(film.history),
        "marks": _marks(film, config),
        "found": [*_found(film, config), *_on_the_way(film, config, batch)],
        **_axes(film, data),
        **_frames(film),
        **({"later": [[n, _points(points, film.is_test)] for n, points in film.later]} if film.later else {}),
        **({} if inside is None else {"network": _network(inside)}),
    }
    return packed if batch is None else packed | _after_batch(packed, film, batch)


def _after_batch(packed: dict[str, Any], film: Replay, batch: Within) -> dict[str, Any]:
    """Tell the last moment as one after a batch; inside an epoch it gets a place and losses between two epochs."""
    rows = set(batch.rows) if batch.n_batches > 1 else set()
    ringed = [place for place, row in enumerate(film.rows.tolist()) if row in rows]
    told = {"epoch": batch.epoch, "batch": batch.batch, "of": batch.n_batches, "points": ringed}
    if batch.batch == batch.n_batches:
        return {"batch": told}
    now = batch.epoch - 1 + batch.batch / batch.n_batches
    more = _history([batch.after]) | {"epoch": [now]}
    history = {name: [*values, *more[name]] for name, values in packed["history"].items()}
    return {"batch": told, "epochs": [*packed["epochs"][:-1], now], "history": history}


def _network(inside: Anatomy) -> dict[str, Any]:
    return {
        "sizes": list(inside.sizes),
        "names": list(inside.input_names),
        "shapes": list(inside.shapes),
        "weights": _bytes(inside.weights),
        "fed": None if inside.inputs is None else _bytes(inside.inputs),
        "tables": {name: _bytes(values) for name, values in inside.tables.items()},
        "low": TABLE[0].item(),
        "step": (TABLE[1] - TABLE[0]).item(),
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
    points: Any = _points(film.points, film.is_test)
    if film.kind == "confusion":
        train, test = film.values.unbind(1)
        return {"points": points, "confusion": {"train": train.flatten().tolist(), "test": test.flatten().tolist()}}
    if film.kind != "plane":
        grid = [] if film.grid is None else film.grid.tolist()
        return {"points": points, "values": _bytes(film.values.float()), "grid": grid}
    scaled = 254 * film.values if film.labels is not None else (127 * film.values).add_(127)
    maps = {"maps": _bytes(scaled.round_().nan_to_num_(_NOT_A_NUMBER).to(torch.uint8))}
    if film.labels is not None:
        maps["labels"] = _bytes(film.labels)
    return {"points": points, **maps}


def _points(points: Tensor, is_test: Tensor) -> list[list[float]]:
    return [
        [*(round(v, 5) for v in row), int(test)] for row, test in zip(points.tolist(), is_test.tolist(), strict=True)
    ]


def _found(film: Replay, config: TrainConfig) -> list[dict[str, Any]]:
    """Return what a single neuron has found at every moment, beside what made the data."""
    if film.weight is None or film.bias is None:
        return []
    truth = "true_weight" in DATASETS[config.dataset].extra
    return [
        {"name": name, "true": true if truth else None, "values": [_plain(value) for value in values.tolist()]}
        for name, true, values in (
            ("Weight", config.true_weight, film.weight),
            ("Bias", config.true_bias, film.bias),
        )
    ]


def _on_the_way(film: Replay, config: TrainConfig, batch: Within | None) -> list[dict[str, Any]]:
    """Return learning rate and noise that led to every moment, where they change."""
    changed = {change.name for change in config.changed} | ({"lr"} if config.schedule != "constant" else set())
    told = [(key, name) for key, name in (("lr", "Learning rate"), ("noise", "Noise")) if key in changed]
    if not told:
        return []
    settings = [settings_in(config, max(1, epoch)) for epoch in film.epochs]
    if batch is not None:
        settings[-1] = settings_in(config, batch.epoch)
    return [{"name": name, "true": None, "values": [getattr(now, key) for now in settings]} for key, name in told]


def _marks(film: Replay, config: TrainConfig) -> list[list[Any]]:
    """Return what changed on the way: after which epoch, and what."""
    last = film.history[-1].epoch
    marks: dict[int, list[str]] = {}
    for change in config.changed:
        if change.epoch <= last:
            marks.setdefault(change.epoch, []).append(change.told)
    return [[epoch, ", ".join(told)] for epoch, told in marks.items()]


def _history(records: Sequence[EpochRecord]) -> dict[str, list[Any]]:
    names = ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
    history = {name: [_plain(getattr(record, name)) for record in records] for name in names}
    return history | {f"{part}_r2": [_r2(record, part) for record in records] for part in ("train", "test")}


def _r2(record: EpochRecord, part: str) -> float | str | None:
    """Tell an R2 that there is not, as the targets do not vary, from one of numbers that exploded."""
    value, loss = getattr(record, f"{part}_r2"), getattr(record, f"{part}_loss")
    return "undefined" if value is not None and math.isnan(value) and math.isfinite(loss) else _plain(value)


def _plain(value: float | None) -> float | str | None:
    """JSON has no nan and no infinity: say them in words."""
    if value is None or math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def _bytes(values: Tensor) -> bytes:
    return values.contiguous().numpy().tobytes()
