"""What is saved comes back: weights as the course saves them, and runs that go on bit for bit."""

import io
from dataclasses import fields, replace

import pytest
import torch
from torch import Tensor

from core.checkpoints import (
    FILE_BYTES,
    interrupt,
    largest_difference,
    load_weights,
    locate_weights,
    read_weights,
    remembered,
    resume,
    save,
)
from core.checkpoints.resuming import KEYS
from core.checkpoints.saving import to_bytes
from core.config import TrainConfig
from core.errors import CheckpointError
from core.models import build, initialise
from core.optimizers import OPTIMIZERS
from core.training import Snapshot, Stop, TrainState, advance, start, train

NAN = torch.nan
SMALL = TrainConfig(dataset="moons", n_samples=40, hidden=(4, 3), lr=0.05, epochs=9, seed=3)


def _equal(first, second) -> bool:
    """Compare plain values and tensors bit for bit, order included."""
    if isinstance(first, Tensor):
        return first.dtype == second.dtype and torch.equal(first, second)
    if isinstance(first, dict):
        return list(first) == list(second) and all(_equal(first[key], second[key]) for key in first)
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(_equal, first, second))
    if isinstance(first, Snapshot):
        return first.epoch == second.epoch and _equal(first.weights, second.weights)
    return first == second


def _same_run(first: TrainState, second: TrainState) -> bool:
    return all(_equal(getattr(first, field.name), getattr(second, field.name)) for field in fields(TrainState))


@pytest.mark.parametrize(
    ("optimizer", "kept"),
    [("SGD", 0), ("Momentum", 1), ("Nesterov", 1), ("Adagrad", 1), ("RMSprop", 1), ("Adam", 2), ("AdamW", 2),
     ("NAdam", 2), ("RAdam", 2), ("Adadelta", 2)],
)  # fmt: skip
def test_the_numbers_that_an_optimizer_keeps_are_counted(optimizer, kept):
    assert remembered(advance(start(replace(SMALL, optimizer=optimizer)), 1)) == kept


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_resumed_run_equals_one_that_was_never_interrupted(optimizer):
    config = replace(SMALL, optimizer=optimizer, batch_size=7, dropout=0.25, weight_decay=0.01)
    interrupted = advance(start(config), 4)
    assert _same_run(advance(resume(save(interrupted)), 5), train(config))


@pytest.mark.parametrize(
    "settings",
    [
        {"zero_grad": False},
        {"update": "by hand"},
        {"dtype": "float64"},
        {"shuffle": False, "batch_size": 1},
        {"dataset": "straight line", "hidden": (), "loss": ""},
        {"dataset": "blobs", "loss": ""},
        {"regularization": "L1", "regularization_rate": 0.01},
    ],
    ids=str,
)
def test_a_resumed_run_equals_one_that_was_never_interrupted_whatever_its_settings(settings):
    config = replace(SMALL, features=(), noise=None, task="", **settings)
    interrupted = advance(start(config), 4)
    assert _same_run(resume(save(interrupted)), interrupted)
    assert _same_run(advance(resume(save(interrupted)), 5), train(config))


def test_a_run_can_be_saved_before_its_first_step_and_after_its_last():
    assert _same_run(advance(resume(save(start(SMALL))), 9), train(SMALL))
    assert _same_run(resume(save(train(SMALL))), train(SMALL))


def test_a_run_that_diverged_is_saved_with_the_reason():
    diverged = train(replace(SMALL, dataset="straight line", n_samples=50, features=(), noise=None, task="", loss="",
                             lr=10.0, epochs=200))  # fmt: skip
    assert isinstance(diverged.stop, Stop)
    back = resume(save(diverged))
    assert back.stop == diverged.stop
    assert repr(back.history) == repr(diverged.history)  # nan == nan in writing


def test_weights_are_exactly_what_the_course_saves():
    run = train(SMALL)
    model = build(SMALL)
    model.load_state_dict(run.weights)
    ritual = io.BytesIO()
    torch.save(model.state_dict(), ritual)
    assert save(run, "weights") == ritual.getvalue()


def test_a_new_instance_predicts_other_numbers_until_the_weights_are_loaded():
    run, x = train(SMALL), torch.randn(50, 2, generator=torch.Generator().manual_seed(0))
    trained, fresh = build(SMALL), build(SMALL)
    trained.load_state_dict(run.weights)
    initialise(fresh, replace(SMALL, seed=4))
    with torch.inference_mode():
        assert not torch.equal(trained(x), fresh(x))
        load_weights(save(run, "weights"), fresh)
        assert torch.equal(trained(x), fresh(x))


def test_a_checkpoint_can_be_loaded_as_weights_too():
    run = train(SMALL)
    assert _equal(read_weights(save(run)), dict(run.weights))


@pytest.mark.parametrize("name", ["state_dict", "model_state_dict"])
def test_a_state_dict_is_found_under_the_usual_names(name):
    weights = dict(train(SMALL).weights)
    assert _equal(read_weights(to_bytes({"epoch": 3, name: weights})), weights)


def test_a_single_state_dict_is_found_under_any_name():
    weights = dict(train(SMALL).weights)
    data = to_bytes({"epoch": 3, "net": weights, "optimizer": {"state": {}, "param_groups": []}})
    place, found = locate_weights(data)
    assert place == ("net",)
    assert _equal(found, weights)


def test_only_weights_and_checkpoints_can_be_saved():
    with pytest.raises(CheckpointError, match="weights, checkpoint; got 'model'"):
        save(start(SMALL), "model")


