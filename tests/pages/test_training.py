"""The training page without a browser: every control reaches the run, links restore it, nonsense gets one sentence."""

import importlib
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.descent.formulas import spell
from core.loss_landscape import Window, landscape, landscape_code, sharpness
from core.models import summary
from core.script import training_script
from core.tables import read_csv, sample_csv
from core.training import train
from ui.charts.spelled import number
from ui.controls import DEFAULTS
from ui.words import verbatim

Open = Callable[..., AppTest]
# A base that trains at once; the spiral of the page with fewer points and epochs.
BASE: dict[str, Any] = {"n_samples": "60", "epochs": "3"}
SPIRAL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 60, "epochs": 3, "hidden": (16, 16), "activation": "Tanh", "lr": 0.1,
    "batch_size": 25,
}  # fmt: skip
# Setting, what the widget gets, what the link holds, what the config gets, and settings without which nobody sees it.
CONTROLS: list[tuple[str, Any, str, Any, dict[str, Any]]] = [
    ("n_samples", 80, "80", 80, {}),
    ("noise", 0.3, "0.3", 0.3, {}),
    ("features", ["x1", "x1^2"], "x1,x1^2", ("x1", "x1^2"), {}),
    ("train_share", 0.7, "0.7", 0.7, {}),
    ("hidden", "5, 3", "5, 3", (5, 3), {}),
    ("hidden", "", "", (), {}),
    ("activation", "ReLU", "ReLU", "ReLU", {}),
    ("data_seed", "7", "7", 7, {}),
    ("optimizer", "Adam", "Adam", "Adam", {}),
    ("lr", "0.3", "0.3", 0.3, {}),
    ("lr", "3", "3", 3.0, {}),
    ("schedule", "cosine", "cosine", "cosine", {}),
    ("target_loss", 0.8, "0.8", 0.8, {}),
    ("patience", 1, "1", 1, {}),
    ("changes", "1: lr=0.5; 2:0.bias[3]=2", "1: lr=0.5; 2:0.bias[3]=2", "1: lr=0.5; 2: 0.bias[3]=2", {}),
    ("batch_size", "10", "10", 10, {}),
    ("batch_size", "full", "full", None, {}),
    ("epochs", 5, "5", 5, {}),
    ("seed", 7, "7", 7, {}),
    ("loss", "Cross-entropy", "Cross-entropy", "Cross-entropy", {}),
    ("init", "He", "He", "He", {}),
    ("init_scale", 2.0, "2", 2.0, {"init": "normal"}),
    ("momentum", 0.5, "0.5", 0.5, {"optimizer": "Momentum"}),
    ("weight_decay", 0.01, "0.01", 0.01, {}),
    ("regularization", "L1", "L1", "L1", {"regularization_rate": 0.1}),
    ("regularization_rate", 0.2, "0.2", 0.2, {"regularization": "L2"}),
    ("dropout", 0.2, "0.2", 0.2, {}),
    ("dtype", "float64", "float64", "float64", {}),
    ("update", "by hand", "by hand", "by hand", {}),
    ("playground_seed", "0.42", "0.42", "0.42", {}),
    ("shuffle", False, "false", False, {}),
    ("zero_grad", False, "false", False, {}),
]
NAMED = [f"{key} {value}" for key, value, *_ in CONTROLS]
TABLES = [name for name, dataset in DATASETS.items() if dataset.kind == "table" and name != "your CSV"]
POINTS = [name for name, dataset in DATASETS.items() if dataset.kind != "table"]


def widget(page: AppTest, key: str) -> Any:
    groups = (page.selectbox, page.number_input, page.slider, page.multiselect, page.text_input, page.toggle)
    return next(found for group in groups for found in group if found.key == key)


trained = cache(train)


@pytest.fixture
def open_page(open_page: Open) -> Open:
    """Open the page with its code laid open, where a test does not ask for something else."""
    return lambda name, **settings: open_page(name, **{"behind": "Code"} | settings)


def film(page: AppTest) -> dict[str, Any]:
    """What the time machine got; of its pictures, from where to where their bytes go."""
    got = page.get("bidi_component")[0].proto.bytes
    end = 4 + int.from_bytes(got[:4], "little")
    return {"size": len(got) - end} | json.loads(got[4:end])


def sound(page: AppTest) -> AppTest:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error
    return page


def shows(page: AppTest, config: TrainConfig) -> None:
    """The page shows this run: its code, and its numbers in the time machine."""
    sound(page)
    assert page.code[0].value == training_script(config).strip()
    history = film(page)["history"]
    expected = [trained(config).history[epoch] for epoch in history["epoch"]]
    assert history["train_loss"] == [record.train_loss for record in expected]
    assert history["test_loss"] == [record.test_loss for record in expected]


