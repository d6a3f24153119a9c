"""The training page without a browser: every control reaches the run, and links restore it."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.training import train
from tests.pages.training.reading import BASE, SPIRAL, Open, film, refused, shows, sound, widget
from ui.controls import DEFAULTS

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


@pytest.mark.parametrize("dataset", [*POINTS, *TABLES, "your CSV"])
def test_every_data_set_opens_by_its_link_and_says_what_it_is(dataset, open_page: Open):
    page = sound(open_page("training", dataset=dataset, epochs="2"))
    assert not page.warning
    assert DATASETS[dataset].idea in page.caption[0].value
    assert len(film(page)["history"]["epoch"]) == 3
