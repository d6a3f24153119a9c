"""The view that shows a run beside another one."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.comparing import first_unequal
from core.config import TrainConfig
from core.training import train
from ui.labs.training.kept import MANY, suggestions

BASE: dict[str, Any] = {"n_samples": "60", "epochs": "3", "behind": "Compare"}
HERE = TrainConfig(
    dataset="spiral", n_samples=60, epochs=3, hidden=(16, 16), activation="Tanh", lr=0.1, batch_size=25
)  # fmt: skip
trained = cache(train)


@pytest.fixture
def compare(open_page: Callable[..., AppTest]) -> Callable[..., AppTest]:
    return lambda **settings: sound(open_page("training", **BASE | settings))


def sound(page: AppTest) -> AppTest:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error
    return page


def films(page: AppTest) -> list[dict[str, Any]]:
    """Return what the time machines got: that of the page, this run's and the other's."""
    sent = [part.proto.bytes for part in page.get("bidi_component")]
    return [json.loads(got[4 : 4 + int.from_bytes(got[:4], "little")]) for got in sent]


def told(page: AppTest) -> list[list[str]]:
    return page.dataframe[0].value.to_numpy().tolist()


def says(page: AppTest, words: str) -> bool:
    return any(words in part.value for part in page.markdown)


def shows(page: AppTest, here: TrainConfig, there: TrainConfig) -> None:
    """Both runs are shown, as PyTorch did them."""
    sound(page)
    losses = [film["history"]["train_loss"] for film in films(page)]
    assert losses == [[record.train_loss for record in trained(run).history] for run in (here, here, there)]


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    return sound(page)


def test_the_first_view_compares_with_a_twin_at_once(compare: Callable[..., AppTest]) -> None:
    page = compare()
    assert not page.warning
    assert told(page) == [["Optimizer", "SGD", "Adam"]]
    shows(page, HERE, replace(HERE, optimizer="Adam"))
    one, other = (trained(run).snapshots[1].weights for run in (HERE, replace(HERE, optimizer="Adam")))
    name, index = first_unequal(one, other)
    assert says(page, "**They part at epoch 1.** They start from the same 337 weights and biases")
    assert says(page, f"`{name}[{', '.join(map(str, index))}]`")
    assert says(page, f"`{one[name][index].item():.9g}` in this run,")
    assert says(page, f"`{other[name][index].item():.9g}` in the other")


@pytest.mark.parametrize("twin", suggestions(HERE))
def test_every_suggestion_is_another_run_that_can_be_done(twin: str, compare: Callable[..., AppTest]) -> None:
    page = compare(against=twin)
    assert not page.warning
    (row,) = told(page)
    assert row[1] != row[2]


@pytest.mark.parametrize(
    ("against", "change", "words"),
    [
        ("lr=0.3; optimizer=Adam", {"lr": 0.3, "optimizer": "Adam"}, "They part at epoch 1."),
        ("init=He", {"init": "He"}, "**They part before the first step**"),
        ("seed=7", {"seed": 7}, "Their data differs too: the train and test points are not the same."),
        ("hidden=8", {"hidden": (8,)}, "`0.weight` has shape (16, 2) in this run and has shape (8, 2) in the other"),
        ("dtype=float64", {"dtype": "float64"}, "`0.weight` is float32 in this run and is float64 in the other"),
        ("changes=2: lr=0.01", {"changes": "2: lr=0.01"}, "**They part at epoch 3.** After epoch 2 all 337"),
        ("momentum=0.5", {"momentum": 0.5}, "**They never part**"),
        ("epochs=2", {"epochs": 2}, "at each of the 3 moments\ncompared, the last of them epoch 2."),
        ("loss=Cross-entropy", {"loss": "Cross-entropy"}, "Their losses are different functions"),
    ],
)
def test_a_link_names_the_other_run_and_the_view_says_where_they_part(against, change, words, compare) -> None:
    page = compare(against=against)
    assert not page.warning
    shows(page, HERE, replace(HERE, **change))
    assert says(page, words)


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("faster", "What differs is written like lr=0.3; optimizer=Adam, got 'faster'."),
        ("lr=99", "Learning rate must be a number from 0.00001 to 10, got '99'."),
        ("epochs=0", "Epochs must be a whole number from 1 to 10,000, got 0."),
        ("![x](http://elsewhere.example/x.png)=1", "There is no setting called '![x](http://elsewhere.example/x.png)"),
        ("optimizer=SGD", "That is the run on the page itself."),
        ("x" * 5000, "at most 4,000 characters, got 5,000"),
    ],
)
def test_a_link_that_names_no_other_run_gets_one_sentence_and_a_twin(against, words, compare) -> None:
    page = compare(against=against)
    (warning,) = page.warning
    assert words in warning.value.replace("\\", "").replace("\u2060", "")
    assert "](" not in warning.value.replace("]\\(", "")
    shows(page, HERE, replace(HERE, optimizer="Adam"))


def test_a_run_that_is_kept_is_what_the_next_ones_are_compared_with(compare: Callable[..., AppTest]) -> None:
    page = press(compare(), "Keep this run")
    assert next(button for button in page.button if button.label == "Keep this run").disabled
    page.selectbox(key="activation").set_value("ReLU").run()
    now = replace(HERE, activation="ReLU")
    shows(page, now, HERE)
    assert page.selectbox(key="against").value == "activation=Tanh"
    page.selectbox(key="optimizer").set_value("Adam").run()
    shows(page, replace(now, optimizer="Adam"), HERE)
    assert page.selectbox(key="against").value == "activation=Tanh; optimizer=SGD"
    press(page, "Keep this run")
    page.selectbox(key="against").set_value("seed=43").run()
    shows(page, replace(now, optimizer="Adam"), replace(now, optimizer="Adam", seed=43))
    assert "activation=Tanh; optimizer=SGD" in page.selectbox(key="against").options
    press(page, "Remove")
    assert len([button for button in page.button if button.label == "Remove"]) == 1


def test_so_many_runs_are_kept_and_no_more(compare: Callable[..., AppTest]) -> None:
    page = compare()
    page.session_state["_kept_runs"] = tuple(replace(HERE, seed=seed) for seed in range(MANY))
    page.run()
    keep = next(button for button in page.button if button.label == "Keep this run")
    assert keep.disabled
    assert f"{MANY} runs are kept" in keep.help
    press(page, "Remove")
    assert not next(button for button in page.button if button.label == "Keep this run").disabled


def test_swap_brings_the_other_run_onto_the_page(compare: Callable[..., AppTest]) -> None:
    other = replace(HERE, optimizer="Nesterov", lr=0.3, hidden=(4,), shuffle=False, batch_size=None)
    page = compare(against="optimizer=Nesterov; lr=0.3; hidden=4; shuffle=false; batch_size=full")
    page = press(page, "Swap")
    shows(page, other, HERE)
    assert page.text_input(key="hidden").value == "4"
    press(page, "Swap")
    shows(page, HERE, other)


@pytest.mark.parametrize(
    "other",
    [
        TrainConfig(dataset="straight line", true_weight=-2.0, true_bias=1.5, hidden=(), epochs=2),
        TrainConfig(dataset="iris", hidden=(3,), features=("petal length (cm)",), epochs=2),
        TrainConfig(dataset="xor", playground_seed="a;b", epochs=2, loss="L1"),
    ],
    ids=lambda config: config.dataset,
)
def test_a_run_on_other_data_is_compared_and_swapped_too(other: TrainConfig, compare: Callable[..., AppTest]) -> None:
    page = compare()
    page.session_state["_kept_runs"] = (other,)
    page.run()
    page.selectbox(key="against").set_value(page.selectbox(key="against").options[0]).run()
    shows(page, HERE, other)
    shows(press(page, "Swap"), other, HERE)


def test_a_run_on_a_file_is_kept_but_offered_only_beside_that_file(compare: Callable[..., AppTest]) -> None:
    page = press(compare(dataset="your CSV"), "Keep this run")
    page.selectbox(key="dataset").set_value("xor").run()
    sound(page)
    assert says(page, "a run on a file of yours")
    assert page.selectbox(key="against").options[0].startswith("optimizer=")
    page.selectbox(key="dataset").set_value("your CSV").run()
    page.selectbox(key="activation").set_value("ReLU").run()
    sound(page)
    assert "activation=Tanh" in page.selectbox(key="against").options


def test_the_question_and_the_code_are_answered_by_what_ran(compare: Callable[..., AppTest]) -> None:
    page = compare(against="shuffle=false")
    page.session_state["how_many"] = page.session_state["bits"] = True
    sound(page.run())
    one, other = (trained(run).snapshots[1].weights for run in (HERE, replace(HERE, shuffle=False)))
    different = sum(int((weights != other[name]).sum()) for name, weights in one.items())
    assert says(page, f"**{different}** of {HERE.n_parameters}.")
    scope: dict[str, Any] = {}
    exec("import torch\nWeights = dict\n" + page.code[0].value, scope)  # noqa: S102
    assert scope["first_unequal"](one, other) == first_unequal(one, other) == ("0.weight", (0, 0))


def test_a_suggestion_that_became_the_run_itself_makes_room_for_the_next(compare: Callable[..., AppTest]) -> None:
    page = compare()
    page.selectbox(key="optimizer").set_value("Adam").run()
    assert not page.warning
    shows(page, replace(HERE, optimizer="Adam"), HERE)


def test_a_kept_run_with_the_longest_settings_can_be_compared_with(compare: Callable[..., AppTest]) -> None:
    page = compare()
    many = "; ".join(f"{epoch}: 0.weight[0,0]=0.{'1' * 35}" for epoch in range(1, 18))
    other = replace(HERE, playground_seed="%;ü" * 33, changes=many)
    page.session_state["_kept_runs"] = (other,)
    page.run()
    page.selectbox(key="against").set_value(page.selectbox(key="against").options[0]).run()
    assert not page.warning
    shows(page, HERE, other)