def refused(page: AppTest, *words: str) -> str:
    """The page says one sentence with these words."""
    sound(page)
    (warning,) = page.warning
    assert "\n" not in warning.value
    read = warning.value.replace("\\", "").replace(
        "\u2060", ""
    )  # as it is read, without what keeps it from being markup
    for word in words:
        assert word in read
    return warning.value


def test_the_page_opens_on_the_default_run(open_page: Open):
    page = open_page("training")
    assert not page.warning
    shows(page, DEFAULTS)
    assert film(page)["kind"] == "plane"
    assert film(page)["history"]["test_accuracy"][-1] > 0.9  # the first picture is worth looking at


@pytest.mark.parametrize(("key", "value", "link", "meant", "needed"), CONTROLS, ids=NAMED)
def test_a_control_changes_what_it_says(key, value, link, meant, needed, open_page: Open):
    page = open_page("training", **BASE, **{name: str(choice) for name, choice in needed.items()})
    before = page.code[0].value
    widget(page, key).set_value(value)
    page.run()
    config = TrainConfig(**SPIRAL | needed | {key: meant})
    shows(page, config)
    assert page.code[0].value != before
    assert not page.warning


def test_a_link_may_name_an_activation_for_each_layer(open_page: Open):
    page = open_page("training", **BASE, activation="ReLU, Tanh")
    shows(page, TrainConfig(**SPIRAL | {"activation": "ReLU, Tanh"}))
    assert widget(page, "activation").value == "ReLU, Tanh"


@pytest.mark.parametrize(("key", "value", "link", "meant", "needed"), CONTROLS, ids=NAMED)
def test_a_link_restores_the_setting_and_its_control(key, value, link, meant, needed, open_page: Open):
    settings = BASE | {name: str(choice) for name, choice in needed.items()} | {key: link}
    if key == "features":
        settings["features"] = value
    page = open_page("training", **settings)
    shows(page, TrainConfig(**SPIRAL | needed | {key: meant}))
    assert widget(page, key).value == value


def test_every_control_of_the_page_is_tested_here(open_page: Open):
    page = open_page("training", **BASE)
    groups = (page.selectbox, page.number_input, page.slider, page.multiselect, page.text_input, page.toggle)
    keys = {found.key for group in groups for found in group}
    assert keys == {key for key, *_ in CONTROLS} | {"dataset", "playground_link"}


@pytest.mark.parametrize("dataset", [name for name in (*POINTS, *TABLES) if name != "spiral"])
def test_another_data_set_brings_its_own_settings_and_keeps_the_networks(dataset, open_page: Open):
    page = open_page(
        "training", n_samples="61", noise="0.2", train_share="0.3", features=["x2"], loss="L1", epochs="2"
    )
    page.selectbox(key="dataset").set_value(dataset).run()
    kept = {"epochs": 2, "hidden": (16, 16), "activation": "Tanh", "lr": 0.1, "batch_size": 25}
    own = DATASETS[dataset].hidden
    shows(page, TrainConfig(dataset=dataset, **kept | ({} if own is None else {"hidden": own})))
    assert not page.warning
    assert page.selectbox(key="loss").value == "fits the data"
    page.selectbox(key="dataset").set_value("spiral").run()
    shows(page, TrainConfig(dataset="spiral", **kept))


def test_a_network_chosen_by_hand_stays_with_every_data_set(open_page: Open):
    page = open_page("training", **BASE)
    for dataset, hidden in (("straight line", ""), ("spiral", "16, 16"), ("straight line", "")):
        page.selectbox(key="dataset").set_value(dataset).run()
        assert widget(page, "hidden").value == hidden
    page.text_input(key="hidden").set_value("5").run()
    assert any("Empty *Hidden layers*" in caption.value for caption in page.caption)
    for dataset in ("circles", "straight line", "spiral"):
        page.selectbox(key="dataset").set_value(dataset).run()
        assert widget(page, "hidden").value == "5"


def test_a_straight_line_is_found_and_shown_beside_the_one_that_made_it(open_page: Open):
    page = sound(open_page("training", dataset="straight line", true_weight="-1.5", true_bias="2"))
    weight, bias = film(page)["found"]
    assert (weight["name"], weight["true"], bias["name"], bias["true"]) == ("Weight", -1.5, "Bias", 2.0)
    assert len(weight["values"]) == len(bias["values"]) == len(film(page)["epochs"])
    assert weight["values"][-1] == pytest.approx(-1.5, abs=0.01)
    assert bias["values"][-1] == pytest.approx(2, abs=0.01)
    for more in ({"hidden": "3"}, {"features": ["x1", "x1^2"]}):
        assert film(open_page("training", dataset="straight line", **more))["found"] == []


