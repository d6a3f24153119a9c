"""How a run went, in words: an end that was asked for, an explosion, an answer found by trying."""

import importlib
from dataclasses import replace
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.training import train
from tests.pages.training.reading import BASE, OTHERS, SPIRAL, Open, film, refused, shows, sound, widget
from ui.charts.spelled import number
from ui.labs.training.exploded import told_exploded
from ui.labs.training.outcome import what_of_the_bend
from ui.labs.training.quality import quality, record_quality
from ui.page import read_text


def test_an_end_that_was_asked_for_is_said_with_its_reason(open_page: Open):
    page = sound(open_page("training", **BASE, target_loss="0.8"))
    assert film(page)["history"]["epoch"] == [0, 1]
    loss = film(page)["history"]["train_loss"][1]
    said = f"Ended after epoch 1 of 3, as you asked: the train loss is {loss:.4g}, not above 0.8."
    assert said in [caption.value for caption in page.caption]
    page = sound(open_page("training", **BASE | {"epochs": "50"}, patience="2", lr="3"))
    *_, last = film(page)["history"]["epoch"]
    tests = film(page)["history"]["test_loss"]
    assert min(tests[1:-2]) == tests[last - 2] == min(tests[1:])
    told = f"Ended after epoch {last} of 50, as you asked: in 2 epochs the test loss has not come below the"
    assert any(" ".join(caption.value.split()).startswith(told) for caption in page.caption)


def test_an_r2_that_is_not_defined_is_said_with_its_reason(open_page: Open):
    page = sound(open_page("training", dataset="straight line", n_samples="10", train_share="0.9", epochs="3"))
    assert set(film(page)["history"]["test_r2"]) == {"undefined"}
    assert {type(value) for value in film(page)["history"]["train_r2"]} == {float}
    said = [caption.value for caption in page.caption if "not defined" in caption.value]
    assert said == [
        "Test R² is not defined: it is the explained share of the variance of the targets, and those of the test part"
        " do not vary."
    ]


def test_what_is_said_of_diabetes_is_what_is_seen(open_page: Open):
    page = sound(open_page("training", dataset="diabetes"))
    test_r2, test_loss = film(page)["history"]["test_r2"], film(page)["history"]["test_loss"]
    assert 0.4 < max(test_r2) < 0.6
    assert test_loss[-1] > 2 * min(test_loss)


def test_a_run_that_explodes_is_told_with_epoch_layer_and_advice(open_page: Open):
    config = TrainConfig(
        dataset="straight line", hidden=(), loss="MSE", optimizer="Momentum", lr=10.0, epochs=200, activation="Tanh",
        batch_size=25,
    )  # fmt: skip
    page = open_page(
        "training", dataset="straight line", hidden="", optimizer="Momentum", lr="10", epochs="200", loss="MSE"
    )
    state = train(config)
    assert state.stop is not None
    words = refused(page, f"exploded in epoch {state.stop.epoch}", "**the loss**", "squares", "learning rate is 10.")
    assert "layer" not in words  # every answer still was finite
    loss = number(state.history[-2].train_loss, padded=True)
    assert f"after epoch {state.stop.epoch - 1}, a train loss of {loss} and" in words
    history = film(page)["history"]
    assert history["epoch"][-1] == state.stop.epoch
    assert {history["train_loss"][-1], history["test_loss"][-1]} & {"nan", "inf"}


@pytest.mark.parametrize(
    ("settings", "told", "untold"),
    [
        (
            {"regularization": "L1", "regularization_rate": 0.001},
            "the learning rate is 10. A smaller",
            "egularization",
        ),
        (
            {"regularization": "L2", "regularization_rate": 1.0},
            "the regularization rate 1 turns every weight",
            "change",
        ),
        (
            {"lr": 0.01, "changes": "2: lr=10"},
            "the learning rate is 10, by your change after epoch 2",
            "egularization",
        ),
    ],
)
def test_an_explosion_blames_what_made_the_steps_large(settings, told, untold):
    run = train(TrainConfig(**{"dataset": "straight line", "hidden": (), "loss": "MSE", "lr": 10.0} | settings))
    words = " ".join(told_exploded(run, read_text("training")).split())
    assert told in words
    assert untold not in words


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"dataset": "circles", "init": "zeros", "epochs": 12}, "neither"),
        ({"dataset": "gauss", "epochs": 20}, "needless"),
        ({"dataset": "circle", "batch_size": 10, "epochs": 20}, "needed"),
    ],
)
def test_what_a_bend_is_worth_is_said_only_where_something_was_learned(settings, said):
    run = train(TrainConfig(n_samples=200, lr=0.1, **settings))
    assert what_of_the_bend(run, train(replace(run.config, activation="Identity"))) == said


def test_after_one_epoch_it_is_not_said_that_the_data_needs_no_bend(open_page: Open):
    page = open_page("training", dataset="moons", n_samples="60", epochs="1")
    page.session_state["predict"] = True
    told = " ".join(" ".join(part.value for part in page.run().markdown).split())
    assert "needs no bend, or by epoch 1 no use has been made of it yet" in told


