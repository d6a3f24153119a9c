"""What a link asks for and a page cannot do is said in one short sentence each, on every page, in every view."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

RUN = {"dataset": "moons", "hidden": "2", "epochs": "3", "n_samples": "40", "batch_size": "full"}
SAID = "The link asks for what cannot be. "

Open = Callable[..., AppTest]


def warned(page: AppTest) -> str:
    """Return what a page says that opened well, without the marks that keep it from being read as Markdown."""
    assert not page.exception, [error.message for error in page.exception]
    (warning,) = page.warning
    return str(warning.value).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize(
    ("view", "settings", "said"),
    [
        ("Nonsense", {}, "Look behind it must be one of Code, Network, One step, What if I forget, Loss landscape, "),
        ("One step", {"stage": "zzz"}, "Stage must be one of forward, loss, zero_grad, backward, step, not 'zzz'; "),
        ("One step", {"step_epoch": "77"}, "After epoch must be one of 0, 1, 2, not '77'; 0 is used"),
        ("One step", {"step_layer": "zzz"}, "Layer must be one of "),
        ("One step", {"tensor": "zzz"}, "not 'zzz'; it is left out"),
        (
            "One step",
            {"batch_size": "5", "step_batch": "99"},
            "Batch must be a whole number from 1 to 7, not '99'; 1 is used",
        ),
        ("Loss landscape", {"span": "77"}, "Span must be one of 0.01, 0.02, "),
        ("Loss landscape", {"plane": "flat"}, "Plane must be one of "),
        (
            "Loss landscape",
            {"plane": "random", "plane_seed": "-3"},
            "Seed of the plane must be a whole number from 0 to ",
        ),
        ("Mistakes", {"points_of": "no"}, "Points must be one of test, train, not 'no'; test is used"),
        ("Mistakes", {"cell": "no"}, "Points of the cell must be one of "),
        ("What if I forget", {"forgotten": "all"}, "Forget must be one of "),
        ("Compare", {"log_loss": "perhaps", "against": "seed=1"}, "Log axis must be true or false, not 'perhaps'; "),
        ("Your points", {"begin": "12"}, "Begin with must be one of 40 points, all points, nothing, not '12'; "),
        ("Many at once", {"many": "a lot"}, "Train at once must be one of 64 seeds, 16 seeds, a grid, not 'a lot'; "),
    ],
)
def test_a_view_says_what_its_link_asks_for_in_vain(
    view: str, settings: dict[str, str], said: str, open_page: Open
) -> None:
    page = open_page("training", **RUN | {"behind": view} | settings)
    sentence = warned(page)
    assert sentence.startswith(SAID)
    assert said in sentence
    assert warned(page.run()) == sentence  # the browser runs a page twice on arrival
    page.button_group(key="behind").set_value("Data").run()
    assert not page.warning


def test_a_view_and_the_settings_each_say_their_own(open_page: Open) -> None:
    page = open_page("training", **RUN | {"behind": "Loss landscape", "span": "77", "noise": "9"})
    assert ["Span" in warning.value for warning in page.warning] == [False, True]
    page.number_input(key="noise").set_value(0.1).run()
    assert ["Span" in warning.value for warning in page.warning] == [True]


@pytest.mark.parametrize(
    ("page", "key", "label", "most", "used"),
    [
        ("training", "hidden", "Hidden layers", 100, "16, 16 is used"),
        ("training", "data_seed", "Data seed", 11, "it is left out"),
        ("training", "changes", "Changes on the way", 1000, "it is left out"),
        ("training", "playground_seed", "Playground seed", 100, "it is left out"),
        ("tensors", "literal", "Numbers in square brackets", 2000, "is used"),
    ],
)
def test_a_text_longer_than_its_field_takes_is_said_and_nothing_else_is_used(
    page: str, key: str, label: str, most: int, used: str, open_page: Open
) -> None:
    data = {"dataset": "spiral"} if page == "training" else {}
    opened = open_page(page, **data, **{key: "1," * most})
    sentence = warned(opened)
    assert f"{label} takes at most {most:,} characters, the link has {2 * most:,}; " in sentence
    assert used in sentence
    usual = open_page(page, **data)
    field = "text_area" if key == "literal" else "text_input"
    assert getattr(opened, field)(key=key).value == getattr(usual, field)(key=key).value


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"lr": ["0.1", "0.3"]}, "The link gives Learning rate 2 times; 0.3 is used"),
        ({"epochs": ["5", "6", "7"]}, "The link gives Epochs 3 times; 7 is used"),
        ({"hidden": ["3", "4"]}, "The link gives Hidden layers 2 times; 4 is used"),
        ({"dataset": ["xor", "moons"]}, "The link gives Data set 2 times; moons is used"),
        ({"behind": ["Code", "Data"]}, "The link gives Look behind it 2 times; "),
        ({"data_seed": ["7", ""]}, "The link gives Data seed 2 times; it is left out"),
        ({"epochs": ["5", "0"]}, "Epochs must be a whole number from 1 to 10,000, not '0'; 400 is used"),
    ],
)
def test_a_setting_that_stands_several_times_in_a_link_is_said(
    settings: dict[str, list[str]], said: str, open_page: Open
) -> None:
    assert said in warned(open_page("training", **RUN | settings))


def test_several_features_and_a_text_twice_the_same_are_what_the_link_says(open_page: Open) -> None:
    page = open_page("training", **RUN | {"features": ["x1", "x1^2"], "lr": ["0.3", "0.3"]})
    assert not page.warning


@pytest.mark.parametrize("text", ["1_0", "１０", "1２", "٣", "nan", "infinity", "1e999", "0x10"])
@pytest.mark.parametrize("key", ["epochs", "noise", "dropout"])
def test_a_number_in_a_link_is_written_in_plain_digits(key: str, text: str, open_page: Open) -> None:
    assert f"not '{text}'; " in warned(open_page("training", **RUN | {key: text}))


@pytest.mark.parametrize(
    ("lab", "settings", "said"),
    [
        ("race", {"surface": "Moon"}, "Surface must be one of "),
        ("race", {"x": "99"}, "Start x must be a number from "),
        ("race", {"steps": "7"}, "Steps must be one of 100, 300, 1000, not '7'; 100 is used"),
        ("race", {"lr": "7"}, "Learning rate must be one of 0.0001, "),
        ("steps", {"start": "-99"}, "Start at w must be a number from "),
        ("nothing", {}, "Lab must be one of steps, race, basins, chain, not 'nothing'; "),
    ],
)
def test_every_lab_says_it_the_same_way(lab: str, settings: dict[str, str], said: str, open_page: Open) -> None:
    page = open_page("gradient_descent", lab=lab, **settings)
    assert said in warned(page)
    assert said in warned(page.run())


@pytest.mark.parametrize(
    "view",
    [
        {"behind": "One step", "stage": "", "step_epoch": "", "step_batch": "", "step_layer": "", "tensor": ""},
        {"behind": "Loss landscape", "plane": "", "plane_seed": "", "plane_loss": "", "span": ""},
        {"behind": "What if I forget", "forgotten": "", "guess": ""},
        {"behind": "Mistakes", "points_of": "", "cell": ""},
        {"behind": "Compare", "against": "", "log_loss": ""},
        {"behind": "Your points", "begin": ""},
        {"behind": "Many at once", "many": ""},
        {"behind": ""},
    ],
    ids=lambda view: view["behind"],
)
def test_nothing_in_a_link_is_what_a_view_opens_with(view: dict[str, str], open_page: Open) -> None:
    page = open_page("training", **RUN | view)
    assert not page.exception, [error.message for error in page.exception]
    assert not page.warning