def test_a_schedule_shows_the_learning_rate_of_every_moment(open_page: Open):
    page = sound(open_page("training", **BASE, schedule="exponential"))
    (shown,) = film(page)["found"]
    assert shown["name"] == "Learning rate"
    assert shown["values"] == pytest.approx([0.1, *(0.1 * 0.01 ** (epoch / 3) for epoch in range(3))])
    assert film(open_page("training", **BASE))["found"] == []


def test_what_changes_on_the_way_is_marked_on_the_curves_and_what_cannot_is_refused(open_page: Open):
    page = sound(open_page("training", **BASE, changes="2: 0.bias[3]=2; 1: lr=0.5; 1: batch_size=5; 9: lr=1"))
    assert film(page)["marks"] == [[1, "lr=0.5, batch_size=5"], [2, "0.bias[3]=2"]]
    assert film(page)["found"] == [{"name": "Learning rate", "true": None, "values": [0.1, 0.1, 0.5, 0.5]}]
    page = sound(open_page("training", **BASE, changes="1: noise=0.5"))
    assert film(page)["found"] == [{"name": "Noise", "true": None, "values": [0.0, 0.0, 0.5, 0.5]}]
    ((place, points),) = film(page)["later"]
    assert place == 2
    assert len(points) == len(film(page)["points"])
    assert points != film(page)["points"]
    page.text_input(key="changes").set_value("2: 0.bias[33]=2").run()
    refused(page, "Changes on the way can be of 0.bias[0] to 0.bias[15]; got '0.bias[33]=2'. Below is the last run")


def refusals(page: AppTest) -> str:
    return " ".join(warning.value for warning in page.warning).replace("\\", "").replace("\u2060", "")


def test_the_form_adds_a_change_from_an_epoch_on_and_takes_it_back(open_page: Open):
    page = open_page("training", **BASE, changes="1: lr=0.5")
    page.session_state["behind"] = "Change"
    page.session_state["change_what"] = "0.bias[3]"  # as typed
    page.run()
    page.number_input(key="change_epoch").set_value(2)
    page.text_input(key="change_value").set_value("many")
    next(button for button in page.button if button.label == "Change it").click().run()
    assert "Changes on the way after epoch 2: 0.bias must be a number, got 'many'. Nothing" in refusals(page)
    assert page.text_input(key="changes").value == "1: lr=0.5"
    page.text_input(key="change_value").set_value("-2")
    next(button for button in page.button if button.label == "Change it").click().run()
    assert page.text_input(key="changes").value == "1: lr=0.5; 2: 0.bias[3]=-2"
    assert film(page)["marks"] == [[1, "lr=0.5"], [2, "0.bias[3]=-2"]]
    assert not page.warning
    page.number_input(key="change_epoch").set_value(3)
    next(button for button in page.button if button.label == "Change it").click().run()
    assert "This run ends after epoch 3: choose an earlier one." in refusals(page)
    next(button for button in page.button if button.label == "Take back 2: 0.bias[3]=-2").click().run()
    assert film(page)["marks"] == [[1, "lr=0.5"]]


def offered(page: AppTest) -> list[str]:
    return page.selectbox(key="change_what").options


def test_noise_is_offered_where_there_is_some_and_what_lies_behind_the_run_says_whose_points_it_is_of(open_page: Open):
    page = sound(open_page("training", **BASE, behind="Change"))
    assert "noise" in offered(page)
    page.selectbox(key="change_what").set_value("noise")
    page.number_input(key="change_epoch").set_value(1)
    page.text_input(key="change_value").set_value("0.9")
    next(button for button in page.button if button.label == "Change it").click().run()
    assert "after epoch 1: noise of spiral must be from 0 to 0.5, got 0.9. Nothing" in refusals(page)
    page.text_input(key="change_value").set_value("0.5")
    next(button for button in page.button if button.label == "Change it").click().run()
    config = TrainConfig(**SPIRAL, changes="1: noise=0.5")
    assert film(page)["history"]["test_loss"][-1] == train(config).history[-1].test_loss
    ended = "points that the run ended with"
    for behind, words in (("Data", f"{ended}, noise 0.5"), ("Health", "compare them"), ("Loss landscape", ended)):
        page.session_state["behind"] = behind
        sound(page.run())
        assert any(words in caption.value for caption in page.caption)
        if behind == "Data":
            points = load(config, 0.5).train.points[:, 0].tolist()
            assert page.dataframe[0].value["x1"].tolist() == points
    assert "noise" not in offered(sound(open_page("training", dataset="iris", epochs="2", behind="Change")))


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


