"""The X-ray of a step is the run: the same bits, and a script that prints the same numbers."""

import contextlib
import io
from typing import Any

import pytest
import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.training import TrainState, advance, start
from core.xray import STAGES, Xray, accumulate, count_batches, stage_lines, step_of, step_script

SMALL: dict[str, Any] = {"dataset": "xor", "n_samples": 40, "hidden": (4,), "batch_size": 8, "epochs": 6}
SPREAD: list[dict[str, Any]] = [
    *({"optimizer": name, "weight_decay": 0.01} for name in OPTIMIZERS),
    *({"loss": name} for name, loss in LOSSES.items() if loss.accepts("classification", 2)),
    *({"regularization": name, "regularization_rate": 0.03} for name in REGULARIZATIONS),
    *({"activation": name, "hidden": (3, 3)} for name in [*ACTIVATIONS][::4]),
    {"activation": "ReLU, Tanh", "hidden": (4, 3)},
    {"dropout": 0.3, "hidden": (5, 4)},
    {"hidden": ()},
    {"batch_size": None},
    {"batch_size": 7},
    {"shuffle": False},
    {"zero_grad": False},
    {"zero_grad": False, "dropout": 0.2, "optimizer": "Momentum"},
    {"update": "by hand"},
    {"update": "none"},
    {"schedule": "cosine", "optimizer": "Adam"},
    {"schedule": "step", "regularization": "L1 pruning", "regularization_rate": 0.03},
    {"changes": "0: lr=0.2; 1: 0.weight[1,1]=2; 2: 0.bias[0]=1; 2: regularization_rate=0.1; 2: lr=1; 3: lr=3",
     "regularization": "L1"},
    {"dataset": "moons", "changes": "1: noise=0.3; 2: noise=0.4; 3: noise=0.1", "batch_size": 7},
    {"dtype": "float64"},
    {"dataset": "noisy sine"},
    {"dataset": "iris", "n_samples": None, "batch_size": 50},
    {"dataset": "moons", "playground_seed": "0.3"},
]  # fmt: skip


def reached(epoch: int = 2, **choices: Any) -> TrainState:
    return advance(start(TrainConfig(**SMALL | choices)), epoch)


def equal(a: Tensor, b: Tensor) -> bool:
    return a.dtype == b.dtype and torch.equal(a, b)


def end(xray: Xray, name: str) -> Tensor | None:
    return xray.stages["step"].tensors[name]


@pytest.mark.parametrize("choices", SPREAD, ids=str)
def test_after_the_last_batch_everything_is_that_of_the_runs_next_epoch(choices):
    state = reached(**choices)
    xray, after = step_of(state, 10**6), advance(state, 1)
    assert count_batches(state) == xray.n_batches
    assert xray.batch == xray.n_batches == len(range(0, after.config.n_train, state.config.batch_size or 10**6))
    assert all(equal(end(xray, name), weight) for name, weight in after.weights.items())
    assert all(equal(end(xray, f"{name}.grad"), gradient) for name, gradient in after.gradients.items())
    names = list(after.weights)
    kept = {
        f"{names[i]} {key}": value for i, all_of in after.optimizer["state"].items() for key, value in all_of.items()
    }
    assert {seen.name for seen in xray.seen if seen.kind == "state"} == kept.keys()
    assert all(equal(end(xray, name), torch.as_tensor(value)) for name, value in kept.items())


