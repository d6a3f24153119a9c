"""What if I forget: the right run beside the one without, and a verdict from their numbers."""

import contextlib
import io
from dataclasses import fields, replace
from typing import Any

import pytest
import torch

from core.config import TrainConfig
from core.forgetting import (
    EVAL,
    FORGOTTEN,
    OPTIMIZER,
    VERDICTS,
    differing_lines,
    equal_bit_for_bit,
    eval_script,
    in_vain,
    measure,
    sides,
    verdict,
)
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.training import EpochRecord, Stop, TrainState, start, train

SMALL: dict[str, Any] = {"dataset": "circles", "n_samples": 60, "hidden": (6,), "batch_size": 10, "epochs": 8}
BASES: list[dict[str, Any]] = [
    {},
    {"zero_grad": False, "shuffle": False, "update": "none", "activation": "Identity"},
    *({"optimizer": name, "weight_decay": 0.01} for name in OPTIMIZERS),
    *({"regularization": name, "regularization_rate": 0.02} for name in REGULARIZATIONS),
    {"schedule": "cosine"},
    {"hidden": (4, 3), "activation": "Identity, ReLU"},
    {"hidden": (4, 3), "activation": "Identity, Identity"},
    {"update": "by hand"},
    {"dropout": 0.2, "dtype": "float64"},
    {"hidden": (), "dataset": "noisy sine"},
    {"changes": "2: lr=0.03; 4: batch_size=7"},
]
SETTING = {
    "zero_grad()": ("zero_grad", False),
    "optimizer.step()": ("update", "none"),
    "the activation": ("activation", "Identity"),
    "shuffling": ("shuffle", False),
}


def differs(a: TrainConfig, b: TrainConfig) -> set[str]:
    return {field.name for field in fields(TrainConfig) if getattr(a, field.name) != getattr(b, field.name)}


@pytest.mark.parametrize("forgotten", SETTING)
@pytest.mark.parametrize("base", BASES, ids=str)
def test_two_runs_differ_in_what_is_forgotten_alone(base, forgotten):
    config = TrainConfig(**SMALL | base)
    right, wrong = sides(config, forgotten).values()
    name, value = SETTING[forgotten]
    assert differs(right, wrong) == {name}
    assert getattr(wrong, name) == value
    pruned = {"regularization"} if forgotten == "optimizer.step()" else set()
    assert differs(right, config) <= {name} | pruned
    if (
        getattr(config, name) not in {value, "by hand", "Identity, Identity"}
        and not REGULARIZATIONS[config.regularization].prunes
    ):
        assert right == config


@pytest.mark.parametrize("base", BASES, ids=str)
def test_by_hand_is_the_optimizer_bit_for_bit_and_without_an_update_nothing_moves(base):
    config = TrainConfig(**SMALL | base)
    optimizer, by_hand, none = map(train, sides(config, OPTIMIZER).values())
    assert optimizer.config.update == "optimizer.step()"
    assert by_hand.config.update == "by hand"
    assert equal_bit_for_bit([optimizer, by_hand])
    assert not equal_bit_for_bit([optimizer, none])
    assert all(torch.equal(weight, start(config).weights[name]) for name, weight in none.weights.items())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_wide_network_trained_by_hand_for_long_is_the_optimizers_too(dtype):
    config = TrainConfig(dataset="spiral", hidden=(16, 16), activation="Tanh", batch_size=25, epochs=60, dtype=dtype)
    optimizer, by_hand, _ = map(train, sides(config, OPTIMIZER).values())
    assert equal_bit_for_bit([optimizer, by_hand])


def state(losses: list[float], *, stopped: bool = False) -> TrainState:
    history = tuple(EpochRecord(epoch=i, train_loss=loss, test_loss=loss) for i, loss in enumerate(losses))
    begun = start(TrainConfig(**SMALL))
    return replace(begun, history=history, stop=Stop(epoch=len(losses), layer="output layer") if stopped else None)


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([1.0, 0.5, 0.1], "hardly differs"),
        ([1.0, 0.5, 0.13], "hardly differs"),
        ([1.0, 0.9, 0.5], "learns worse"),
        ([1.0, 0.9, 0.97], "learns nothing"),
        ([1.0, 1.0, 1.03], "learns nothing"),
        ([1.0, 5.0, 3.0], "ends worse than it began"),
        ([1.0, 0.1, 0.01], "learns better"),
    ],
)
def test_the_verdict_follows_from_the_losses(losses, said):
    assert verdict(state([1.0, 0.4, 0.1]), state(losses)) == said
    assert said in VERDICTS