@pytest.mark.parametrize("dataset", [*POINTS, *TABLES, "your CSV"])
def test_every_data_set_opens_by_its_link_and_says_what_it_is(dataset, open_page: Open):
    page = sound(open_page("training", dataset=dataset, epochs="2"))
    assert not page.warning
    assert DATASETS[dataset].idea in page.caption[0].value
    assert len(film(page)["history"]["epoch"]) == 3


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"hidden": "abc"}, ["Hidden layers must be up to 8 layer sizes", "8, 8", "'abc'"]),
        ({"hidden": "999"}, ["Hidden layer 1 must be a whole number from 1 to 64, got 999"]),
        ({"hidden": "0"}, ["Hidden layer 1 must be a whole number from 1 to 64, got 0"]),
        ({"hidden": ",".join(["64"] * 8)}, ["Hidden layers 64, 64", "29,377 parameters", "20,000"]),
        ({"hidden": ",".join(["2"] * 9)}, ["Hidden layers must be at most 8 layer sizes, got 2, 2"]),
        ({"activation": "relu"}, ["Activation must be one of ReLU, LeakyReLU, ", "'relu'"]),
        ({"activation": "![x](http://elsewhere.example)"}, ["Activation must be one of ReLU, "]),
        ({"activation": "ReLU, Tanh, ReLU"}, ["Activation must be one name, or one for each of the 2 hidden layers"]),
        ({"data_seed": "-1"}, ["Data seed must be 'as Seed' or a whole number from 0 to 2,147,483,647, got '-1'"]),
        ({"data_seed": "99999999999"}, ["Data seed must be 'as Seed' or a whole number", "got '99999999999'"]),
        ({"batch_size": "-3"}, ["Batch size must be 'full' or a whole number from 1 to 5,000, got '-3'"]),
        ({"batch_size": "1e309"}, ["Batch size must be 'full' or a whole number", "'1e309'"]),
        ({"batch_size": "9999"}, ["Batch size must be a whole number from 1 to 5,000, got 9999"]),
        ({"batch_size": "1", "epochs": "10000"}, ["2,500,000 optimizer steps", "fewer epochs", "larger batch size"]),
        ({"update": "by hand", "optimizer": "Adam"}, ["After backward(), by hand is", "weight decay", "Adam"]),
        *[
            ({"lr": text}, [f"Learning rate must be a number from 0.00001 to 10, got '{text}'"])
            for text in ("1000", "0", "nan", "fast", "1e999", "-1", "0,1")
        ],
    ],
    ids=str,
)
def test_settings_that_cannot_be_are_refused_in_one_sentence_and_the_default_run_stays(settings, words, open_page):
    page = open_page("training", **settings)
    assert refused(page, *words).endswith("Below is the last run that worked.")
    shows(page, DEFAULTS)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("epochs", "0", "Epochs must be a whole number from 1 to 10,000, not '0'; 400 is used"),
        ("epochs", "1000000000", "Epochs must be a whole number from 1 to 10,000, not '1000000000'; 400 is used"),
        ("epochs", "inf", "Epochs must be a whole number from 1 to 10,000, not 'inf'; 400 is used"),
        ("seed", "-1", "Seed must be a whole number from 0 to 2,147,483,647, not '-1'; 42 is used"),
        ("seed", "9" * 23, f"Seed must be a whole number from 0 to 2,147,483,647, not '{'9' * 23}'; 42 is used"),
        ("n_samples", "5", "Points must be a whole number from 20 to 2,000, not '5'; 500 is used"),
        ("n_samples", "1e9", "Points must be a whole number from 20 to 2,000, not '1e9'; 500 is used"),
        ("noise", "7", "Noise must be a number from 0 to 0.5, not '7'; 0 is used"),
        ("noise", "1e309", "Noise must be a number from 0 to 0.5, not '1e309'; 0 is used"),
        ("train_share", "0", "Train share must be a number from 0.1 to 0.9, not '0'; 0.5 is used"),
        ("momentum", "1", "Momentum must be a number from 0 to 0.999, not '1'; 0.9 is used"),
        ("dropout", "1", "Dropout must be a number from 0 to 0.9, not '1'; 0 is used"),
        ("dataset", "nonsense", "Data set must be one of straight line, noisy sine, "),
        ("optimizer", "adam", "Optimizer must be one of SGD, Momentum, "),
        ("optimizer", "![x](http://elsewhere.example/x.png)", "not '![x](http://elsewhere.example/x.png)'; SGD is"),
        ("optimizer", "x" * 60, f"not '{'x' * 23}...{'x' * 23}'; SGD is used"),
        ("dtype", "float16", "Dtype must be one of float32, float64, not 'float16'; float32 is used"),
        ("features", "foo", "Features must be among x1, x2, x1^2, x2^2, x1*x2, sin(x1), sin(x2), not 'foo'; x1, x2"),
        ("loss", "foo", "Loss must be one of fits the data, BCE with logits, "),
        ("shuffle", "maybe", "Shuffle every epoch must be true or false, not 'maybe'; true is used"),
    ],
)  # fmt: skip
def test_a_link_with_what_cannot_be_falls_back_and_says_so_until_a_setting_is_changed(key, value, said, open_page):
    page = sound(open_page("training", **{key: value}))
    sentence = refused(page, "The link asks for what cannot be. ", said)
    assert "](" not in sentence.replace("]\\(", "")
    shows(page, DEFAULTS)
    refused(page.run(), said)  # the browser runs a page twice on arrival
    widget(page, "epochs").set_value(3)
    assert not page.run().warning


