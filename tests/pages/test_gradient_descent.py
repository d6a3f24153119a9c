"""The Gradient descent page: each lab, each control, each link."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.descent.curves import CURVES
from core.descent.landscapes import LANDSCAPES
from core.descent.regimes import REGIMES
from core.optimizers import OPTIMIZERS
from ui.page import read_text

Open = Callable[..., AppTest]


@pytest.fixture
def open_lab(open_page: Open) -> Open:
    """Return a function that opens a lab: `open_lab("race", surface="Saddle")`."""
    return lambda lab="steps", **settings: unfolded(open_page("gradient_descent", lab=lab, **settings))


FOLDS = ("code", "ends", "steps_numbers", "Steps_answer", "Race_answer", "Basins_answer", "Chain_answer")


def unfolded(page: AppTest) -> AppTest:
    """Open everything that is closed at first."""
    for fold in FOLDS:
        page.session_state[fold] = True
    return page.run()


def words(page: AppTest) -> str:
    kinds = [*page.markdown, *page.latex, *page.caption, *page.warning]
    return " ".join(element.value for element in kinds)


def regime(page: AppTest) -> str:
    found = [name for name in REGIMES if read_text("gradient_descent")[f"Regime: {name}"] in words(page)]
    assert len(found) == 1
    return found[0]


def select(page: AppTest, key: str, value: Any) -> AppTest:
    return page.selectbox(key=key).set_value(value).run()


def slide(page: AppTest, key: str, value: Any) -> AppTest:
    widget = page.select_slider(key=key) if key.endswith("lr") else page.slider(key=key)
    return widget.set_value(value).run()


def table(page: AppTest) -> Any:
    return page.dataframe[0].value


def column(page: AppTest, name: str) -> list[float]:
    """Return a column of spelled numbers."""
    return [
        float(text.replace("−", "-").replace("\u00a0×\u00a010", "e").translate(UNRAISED)) for text in table(page)[name]
    ]


UNRAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


# Steps


def test_the_page_opens_on_the_courses_steps(open_lab: Open) -> None:
    page = open_lab()
    assert not page.exception
    assert column(page, "w")[:4] == pytest.approx([0, 1, 1.8, 2.44])
    assert column(page, "dL/dw")[0] == -10
    assert regime(page) == "smooth"
    assert r"1 - \eta L'' = 1 - 0.1 \cdot 2 = 0.8" in words(page)


@pytest.mark.parametrize(
    ("lr", "name"),
    [("0.01", "crawling"), ("0.5", "one step"), ("0.9", "oscillating"), ("1", "endless cycle"), ("1.05", "diverging")],
)
def test_a_link_with_a_learning_rate_names_what_it_does(open_lab: Open, lr: str, name: str) -> None:
    assert regime(open_lab("steps", lr=lr)) == name


def test_the_learning_rate_changes_the_path_and_the_code(open_lab: Open) -> None:
    page = slide(open_lab(), "lr", "1.2")
    assert column(page, "w")[1] == pytest.approx(12)
    assert "torch.optim.SGD([w], lr=1.2)" in page.code[0].value
    assert regime(page) == "diverging"


@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_opens_at_its_own_start(open_lab: Open, curve: str) -> None:
    page = select(open_lab(), "curve", curve)
    assert not page.exception
    assert page.slider(key="start").value == CURVES[curve].start[0]
    assert column(page, "w")[0] == pytest.approx(CURVES[curve].start[0])
    assert regime(page)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_shows_its_rule_and_what_it_remembers(open_lab: Open, optimizer: str) -> None:
    page = select(open_lab(), "optimizer", optimizer)
    assert not page.exception
    assert OPTIMIZERS[optimizer].latex in words(page)
    remembers = set(table(page)) - {"step", "w", "L", "dL/dw"}
    assert bool(remembers) == (optimizer != "SGD")


def test_momentum_is_asked_for_where_it_counts_and_changes_the_path(open_lab: Open) -> None:
    page = open_lab()
    assert "momentum" not in [slider.key for slider in page.slider]
    page = select(page, "optimizer", "Momentum")
    fast = max(column(page, "w"))
    assert max(column(slide(page, "momentum", 0.5), "w")) < fast


def test_moving_the_start_moves_the_path(open_lab: Open) -> None:
    assert column(slide(open_lab(), "start", 8.0), "w")[0] == 8


def test_a_local_minimum_and_a_run_that_breaks_are_told_in_words(open_lab: Open) -> None:
    assert "local minimum" in words(open_lab("steps", curve="Double well"))
    assert "After **step 5**" in words(open_lab("steps", curve="Flat bottom", lr="1.2"))


def test_a_run_that_has_arrived_is_not_told_to_crawl(open_lab: Open) -> None:
    assert regime(open_lab("steps", curve="Absolute value", lr="0.1")) == "smooth"
    assert regime(open_lab("steps", curve="Absolute value", lr="0.07")) == "crawling"


def test_tiny_numbers_of_the_table_are_powers_of_ten(open_lab: Open) -> None:
    slopes = table(open_lab("steps", lr="0.3"))["dL/dw"].tolist()
    assert any("×\u00a010⁻" in text for text in slopes)
    assert not any("e" in text for text in slopes)


def test_a_link_restores_the_whole_lab(open_lab: Open) -> None:
    page = open_lab("steps", curve="Waves", lr="0.3", optimizer="Nesterov", momentum="0.8", start="-4.0")
    assert "torch.optim.SGD([w], lr=0.3, momentum=0.8, nesterov=True)" in page.code[0].value
    assert "torch.tensor(-4.0, requires_grad=True)" in page.code[0].value
    assert "def waves" in page.code[0].value


@pytest.mark.parametrize(
    "bad",
    [{"lr": "99"}, {"lr": "x"}, {"curve": "Moon"}, {"optimizer": "Magic"}, {"start": "nan"}, {"lab": "moon"}],
)
def test_a_bad_link_falls_back_to_the_opening(open_lab: Open, bad: dict[str, str]) -> None:
    page = open_lab(**bad)
    assert not page.exception
    assert column(page, "w")[1] == pytest.approx(1)


# Race


def test_the_race_opens_in_the_ravine_with_four_optimizers(open_lab: Open) -> None:
    page = open_lab("race")
    assert not page.exception
    assert table(page)["optimizer"].tolist() == ["SGD", "Momentum", "RMSprop", "Adam"]


@pytest.mark.parametrize("surface", LANDSCAPES)
def test_every_landscape_brings_its_start_and_learning_rates(open_lab: Open, surface: str) -> None:
    page = select(open_lab("race"), "surface", surface)
    assert not page.exception
    x, y = LANDSCAPES[surface].start
    assert (page.slider(key="x").value, page.slider(key="y").value) == (x, y)
    assert column(page, "lr") == pytest.approx([LANDSCAPES[surface].lr] * 2 + [LANDSCAPES[surface].step] * 2)


def test_the_two_learning_rates_reach_their_optimizers(open_lab: Open) -> None:
    page = slide(slide(open_lab("race"), "lr", "0.02"), "step_lr", "0.3")
    assert column(page, "lr") == pytest.approx([0.02, 0.02, 0.3, 0.3])


def test_choosing_other_runners_changes_the_table_and_the_code(open_lab: Open) -> None:
    page = open_lab("race")
    page = page.button_group(key="optimizers").set_value(["Adadelta", "SGD"]).run()
    assert table(page)["optimizer"].tolist() == ["SGD", "Adadelta"]
    assert "torch.optim.Adadelta([w], lr=0.1)" in page.code[0].value


def test_without_runners_one_sentence_asks_for_one(open_lab: Open) -> None:
    page = open_lab("race").button_group(key="optimizers").set_value([]).run()
    assert not page.exception
    assert [warning.value for warning in page.warning] == [read_text("gradient_descent")["Race: nobody"]]


def test_moving_the_start_and_running_longer_change_where_they_end(open_lab: Open) -> None:
    page = open_lab("race")
    before = column(page, "x")
    page = slide(page, "x", 2.0)
    moved, loss = column(page, "x"), column(page, "loss")
    assert not set(moved) & set(before)
    page = page.button_group(key="steps").set_value("300").run()
    assert column(page, "loss")[-1] < loss[-1]


def test_a_link_restores_a_race(open_lab: Open) -> None:
    page = open_lab("race", surface="Saddle", optimizers=["SGD", "NAdam"], lr="0.05", x="-1.0", y="0.5")
    assert not page.exception
    assert table(page)["optimizer"].tolist() == ["SGD", "NAdam"]
    assert "torch.tensor([-1.0, 0.5], requires_grad=True)" in page.code[0].value
    assert "lr=0.05" in page.code[0].value


@pytest.mark.parametrize("bad", [{"surface": "Moon"}, {"x": "99"}, {"optimizers": "Magic"}, {"steps": "7"}])
def test_a_bad_link_to_a_race_does_no_harm(open_lab: Open, bad: dict[str, str]) -> None:
    page = open_lab("race", **bad)
    assert not page.exception
    (warning,) = page.warning
    assert "The link asks for what cannot be" in warning.value
    assert "def ravine" in page.code[0].value


# Basins


def shares(page: AppTest) -> dict[str, str]:
    """Return how many starts end where."""
    rows = next(element.value for element in page.markdown if element.value.startswith("| ends in")).splitlines()[2:]
    return {cells[1].strip(): cells[3].strip() for cells in (row.split("|") for row in rows)}


def test_the_basins_open_on_four_minima_that_share_the_starts(open_lab: Open) -> None:
    found = shares(open_lab("basins"))
    assert list(found) == ["A", "B", "C", "D", "on its way", "diverged"]
    assert sum(float(share.rstrip("%")) for share in found.values()) == pytest.approx(100, abs=0.3)


def test_landscape_optimizer_and_rates_change_the_basins_and_the_code(open_lab: Open) -> None:
    page = open_lab("basins")
    seen = [shares(page)]
    changes = [(slide, "lr", "0.01"), (slide, "momentum", 0.5)]
    changes += [(select, "walker", "Adam"), (select, "landscape", "Egg box")]
    for change, key, value in changes:
        page = change(page, key, value)
        assert not page.exception
        assert shares(page) not in seen
        seen.append(shares(page))
    assert page.select_slider(key="lr").value == "0.1"
    assert "def egg_box" in page.code[0].value
    assert "torch.optim.Adam([w], lr=0.1)" in page.code[0].value


def test_a_link_restores_the_basins_and_a_bad_one_falls_back(open_lab: Open) -> None:
    page = open_lab("basins", landscape="Saddle", walker="SGD", lr="0.2")
    assert "torch.optim.SGD([w], lr=0.2)" in page.code[0].value
    page = open_lab("basins", landscape="Moon", walker="Magic", lr="x")
    assert not page.exception
    assert "torch.optim.SGD([w], lr=0.005, momentum=0.9)" in page.code[0].value


# Chain


def test_the_chain_opens_on_its_rule(open_lab: Open) -> None:
    page = open_lab("chain")
    assert not page.exception
    assert read_text("gradient_descent")["Chain: rule"] in page.latex[0].value


@pytest.mark.parametrize(("key", "value"), [("x", 2.0), ("w", -1.0), ("b", 1.0), ("target", 0.0)])
def test_every_number_of_the_chain_reaches_the_code(open_lab: Open, key: str, value: float) -> None:
    page = open_lab("chain").number_input(key=key).set_value(value).run()
    assert str(value) in page.code[0].value


def test_another_activation_and_another_learning_rate_reach_the_code(open_lab: Open) -> None:
    page = slide(select(open_lab("chain"), "activation", "Tanh"), "lr", "0.05")
    assert "a = nn.Tanh()(z)" in page.code[0].value
    assert "lr=0.05" in page.code[0].value


def test_an_input_of_zero_teaches_its_weight_nothing(open_lab: Open) -> None:
    page = open_lab("chain", x="0.0")
    assert "w.grad is **0**" in words(page)


# Words


def test_every_regime_has_its_words() -> None:
    text = read_text("gradient_descent")
    assert all(text[f"Regime: {name}"] for name in REGIMES)


def test_settings_of_one_lab_leave_another_as_it_was(open_lab: Open) -> None:
    page = slide(open_lab("steps"), "lr", "3")
    page = page.button_group(key="lab").set_value("race").run()
    assert column(page, "lr") == pytest.approx([0.1] * 4)


def test_every_lab_opens_with_the_learning_rate_that_suits_it(open_lab: Open) -> None:
    page = slide(open_lab("steps"), "lr", "3")
    for lab, lr in (("basins", "0.005"), ("chain", "0.5"), ("race", "0.1"), ("steps", "0.1")):
        page = page.button_group(key="lab").set_value(lab).run()
        assert not page.exception
        assert page.select_slider(key="lr").value == lr


@pytest.mark.parametrize("lab", ["steps", "race", "basins", "chain"])
def test_what_is_folded_away_costs_nothing_until_it_is_opened(open_page: Open, lab: str) -> None:
    page = open_page("gradient_descent", lab=lab)
    assert not page.code
    assert not page.dataframe


@pytest.mark.parametrize("bad", ["nan", "inf", "-inf", "1e308", "", "0x10", "⁵"])
@pytest.mark.parametrize("lab", ["steps", "race", "basins", "chain"])
def test_numbers_that_are_none_do_no_harm_in_a_link(open_lab: Open, lab: str, bad: str) -> None:
    names = ("lr", "step_lr", "momentum", "start", "x", "y", "w", "b", "target", "steps")
    page = open_lab(lab, **dict.fromkeys(names, bad))
    assert not page.exception
    assert page.code