def test_a_run_that_beats_guessing_is_not_said_to_learn_nothing_for_all_its_loss():
    config = TrainConfig(dataset="xor", n_samples=300, epochs=60, batch_size=25, activation="Tanh")
    right, wrong = map(train, sides(config, "the activation").values())
    assert wrong.history[-1].train_accuracy > 0.7  # a line parts three of the four quadrants; the loss hardly tells
    assert wrong.history[-1].train_loss > 0.95 * wrong.history[0].train_loss
    assert verdict(right, wrong) == "learns worse"
    right, wrong = map(train, sides(config, "optimizer.step()").values())
    assert verdict(right, wrong) == "learns nothing"


def test_a_run_that_explodes_is_said_to_and_one_that_did_not_is_better():
    broken = state([1.0, float("nan")], stopped=True)
    assert verdict(state([1.0, 0.1]), broken) == "explodes"
    assert verdict(broken, state([1.0, 0.1])) == "learns better"


def test_one_bit_is_enough_not_to_be_equal():
    run = train(TrainConfig(**SMALL))
    other = {name: weight.clone() for name, weight in run.weights.items()}
    other["0.weight"][0, 0] = torch.nextafter(other["0.weight"][0, 0], torch.tensor(9.0))
    assert equal_bit_for_bit([run, run])
    assert not equal_bit_for_bit([run, replace(run, weights=other)])


def test_with_dropout_the_same_weights_give_another_loss_each_time_unless_eval_is_called():
    run = train(TrainConfig(**SMALL | {"dropout": 0.3}))
    found = measure(run)
    assert len(set(found.without)) > 15
    assert set(found.with_eval) == {run.history[-1].test_loss}
    calm = measure(train(TrainConfig(**SMALL)))
    assert set(calm.without) == set(calm.with_eval)
    assert len(set(calm.without)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"dtype": "float64"},
        {"dataset": "noisy sine"},
        {"batch_size": None},
        {"changes": "3: dropout=0.6"},
        {"changes": "3: noise=0.3"},
    ],
    ids=str,
)
def test_the_script_measures_the_same_losses(more):
    run = train(TrainConfig(**SMALL | {"dropout": 0.3} | more))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(eval_script(run), "measure.py", "exec"), {"__name__": "__main__"})  # noqa: S102 (the test)
    found = measure(run)
    assert out.getvalue().splitlines()[-40:] == [str(loss) for loss in (*found.without, *found.with_eval)]


def test_where_there_is_nothing_to_forget_the_setting_is_named():
    config = TrainConfig(**SMALL)
    assert [in_vain(config, name) for name in FORGOTTEN] == ["", "", "", "", "dropout", ""]
    assert in_vain(replace(config, hidden=()), "the activation") == "hidden"
    assert in_vain(replace(config, hidden=(), dropout=0.5), EVAL) == "hidden"
    assert in_vain(replace(config, batch_size=None), "shuffling") == "batch_size"
    assert in_vain(replace(config, batch_size=5000), "shuffling") == "batch_size"
    assert in_vain(replace(config, dropout=0.5), EVAL) == ""


def test_without_shuffling_a_single_batch_is_the_same_run():
    assert equal_bit_for_bit(
        list(map(train, sides(TrainConfig(**SMALL | {"batch_size": None}), "shuffling").values()))
    )


def test_the_scripts_differ_in_the_line_that_is_forgotten():
    lines = differing_lines(*sides(TrainConfig(**SMALL), "zero_grad()").values()).splitlines()
    assert [line for line in lines if line.startswith(("-", "+"))] == ["-        optimizer.zero_grad()"]