def test_the_largest_run_still_fits_into_the_file_limit():
    config = replace(SMALL, hidden=(64, 64, 64, 64), optimizer="Adam", dtype="float64", epochs=60)
    state = advance(start(config), 2)
    state = replace(state, epoch=60, history=tuple(replace(state.history[0], epoch=i) for i in range(61)),
                    snapshots=tuple(replace(state.snapshots[0], epoch=i) for i in range(61)))  # fmt: skip
    data = save(state)
    back = resume(data)
    assert len(data) in FILE_BYTES
    assert [back.snapshots[0].epoch, back.snapshots[-1].epoch] == [0, 60]
    assert _equal(dict(back.weights), dict(state.weights))


def _changed(**parts) -> bytes:
    value = torch.load(io.BytesIO(save(advance(start(replace(SMALL, optimizer="Adam")), 4))))
    for name, part in parts.items():
        value[name] = part(value[name]) if callable(part) else part
    return to_bytes(value)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"format": "another"}, "no checkpoint of this playground"),
        ({"version": 2}, "version 2"),
        ({"version": torch.ones(3)}, "has version tensor"),
        ({"version": torch.ones(())}, "has version tensor"),
        ({"format": torch.ones(3)}, "no checkpoint of this playground"),
        ({"config": lambda c: c | {"device": "meta"}}, "device must be one of cpu, cuda"),
        ({"config": lambda c: c | {"device": torch.ones(2)}}, "device must be one of cpu, cuda"),
        ({"more": 1}, "this one holds"),
        ({"epoch": 10}, r"epoch must lie in \[0, 9\], got 10"),
        ({"epoch": True}, "epoch must lie"),
        ({"config": {"lr": "fast"}}, "lr must lie in"),
        ({"config": {"spped": 1}}, "unknown setting 'spped'"),
        ({"config": []}, "settings must be given by name"),
        ({"config": lambda c: c | {"hidden": [5, 3]}}, "its weights do not fit its settings"),
        ({"config": lambda c: c | {"table": "abc"}}, "upload the same file first"),
        ({"config": lambda c: c | {"optimizer": "SGD"}}, "not the SGD of its settings"),
        ({"config": lambda c: c | {"lr": 0.2}}, "not the Adam of its settings"),
        ({"config": lambda c: c | {"dtype": "float64"}}, "its settings say torch.float64"),
        ({"weights": lambda w: {k: t * torch.nan for k, t in w.items()}}, "not finite"),
        ({"gradients": lambda g: {k: t[:1] for k, t in g.items()}}, "its gradients do not fit"),
        ({"optimizer": lambda o: o | {"state": {0: {"step": 1}}}}, "memory is not that of Adam"),
        ({"optimizer": lambda o: o | {"state": {k: s | {"exp_avg": torch.zeros(1)} for k, s in o["state"].items()}}},
         "memory is not that of Adam"),
        ({"random": {"order": torch.zeros(5, dtype=torch.uint8), "dropout": 1}}, "do not fit together"),
        ({"optimizer": lambda o: o | {"state": {k: s | {"step": s["step"] * NAN} for k, s in o["state"].items()}}},
         "memory holds nan"),
        ({"history": lambda h: {k: t * torch.nan for k, t in h.items()}}, "history holds nan"),
        ({"snapshots": lambda s: s | {"weights": {k: t * torch.nan for k, t in s["weights"].items()}}},
         "its snapshots hold numbers that are not finite"),
        ({"random": {}}, "do not fit together"),
        ({"history": lambda h: {k: t[1:] for k, t in h.items()}}, "for epochs 0 to 4"),
        ({"history": {}}, "its history should hold train_loss, test_loss, train_accuracy, test_accuracy"),
        ({"snapshots": lambda s: s | {"epochs": [0, 1, 2, 3, 9]}}, "snapshots are not of epochs"),
        ({"snapshots": lambda s: s | {"epochs": []}}, "snapshots are not of epochs"),
        ({"stop": {"epoch": 3, "layer": "output layer"}}, "where it stopped"),
        ({"stop": {"why": 1}}, "do not fit together"),
    ],
    ids=lambda given: given if isinstance(given, str) else ", ".join(given),
)  # fmt: skip
def test_a_checkpoint_whose_parts_do_not_fit_together_is_refused(parts, words):
    with pytest.raises(CheckpointError, match=words):
        resume(_changed(**parts))


def test_an_unchanged_checkpoint_is_accepted():
    assert resume(_changed()).epoch == 4
    assert tuple(torch.load(io.BytesIO(_changed()), weights_only=True)) == KEYS


@pytest.mark.parametrize("optimizer", ["Momentum", "Adam"])
def test_without_the_optimizers_memory_the_run_goes_another_way(optimizer):
    found = interrupt(replace(SMALL, optimizer=optimizer, shuffle=False), 5)
    assert largest_difference(found.at_once.weights, found.resumed.weights) == 0
    assert found.resumed.history == found.at_once.history
    assert largest_difference(found.at_once.weights, found.weights_only.weights) > 1e-4


def test_plain_gradient_descent_has_nothing_to_forget():
    found = interrupt(replace(SMALL, optimizer="SGD", shuffle=False), 5)
    assert largest_difference(found.at_once.weights, found.weights_only.weights) == 0


def test_a_run_cannot_be_interrupted_after_its_end():
    with pytest.raises(CheckpointError, match=r"\[0, 9\], got 10"):
        interrupt(SMALL, 10)
