"""Settings in a browser: in the link, in closed popovers, out of range, from a preset."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.config import TrainConfig
from core.presets import PRESETS
from core.training import train
from tests.browser.training.machine import SMALL, Machine, choose, told, type_into

pytestmark = pytest.mark.browser


# The link.
def test_a_control_updates_the_link_and_a_cold_visit_shows_the_same(
    machine: Machine, visit: Callable[..., Any]
) -> None:
    machine.open(SMALL)
    type_into(machine, "Learning rate", "0.3")
    choose(machine, "Activation", "ReLU")
    with machine.more():
        choose(machine, "Optimizer", "Adam")
        choose(machine, "Loss", "Cross-entropy")
    expected = {"lr": "0.3", "activation": "ReLU", "optimizer": "Adam", "loss": "Cross-entropy", "epochs": "80"}
    for name, value in expected.items():
        machine.page.wait_for_function(
            "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
        )
    config = TrainConfig(
        dataset="spiral", n_samples=60, hidden=(4,), activation="ReLU", batch_size=25, epochs=80, optimizer="Adam",
        lr=0.3, loss="Cross-entropy",
    )  # fmt: skip
    machine.says(told(train(config)))
    cold = Machine(visit())
    cold.open(f"training?{urlsplit(machine.page.url).query}").epoch(80)
    assert cold.numbers() == machine.numbers()
    assert cold.page.get_by_label("Learning rate", exact=True).input_value() == "0.3"
    cold.picture.scroll_into_view_if_needed()
    assert cold.pixels() == machine.pixels()


def test_another_data_set_brings_its_own_settings_and_takes_the_old_ones_out_of_the_link(machine: Machine) -> None:
    machine.open("training?dataset=spiral&noise=0.2&n_samples=61&features=x2&epochs=5")
    choose(machine, "Data set", "straight line")
    with machine.more():
        machine.page.get_by_label("True weight", exact=True).wait_for()
        assert machine.page.get_by_label("Noise", exact=True).input_value() == "0"
        assert machine.page.get_by_label("Points", exact=True).input_value() == "50"
    for gone in ("noise", "n_samples", "features"):
        machine.page.wait_for_function("(name) => !new URLSearchParams(location.search).has(name)", arg=gone)
    assert machine.visitor.setting("epochs") == "5"
    config = TrainConfig(dataset="straight line", hidden=(), activation="Tanh", batch_size=25, epochs=5)
    state = train(config)
    assert machine.numbers()["Test R²"] == f"{state.history[-1].test_r2:.4f}"
    weight, bias = (tensor.item() for tensor in state.weights.values())
    assert machine.numbers()["Weight (true: 0.7)"] == f"{weight:.4f}"
    assert machine.numbers()["Bias (true: 0.3)"] == f"{bias:.4f}"
    with machine.alone():
        machine.slider.press("Home")
        machine.epoch(0)
        first = state.snapshots[0].weights["0.weight"].item()
        assert machine.numbers()["Weight (true: 0.7)"] == f"{first:.4f}"
    hidden = machine.page.get_by_label("Hidden layers", exact=True)
    assert (hidden.input_value(), machine.visitor.setting("hidden")) == ("", None)
    choose(machine, "Data set", "spiral")
    machine.page.wait_for_function("(box) => box.value === '16, 16'", arg=hidden.element_handle())
    assert machine.visitor.setting("hidden") is None


def test_a_learning_rate_that_cannot_be_is_said_in_sight_as_it_was_typed(machine: Machine) -> None:
    machine.open(SMALL)
    type_into(machine, "Learning rate", "99")
    machine.page.get_by_text("Learning rate must be a number from 0.00001 to 10, got '99'.").wait_for()
    type_into(machine, "Learning rate", "0.05")
    machine.page.get_by_text("Below is the last run that worked.").wait_for(state="detached")
    assert machine.visitor.setting("lr") == "0.05"


def test_nonsense_typed_gets_one_sentence_and_the_last_run_stays(machine: Machine) -> None:
    machine.open(SMALL)
    numbers = machine.numbers()
    type_into(machine, "Hidden layers", "8, many")
    machine.page.get_by_text("got 'many'. Below is the last run that worked.").wait_for()
    assert machine.numbers() == numbers
    type_into(machine, "Hidden layers", "4")
    machine.page.get_by_text("Below is the last run that worked.").wait_for(state="detached")


def test_settings_in_a_closed_popover_come_back_from_the_menu_and_by_steps_back(machine: Machine) -> None:
    machine.open(f"{SMALL}&lr=0.3&seed=3")
    address = machine.page.url
    for leave, come_back in (("Tensors", "link"), ("Tensors", "back")):
        machine.page.get_by_role("link", name=leave).click()
        machine.page.get_by_role("radio", name="reshape").wait_for()
        if come_back == "link":
            machine.page.get_by_role("link", name="Training").click()
        else:
            machine.page.go_back()
        machine.epoch(80)
        machine.page.wait_for_url(address)


# Presets.
def test_a_preset_sets_everything_in_one_click_and_closes_its_list(machine: Machine) -> None:
    machine.open("training")
    offered = machine.page.get_by_role("button", name="Presets")
    row = machine.page.get_by_label("Learning rate", exact=True).bounding_box()
    assert abs(offered.bounding_box()["y"] - row["y"]) < 20  # one line of controls
    offered.click()
    machine.page.get_by_role("button", name="XOR with a product").click()
    machine.page.get_by_text("The sign of x1·x2 is the answer").wait_for()
    machine.page.get_by_role("button", name="XOR with a product").wait_for(state="hidden")
    machine.says(told(train(PRESETS["XOR with a product"].config)))
    machine.page.wait_for_function("new URLSearchParams(location.search).get('features') === 'x1*x2'")


def test_settings_out_of_sight_that_were_looked_at_before_follow_a_preset_and_a_change_from_an_epoch_on(
    machine: Machine,
) -> None:
    config = PRESETS["XOR with a product"].config
    machine.open("training")
    with machine.more():
        pass
    machine.press("Presets")
    machine.page.get_by_role("button", name="XOR with a product").click()
    machine.says(told(train(config)))
    machine.page.get_by_role("radio", name="Change").click()
    machine.page.get_by_label("Value from then on").fill("0.5")
    machine.press("Change it")
    changed = replace(config, changes="10: lr=0.5")
    machine.says(told(train(changed)) | {"Learning rate": "0.5000"})
    with machine.more():  # opened again, they speak for themselves
        assert machine.page.get_by_label("Epochs", exact=True).input_value() == "20"
        type_into(machine, "Epochs", "400")
    machine.says(told(train(replace(changed, epochs=400))) | {"Learning rate": "0.5000"})