def test_a_link_with_epochs_that_are_no_whole_number_says_what_is_done(open_page: Open):
    page = open_page("training", **BASE | {"epochs": "3.7"})
    refused(page, "Epochs must be a whole number from 1 to 10,000, not '3.7'; 3 is used")
    shows(page, TrainConfig(**SPIRAL))


def test_one_feature_among_others_that_there_is_not_is_left_out_and_said(open_page: Open):
    page = open_page("training", **BASE, features=["x1", "bad"])
    refused(page, "Features must be among", "not 'bad'; x1 is used")
    shows(page, TrainConfig(**SPIRAL, features=("x1",)))


def test_a_target_that_the_table_does_not_have_is_said(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2", target="zz")
    refused(page, "Target must be one of flat_id, area_m2, ", "not 'zz'; rent is used")


def test_several_such_values_are_said_in_one_warning_and_the_others_hold(open_page: Open):
    page = open_page("training", **BASE, noise="99", seed="-1", optimizer="Adam")
    refused(page, "Noise must be", ". Seed must be")
    shows(page, TrainConfig(**SPIRAL | {"optimizer": "Adam"}))


def test_a_name_in_a_link_that_is_no_setting_is_let_be(open_page: Open):
    page = sound(open_page("training", nonsense="1"))
    assert not page.warning
    shows(page, DEFAULTS)


@pytest.mark.parametrize(
    ("key", "live", "dead", "why"),
    [
        ("momentum", {"optimizer": "Nesterov"}, {"optimizer": "Adam"}, "Adam has none; Momentum and Nesterov have"),
        ("init_scale", {"init": "normal"}, {"init": "He"}, "Only initial weights of the kind normal"),
        ("regularization_rate", {"regularization": "L1"}, {}, "Without a regularization"),
    ],
)
def test_a_control_without_effect_is_dead_says_why_and_keeps_its_value(key, live, dead, why, open_page: Open):
    page = open_page("training", **BASE, **dead, **{key: "0.5"})
    assert widget(page, key).disabled
    assert why in widget(page, key).help
    assert widget(page, key).value == 0.5
    for name, value in live.items():
        widget(page, name).set_value(value)
    page.run()
    assert not widget(page, key).disabled
    assert widget(page, key).value == 0.5


def test_nonsense_that_is_typed_leaves_the_last_good_run(open_page: Open):
    page = open_page("training", **BASE, hidden="5", seed="9")
    good = TrainConfig(**SPIRAL | {"hidden": (5,), "seed": 9})
    shows(page, good)
    for nonsense in ("abc", "999", "8,,x"):
        page.text_input(key="hidden").set_value(nonsense).run()
        refused(page, "Hidden layer", "last run that worked")
        shows(page, good)
    page.text_input(key="hidden").set_value("6").run()
    assert not page.warning
    shows(page, TrainConfig(**SPIRAL | {"hidden": (6,), "seed": 9}))


def test_a_refused_number_of_neurons_loses_no_other_setting(open_page: Open):
    page = open_page("training", **BASE, dropout="0.25", loss="MSE")
    page.text_input(key="hidden").set_value("0").run()
    refused(page, "Hidden layer 1")
    page.text_input(key="hidden").set_value("5").run()
    shows(page, TrainConfig(**SPIRAL | {"hidden": (5,), "dropout": 0.25, "loss": "MSE"}))


def test_what_a_link_says_becomes_no_picture_from_elsewhere(open_page: Open):
    page = open_page("training", hidden="![x](http://elsewhere.example/x.png)")
    assert "](" not in refused(page, "Hidden layers").replace("]\\(", "")


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
    assert f"after epoch {state.stop.epoch - 1}, a train loss of {number(state.history[-2].train_loss)} and" in words
    history = film(page)["history"]
    assert history["epoch"][-1] == state.stop.epoch
    assert {history["train_loss"][-1], history["test_loss"][-1]} & {"nan", "inf"}


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
    assert [f"{r2:.3f}" in said for r2, said in zip((poor, good), told, strict=True)] == [True, True]
    assert (poor < 0.1, good > 0.9) == (True, True)
    assert ["the same answer" in said for said in told] == [True, False]
    next(button for button in page.button if button.label == "Try it").click().run()
    assert widget(page, "lr").value == "0.1"
    assert not page.warning


# What lies behind the picture.
def test_nothing_behind_the_picture_is_open_at_first_and_one_click_opens_the_code(open_page: Open):
    page = sound(open_page("training", behind=""))
    assert not page.code
    views = page.button_group(key="behind")
    assert views.value is None
    views.set_value("Code").run()
    shows(page, DEFAULTS)


def test_the_network_is_listed_with_its_parameters(open_page: Open):
    page = open_page("training", **BASE, hidden="5, 3", dropout="0.2", behind="Network")
    sound(page)
    config = TrainConfig(**SPIRAL | {"hidden": (5, 3), "dropout": 0.2})
    assert any(f"**{config.n_parameters:,} parameters** in 3 linear layers" in m.value for m in page.markdown)
    frame = page.dataframe[0].value
    assert frame["Parameters"].tolist() == [row.n_parameters for row in summary(config)]
    assert frame["Parameters"].sum() == config.n_parameters


def test_every_epoch_is_listed(open_page: Open):
    page = sound(open_page("training", **BASE, behind="Every epoch"))
    expected = train(TrainConfig(**SPIRAL)).history
    frame = page.dataframe[0].value
    assert frame["epoch"].tolist() == [0, 1, 2, 3]
    assert frame["test_loss"].tolist() == [record.test_loss for record in expected]
    assert "train_r2" not in frame.columns


def test_the_data_is_listed_with_the_names_of_its_classes(open_page: Open):
    page = sound(open_page("training", dataset="iris", epochs="1", behind="Data"))
    frame = page.dataframe[0].value
    assert list(frame.columns) == [*DATASETS["iris"].columns, "species"]
    assert set(frame["species"]) == set(DATASETS["iris"].classes)
    assert len(frame) == 120


def test_a_column_called_target_is_shown_beside_the_target(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="1", behind="Data")
    rows = "target,size,price\n" + "\n".join(f"{i * i},{i % 5},{100 + 7 * i}" for i in range(30))
    page.file_uploader(key="upload").upload("mine.csv", rows.encode(), "text/csv").run()
    sound(page)
    frame = page.dataframe[0].value
    assert set(frame.columns) == {"target", "size", "price"}
    assert set(frame["target"]) <= {i * i for i in range(30)}


# The loss landscape.
def numbers(page: AppTest) -> dict[str, str]:
    """The numbers beside the map."""
    (table,) = (part.value for part in page.markdown if part.value.startswith("| In this picture"))
    return dict(row.strip("| ").split(" | ") for row in table.splitlines()[2:])


def test_the_landscape_tells_the_run_s_own_losses_its_share_of_the_path_and_its_sharpness(open_page: Open):
    page = sound(open_page("training", **BASE, behind="Loss landscape"))
    run = trained(TrainConfig(**SPIRAL))
    found = landscape(run, Window())
    told = numbers(page)
    assert told["Train loss at the end"] == spell(run.history[-1].train_loss)
    assert told["Highest in the picture"] == spell(found.losses.max().item())
    assert told["Path in this plane"] == f"{found.share:.1%}"
    assert told["Sharpness at the end"] == spell(sharpness(run))
    assert told["2 / sharpness"] == spell(2 / sharpness(run))
    assert told["Learning rate"] == "0.1"
    assert any("a guide, not a law" in part.value for part in page.caption)
    assert len(page.get("vega_lite_chart")) == 2  # the map, and the losses along its axes
    assert f"profiles = losses[{len(found.losses) // 2}]" in landscape_code(run, Window())


def test_each_control_of_the_landscape_changes_what_it_should_and_a_link_restores_it(open_page: Open):
    page = sound(open_page("training", **BASE, behind="Loss landscape"))
    run = trained(TrainConfig(**SPIRAL))
    page.button_group(key="plane").set_value("random").run()
    widget(page, "plane_seed").set_value(4).run()
    page.button_group(key="plane_loss").set_value("test").run()
    page.select_slider(key="span").set_value("0.5").run()
    sound(page)
    linked = open_page("training", **BASE, behind="Loss landscape", plane="random", plane_seed="4", plane_loss="test",
                       span="0.5")  # fmt: skip
    found = landscape(run, Window(plane="random", seed=4, part="test", span=0.5))
    for shown in (page, sound(linked)):
        told = numbers(shown)
        assert told["Test loss at the end"] == spell(run.history[-1].test_loss)
        assert told["Highest in the picture"] == spell(found.losses.max().item())
        assert any("from seed 4" in part.value for part in shown.caption)


def test_the_landscape_is_explained_by_a_program_and_an_answer_with_both_shares(open_page: Open):
    page = open_page("training", **BASE, behind="Loss landscape")
    for key in ("landscape_code", "landscape_answer", "sharpening"):
        page.session_state[key] = True
    sound(page.run())
    run = trained(TrainConfig(**SPIRAL))
    assert any("at 4 moments of the run" in part.value.replace("\n", " ") for part in page.caption)
    assert page.code[0].value == landscape_code(run, Window()).strip()
    own, drawn = (landscape(run, Window(plane=plane)).share for plane in ("path", "random"))
    (answer,) = (part.value for part in page.markdown if "So a path drawn" in part.value)
    assert f"**{own:.1%}**" in answer
    assert (f"**{100 * drawn:.2g}%**" if drawn < 0.01 else f"**{drawn:.1%}**") in answer


@pytest.mark.parametrize(("settings", "words"), [
    ({"update": "none"}, "The weights never moved: the path is a point"),
    ({"epochs": "1"}, "straight line"),
    ({"dataset": "straight line", "plane": "random"}, "one alone or all zero"),
])  # fmt: skip
def test_where_there_is_no_landscape_a_sentence_says_why(open_page: Open, settings: dict[str, str], words: str):
    page = open_page("training", **BASE | {"behind": "Loss landscape"} | settings)
    refused(page, words)


def test_around_the_end_of_an_explosion_there_is_no_landscape(open_page: Open):
    settings = {"dataset": "noisy sine", "activation": "ReLU", "lr": "10", "epochs": "30"}
    page = sound(open_page("training", **settings, behind="Loss landscape"))
    assert any("there is no landscape around its end" in part.value for part in page.warning)


def test_full_batch_descent_is_told_where_it_stands_to_the_edge_of_stability(open_page: Open):
    stable = {"dataset": "noisy sine", "activation": "Tanh", "batch_size": "full", "behind": "Loss landscape"}
    for settings, words in (({"lr": "0.03", "epochs": "100"}, "well below 2 / sharpness"),
                            ({"lr": "0.3", "epochs": "1000"}, "**the edge of stability**")):  # fmt: skip
        page = sound(open_page("training", **stable | settings))
        assert any(words in part.value.replace("\n", " ") for part in page.caption), words


def test_the_learning_rate_beside_the_sharpness_is_that_of_the_end(open_page: Open):
    page = sound(open_page("training", **BASE, behind="Loss landscape", changes="2: lr=0.03; 2: batch_size=full"))
    assert numbers(page)["Learning rate"] == "0.03"
    assert any("well below 2 / sharpness" in part.value for part in page.caption)


def test_a_link_that_asks_for_no_plane_there_is_falls_back(open_page: Open):
    page = open_page("training", **BASE, behind="Loss landscape", plane="nowhere", span="12345", plane_seed="-5")
    assert numbers(sound(page))["Train loss at the end"]
    assert page.button_group(key="plane").value == "path"


def test_the_prediction_is_answered_with_this_very_run(open_page: Open):
    page = open_page("training", **BASE, hidden="5")
    page.session_state["predict"] = True
    sound(page.run())
    bent = train(TrainConfig(**SPIRAL | {"hidden": (5,)})).history[-1].test_accuracy
    straight = train(TrainConfig(**SPIRAL | {"hidden": (5,), "activation": "Identity"})).history[-1].test_accuracy
    answer = next(m.value for m in page.markdown if "Identity" in m.value)
    assert f"**{bent:.1%}**" in answer
    assert f"**{straight:.1%}**" in answer


# The learner's own table.
MINE = b"a,b,kind\n" + b"".join(f"{i},{i * i % 11},{'xyz'[i % 3]}\n".encode() for i in range(60))
OTHERS = {"hidden": (16, 16), "activation": "Tanh", "lr": 0.1, "batch_size": 25}


def upload(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader(key="upload").upload(name, content, "text/csv")
    return page.run()


def test_without_a_file_the_sample_is_trained_on(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2")
    table = read_csv(sample_csv(), "flats.csv (sample)")
    shows(page, TrainConfig(dataset="your CSV", table=table, epochs=2, **OTHERS))


def test_an_uploaded_table_is_trained_on_and_drawn(open_page: Open):
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", MINE)
    assert not page.warning
    shows(page, TrainConfig(dataset="your CSV", table=read_csv(MINE, "mine.csv"), epochs=2, **OTHERS))
    assert film(page)["kind"] == "plane"
    assert film(page)["classes"] == ["x", "y", "z"]
    assert film(page)["names"] == ["a", "b"]
    start, end = film(page)["maps"]["bytes"]
    assert end - start == 3 * 64 * 64
    assert end <= film(page)["size"]


def test_target_task_features_and_missing_values_of_a_table_can_be_chosen(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2")
    table = read_csv(sample_csv(), "flats.csv (sample)")
    chosen: dict[str, Any] = {}
    choices = {
        "target": "rooms",
        "task": "classification",
        "missing": "fill with mean",
        "features": ["area_m2", "rent"],
    }
    for key, value in choices.items():
        widget(page, key).set_value(value)
        page.run()
        chosen[key] = tuple(value) if key == "features" else value
        shows(page, TrainConfig(dataset="your CSV", table=table, epochs=2, **OTHERS, **chosen))
        assert not page.warning


def said(page: AppTest) -> str:
    """All that stands in sight under the controls, as it is read."""
    return " ".join(caption.value for caption in page.caption).replace("\\", "").replace("\u2060", "")


def test_the_file_in_use_is_named_in_sight_and_the_sample_says_that_a_link_carries_no_file(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2", target="price")
    assert "This is the sample **flats.csv**: 120 rows × 10 columns. A link cannot carry a file" in said(page)
    upload(page, "my *own* file.csv", MINE)
    assert "**my *own* file.csv**: 60 rows × 3 columns." in said(page)
    assert "sample" not in said(page)
    upload(page, "broken.csv", b"")
    assert "**my *own* file.csv**" in said(page)
    upload(page, "x" * 200 + ".csv", MINE + b"61,3,x\n")
    assert f"**{'x' * 59}…**: 61 rows" in said(page)


def test_the_sample_comes_back_on_request_alone(open_page: Open):
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", MINE)
    upload(page, "broken.csv", b"")
    page.file_uploader(key="upload").set_value(None).run()
    assert "**mine.csv**" in said(page)
    assert not page.warning
    upload(page, "broken.csv", b"")
    next(button for button in page.button if button.label == "Use the sample").click().run()
    assert "This is the sample" in said(page)
    assert not page.warning
    upload(page, "mine.csv", MINE)
    assert "**mine.csv**" in said(page)
    sound(page)


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (["7"] * 40, "The column 'last' has the same value in every row: there is nothing to tell apart."),
        ([""] * 40, "Every value of the column 'last' is missing."),
        ([f"text {i}" for i in range(40)], "The column 'last' has 40 different values; at most 20 can be classes."),
    ],
    ids=["constant", "empty", "too many"],
)
def test_a_last_column_that_cannot_be_predicted_is_passed_over_with_its_reason(last, reason, open_page: Open):
    rows = "a,b,last\n" + "".join(f"{i},{i * i % 37 + 0.5},{value}\n" for i, value in enumerate(last))
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", rows.encode())
    sound(page)
    assert f"{reason} So 'b' is predicted." in said(page)
    widget(page, "target").set_value("a").run()
    assert reason not in said(page)


def test_what_was_done_about_missing_values_is_said_in_sight(open_page: Open):
    rows = "a,b,c\n" + "".join(f"{i if i % 10 else ''},{i * i % 37},{3 * i}\n" for i in range(40))
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", rows.encode())
    assert "4 rows are left out because a value is missing there." in said(page)
    widget(page, "missing").set_value("fill with median").run()
    assert "4 values are missing: the median of the column, or its most frequent text, is put there." in said(page)
    assert "left out" not in said(page)
    widget(page, "features").set_value(["b"]).run()
    assert "missing" not in said(page)


def test_how_a_file_was_read_is_said_in_sight(open_page: Open):
    rows = "a;b\n" + "".join(f"{i},5;{i * i % 37}\n" for i in range(40))
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", rows.encode())
    assert "'a' has a decimal comma: 0,5 was read as 0.5." in said(page)


def test_the_script_of_a_table_says_what_it_needs(open_page: Open):
    page = sound(open_page("training", dataset="your CSV", epochs="2"))
    assert "from core.tables import read_csv" in page.code[0].value
    assert "by the playground's own" in said(page)
    assert "Plain PyTorch" not in said(page)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("noise.csv", bytes(range(256))),
        ("empty.csv", b""),
        ("one.csv", b"a,b\n1,2\n"),
        ("words.csv", b"a,b\n" + b"x,y\n" * 30),
        ("![x](http://elsewhere.example/x.csv", b"\xff\xfe"),
    ],
)
def test_a_broken_file_gets_one_sentence_and_leaves_the_page_as_it_was(name, content, open_page: Open):
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", MINE)
    good = TrainConfig(dataset="your CSV", table=read_csv(MINE, "mine.csv"), epochs=2, **OTHERS)
    shows(page, good)
    name = name if name.endswith(".csv") else f"{name}.csv"
    sentence = refused(upload(page, name, content), "Nothing was changed.")
    assert sentence.startswith(verbatim(name))
    shows(page, good)


def test_settings_that_a_table_refuses_are_told_and_the_last_good_run_stays(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2")
    widget(page, "dropout").set_value(0.25).run()
    good = page.code[0].value
    widget(page, "target").set_value("district")
    widget(page, "task").set_value("regression")
    page.run()
    assert refused(page, "'district'").endswith("Below is the last run that worked.")
    assert page.code[0].value == good
    assert widget(page, "dropout").value == 0.25  # the settings that are rarely touched stay in place
    widget(page, "task").set_value("classification")
    page.run()
    assert not page.warning
    table = read_csv(sample_csv(), "flats.csv (sample)")
    more = {"target": "district", "task": "classification", "dropout": 0.25}
    shows(page, TrainConfig(dataset="your CSV", table=table, epochs=2, **OTHERS, **more))


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
