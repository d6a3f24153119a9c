"""The course's runs, number for number: tests/reference/course_runs.json holds what its notebooks print."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch

from core.config import TrainConfig
from core.datasets import load
from core.models import build
from core.training import TrainState, advance, start, train

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "course_runs.json").read_text(encoding="utf-8"))
MODEL = {
    "hidden": (),
    "init": "normal",
    "loss": "L1",
    "optimizer": "SGD",
    "seed": 42,
}
CHAPTER = {**MODEL, "dataset": "straight line", "n_samples": 50, "true_weight": 0.7, "true_bias": 0.3, "lr": 0.01}
EXERCISE = {**CHAPTER, "n_samples": 100, "true_weight": 0.3, "true_bias": 0.9, "epochs": 300}


def expected(case: str) -> Any:
    return REFERENCE[case]["expected"]


def close(case: str) -> dict[str, float]:
    return {"abs": REFERENCE[case]["tolerance"], "rel": 0}


def line(state: TrainState) -> tuple[float, float]:
    """The weight and the bias of a network without hidden layers."""
    return state.weights["0.weight"].item(), state.weights["0.bias"].item()


def predictions(state: TrainState) -> list[float]:
    model = build(state.config)
    model.load_state_dict(state.weights)
    with torch.no_grad():
        return model(load(state.config).test.x).flatten().tolist()


def log(state: TrainState, every: int) -> list[list[float]]:
    """What the course prints: train loss before the step of an epoch, test loss after it."""
    history = state.history
    return [[e, history[e].train_loss, history[e + 1].test_loss] for e in range(0, len(history) - 1, every)]


@pytest.fixture(scope="module")
def chapter() -> TrainState:
    return train(TrainConfig(**CHAPTER, epochs=100))


@pytest.fixture(scope="module")
def exercise() -> TrainState:
    return train(TrainConfig(**EXERCISE))


def test_w02_the_untrained_model_predicts_what_the_course_prints():
    state = start(TrainConfig(**CHAPTER))
    case, found = expected("W02"), predictions(state)
    assert line(state) == pytest.approx((case["weights"][0], case["bias"][0]), **close("W02"))
    assert found == pytest.approx([row[0] for row in case["preds"]], **close("W02"))
    errors = load(state.config).test.y.flatten() - torch.tensor(found)
    assert errors.tolist() == pytest.approx([row[0] for row in case["y_test-preds"]], **close("W02"))


def test_w03_the_losses_of_100_epochs_are_those_printed(chapter):
    found = log(chapter, 10)
    assert len(found) == len(expected("W03"))
    for row, printed in zip(found, expected("W03"), strict=True):
        assert row == pytest.approx(printed, **close("W03"))


def test_w04_the_learned_line_and_its_predictions_are_those_printed(chapter):
    case = expected("W04")
    assert line(chapter) == pytest.approx((case["weights"][0], case["bias"][0]), **close("W04"))
    assert predictions(chapter) == pytest.approx([row[0] for row in case["preds"]], **close("W04"))


def test_e01_2_the_first_weights_are_those_printed():
    case = expected("E01.2")
    assert line(start(TrainConfig(**EXERCISE))) == pytest.approx(
        (case["weight"][0], case["bias"][0]), **close("E01.2")
    )


def test_e01_3_the_losses_of_300_epochs_are_those_printed(exercise):
    found = [[e, round(train_loss, 3), round(test_loss, 3)] for e, train_loss, test_loss in log(exercise, 20)]
    assert len(found) == len(expected("E01.3"))
    for row, printed in zip(found, expected("E01.3"), strict=True):
        assert row == pytest.approx(printed, **close("E01.3"))


def test_e01_3_at_full_precision_losses_are_equal_to_the_last_bit():
    state = start(TrainConfig(**EXERCISE))
    rows = []
    for epoch in range(281):
        before = state
        state = advance(state, 1)
        if epoch % 20 == 0:
            rows.append([epoch, before.history[-1].train_loss, state.history[-1].test_loss])
            rows[-1] += [round(value, 4) for value in line(state)]
    assert rows == expected("E01.3full")


def test_e01_4_the_predictions_are_those_printed(exercise):
    assert predictions(exercise) == pytest.approx(expected("E01.4"), **close("E01.4"))


def test_e01_5_the_learned_line_is_that_printed(exercise):
    case = expected("E01.5")
    assert line(exercise) == pytest.approx((case["weight"][0], case["bias"][0]), **close("E01.5"))


def test_e01_6_without_a_step_the_loss_never_moves_and_the_gradient_piles_up():
    case = expected("E01.6")
    once = advance(start(TrainConfig(**EXERCISE, update="none", zero_grad=False)), 1)
    state = advance(once, 299)
    assert [state.history[e].train_loss for e in (0, 100, 200)] == case["loss_at_0_100_200"]
    assert len({record.train_loss for record in state.history}) == 1
    assert line(state)[0] == case["weight"]
    assert state.gradients["0.weight"].item() == case["grad_weight_after_300"]
    assert state.gradients["0.weight"].item() / 300 == case["grad_one_step"]  # the course's number is this average
    x = load(state.config).train.x.double()
    assert once.gradients["0.weight"].item() == pytest.approx(-x.mean().item(), rel=1e-6)  # every point lies too low
    assert line(once) == line(state)


def test_e01_6b_an_update_by_hand_equals_the_optimizers_step_bit_for_bit(exercise):
    by_hand = train(TrainConfig(**EXERCISE, update="by hand"))
    case = expected("E01.6b")
    assert line(by_hand) == (case["weight"][0], case["bias"][0])
    assert by_hand.history == exercise.history
    assert all(torch.equal(by_hand.weights[name], exercise.weights[name]) for name in exercise.weights)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("exercise .3/.9", EXERCISE),
        ("course .7/.3", CHAPTER | {"epochs": 300}),
        ("nn.Linear .7/.3", CHAPTER | {"epochs": 300, "init": "PyTorch default"}),
        ("exercise lr .001, 3000 ep", EXERCISE | {"lr": 0.001, "epochs": 3000}),
    ],
)
def test_w11_the_final_weights_swing_between_two_states_for_ever(name, settings):
    case, config = expected("W11")[name], TrainConfig(**settings)
    even = train(config)
    odd = train(TrainConfig(**{**settings, "epochs": config.epochs - 1}))
    seen = [record.train_loss for record in even.history]
    last_new = next(k for k in range(len(seen) - 1, 1, -1) if seen[k] != seen[k - 2])
    assert last_new - 2 == case["2-cycle_from_epoch"]  # the weights after epochs k - 1 and k + 1 are the first alike
    found = {
        (*(round(v, 5) for v in line(state)), round(state.history[-2].train_loss, 6)): state for state in (even, odd)
    }
    assert sorted(found) == sorted(map(tuple, case["two_states [w, b, loss seen that epoch]"]))


def test_w12_weights_change_in_the_step_and_not_in_backward():
    case = expected("W12")
    before = start(TrainConfig(**EXERCISE))
    backward = advance(start(TrainConfig(**EXERCISE, update="none")), 1)
    step = advance(before, 1)
    assert backward.gradients["0.weight"].item() == step.gradients["0.weight"].item() != 0
    assert [line(state)[0] for state in (before, backward, step)] == list(case.values())


def test_c05_two_hidden_layers_without_activation_stay_stuck_at_ln_2():
    state = train(
        TrainConfig(
            dataset="circles", n_samples=1000, hidden=(10, 10), activation="Identity", loss="BCE with logits",
            optimizer="SGD", lr=0.1, epochs=901, seed=42,
        )
    )  # fmt: skip
    for epoch, *printed in expected("C05"):
        before, after = state.history[epoch], state.history[epoch + 1]
        found = [before.train_loss, 100 * before.train_accuracy, after.test_loss, 100 * after.test_accuracy]
        assert found == pytest.approx(printed, **close("C05"))
        assert [found[0], found[2]] == pytest.approx([printed[0], printed[2]], abs=5.1e-6)
    assert state.history[-1].train_loss == pytest.approx(math.log(2), abs=2e-4)
