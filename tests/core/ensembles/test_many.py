"""Many runs as one: company changes nothing, pieces add up, who diverges ends alone."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.ensembles import ManyState, advance_many, fan, start_many, train_many
from core.optimizers import OPTIMIZERS
from core.training import train

SMALL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 30, "hidden": (5, 4), "activation": "Tanh", "epochs": 6, "batch_size": 4,
}  # fmt: skip


def bits(value: Any) -> Any:
    """A value that is equal only where every bit is; all nan are one."""
    if isinstance(value, Tensor):
        return str(value.dtype), tuple(value.shape), value.nan_to_num(1e30).numpy().tobytes()
    if isinstance(value, dict):
        return {key: bits(item) for key, item in value.items()}
    if isinstance(value, float):
        return value.hex()
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, TrainConfig):
        return {field.name: bits(getattr(value, field.name)) for field in fields(value)}
    return [bits(item) for item in value] if isinstance(value, list | tuple) else value


def run_bits(state: ManyState, index: int) -> Any:
    """Every bit of one run."""
    return bits([state.outcomes[index], state.history(index), dict(state.weights(index))])


def everything(state: ManyState) -> Any:
    return [run_bits(state, index) for index in range(len(state.configs))]


ONE = st.fixed_dictionaries(
    {
        "lr": st.sampled_from([1e-3, 0.1, 1.0, 10.0]),
        "momentum": st.sampled_from([0.0, 0.9]),
        "seed": st.integers(0, 99),
        "weight_decay": st.sampled_from([0.0, 0.1]),
        "regularization_rate": st.sampled_from([0.0, 0.01]),
        "init": st.sampled_from(["He", "zeros"]),
        "schedule": st.sampled_from(["constant", "one-cycle"]),
    }
)
SHAPES = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["spiral", "noisy sine", "blobs"]),
        "n_samples": st.integers(20, 40),
        "hidden": st.sampled_from([(), (4,), (3, 9), (64,)]),
        "activation": st.sampled_from(list(ACTIVATIONS)),
        "optimizer": st.sampled_from(list(OPTIMIZERS)),
        "regularization": st.sampled_from(["none", "L1", "L2"]),
        "batch_size": st.sampled_from([None, 1, 7, 10]),
        "dtype": st.sampled_from(["float32", "float64"]),
        "epochs": st.integers(1, 7),
    }
)


@settings(max_examples=60)
@given(SHAPES, st.lists(ONE, min_size=2, max_size=9), st.data())
def test_company_changes_no_bit(shape, members, data):
    configs = [TrainConfig(**shape, **member) for member in members]
    place = data.draw(st.integers(0, len(configs) - 1))
    alone, together = train_many([configs[place]]), train_many(configs)
    assert run_bits(together, place) == run_bits(alone, 0)


def test_company_changes_no_bit_in_a_large_stack():
    configs = fan(TrainConfig(**SMALL | {"n_samples": 100, "hidden": (8, 8, 8), "batch_size": 10}), 71)
    together = train_many(configs)
    for place in (0, 1, 37, 70):
        assert run_bits(together, place) == run_bits(train_many([configs[place]]), 0)


@settings(max_examples=20)
@given(SHAPES, st.lists(ONE, min_size=1, max_size=4), st.lists(st.integers(0, 4), max_size=4))
def test_pieces_equal_all_at_once_bit_for_bit(shape, members, pieces):
    configs = [TrainConfig(**shape, **member) for member in members]
    state = start_many(configs)
    for epochs in pieces:
        state = advance_many(state, epochs)
    state = advance_many(state, 100)
    assert state.finished
    assert everything(state) == everything(train_many(configs))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_going_on_changes_nothing_of_what_was(optimizer):
    configs = fan(TrainConfig(**SMALL, optimizer=optimizer, lr=5.0), 3)
    states = [start_many(configs)]
    seen = [everything(states[0])]
    for _ in range(3):
        states.append(advance_many(states[-1], 2))
        seen.append(everything(states[-1]))
    assert [everything(state) for state in states] == seen
    assert everything(advance_many(states[1], 2)) == seen[2]


def test_sessions_side_by_side_disturb_nobody():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    plans = [fan(TrainConfig(**SMALL, optimizer=name, seed=seed), 4) for name in ("SGD", "Adam") for seed in (1, 50)]
    alone = [everything(train_many(configs)) for configs in plans]
    with ThreadPoolExecutor(len(plans)) as threads:
        together = [everything(state) for state in threads.map(train_many, plans)]
    assert together == alone
    assert torch.equal(torch.get_rng_state(), before)


def test_who_diverges_ends_alone_and_at_the_epoch_and_layer_of_a_single_run():
    config = TrainConfig(**SMALL | {"dataset": "noisy sine", "activation": "ReLU", "epochs": 300})
    configs = tuple(replace(config, lr=lr) for lr in (0.01, 10.0, 0.02))
    state, alone = train_many(configs), train(configs[1])
    calm, wild, other = state.outcomes
    assert alone.stop is not None
    assert 0 < alone.stop.epoch < 300
    assert wild.stop == alone.stop
    assert (wild.last.epoch, wild.best.epoch) == (alone.stop.epoch, 0)
    assert not math.isfinite(wild.last.test_loss)
    assert [record.epoch for record in state.history(1)] == sorted({*range(alone.stop.epoch + 1)})
    assert not all((tensor.abs() < 1e3).all() for tensor in state.weights(1).values())
    for outcome, index in ((calm, 0), (other, 2)):
        assert (outcome.stop, outcome.last.epoch) == (None, 300)
        assert run_bits(state, index) == run_bits(train_many([configs[index]]), 0)


@pytest.mark.parametrize("lr", [1.0, 3.0, 10.0])
def test_a_loss_that_overflows_between_two_moments_of_the_history_is_seen_at_once(lr):
    config = TrainConfig(dataset="straight line", hidden=(), loss="MSE", lr=lr, epochs=2_000, n_samples=20)
    alone, state = train(config), train_many(fan(config, 2))
    assert state.outcomes[0].stop == alone.stop


def test_the_last_record_is_how_good_the_last_weights_are():
    config = TrainConfig(**SMALL | {"epochs": 100})
    outcome = train_many(fan(config, 2)).outcomes[1]
    assert outcome.last.epoch == 100
    assert outcome.best.test_loss <= outcome.last.test_loss
    assert outcome.config == replace(config, seed=config.seed + 1)


def test_the_best_is_the_lowest_of_the_history():
    state = train_many(fan(TrainConfig(**SMALL | {"epochs": 80}, lr=1.0), 5))
    for index, outcome in enumerate(state.outcomes):
        assert outcome.best == min(state.history(index), key=lambda record: record.test_loss)


def test_runs_that_cannot_be_stacked_are_there_all_the_same():
    config = TrainConfig(**SMALL | {"epochs": 4})
    configs = (replace(config, dropout=0.5), config, replace(config, zero_grad=False), replace(config, seed=1))
    state = train_many(configs)
    for index in (0, 2):
        alone = train(configs[index])
        assert state.history(index) == alone.history
        assert bits(dict(state.weights(index))) == bits(dict(alone.weights))
        assert state.outcomes[index].last == alone.history[-1]
        assert state.outcomes[index].best == min(alone.history, key=lambda record: record.test_loss)
    assert [outcome.config for outcome in state.outcomes] == list(configs)


def test_progress_is_told_and_can_be_ended():
    configs, shares = fan(TrainConfig(**SMALL | {"epochs": 50}), 3), []

    def until_three(state: ManyState) -> bool:
        shares.append(state.share)
        return len(shares) < 3

    state = train_many(configs, until_three)
    assert shares[0] == 0
    assert shares == sorted(set(shares))
    assert not state.finished
    assert everything(advance_many(state, 50)) == everything(train_many(configs))
