"""The view of what is forgotten: nothing is told before the guess, and what is told then was computed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sklearn import metrics
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import load
from core.forgetting import FORGOTTEN, VERDICTS, mean_end, measure, sides, verdict
from core.training import train
from ui.charts.forgotten import forgotten_frame, measured_frame

Open = Callable[..., AppTest]
BASE: dict[str, Any] = {"n_samples": "60", "epochs": "12", "hidden": "5", "behind": "What if I forget"}
CONFIG = TrainConfig(dataset="spiral", n_samples=60, epochs=12, hidden=(5,), activation="Tanh", lr=0.1, batch_size=25)


def said(page: AppTest) -> str:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.warning
    return " ".join(" ".join(part.value for part in [*page.markdown, *page.caption]).replace("\\", "").split())


@pytest.mark.parametrize("forgotten", FORGOTTEN[:4])
def test_before_the_guess_nothing_is_told_then_the_runs_are_compared(forgotten: str, open_page: Open):
    page = open_page("training", **BASE, forgotten=forgotten)
    assert "Guess, and the other one" in said(page)
    assert not page.table
    page.button_group(key="guess").set_value("learns nothing").run()
    words = said(page)
    right, wrong = map(train, sides(CONFIG, forgotten).values())
    assert f"**{verdict(right, wrong)}**" in words
    assert f"train loss of **{mean_end(wrong):.4g}** instead of **{mean_end(right):.4g}**" in words
    larger = load(CONFIG).train.y.bincount().argmax()
    base = metrics.accuracy_score(load(CONFIG).test.y, larger.expand(len(load(CONFIG).test.y)))
    assert f"always saying the class most frequent in training gives {base:.1%}" in words
    assert page.table[0].value["Run"].tolist() == [f"with {forgotten}", f"without {forgotten}"]
    assert page.table[0].value["Test accuracy"].tolist() == [
        f"{run.history[-1].test_accuracy:.1%}" for run in (right, wrong)
    ]
    assert any(line.startswith("-") for line in page.code[0].value.splitlines())


def test_a_guess_is_told_right_or_wrong_and_asked_anew_for_another_thing(open_page: Open):
    right, wrong = map(train, sides(CONFIG, "optimizer.step()").values())
    came = verdict(right, wrong)
    page = open_page("training", **BASE, forgotten="optimizer.step()", guess=came)
    assert f"Your guess was right: **{came}**" in said(page)
    other = next(guess for guess in VERDICTS if guess != came)
    page.button_group(key="guess").set_value(other).run()
    assert f"Your guess: {other}. What came: **{came}**" in said(page)
    page.button_group(key="forgotten").set_value("zero_grad()").run()
    assert "Guess, and the other one" in said(page)
    assert page.button_group(key="guess").value is None


def test_by_hand_and_the_optimizer_are_said_to_be_equal_and_no_update_to_be_flat(open_page: Open):
    page = open_page("training", **BASE, forgotten="the optimizer", guess="not at all", optimizer="Adam")
    words = said(page)
    assert "**identical bit for bit**: all 26 losses and all 21 weights" in words
    assert "a flat line" in words
    assert "another than the one above: Optimizer SGD." in words
    losses = page.table[0].value["Train loss (mean of the last tenth)"].tolist()
    assert losses[0] == losses[1] != losses[2]


def test_without_eval_the_same_weights_are_measured(open_page: Open):
    page = open_page("training", **BASE, forgotten="eval()", dropout="0.2")
    assert "Guess, and the other one" in said(page)
    page.button_group(key="guess").set_value("another each time").run()
    found = measure(train(replace(CONFIG, dropout=0.2)))
    assert f"**{len(set(found.without))}** in training mode, from {min(found.without):.4g}" in said(page)
    assert "Dropout silences other neurons" in said(page)


def test_without_dropout_nothing_happens_and_some_is_offered(open_page: Open):
    page = open_page("training", **BASE, forgotten="eval()", guess="one and the same")
    assert "Your guess was right" in said(page)
    assert "Nothing happens" in said(page)
    next(button for button in page.button if button.label == "Try dropout 0.2").click().run()
    assert next(slider for slider in page.slider if slider.key == "dropout").value == 0.2
    assert "Nothing happens" not in said(page)


@pytest.mark.parametrize(
    ("forgotten", "settings", "words"),
    [
        ("the activation", {"hidden": ""}, "no hidden layer"),
        ("eval()", {"hidden": "", "dropout": "0.5"}, "no hidden layer"),
        ("shuffling", {"batch_size": "full"}, "All points are in one batch"),
        ("the activation", {"activation": "Identity"}, "another than the one above: Activation Tanh"),
        ("zero_grad()", {"zero_grad": "false"}, "zero_grad() before backward() on"),
        ("optimizer.step()", {"regularization": "L1 pruning"}, "another than the one above: Regularization none"),
    ],
)
def test_where_there_is_nothing_to_forget_or_it_was_forgotten_already_this_is_said(
    forgotten, settings, words, open_page: Open
):
    assert words in said(open_page("training", **BASE | settings, forgotten=forgotten))


def test_an_explosion_is_told_with_its_epoch(open_page: Open):
    settings = {"dataset": "noisy sine", "lr": 0.3, "loss": "MSE", "activation": "ReLU", "epochs": 30}
    config = TrainConfig(**settings, n_samples=60, noise=0.1, hidden=(5,), batch_size=25)
    right, wrong = map(train, sides(config, "zero_grad()").values())
    assert right.stop is None
    assert wrong.stop is not None
    page = open_page(
        "training", **BASE | {name: str(value) for name, value in settings.items()}, noise="0.1",
        forgotten="zero_grad()", guess="explodes",
    )  # fmt: skip
    assert f"no longer finite at epoch **{wrong.stop.epoch}**" in said(page)


def test_a_bad_link_asks_anew(open_page: Open):
    page = open_page("training", **BASE, forgotten="everything", guess="perhaps")
    assert page.warning[0].value.startswith("The link asks for what cannot be. Forget must be one of")
    assert any("Guess, and the other one" in words.value for words in page.markdown)


def test_curves_are_thinned_keep_on_the_log_axis_and_hide_what_was_not_guessed():
    run = train(replace(CONFIG, epochs=900))
    frame = forgotten_frame({"a": run})
    assert 300 <= len(frame) <= 400
    assert (frame["loss"] > 0).all()
    found = measure(train(replace(CONFIG, dropout=0.2)))
    assert set(measured_frame(found, revealed=False)["mode"]) == {"with eval()"}
    assert len(measured_frame(found)) == 40
