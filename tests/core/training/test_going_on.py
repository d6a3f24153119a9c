"""Training: one step over a state that is never changed in place, in any pieces the same."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES, rates
from core.tables import read_csv, sample_csv
from core.training import (
    advance,
    device_of,
    start,
    train,
)
from tests.core.training.bits import SMALL, bits, everything

CONFIGS = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["spiral", "noisy sine", "blobs"]),
        "n_samples": st.integers(20, 40),
        "hidden": st.sampled_from([(), (4,), (3, 5)]),
        "activation": st.sampled_from(list(ACTIVATIONS)),
        "optimizer": st.sampled_from(list(OPTIMIZERS)),
        "lr": st.sampled_from([1e-3, 0.1, 1.0, 10.0]),
        "schedule": st.sampled_from(list(SCHEDULES)),
        "momentum": st.sampled_from([0.0, 0.9]),
        "weight_decay": st.sampled_from([0.0, 0.1]),
        "regularization": st.sampled_from(list(REGULARIZATIONS)),
        "regularization_rate": st.sampled_from([0.0, 0.01]),
        "dropout": st.sampled_from([0.0, 0.5]),
        "batch_size": st.sampled_from([None, 1, 7]),
        "shuffle": st.booleans(),
        "zero_grad": st.booleans(),
        "dtype": st.sampled_from(["float32", "float64"]),
        "epochs": st.integers(1, 9),
        "seed": st.integers(0, 99),
    }
)


@settings(max_examples=30)
@given(CONFIGS, st.lists(st.integers(0, 5), max_size=6))
@example({"optimizer": "NAdam", "dtype": "float64", "n_samples": 20, "epochs": 3}, [1, 1])
@example({"dataset": "straight line", "hidden": (), "lr": 10.0, "loss": "MSE", "epochs": 80}, [3, 20, 1])
def test_advancing_in_any_pieces_equals_advancing_at_once_bit_for_bit(choices, pieces):
    config = TrainConfig(**choices)
    state = start(config)
    for epochs in pieces:
        state = advance(state, epochs)
    state = advance(state, config.epochs)
    assert state.finished
    assert everything(state) == everything(train(config))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_optimizer_goes_on_where_it_was_bit_for_bit(optimizer, dtype):
    config = TrainConfig(**SMALL, optimizer=optimizer, dtype=dtype, weight_decay=0.01, dropout=0.2)
    state = start(config)
    while not state.finished:
        state = advance(state, 1)
    assert everything(state) == everything(train(config))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_is_that_of_torch_whose_scheduler_steps_after_every_epoch(schedule, optimizer):
    config = TrainConfig(**SMALL | {"batch_size": None, "epochs": 7}, schedule=schedule, optimizer=optimizer)
    begun, data = start(config), load(config).train
    model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
    model.load_state_dict(begun.weights)
    steps = OPTIMIZERS[optimizer].make(model.parameters(), lr=config.lr, momentum=config.momentum)
    scheduler = SCHEDULES[schedule].make(steps, config.epochs, config.lr)
    for epoch in range(1, 8):
        steps.zero_grad()
        nn.BCEWithLogitsLoss()(model(data.x), data.y.float()[:, None]).backward()
        steps.step()
        if scheduler is not None:
            scheduler.step()
        weights = advance(begun, epoch).weights
        assert bits(dict(weights)) == bits({name: tensor.detach() for name, tensor in model.state_dict().items()})


def test_a_constant_schedule_leaves_the_learning_rate_as_it_is():
    assert rates("constant", 5, 0.3) == (0.3,) * 5
    kept = train(TrainConfig(**SMALL, schedule="cosine")).optimizer["param_groups"][0]["lr"]
    assert kept == TrainConfig(**SMALL).lr  # whatever the epoch: the rate follows from it


@pytest.mark.parametrize("update", ["by hand", "none"])
@pytest.mark.parametrize("zero_grad", [True, False])
def test_other_updates_go_on_where_they_were_too(update, zero_grad):
    config = TrainConfig(**SMALL, update=update, zero_grad=zero_grad)
    state = start(config)
    while not state.finished:
        state = advance(state, 2)
    assert everything(state) == everything(train(config))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_state_is_never_changed_by_going_on_from_it(optimizer):
    states = [start(TrainConfig(**SMALL, optimizer=optimizer, dropout=0.3, zero_grad=False))]
    seen = [everything(states[0])]
    for _ in range(3):
        states.append(advance(states[-1], 2))
        seen.append(everything(states[-1]))
    assert [everything(state) for state in states] == seen
    assert everything(advance(states[1], 2)) == seen[2]


def test_a_state_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        start(TrainConfig(**SMALL)).epoch = 3  # type: ignore[misc]


def test_a_finished_run_stays_as_it_is():
    state = train(TrainConfig(**SMALL))
    assert state.finished
    assert advance(state, 5) is state


def test_runs_side_by_side_equal_runs_one_after_another():
    configs = [
        TrainConfig(**SMALL | {"epochs": 15, "seed": seed}, optimizer=name, dropout=0.4)
        for seed in (1, 2)
        for name in ("SGD", "Adam", "NAdam", "Adagrad")
    ]
    alone = [everything(train(config)) for config in configs]
    with ThreadPoolExecutor(len(configs)) as threads:
        together = [everything(state) for state in threads.map(train, configs)]
    assert together == alone


def test_the_global_generator_is_neither_used_nor_moved():
    config = TrainConfig(**SMALL, dropout=0.5)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = everything(train(config))
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert everything(train(config)) == first


def test_another_seed_gives_another_run():
    first, second = (train(TrainConfig(**SMALL, seed=seed)) for seed in (1, 2))
    assert first.history != second.history


# Data of every kind, and the device.
@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_data_set_trains_in_both_dtypes(dataset, dtype):
    table = read_csv(sample_csv(), "flats.csv") if dataset == "your CSV" else None
    config = TrainConfig(dataset=dataset, table=table, dtype=dtype, hidden=(6,), epochs=3, lr=0.01, optimizer="Adam")
    state = train(config)
    assert state.stop is None
    assert state.history[-1].train_loss < state.history[0].train_loss
    assert all(weight.dtype == config.torch_dtype for weight in state.weights.values())
    kind = "accuracy" if config.task == "classification" else "r2"
    assert getattr(state.history[-1], f"test_{kind}") is not None


def test_without_cuda_the_cpu_takes_over():
    config = TrainConfig(**SMALL, device="cuda")
    assert device_of(config).type == ("cuda" if torch.cuda.is_available() else "cpu")
    if not torch.cuda.is_available():
        assert train(config).history == train(TrainConfig(**SMALL)).history
