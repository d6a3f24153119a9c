"""The charts of a run's health: frames that say what the run said, and specs that have a place for each of them."""

import math
from dataclasses import replace
from typing import Any

import pytest
import torch

from core.config import TrainConfig
from core.health import Health, Units, examine, overfitting
from core.training import EpochRecord, Snapshot, start, train
from ui.charts.health import gap_chart, gap_frames, gradients_chart, gradients_frames, layers_chart, layers_frames
from ui.charts.health.layers import said


@pytest.fixture(scope="module")
def found() -> Health:
    return examine(train(TrainConfig(dataset="spiral", n_samples=60, epochs=5, hidden=(6, 4))))


def fields(spec: Any) -> set[str]:
    if isinstance(spec, list):
        return {field for part in spec for field in fields(part)}
    if not isinstance(spec, dict):
        return set()
    own = {spec["field"]} if isinstance(spec.get("field"), str) else set()
    return own | {field for part in spec.values() for field in fields(part)}


CALCULATED = {"part", "loss", "gap", "hue", "line", "top", "foot", "left", "right", "middle", "sign"}


def test_every_field_that_a_chart_names_is_in_its_frames(found: Health) -> None:
    history = train(TrainConfig(n_samples=60, epochs=5)).history
    for spec, frames in (
        (gap_chart(), gap_frames(history, overfitting(history))),
        (gradients_chart(3), gradients_frames(found)),
        (layers_chart(3, 5), layers_frames(found)),
    ):
        columns = {column for frame in frames.values() for column in frame.columns}
        assert fields(spec) - CALCULATED <= columns


def test_the_best_epoch_is_marked_with_words_on_the_side_where_there_is_room() -> None:
    def record(epoch: int, loss: float) -> EpochRecord:
        return EpochRecord(epoch=epoch, train_loss=0.5, test_loss=loss)

    for losses, side in (((0.5, 0.2, 0.3, 0.4), "after"), ((0.5, 0.4, 0.3, 0.2), "before")):
        history = [record(epoch, loss) for epoch, loss in enumerate(losses)]
        (row,) = gap_frames(history, overfitting(history))["best"].to_dict("records")
        assert (row["epoch"], row["test"]) == (losses.index(0.2), 0.2)
        assert row[side] == f"lowest test loss 0.2, epoch {row['epoch']}"
        assert row[{"after": "before", "before": "after"}[side]] == ""
    broken = [record(0, 0.5), record(1, math.nan), record(2, 0.0)]
    assert gap_frames(broken, overfitting(broken))["losses"]["epoch"].tolist() == [0]


def test_the_slider_has_a_place_for_every_snapshot_and_its_epoch_is_written_beside_it(found: Health) -> None:
    frames, spec = layers_frames(found), layers_chart(3, len(found.epochs) - 1)
    slider = next(param for param in spec["params"] if param["name"] == "step")
    assert (slider["value"], slider["bind"]["max"]) == (5, 5)
    assert frames["titles"]["says"].tolist() == [f"after epoch {epoch}" for epoch in found.epochs]
    for name in ("bins", "weights", "neurons", "counts"):
        assert set(frames[name]["step"]) == set(range(6))
    counted = frames["bins"].groupby(["step", "at"])["weights"].sum().unstack().to_numpy().tolist()
    assert counted == [[12, 24, 4]] * 6
    assert frames["bins"]["top"].min() > 0


def test_weights_that_are_all_alike_are_one_bar_at_their_value_on_an_axis_around_0() -> None:
    for weight, init in ((0.0, "zeros"), (2.5, "zeros")):
        state = start(TrainConfig(dataset="spiral", n_samples=60, hidden=(6, 4), init=init))
        alike = {name: torch.full_like(tensor, weight) for name, tensor in state.weights.items()}
        inside = examine(replace(state, snapshots=(Snapshot(epoch=0, weights=alike),)))
        bins, (low, high) = layers_frames(inside)["bins"], layers_frames(inside)["ends"]["low"]
        assert bins["weights"].tolist() == [12, 24, 4]
        assert ((bins["low"] + bins["high"]) / 2).tolist() == pytest.approx([weight] * 3)
        assert (bins["high"] - bins["low"]).max() < 0.05 * (high - low)
        assert (low, high) == pytest.approx((-(weight or 1), weight or 1))


def test_neurons_are_counted_and_named(found: Health) -> None:
    dead = torch.tensor([[False, True, False, True], [False] * 4])
    units = Units(flat=torch.tensor([[0.0, 1, 0.95, 1], [0, 0, 0, 0.5]]), dead=dead)
    one = Health(
        epochs=(0, 9), layers=("hidden layer 1", "output layer"), edges=found.edges, counts=found.counts[:2, :2],
        mean=found.mean[:2, :2], std=found.std[:2, :2], gradients=found.gradients[:2, :2], units=(units,),
    )  # fmt: skip
    frames = layers_frames(one)
    assert frames["counts"]["says"].tolist() == [
        "hidden layer 1: 2 dead (2, 4), 1 flat (3) of 4",
        "hidden layer 1: 0 dead, 0 flat of 4",
    ]
    assert frames["neurons"]["state"].tolist() == ["learning", "dead", "flat", "dead", *["learning"] * 4]
    assert said([True] * 20, "dead") == "20 dead (1, 2, 3, 4, 5, 6, …)"


def test_a_gradient_of_zero_or_beyond_all_numbers_is_not_drawn(found: Health) -> None:
    found.gradients[0, 0], found.gradients[1, 2] = 0.0, math.inf
    norms = gradients_frames(found)["norms"]
    assert len(norms) == 3 * 6 - 2
    domain = gradients_chart(3)["layer"][0]["encoding"]["color"]["scale"]["domain"]
    assert set(norms["layer"]) == set(domain)
    assert domain == ["hidden 1", "hidden 2", "output"]
