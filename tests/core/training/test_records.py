"""What a run tells of itself: losses, accuracies and R2 of every epoch, and the weights of some."""

import math
from dataclasses import FrozenInstanceError
from itertools import pairwise

import pytest
import torch
from torch import nn

from core.config import TrainConfig
from core.datasets import load
from core.losses import LOSSES
from core.training import (
    EpochRecord,
    advance,
    r2,
    snapshot_epochs,
    start,
    train,
)
from tests.core.training.bits import SMALL, bits


# What is measured.
@pytest.mark.parametrize("loss", LOSSES)
def test_losses_and_accuracies_are_those_of_the_weights_after_each_epoch(loss):
    config = TrainConfig(**SMALL, loss=loss, dropout=0.3, optimizer="Adam")
    state, data = train(config), load(config)
    for snapshot in state.snapshots:
        model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Identity(), nn.Linear(4, config.sizes[-1]))
        if loss == "Half squared error (tanh)":
            model.append(nn.Tanh())
        model.load_state_dict(snapshot.weights)
        record = state.history[snapshot.epoch]
        for part in ("train", "test"):
            split = getattr(data, part)
            output = model(split.x)
            target = LOSSES[loss].encode(split.y, torch.float32)
            assert getattr(record, f"{part}_loss") == LOSSES[loss].factory()(output, target).item()
            if config.sizes[-1] == 2:
                right = sum(
                    int(row[1] > row[0]) == y for row, y in zip(output.tolist(), split.y.tolist(), strict=True)
                )
            else:
                right = sum(int(row[0] > 0) == y for row, y in zip(output.tolist(), split.y.tolist(), strict=True))
            assert getattr(record, f"{part}_accuracy") == pytest.approx(right / len(split.y), abs=1e-12)
        assert record.train_r2 is None
        assert record.test_r2 is None


def test_r2_is_the_explained_share_as_scikit_learn_measures_it():
    from sklearn.metrics import r2_score

    config = TrainConfig(dataset="noisy sine", hidden=(5,), epochs=4)
    state, data = train(config), load(config)
    model = nn.Sequential(nn.Linear(1, 5), nn.ReLU(), nn.Linear(5, 1))
    model.load_state_dict(state.weights)
    with torch.no_grad():
        for part in ("train", "test"):
            split = getattr(data, part)
            expected = r2_score(split.y.numpy(), model(split.x).numpy())
            assert getattr(state.history[-1], f"{part}_r2") == pytest.approx(expected, abs=1e-5)
    assert r2(torch.tensor([[1.0], [2.0]]), torch.tensor([[1.0], [2.0]])) == 1
    assert r2(torch.tensor([[1.5], [1.5]]), torch.tensor([[1.0], [2.0]])) == 0
    assert state.history[-1].train_accuracy is None


@pytest.mark.parametrize(
    ("n_samples", "train_share", "true_weight"), [(10, 0.9, 0.7), (50, 0.8, 0.0)], ids=["one test point", "one height"]
)
def test_r2_is_not_defined_where_all_targets_are_equal(n_samples, train_share, true_weight):
    config = TrainConfig(
        dataset="straight line", hidden=(), epochs=3, n_samples=n_samples, train_share=train_share,
        true_weight=true_weight,
    )  # fmt: skip
    for record in train(config).history:
        assert math.isnan(record.test_r2)
        assert math.isfinite(record.test_loss)


def test_history_has_one_record_for_each_epoch_from_before_training_on():
    state = train(TrainConfig(**SMALL))
    assert [record.epoch for record in state.history] == list(range(7))
    assert state.history[0] == start(state.config).history[0]


@pytest.mark.parametrize("epochs", [1, 2, 59, 60, 61, 300, 10_000])
def test_about_60_moments_are_kept_the_first_and_the_last_among_them_denser_early(epochs):
    kept = snapshot_epochs(epochs)
    assert kept[0] == 0
    assert kept[-1] == epochs
    assert len(kept) == min(epochs + 1, 60)
    steps = [b - a for a, b in pairwise(kept)]
    assert all(a <= b + 1 for a, b in pairwise(steps))  # rounding may shift one epoch
    assert all(step > 0 for step in steps)


def test_a_snapshot_holds_the_weights_of_its_epoch():
    config = TrainConfig(**SMALL | {"epochs": 200})
    state, by_epoch = train(config), start(config)
    assert [snapshot.epoch for snapshot in state.snapshots] == list(snapshot_epochs(200))
    for snapshot in state.snapshots:
        by_epoch = advance(by_epoch, snapshot.epoch - by_epoch.epoch)
        assert bits(dict(by_epoch.weights)) == bits(dict(snapshot.weights))


def test_a_record_belongs_to_one_epoch_and_cannot_be_changed():
    record = EpochRecord(epoch=1, train_loss=0.5, test_loss=0.6)
    with pytest.raises(FrozenInstanceError):
        record.train_loss = 0.1  # type: ignore[misc]
