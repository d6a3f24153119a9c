"""The loss landscape of the run on the page, and its sharpness."""

import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.descent.formulas import spell
from core.loss_landscape import Window, landscape, landscape_code, sharpness
from tests.pages.training.reading import BASE, SPIRAL, Open, refused, sound, trained, widget


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
