"""Settings that cannot be: refused in one sentence, by widget and by link, and the last good run stays."""

import pytest

from core.config import TrainConfig
from tests.pages.training.reading import BASE, SPIRAL, Open, refused, shows, sound, widget
from ui.controls import DEFAULTS


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