@pytest.mark.parametrize("choices", SPREAD, ids=str)
def test_the_script_of_a_step_prints_the_same_numbers(choices):
    state = reached(**choices)
    xray = step_of(state, 3)
    script = step_script(state.config, 2, xray.batch)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(script, "step.py", "exec"), {"__name__": "__main__"})  # noqa: S102 (that it runs is the test)
    kinds = {"forward": ("data", "activation"), "loss": ("loss",), "zero_grad": ("gradient",),
             "backward": ("gradient",)}  # fmt: skip
    expected = []
    for stage, wanted in kinds.items():
        tensors = xray.stages[stage].tensors
        expected += [(seen.name, tensors[seen.name]) for seen in xray.seen if seen.kind in wanted]
    expected += [(seen.name, end(xray, seen.name)) for seen in xray.seen if seen.kind == "parameter"]
    expected += [(seen.name, end(xray, seen.name)) for seen in xray.seen if seen.kind == "state"]
    told = [f"{name} {None if tensor is None else tensor.tolist()}" for name, tensor in expected]
    assert out.getvalue().splitlines() == told
    assert all("\n".join(lines) in script for lines in stage_lines(state.config).values())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_stage_changes_its_own_tensors_and_no_other(optimizer):
    xray = step_of(reached(optimizer=optimizer), 2)
    kinds = {seen.name: seen.kind for seen in xray.seen}
    changed = {stage: {kinds[name] for name in xray.stages[stage].changed} for stage in STAGES}
    state = set() if optimizer == "SGD" else {"state"}
    assert changed == {
        "forward": {"activation"}, "loss": {"loss"}, "zero_grad": {"gradient"}, "backward": {"gradient"},
        "step": {"parameter"} | state,
    }  # fmt: skip
    assert xray.before.changed == frozenset()
    gradients = [xray.stages["zero_grad"].tensors[name] for name, kind in kinds.items() if kind == "gradient"]
    assert gradients == [None] * 4


def test_the_weights_stay_in_their_memory_untouched_until_the_step_writes_into_it():
    xray = step_of(reached(), 1)
    assert xray.stages["backward"].places == xray.before.places
    for name, (place, version) in xray.stages["step"].places.items():
        assert (place, version - 1) == xray.before.places[name]


def test_what_is_left_out_changes_nothing():
    kept = step_of(reached(zero_grad=False), 2)
    assert kept.stages["zero_grad"].changed == frozenset()
    left, found = (kept.stages[stage].tensors["0.weight.grad"] for stage in ("zero_grad", "backward"))
    assert left is not None
    assert not torch.equal(left, found)
    assert step_of(reached(update="none"), 2).stages["step"].changed == frozenset()


def test_before_the_first_step_there_is_no_gradient_and_no_state_of_the_optimizer():
    xray = step_of(start(TrainConfig(**SMALL, optimizer="Adam")), 1)
    assert xray.before.tensors["0.weight.grad"] is None
    assert "0.weight exp_avg" not in xray.stages["backward"].tensors
    assert "0.weight exp_avg" in xray.stages["step"].changed


@pytest.mark.parametrize("choices", [{}, {"dropout": 0.3}, {"zero_grad": False}, {"dtype": "float64"}], ids=str)
@pytest.mark.parametrize("epoch", [0, 2])
def test_gradients_that_nobody_clears_add_up(choices, epoch):
    state = reached(epoch, **choices)
    for batch in (1, 2):
        found = accumulate(state, batch)
        assert found.adds_up
        assert found.first == (epoch == 0 and batch == 1)
        xray = step_of(state, batch)
        if state.config.zero_grad:
            assert all(equal(found.fresh[name], end(xray, f"{name}.grad")) for name in found.fresh)
        else:
            assert found.first or all(equal(found.together[n], end(xray, f"{n}.grad")) for n in found.together)
        assert not torch.equal(found.together["0.weight"], found.fresh["0.weight"])


def test_a_number_that_is_not_one_is_no_change():
    state = reached(lr=10.0, optimizer="Momentum", dataset="noisy sine", activation="ReLU", hidden=(), loss="MSE")
    broken = start(TrainConfig(**SMALL, dtype="float64"))
    for weight in broken.weights.values():
        weight.fill_(float("nan"))
    assert step_of(broken, 1).stages["step"].changed <= {"0.weight", "0.bias"}
    assert step_of(state, 1).n_batches > 1
