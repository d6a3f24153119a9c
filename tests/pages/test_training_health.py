"""What the Training page says of a run's health."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.health import examine, overfitting
from core.training import EpochRecord, train
from ui.charts.spelled import number
from ui.controls import DEFAULTS
from ui.labs.training.views.health import how_to_stop, of_overfitting
from ui.page import read_text

Open = Callable[..., AppTest]
BASE: dict[str, Any] = {"n_samples": "60", "epochs": "8", "behind": "Health"}
SPIRAL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 60, "epochs": 8, "hidden": (16, 16), "activation": "Tanh", "lr": 0.1,
    "batch_size": 25,
}  # fmt: skip


def words(page: AppTest) -> str:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error
    return " ".join(part.value for part in (*page.markdown, *page.caption))


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def test_the_view_says_best_epoch_gradients_and_neurons_of_this_very_run(open_page: Open):
    page = open_page("training", **BASE, activation="ReLU", lr="3")
    state = train(TrainConfig(**SPIRAL | {"activation": "ReLU", "lr": 3.0}))
    said, found, inside = words(page), overfitting(state.history), examine(state)
    assert of_overfitting(found, read_text("training")) in said
    for name, norm in zip(inside.layers, inside.gradients[-1].tolist(), strict=True):
        assert f"{name}: {number(norm)}" in said
    dead, flat = (sum(int(part[-1].sum()) for part in parts) for parts in
                  ([units.dead for units in inside.units], [units.stuck for units in inside.units]))  # fmt: skip
    assert dead > 0
    assert f"**{dead} dead and {flat} flat** of 32" in said
    assert charts(page) == 3
    assert f"{state.history[found.best.epoch].test_accuracy:.1%}" in said
    assert "parameter.grad.norm()" in page.code[0].value


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([(0.6, 0.5), (0.3, 0.2), (0.1, 0.262)], "best after epoch 1** (0.2); since then it rose by **31 %**"),
        ([(0.6, 0.5), (0.3, 0.2), (0.1, 0.2001)], "has hardly moved since"),
        ([(0.6, 0.5), (0.3, 0.2), (0.1, 9.0)], "it rose to **45 times** as much"),
        ([(0.6, 0.5), (0.3, 0.0), (0.1, 9.0)], "it rose from nothing, to 9"),
        ([(0.6, 0.5), (0.3, 0.2), (0.1, 2e36)], "to **1.0\u00a0×\u00a010³⁷ times** as much, to 2.00\u00a0×\u00a010³⁶"),
        ([(0.6, 0.5), (0.3, 0.2), (0.4, 0.21)], "by **5.0 %**, to 0.21. The train loss rose too, from\n0.3 to 0.4"),
        ([(0.6, 0.5), (0.3, 0.6), (0.4, 0.7)], "never better than before training"),
        ([(0.6, 0.5), (0.3, 0.4), (0.2, 0.1)], "no overfitting so far"),
    ],
)  # fmt: skip
def test_what_the_losses_say_is_said_in_a_sentence(losses, said):
    history = [EpochRecord(epoch=i, train_loss=a, test_loss=b) for i, (a, b) in enumerate(losses)]
    assert said in of_overfitting(overfitting(history), read_text("training"))


def test_a_gradient_that_does_not_arrive_is_named(open_page: Open):
    page = open_page("training", **BASE, init="zeros")
    assert "at times hidden layer 1, hidden layer 2, output layer got none" in words(page)
    assert charts(page) == 2


@pytest.mark.parametrize("more", [{"hidden": ""}, {"dataset": "diabetes"}, {"epochs": "1"}], ids=str)
def test_every_kind_of_run_can_be_looked_into(more, open_page: Open):
    page = open_page("training", **BASE | more)
    assert "Test loss" in words(page)
    assert ("hidden neurons" in words(page)) == ("hidden" not in more)
    assert charts(page) == 3


def test_a_run_that_broke_off_at_once_says_that_there_is_nothing_to_follow(open_page: Open):
    broken = {"dataset": "noisy sine", "optimizer": "Momentum", "lr": "10", "hidden": "64, 64, 64, 64"}
    page = open_page("training", **BASE | broken, activation="SELU", init="normal", init_scale="10", loss="MSE")
    said = words(page)
    assert "numbers exploded in epoch 1, so" in page.warning[0].value
    assert "nothing to follow here" in said
    assert charts(page) == 0


def test_the_default_run_is_told_apart_from_overfitting():
    state = train(DEFAULTS)
    found = overfitting(state.history)
    assert ("no overfitting" in of_overfitting(found, read_text("training"))) == (
        found.last.epoch == found.best.epoch or found.last.train_loss > found.best.train_loss
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"dataset": "circles", "hidden": "", "epochs": "300", "n_samples": "1000"}, "has hardly moved since"),
        ({"dataset": "moons", "lr": "3", "schedule": "cosine", "epochs": "30"}, "would be another run"),
    ],
    ids=["level", "schedule"],
)
def test_what_is_said_of_the_best_epoch_is_true_of_a_level_loss_and_of_a_schedule(more, told, open_page: Open):
    page = open_page("training", **{name: value for name, value in BASE.items() if name not in more} | more)
    assert told in words(page)
    assert "wrong way for both" not in words(page) or "schedule" in more


def test_before_the_first_step_no_number_of_epochs_is_advised():
    text = read_text("training")
    config = TrainConfig(dataset="moons")
    assert how_to_stop(config, 0, text) == text["Stopped at the best: start"]
    assert how_to_stop(config, 7, text) == "Set *Epochs* to 7 to stop there."