def test_how_good_a_run_is_that_exploded_is_no_number():
    run = train(TrainConfig(dataset="straight line", hidden=(), lr=2.0, epochs=100))
    assert quality(run) == "no finite number"
    assert record_quality(replace(run.history[0], test_r2=-6.3e22)) == "−6.3\u00a0×\u00a010²²"
    assert record_quality(replace(run.history[0], test_r2=-0.9184)) == "−0.918"


def test_a_change_after_the_last_epoch_is_said_to_do_nothing(open_page: Open):
    page = sound(open_page("training", **BASE, changes="1: lr=0.2; 300: lr=0.1"))
    (told,) = [part.value for part in page.caption if "does nothing" in part.value]
    assert told.startswith("Change after epoch 300: lr=0.1: that does nothing here, as this run ends after epoch")
    page = sound(open_page("training", **BASE, changes="1: lr=0.2"))
    assert not [part for part in page.caption if "does nothing" in part.value]


def test_the_learning_rate_advised_has_been_tried_and_learns(open_page: Open):
    page = open_page("training", dataset="noisy sine", activation="ReLU", lr="5")
    page.session_state["smaller"] = True
    sound(page.run())
    config = TrainConfig(**{"dataset": "noisy sine", "activation": "ReLU"} | OTHERS | {"activation": "ReLU"})
    poor, good = (train(replace(config, lr=lr, epochs=400)).history[-1].test_r2 for lr in (0.5, 0.1))
    told = [part.value for part in page.markdown if "Learning rate" in part.value]
    assert [f"{r2:.3f}".replace("-", "−") in said for r2, said in zip((poor, good), told, strict=True)] == [True, True]
    assert (poor < 0.1, good > 0.9) == (True, True)
    assert ["the same answer" in said for said in told] == [True, False]
    next(button for button in page.button if button.label == "Try it").click().run()
    assert widget(page, "lr").value == "0.1"
    assert not page.warning


def test_the_prediction_is_answered_with_this_very_run(open_page: Open):
    page = open_page("training", **BASE, hidden="5")
    page.session_state["predict"] = True
    sound(page.run())
    bent = train(TrainConfig(**SPIRAL | {"hidden": (5,)})).history[-1].test_accuracy
    straight = train(TrainConfig(**SPIRAL | {"hidden": (5,), "activation": "Identity"})).history[-1].test_accuracy
    answer = next(m.value for m in page.markdown if "Identity" in m.value)
    assert f"**{bent:.1%}**" in answer
    assert f"**{straight:.1%}**" in answer


def test_the_global_generator_of_the_server_is_left_alone(open_page: Open):
    before = torch.get_rng_state()
    sound(open_page("training", **BASE, dropout="0.5", seed="123"))
    assert torch.equal(torch.get_rng_state(), before)


def test_settings_that_can_be_foreseen_send_their_picture_ahead_of_the_widgets(open_page: Open, monkeypatch: Any):
    order: list[str] = []
    here, there = "ui.labs.training.whole.show_film", "ui.labs.training.whole.chosen_config"
    for place, name in ((here, "picture"), (there, "widgets")):
        module, _, attribute = place.rpartition(".")
        plain = getattr(importlib.import_module(module), attribute)
        monkeypatch.setattr(place, lambda *args, plain=plain, name=name: (order.append(name), plain(*args))[1])
    page = sound(open_page("training", **BASE))
    for activation in ("ReLU", "Tanh", "ReLU", "Tanh"):
        widget(page, "activation").set_value(activation).run()
        shows(page, TrainConfig(**SPIRAL | {"activation": activation}))
    assert order == ["widgets", "picture"] + ["picture", "widgets"] * 4
    order.clear()
    widget(page, "n_samples").set_value(80).run()  # new, and other settings may depend on it
    shows(page, TrainConfig(**SPIRAL | {"n_samples": 80}))
    widget(page, "seed").set_value(7)
    widget(page, "lr").set_value("0.3").run()
    shows(page, TrainConfig(**SPIRAL | {"n_samples": 80, "seed": 7, "lr": 0.3}))
    widget(page, "hidden").set_value("many")
    page.run()
    refused(page, "many")
    assert order == ["widgets", "picture", "picture", "widgets", "widgets", "picture"]


def test_a_run_that_is_done_is_not_shown_again_and_again():
    """Streamlit goes on running a fragment that once had `run_every`, as long as it is there at all."""

    def script() -> None:
        import streamlit as st

        from core.config import TrainConfig
        from core.training import train
        from ui.labs.training.live import show_film

        registered: list[object] = []
        st.fragment, plain = lambda *args, **_: registered.append(args), st.fragment
        try:
            show_film(config := TrainConfig(n_samples=60, epochs=1), train(config))
        finally:
            st.fragment = plain
        st.text(f"{len(registered)} fragments")

    page = sound(AppTest.from_function(script).run())
    assert page.text[0].value == "0 fragments"
    assert film(page)["epochs"] == [0, 1]
