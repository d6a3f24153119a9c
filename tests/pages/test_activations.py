"""The Activations page: each lab, each control, each link."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.activations import ACTIVATIONS
from ui.labs.activations.controls import MOST

Open = Callable[..., AppTest]


@pytest.fixture
def open_lab(open_page: Open) -> Open:
    """Return a function that opens a lab: `open_lab("neuron", weight="3")`."""
    return lambda lab, **settings: open_page("activations", lab=lab, **settings)


def chosen(page: AppTest, key: str) -> Any:
    return page.button_group(key=key).value


def choose(page: AppTest, key: str, value: Any) -> AppTest:
    return page.button_group(key=key).set_value(value).run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def written(page: AppTest, key: str = "code") -> str:
    """Open the code of a lab, and return it."""
    page.session_state[key] = True
    page.run()
    assert not page.exception
    return page.code[-1].value


def words(page: AppTest) -> str:
    return " ".join(element.value for element in [*page.markdown, *page.latex])


def test_the_page_opens_on_a_sigmoid_that_keeps_a_quarter(open_page: Open) -> None:
    page = open_page("activations")
    assert chosen(page, "activation") == "Sigmoid"
    assert metrics(page)["Steepest slope"] == "0.25"
    assert r"0.25^{10} = 9.5 \times 10^{-7}" in words(page)
    assert page.table[0].value["from x ="].iloc[0] == "+17"


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_its_facts_formula_and_code(name: str, open_lab: Open) -> None:
    page = open_lab("curve", activation=name)
    assert not page.exception
    assert chosen(page, "activation") == name
    entry = ACTIVATIONS[name]
    assert entry.latex in words(page)
    assert entry.strength in words(page)
    assert entry.source in page.caption[0].value
    assert f"nn.{name}()" in written(page)


def test_another_activation_changes_the_facts(open_lab: Open) -> None:
    page = choose(open_lab("curve"), "activation", "Tanh")
    assert metrics(page)["Zero-centred"] == "yes"
    assert metrics(page)["Values"] == "−1 to 1"
    assert metrics(page)["Steepest slope"] == "1"
    page = choose(page, "activation", "ReLU")
    assert metrics(page)["Values"] == "0 to ∞"
    assert "Nowhere" in words(page)
    assert not page.table


def test_what_breaks_on_both_sides_of_zero_takes_one_row(open_lab: Open) -> None:
    rows = open_lab("curve", activation="Tanh").table[0].value.set_index("what")
    assert list(rows.loc["torch: value"]) == ["±10", "±1", "±0.999999996"]
    assert list(rows.loc["by hand: formula"]) == ["±89", "nan", "±1"]
    assert not rows.index.duplicated().any()


def shares(page: AppTest) -> Any:
    """The shares of inputs in the table of the compare lab, in percent."""
    table = page.table[0].value.set_index("activation")[["flat", "dead"]]
    return table.apply(lambda column: column.str.rstrip("%").astype(float))


@pytest.mark.parametrize("lab", ["compare", "depth"])
def test_more_than_can_be_told_apart_are_left_out_by_name(lab: str, open_lab: Open) -> None:
    page = open_lab(lab, activations=list(ACTIVATIONS))
    assert list(page.table[0].value["activation"]) == list(ACTIVATIONS)[:MOST]
    said = next(caption.value for caption in page.caption if "at once" in caption.value)
    assert all(name in said for name in list(ACTIVATIONS)[MOST:])
    assert not any("at once" in caption.value for caption in open_lab(lab).caption)


@pytest.mark.parametrize(
    ("weight", "bias", "inside"),
    [("1", "-6", "(x - 6)"), ("-1", "0", "(-x)"), ("2", "1.5", r"(2\,x + 1.5)"), ("0", "1", r"(0\,x + 1)")],
)
def test_the_formula_is_written_as_one_writes_it(weight: str, bias: str, inside: str, open_lab: Open) -> None:
    assert inside in words(open_lab("neuron", activation="ReLU", weight=weight, bias=bias))


def test_a_wider_spread_flattens_more_inputs(open_lab: Open) -> None:
    page = open_lab("compare")
    before = shares(page)
    page.slider(key="spread").set_value(5.0).run()
    after = shares(page)
    assert before.loc["Sigmoid", "flat"] < 1
    assert after.loc["Sigmoid", "flat"] > 50
    assert after.loc["ReLU", "dead"] == before.loc["ReLU", "dead"]
    assert "x = 5 * torch.randn" in written(page)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ReLU", "f'(x > 0) = 1,"),
        ("LeakyReLU", "f'(x > 0) = 1,"),
        ("Softplus", r"\lim_{x \to \infty} f'(x) = 1,"),
        ("Sigmoid", "f'(0) = 0.25,"),
        ("GELU", "f'(1.41) = 1.129,"),
    ],
)
def test_where_the_slope_is_steepest_is_said(name: str, says: str, open_lab: Open) -> None:
    assert says in words(open_lab("curve", activation=name))


def test_a_single_layer_is_not_multiplied_with_others(open_lab: Open) -> None:
    assert "A single linear layer is left" in words(open_lab("depth", depth="1"))
    assert "Multiply the 2 linear layers" in words(open_lab("depth", depth="2"))


@pytest.mark.parametrize("lab", ["compare", "depth"])
def test_the_code_covers_every_activation_chosen(lab: str, open_lab: Open) -> None:
    page = open_lab(lab, activations=["Mish", "SELU"])
    assert "for f in [nn.SELU(), nn.Mish()]:" in written(page)


def test_the_code_prints_what_the_page_shows(open_lab: Open, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {
        "curve": ("steepest slope 0.25, slope at 0 0.25",),
        "compare": ("ReLU(): 49.96% flat, 49.96% dead, mean output 0.400",),
        "neuron": ("answer to x = 0: 0.119",),
        "depth": ("Sigmoid(): ", " at layer 1, ", " at the last"),
    }
    for lab, said in shown.items():
        page = open_lab(lab)
        codes = [written(page)]
        if lab == "curve":
            written(page, "by_hand")
            codes.append(page.code[0].value)
        capsys.readouterr()
        for code in codes:
            exec(code, {})  # noqa: S102 - our own code, which learners are told to run
        printed = capsys.readouterr().out
        assert all(part in printed for part in said), printed
        if lab == "curve":
            assert "formula's slope breaks left of zero at -89.0, right of it at None" in printed
        if lab == "depth":
            row = page.table[0].value.set_index("activation").loc["ReLU"]
            assert f"ReLU(): {row['at layer 1']} at layer 1, {row['at the last']} at the last" in printed


def test_the_table_holds_what_is_chosen_in_the_registrys_order(open_lab: Open) -> None:
    page = choose(open_lab("compare"), "activations", ["Softsign", "ELU"])
    assert list(page.table[0].value["activation"]) == ["ELU", "Softsign"]


@pytest.mark.parametrize("lab", ["compare", "depth"])
def test_nothing_chosen_is_said_in_a_sentence(lab: str, open_lab: Open) -> None:
    page = choose(open_lab(lab), "activations", [])
    assert not page.exception
    assert "Choose at least one" in words(page)


def test_a_bias_shifts_the_neuron_and_makes_it_answer_at_zero(open_lab: Open) -> None:
    page = open_lab("neuron", weight="2", bias="0")
    assert metrics(page)["Shift −b/w"] == "0"
    assert metrics(page)["Answer to x = 0"] == "0.5"
    page.slider(key="bias").set_value(-6.0).run()
    assert metrics(page)["Shift −b/w"] == "3"
    assert metrics(page)["Answer to x = 0"] == "0.00247"
    page.slider(key="weight").set_value(0.0).run()
    assert metrics(page)["Shift −b/w"] == "none"


def test_the_line_is_pinned_to_the_origin_until_the_bias_is_used(open_lab: Open) -> None:
    page = open_lab("neuron", inputs="two", bias="-3.2")
    assert metrics(page)["Line and origin"] == "pinned"
    assert metrics(page)["Points on their side"] == "50.0%"
    page.toggle(key="use_bias").set_value(True).run()
    assert metrics(page)["Line and origin"] == "2.26 apart"
    assert float(metrics(page)["Points on their side"].rstrip("%")) > 95


def test_more_layers_leave_less_of_the_gradient(open_lab: Open) -> None:
    page = open_lab("depth", activations="Sigmoid", depth="3")
    shallow = page.table[0].value
    page.slider(key="depth").set_value(20).run()
    deep = page.table[0].value
    assert list(deep["activation"]) == ["Sigmoid"]
    assert "10⁻" not in shallow["arrives"][0]
    assert "10⁻" in deep["arrives"][0]
    assert "range(20)" in written(page)


def test_the_initialisation_and_the_seed_change_the_gradients(open_lab: Open) -> None:
    page = open_lab("depth")
    seen = [tuple(page.table[0].value["at layer 1"])]
    for change in (
        lambda: page.number_input(key="seed").set_value(3).run(),
        lambda: choose(page, "init", "PyTorch default"),
    ):
        change()
        seen.append(tuple(page.table[0].value["at layer 1"]))
    assert len(set(seen)) == 3


@pytest.mark.parametrize(("lab", "heading", "says"), [
    ("curve", "Curve", "It prints **1.0**"), ("compare", "Compare", "**Tanh: 66%**"), ("neuron", "Neuron", "**100%**"),
    ("neuron", "Two", ", from 50.0%"), ("depth", "Depth", "smaller by a factor of"),
])  # fmt: skip
def test_a_question_is_answered_once_it_is_opened(lab: str, heading: str, says: str, open_lab: Open) -> None:
    page = open_lab(lab, **({"inputs": "two"} if heading == "Two" else {}))
    assert says not in words(page)
    page.session_state[f"{heading}_answer"] = True
    assert says in words(page.run())


@pytest.mark.parametrize("lab", ["curve", "compare", "neuron", "depth"])
def test_every_lab_has_something_to_try_and_something_to_predict(lab: str, open_lab: Open) -> None:
    page = open_lab(lab)
    assert any(element.value.startswith("**Try:**") for element in page.markdown)
    assert any(expander.label.startswith("Predict") for expander in page.expander)
    assert any(expander.label.startswith("The PyTorch") for expander in page.expander)


def test_a_link_restores_every_setting(open_lab: Open) -> None:
    page = open_lab("neuron", inputs="two", activation="ELU", weight1="-2.5", weight2="3", use_bias="true", bias="1.5")
    assert chosen(page, "activation") == "ELU"
    assert [page.slider(key=key).value for key in ("weight1", "weight2", "bias")] == [-2.5, 3.0, 1.5]
    assert page.toggle(key="use_bias").value
    assert "nn.ELU()" in written(page)
    page = open_lab("depth", activations=["Mish", "SELU"], depth="7", init="He", seed="5")
    assert list(page.table[0].value["activation"]) == ["SELU", "Mish"]
    assert (page.slider(key="depth").value, page.number_input(key="seed").value) == (7, 5)


@pytest.mark.parametrize(
    ("lab", "settings", "label", "fallback"),
    [
        ("curve", {"activation": "relu"}, "activation", "Sigmoid"),
        ("neuron", {"inputs": "three"}, "inputs", "one"),
        ("depth", {"init": "zeros"}, "init", "Xavier"),
        ("nonsense", {}, "lab", "curve"),
    ],
)
def test_a_bad_link_falls_back(lab: str, settings: Any, label: str, fallback: str, open_lab: Open) -> None:
    page = open_lab(lab, **settings)
    assert not page.exception
    assert chosen(page, label) == fallback


@pytest.mark.parametrize(
    ("lab", "settings"),
    [
        ("compare", {"spread": "99"}),
        ("neuron", {"weight": "99"}),
        ("depth", {"depth": "99"}),
        ("depth", {"seed": "-7"}),
    ],
)
def test_a_number_out_of_range_is_no_exception(lab: str, settings: Any, open_lab: Open) -> None:
    assert not open_lab(lab, **settings).exception
