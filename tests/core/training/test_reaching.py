"""A run that ends where it was asked to: decided by its losses alone, by either loop, in any pieces."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checkpoints import resume, save
from core.config import TrainConfig
from core.training import EpochRecord, Reached, TrainState, advance, start, train
from core.training.reaching import Watch

SMALL: dict[str, Any] = {"dataset": "xor", "n_samples": 40, "hidden": (5,), "epochs": 60, "batch_size": 10, "lr": 1.0}


def same(a: TrainState, b: TrainState) -> bool:
    weights = all(a.weights[name].equal(b.weights[name]) for name in b.weights)
    plain = [
        [getattr(s, f.name) for f in fields(s) if f.name in ("config", "epoch", "history", "stop")] for s in (a, b)
    ]
    return weights and plain[0] == plain[1] and [s.epoch for s in a.snapshots] == [s.epoch for s in b.snapshots]


def test_nothing_ends_a_run_that_was_not_asked_to():
    state = train(TrainConfig(**SMALL))
    assert (state.epoch, state.reached, state.finished) == (60, None, True)
    assert not start(TrainConfig(**SMALL)).finished


def test_a_target_ends_a_run_in_the_first_epoch_whose_train_loss_is_not_above_it():
    free = train(TrainConfig(**SMALL))
    target = free.history[20].train_loss
    first = next(record.epoch for record in free.history[1:] if record.train_loss <= target)
    state = train(TrainConfig(**SMALL, target_loss=target))
    assert state.finished
    assert state.history == free.history[: first + 1]
    assert state.reached is not None
    assert (state.reached.condition, state.reached.epoch, state.snapshots[-1].epoch) == ("target_loss", first, first)


@pytest.mark.parametrize("patience", [1, 2, 5])
def test_patience_ends_a_run_so_many_epochs_after_its_lowest_test_loss(patience):
    free = [record.test_loss for record in train(TrainConfig(**SMALL | {"lr": 3.0})).history]
    state = train(TrainConfig(**SMALL | {"lr": 3.0}, patience=patience))
    wanted = next(
        e for e in range(patience + 1, 60) if min(free[e - patience + 1 : e + 1]) >= min(free[1 : e - patience + 1])
    )
    assert state.reached == Reached(condition="patience", epoch=wanted, best=wanted - patience)
    assert state.epoch == state.snapshots[-1].epoch == wanted


def test_what_holds_before_training_does_not_count():
    state = train(TrainConfig(**SMALL, target_loss=100.0))
    assert state.epoch == 1


@pytest.mark.parametrize(
    "more", [{"target_loss": 0.5}, {"patience": 3, "lr": 3.0}, {"patience": 2, "dropout": 0.3}], ids=str
)
def test_any_pieces_by_either_loop_end_alike(more):
    config = TrainConfig(**SMALL | more)
    at_once = train(config)
    assert 1 < at_once.epoch < 60
    assert same(advance(start(config), 60, plain=True), at_once)
    state = start(config)
    while not state.finished:
        state = resume(save(advance(state, 1)))
    assert same(state, at_once)
    assert advance(state, 5) is state


LOSSES = st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2)), min_size=1, max_size=30)


@given(LOSSES, st.floats(0, 1), st.integers(0, 5))
def test_a_run_ends_where_its_losses_say(losses, target, patience):
    config = TrainConfig(target_loss=target, patience=patience)
    watch = Watch(config)
    for epoch, (train_loss, test_loss) in enumerate(losses):
        watch.see(EpochRecord(epoch=epoch, train_loss=train_loss, test_loss=test_loss))
        tests = [loss for _, loss in losses[1 : epoch + 1]]
        waited = bool(tests) and len(tests) - 1 - tests.index(min(tests)) >= patience > 0
        met = bool(tests) and train_loss <= target > 0
        assert (watch.reached is not None) == (waited or met)
        if watch.reached is not None:
            return
