"""A TensorFlow Playground link on the Training page becomes the settings, and a run can be had back as a link."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.playground_link import parse, write
from core.script import training_script
from core.training import train

Open = Callable[..., AppTest]
LINK = "https://playground.tensorflow.org/#dataset=xor&seed=0.7&networkShape=3&batchSize=25&noise=10&activation=relu"
STUCK = (
    "#activation=sigmoid&regularization=L1&dataset=circle&learningRate=0.001&regularizationRate=0.001"
    "&networkShape=3,3,2,2,2&seed=0.36083"
)


def told(page: AppTest) -> str:
    return " ".join(part.value for group in (page.caption, page.warning, page.markdown) for part in group)


def import_link(page: AppTest, link: str) -> AppTest:
    page.text_input("playground_link").set_value(link).run()
    next(button for button in page.button if button.label == "Do this run").click().run()
    assert not page.exception
    return page


def test_a_link_becomes_the_settings_and_the_run(open_page: Open):
    page = import_link(open_page("training", behind="Code", n_samples="60", epochs="3"), LINK)
    config = parse(LINK)
    assert page.code[0].value == training_script(config).strip()
    assert page.query_params["playground_seed"] == "0.7"
    assert "the same points, first weights and rule" in told(page)
    assert page.code[1].value == write(config)


def test_two_colours_are_asked_for_in_words_that_say_where_they_are_had(open_page: Open):
    page = open_page("training", n_samples="60", epochs="3")
    assert "Decision only" not in told(import_link(page, LINK))
    assert "Decision only" in told(import_link(page, LINK + "&discretize=true"))


def test_what_the_link_changed_is_in_the_page_s_own_link(open_page: Open):
    page = import_link(open_page("training", behind="Code", n_samples="60", epochs="3", dropout="0.5"), LINK)
    again = open_page("training", **page.query_params)
    assert again.code[0].value == training_script(parse(LINK)).strip()


def test_what_is_no_link_is_refused_and_nothing_is_changed(open_page: Open):
    page = open_page("training", behind="Code", n_samples="60", epochs="3")
    before = page.code[0].value
    import_link(page, "hello")
    assert page.code[0].value == before
    assert "This is no link of TensorFlow Playground" in told(page)
    assert "Nothing was changed" in told(page)


def test_a_run_that_cannot_be_had_there_says_which_setting_stands_in_the_way(open_page: Open):
    page = open_page("training", behind="Code", n_samples="60", epochs="3", optimizer="Adam")
    assert "has no place for optimizer Adam" in told(page) or "has no place for points 60" in told(page)
    assert "**As a link of TensorFlow Playground** this run cannot be written. A TensorFlow Playground link" in told(
        page
    )


def test_an_import_that_cannot_learn_is_told_why_and_can_be_cured(open_page: Open):
    page = import_link(open_page("training", n_samples="60", epochs="3"), STUCK)
    (why,) = [part for part in page.expander if "the same answer" in part.label]
    assert "200 epochs" in why.label
    page.session_state["cure"] = True
    page.run()
    config = parse(STUCK)
    cured = replace(config, activation="Tanh", lr=0.03, regularization="none")
    assert f"{train(cured).history[-1].test_accuracy:.1%}" in told(page)
    next(button for button in page.button if button.label == "Try it").click().run()
    assert page.query_params["lr"] == "0.03"
    assert not [part for part in page.expander if "the same answer" in part.label]


@pytest.mark.parametrize("noise", ["", "learningRate=abc&"])
def test_what_was_repaired_is_said(open_page: Open, noise: str):
    page = import_link(open_page("training", n_samples="60", epochs="3"), f"#{noise}dataset=xor&seed=1®ularization=L1")
    assert "damaged by copying" in told(page)
    assert ("cannot be" in told(page)) == bool(noise)
