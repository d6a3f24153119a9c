"""A preset on the Training page becomes the settings and the link, and says what there is to see as long as it is."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from core.presets import PRESETS
from core.script import training_script

Open = Callable[..., AppTest]


def choose(page: AppTest, name: str) -> AppTest:
    page.session_state["presets"] = True
    page.run()
    next(button for button in page.button if button.label == name).click().run()
    assert not page.exception
    assert not page.warning or PRESETS[name].config.lr == 2
    return page


def shows(page: AppTest, name: str) -> None:
    assert page.code[0].value == training_script(PRESETS[name].config).strip()
    assert page.caption[0].value == f"**{name}.** {PRESETS[name].why} {PRESETS[name].look}"


def test_a_preset_becomes_the_run_whatever_was_set_before(open_page: Open):
    page = open_page("training", behind="Code", dataset="straight line", true_weight="2", dropout="0.5", epochs="3")
    for name in ("A line found", *list(PRESETS)[::6], "Digits with softmax", "Links switched off"):
        shows(choose(page, name), name)
        assert page.session_state["presets"] is False
        assert not [button for button in page.button if button.label in PRESETS]


def test_a_preset_is_in_the_link(open_page: Open):
    for name in ("Digits with softmax", "A line found"):
        page = choose(open_page("training", behind="Code", n_samples="60", epochs="3"), name)
        shows(open_page("training", **page.query_params), name)
        assert "pixel" not in str(page.query_params)


def test_what_is_said_of_a_preset_goes_with_the_first_change(open_page: Open):
    page = choose(open_page("training", behind="Code", n_samples="60", epochs="3"), "All neurons alike")
    page.selectbox(key="init").set_value("He").run()
    assert "All neurons alike" not in page.caption[0].value
    assert page.caption[0].value.startswith("**Moons.**")
    page.selectbox(key="init").set_value("zeros").run()
    shows(page, "All neurons alike")


def test_a_preset_leads_away_from_a_table_too(open_page: Open):
    page = choose(open_page("training", behind="Code", dataset="your CSV", epochs="2"), "XOR with a product")
    shows(page, "XOR with a product")


def test_the_missing_hidden_layer_is_named_and_one_click_sets_what_helps(open_page: Open):
    page = choose(open_page("training", n_samples="60", epochs="3"), "Circles without a hidden layer")
    page.session_state["cure"] = True
    page.run()
    said = " ".join(part.value for part in page.markdown).replace("\n", " ")
    assert "without **a hidden layer**" in said
    assert "What would help: hidden layers 8, 8, batch size 25." in said
    assert "ends at a test accuracy of **100.0%** instead of **47.0%**" in said
    next(button for button in page.button if button.label == "Try it").click().run()
    assert page.text_input(key="hidden").value == "8, 8"
    assert not [part for part in page.expander if "the same answer" in part.label]
