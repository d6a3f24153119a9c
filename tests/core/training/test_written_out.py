"""The run without autograd: every bit of it equals the plain loop's."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.activations import ACTIVATIONS
from core.checkpoints import resume, save
from core.config import TrainConfig
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES
from core.training import TrainState, advance, start, train
from core.training.written_out import can_write_out
from core.training.written_out.activations import KERNELS
from core.training.written_out.losses import LOSS_SLOPES
from core.training.written_out.penalties import PENALTY_SLOPES

SMALL: dict[str, Any] = {"dataset": "spiral", "n_samples": 40, "hidden": (5, 3), "epochs": 5, "batch_size": 7}


def bits(value: Any) -> Any:
    """A value that is equal only where every bit, dtype and key is; one nan is as good as another."""
    if isinstance(value, Tensor):
        plain = torch.where(value.isnan(), torch.nan, value) if value.is_floating_point() else value
        return str(plain.dtype), tuple(plain.shape), plain.contiguous().numpy().tobytes()
    if isinstance(value, TrainConfig):
        return value
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: bits(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: bits(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [bits(item) for item in value]
    return value.hex() if isinstance(value, float) else value


def fast_and_plain(config: TrainConfig) -> tuple[TrainState, TrainState]:
    """The same run, once without and once with autograd."""
    begun = start(config)
    assert can_write_out(begun)
    return advance(begun, config.epochs), advance(begun, config.epochs, plain=True)


def tensors(value: Any) -> Iterator[Tensor]:
    """All tensors anywhere in a state."""
    if isinstance(value, Tensor):
        yield value
    elif hasattr(value, "__dataclass_fields__"):
        yield from tensors([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, dict):
        yield from tensors(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors(item)


CONFIGS = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["spiral", "noisy sine", "blobs"]),
        "n_samples": st.integers(20, 60),
        "hidden": st.lists(st.integers(1, 40), max_size=3).map(tuple),
        "activation": st.sampled_from(list(KERNELS)),
        "init": st.sampled_from(["PyTorch default", "normal"]),
        "optimizer": st.sampled_from(list(OPTIMIZERS)),
        "lr": st.sampled_from([1e-3, 0.1, 1.0, 10.0]),
        "schedule": st.sampled_from(list(SCHEDULES)),
        "momentum": st.sampled_from([0.0, 0.9]),
        "weight_decay": st.sampled_from([0.0, 0.1]),
        "regularization": st.sampled_from(["none", *PENALTY_SLOPES]),
        "regularization_rate": st.sampled_from([0.0, 0.01]),
        "batch_size": st.none() | st.integers(1, 70),
        "shuffle": st.booleans(),
        "dtype": st.sampled_from(["float32", "float64"]),
        "epochs": st.integers(1, 9),
        "seed": st.integers(0, 99),
    }
)


@given(CONFIGS, st.lists(st.integers(0, 4), max_size=3))
@example({"dataset": "spiral", "optimizer": "Adam", "batch_size": 10, "epochs": 60, "hidden": (4, 2)}, [1, 0, 20])
@example({"dataset": "noisy sine", "lr": 10.0, "loss": "MSE", "optimizer": "Momentum", "epochs": 80}, [3, 20, 1])
@example(  # where the signs of the nans differ
    {"dataset": "noisy sine", "n_samples": 546, "hidden": (47, 1, 55), "activation": "Softsign", "lr": 0.3,
     "optimizer": "Nesterov", "momentum": 0.9, "weight_decay": 0.01, "batch_size": 19, "epochs": 6, "seed": 437}, [],
)  # fmt: skip
@example({"dataset": "spiral", "hidden": (28, 1, 44), "batch_size": 1, "epochs": 1, "dtype": "float64"}, [])
@settings(deadline=None, max_examples=80)
def test_any_run_in_any_pieces_equals_the_plain_loop_bit_for_bit(choices, pieces):
    begun = state = start(TrainConfig(**choices))
    assert can_write_out(begun)
    for epochs in pieces:
        state = advance(state, epochs)
        assert bits(state) == bits(advance(begun, state.epoch, plain=True))
    assert bits(advance(state, 100)) == bits(advance(begun, 100, plain=True))


def test_an_activation_for_each_layer_equals_the_plain_loop_bit_for_bit():
    config = TrainConfig(**SMALL | {"hidden": (5, 4, 3)}, activation="ReLU, Tanh, SiLU")
    assert can_write_out(start(config))
    fast, plain = fast_and_plain(config)
    assert bits(fast) == bits(plain)


@pytest.mark.parametrize("activation", KERNELS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch_size", [None, 1, 7])
def test_every_activation_equals_the_plain_loop_bit_for_bit(activation, dtype, batch_size):
    config = TrainConfig(**SMALL | {"batch_size": batch_size}, activation=activation, dtype=dtype, init="normal")
    fast, plain = fast_and_plain(config)
    assert bits(fast) == bits(plain)


FITTING = [
    (loss, dataset)
    for dataset, task in (("spiral", "classification"), ("noisy sine", "regression"))
    for loss in LOSS_SLOPES
    if LOSSES[loss].accepts(task, 2)
]


@pytest.mark.parametrize(("loss", "dataset"), FITTING)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch_size", [None, 1, 7])
def test_every_loss_equals_the_plain_loop_bit_for_bit(loss, dtype, batch_size, dataset):
    config = TrainConfig(**SMALL | {"batch_size": batch_size, "dataset": dataset}, loss=loss, dtype=dtype, lr=0.02)
    fast, plain = fast_and_plain(config)
    assert bits(fast) == bits(plain)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("weight_decay", [0.0, 0.02])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_every_optimizer_equals_the_plain_loop_bit_for_bit(optimizer, dtype, weight_decay, momentum):
    config = TrainConfig(
        **SMALL | {"hidden": (8, 9), "epochs": 20, "lr": 0.02}, optimizer=optimizer, dtype=dtype,
        weight_decay=weight_decay, momentum=momentum,
    )  # fmt: skip
    fast, plain = fast_and_plain(config)
    assert bits(fast) == bits(plain)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_equals_the_plain_loop_bit_for_bit(schedule, optimizer):
    config = TrainConfig(**SMALL | {"epochs": 9}, schedule=schedule, optimizer=optimizer)
    fast, plain = fast_and_plain(config)
    assert bits(fast) == bits(plain)
    assert bits(advance(advance(start(config), 4), 5)) == bits(plain)


@pytest.mark.parametrize("regularization", PENALTY_SLOPES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("update", ["optimizer.step()", "by hand", "none"])
def test_every_penalty_and_update_equals_the_plain_loop_bit_for_bit(regularization, dtype, update):
    config = TrainConfig(
        **SMALL, regularization=regularization, regularization_rate=0.003, dtype=dtype, update=update
    )  # fmt: skip
    fast, plain = fast_and_plain(config)
    assert bits(fast) == bits(plain)


def test_the_fast_way_has_no_entry_that_its_registry_has_not():
    assert set(KERNELS) <= set(ACTIVATIONS)
    assert set(LOSS_SLOPES) <= set(LOSSES)
    assert set(PENALTY_SLOPES) <= set(REGULARIZATIONS)


# Numbers that explode.
@pytest.mark.parametrize("activation", ["Identity", "ReLU", "Softsign", "Mish", "GELU"])
@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "Adam"])
def test_a_run_that_explodes_stops_at_the_same_epoch_and_layer(activation, optimizer):
    config = TrainConfig(
        dataset="straight line", hidden=(8, 8), loss="MSE", lr=10.0, epochs=100, optimizer=optimizer,
        activation=activation,
    )  # fmt: skip
    fast, plain = fast_and_plain(config)
    assert (fast.epoch, fast.stop) == (plain.epoch, plain.stop)
    assert bits(fast) == bits(plain)
    assert optimizer != "Momentum" or activation != "Identity" or fast.stop is not None


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_a_loss_that_float32_does_not_reach_is_still_a_number_in_float64(optimizer):
    begun = start(TrainConfig(dataset="straight line", hidden=(), loss="MSE", dtype="float64", optimizer=optimizer))
    far = replace(begun, weights={name: torch.full_like(w, 1e25) for name, w in begun.weights.items()})
    fast, plain = advance(far, 1), advance(far, 1, plain=True)
    assert fast.stop is plain.stop is None
    assert fast.history[-1].train_loss > 1e38
    assert math.isfinite(fast.history[-1].train_loss)
    assert bits(fast) == bits(plain)


# What cannot be written out.
@pytest.mark.parametrize(
    "choices", [{"dropout": 0.3}, {"zero_grad": False}, {"regularization": "L1 pruning", "regularization_rate": 0.01}]
)
def test_what_has_no_fast_way_is_trained_by_the_plain_loop(choices):
    begun = start(TrainConfig(**SMALL, **choices))
    assert not can_write_out(begun)
    assert bits(advance(begun, 5)) == bits(advance(begun, 5, plain=True))


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("core.training.written_out.run.KERNELS", "ReLU"),
        ("core.training.written_out.run.LOSS_SLOPES", "BCE with logits"),
        ("core.training.written_out.run.PENALTY_SLOPES", "L2"),
    ],
)
def test_an_entry_that_is_missing_is_served_by_the_plain_loop(monkeypatch, table, key):
    config = TrainConfig(**SMALL, loss="BCE with logits", regularization="L2", regularization_rate=0.01)
    wanted = bits(train(config))
    monkeypatch.delitem(pytest.importorskip(table.rsplit(".", 1)[0]).__dict__[table.rsplit(".", 1)[1]], key)
    assert not can_write_out(start(config))
    assert bits(train(config)) == wanted


def test_an_optimizer_that_remembers_differently_of_each_parameter_stays_with_the_plain_loop():
    state = advance(start(TrainConfig(**SMALL, optimizer="Adam")), 2)
    memory = dict(state.optimizer["state"])
    memory[1] = memory[1] | {"step": memory[1]["step"] + 3}
    odd = replace(state, optimizer=dict(state.optimizer) | {"state": memory})
    assert can_write_out(state)
    assert not can_write_out(odd)
    assert bits(advance(odd, 2)) == bits(advance(odd, 2, plain=True))
    assert bits(advance(odd, 2)) != bits(advance(state, 2))


# A state is a state, whoever made it.
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_fast_and_the_plain_loop_go_on_from_each_other(optimizer):
    begun = start(TrainConfig(**SMALL, optimizer=optimizer))
    mixed = advance(advance(advance(begun, 2, plain=True), 2), 1, plain=True)
    assert bits(mixed) == bits(advance(begun, 5))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_tensors_of_a_state_are_ordinary_ones_of_their_own(optimizer):
    state = advance(start(TrainConfig(**SMALL, optimizer=optimizer)), 3)
    found = list(tensors(state))
    assert not any(tensor.is_inference() or tensor.requires_grad for tensor in found)
    assert all(tensor.untyped_storage().nbytes() == tensor.numel() * tensor.element_size() for tensor in found)
    assert len({tensor.data_ptr() for tensor in found}) == len(found)
    assert bits(advance(resume(save(state)), 2)) == bits(advance(state, 2))


def test_runs_side_by_side_equal_runs_one_after_another():
    configs = [TrainConfig(**SMALL | {"seed": seed}, optimizer=name) for seed in (1, 2) for name in ("SGD", "Adam")]
    alone = [bits(train(config)) for config in configs]
    with ThreadPoolExecutor(len(configs)) as threads:
        assert [bits(state) for state in threads.map(train, configs)] == alone
