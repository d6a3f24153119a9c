"""Training: one step over a state that is never changed in place."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise
from typing import Any

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES, rates
from core.tables import read_csv, sample_csv
from core.training import (
    EpochRecord,
    TrainState,
    advance,
    device_of,
    r2,
    snapshot_epochs,
    start,
    train,
)

SMALL: dict[str, Any] = {"dataset": "spiral", "n_samples": 30, "hidden": (4,), "epochs": 6, "batch_size": 4}


def bits(value: Any) -> Any:
    """A value that is equal only where every bit, dtype and key is."""
    if isinstance(value, Tensor):
        return str(value.dtype), tuple(value.shape), value.numpy().tobytes()
    if isinstance(value, dict):
        return {key: bits(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [bits(item) for item in value]
    return value.hex() if isinstance(value, float) else value


def everything(state: TrainState) -> dict[str, Any]:
    """Every bit of a state."""
    found = {field.name: bits(getattr(state, field.name)) for field in fields(state)}
    records = [(record.epoch, bits([record.train_loss, record.test_loss])) for record in state.history]
    metrics = [bits([r.train_accuracy, r.test_accuracy, r.train_r2, r.test_r2]) for r in state.history]
    snapshots = [(snapshot.epoch, bits(dict(snapshot.weights))) for snapshot in state.snapshots]
    return found | {"history": (records, metrics), "snapshots": snapshots}


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


# Our loop against the loop that everybody writes: nn.Sequential, autograd, torch.optim.
TORCHS_NAMES = {
    "SGD": (torch.optim.SGD, {}), "Momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "Nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}), "Adagrad": (torch.optim.Adagrad, {}),
    "RMSprop": (torch.optim.RMSprop, {}), "Adam": (torch.optim.Adam, {}), "AdamW": (torch.optim.AdamW, {}),
    "NAdam": (torch.optim.NAdam, {}), "RAdam": (torch.optim.RAdam, {}), "Adadelta": (torch.optim.Adadelta, {}),
}  # fmt: skip


def plain_network(config: TrainConfig, activation: nn.Module) -> nn.Sequential:
    """Build and fill a network as everybody does."""
    torch.manual_seed(config.seed)
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(config.sizes[:-1]):
        layers += [nn.Linear(n_in, n_out, dtype=config.torch_dtype), activation]
        layers += [nn.Dropout(config.dropout)] if config.dropout else []
    layers.append(nn.Linear(*config.sizes[-2:], dtype=config.torch_dtype))
    squashed = config.loss == "Half squared error (tanh)" and config.task == "classification"
    return nn.Sequential(*layers, *([nn.Tanh()] if squashed else []))


def plain_loop(config: TrainConfig, activation: nn.Module, loss_fn: Any, targets: Tensor) -> nn.Sequential:
    """Train without anything of ours but the points; `targets` belong to the training points."""
    optimizer_class, extra = TORCHS_NAMES[config.optimizer]
    x, order = load(config).train.x, torch.Generator().manual_seed(config.seed)
    size = config.batch_size or len(x)
    with torch.random.fork_rng():
        model = plain_network(config, activation)
        weights = [module.weight for module in model if isinstance(module, nn.Linear)]
        optimizer = optimizer_class(model.parameters(), lr=config.lr, weight_decay=config.weight_decay, **extra)
        torch.manual_seed(config.seed)  # of dropout
        for _ in range(config.epochs):
            shuffled = config.shuffle and size < len(x)
            index = torch.randperm(len(x), generator=order) if shuffled else torch.arange(len(x))
            for batch in index.split(size):
                loss = loss_fn(model(x[batch]), targets[batch])
                if config.regularization_rate:
                    loss = loss + config.regularization_rate * sum(weight.abs().sum() for weight in weights)
                if config.zero_grad:
                    optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return model


def signs(config: TrainConfig) -> Tensor:
    return (2 * load(config).train.y - 1).to(config.torch_dtype)[:, None]


def half_squared(output: Tensor, target: Tensor) -> Tensor:
    return 0.5 * ((output - target) ** 2).mean()


def same_weights(state: TrainState, model: nn.Sequential) -> bool:
    theirs = model.state_dict()
    ours = [bits(tensor) for tensor in state.weights.values()]
    return ours == [bits(tensor) for tensor in theirs.values()]


def test_every_optimizer_is_one_of_torchs():
    assert list(OPTIMIZERS) == list(TORCHS_NAMES), "write each optimizer's class and arguments into TORCHS_NAMES"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("more", [{}, {"weight_decay": 0.02, "zero_grad": False, "shuffle": False}], ids=["", "more"])
def test_every_optimizer_trains_as_the_plain_loop_does_bit_for_bit(optimizer, dtype, more):
    config = TrainConfig(**SMALL, optimizer=optimizer, dtype=dtype, activation="Tanh", loss="MSE", **more)
    assert same_weights(train(config), plain_loop(config, nn.Tanh(), nn.MSELoss(), signs(config)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_trains_as_the_plain_loop_does_bit_for_bit(activation):
    config = TrainConfig(**SMALL | {"hidden": (5, 4)}, activation=activation, loss="MSE", lr=0.05)
    theirs = getattr(nn, activation)()
    assert same_weights(train(config), plain_loop(config, theirs, nn.MSELoss(), signs(config)))


@pytest.mark.parametrize(
    ("loss", "loss_fn", "targets"),
    [
        ("BCE with logits", nn.BCEWithLogitsLoss(), lambda c: load(c).train.y.to(c.torch_dtype)[:, None]),
        ("Cross-entropy", nn.CrossEntropyLoss(), lambda c: load(c).train.y),
        ("MSE", nn.MSELoss(), signs),
        ("L1", nn.L1Loss(), signs),
        ("Huber", nn.HuberLoss(), signs),
        ("Half squared error (tanh)", half_squared, signs),
    ],
)
@pytest.mark.parametrize("batch_size", [None, 1, 4])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_every_loss_trains_as_the_plain_loop_does_bit_for_bit(loss, loss_fn, targets, batch_size, dropout):
    config = TrainConfig(
        **SMALL | {"batch_size": batch_size}, loss=loss, dropout=dropout,
        regularization="L1", regularization_rate=0.003,
    )  # fmt: skip
    assert same_weights(train(config), plain_loop(config, nn.ReLU(), loss_fn, targets(config)))


@pytest.mark.parametrize("dataset", [name for name, dataset in DATASETS.items() if dataset.task == "regression"])
@pytest.mark.parametrize("loss", ["MSE", "Half squared error (tanh)"])
def test_every_regression_trains_as_the_plain_loop_does_bit_for_bit(dataset, loss):
    config = TrainConfig(dataset=dataset, loss=loss, hidden=(4,), epochs=2, batch_size=50, lr=0.01)
    loss_fn = nn.MSELoss() if loss == "MSE" else half_squared
    assert same_weights(train(config), plain_loop(config, nn.ReLU(), loss_fn, load(config).train.y))


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


# Numbers that explode.
EXPLODES: dict[str, Any] = {"dataset": "straight line", "hidden": (8, 8), "loss": "MSE", "lr": 10.0, "epochs": 100}


def test_a_run_stops_at_the_first_number_that_is_not_finite_and_keeps_its_record():
    state = train(TrainConfig(**EXPLODES, optimizer="Momentum"))
    assert state.stop is not None
    assert state.finished
    last = state.history[-1]
    assert state.epoch == state.stop.epoch == last.epoch == state.snapshots[-1].epoch < 100
    assert not (math.isfinite(last.train_loss) and math.isfinite(last.test_loss))
    assert all(math.isfinite(record.train_loss) for record in state.history[:-1])
    assert len(state.history) == state.stop.epoch + 1


def test_the_layer_named_is_the_first_with_a_parameter_that_is_not_finite():
    config = TrainConfig(**EXPLODES | {"activation": "Identity"})
    state = train(config)
    assert state.stop is not None
    broken = [key for key, tensor in state.weights.items() if not tensor.isfinite().all()]
    place = min(int(key.split(".")[0]) for key in broken) if broken else 4
    assert state.stop.layer == {0: "hidden layer 1", 2: "hidden layer 2", 4: "output layer"}[place]


@pytest.mark.parametrize(
    ("key", "size", "layer"),
    [
        ("0.weight", math.nan, "hidden layer 1"),
        ("2.bias", math.inf, "hidden layer 2"),
        ("4.weight", math.nan, "output layer"),
        ("0.weight", 3e38, "hidden layer 1"),  # finite, but what the layer returns is not
        ("2.weight", 3e38, "hidden layer 2"),
        ("4.weight", 1e30, "output layer"),  # finite, and so is the output, but not its square
    ],
)
def test_the_epoch_and_the_layer_that_broke_are_named(key, size, layer):
    config = TrainConfig(dataset="noisy sine", hidden=(8, 8), activation="Identity", update="none", epochs=1000)
    assert 101 not in snapshot_epochs(1000)
    first = advance(start(config), 100)
    broken = dict(first.weights) | {key: torch.full_like(first.weights[key], size)}
    values = {field.name: getattr(first, field.name) for field in fields(first)}
    state = advance(TrainState(**values | {"weights": broken}), 300)
    assert state.stop is not None
    assert (state.stop.epoch, state.stop.layer) == (101, layer)
    assert state.history[-1].epoch == state.snapshots[-1].epoch == state.epoch == 101
    assert not math.isfinite(state.history[-1].train_loss)
    assert advance(state, 5) is state


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


def test_a_record_belongs_to_one_epoch_and_cannot_be_changed():
    record = EpochRecord(epoch=1, train_loss=0.5, test_loss=0.6)
    with pytest.raises(FrozenInstanceError):
        record.train_loss = 0.1  # type: ignore[misc]
