"""Home: what it says is computed, its links open what they promise, and nothing heavy stands in its way."""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.training import EpochRecord, TrainState, train
from ui.home_film import BETTER, CONFIG, GOOD, PATH, RESOLUTION, STARVED, film, good_after, settings
from ui.labs.home import motto, workflow
from ui.page import PAGES, read_text

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = json.loads(PATH.read_text())
# Runs drift apart between kinds of processors, and the later the further: only the first moments are compared.
MOMENTS = 8


@pytest.fixture(scope="module")
def run() -> TrainState:
    return train(CONFIG)


def links(page: AppTest) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Return every link below the menu: label to page and settings."""
    found = [link.proto for link in page.get("page_link")][len(PAGES) - 1 :]  # the menu links to all but itself
    return {link.label.strip(): (link.page, parse_qs(link.query_string)) for link in found}


def plain(value: Any) -> list[str]:
    """Write a widget's value as a link does."""
    values = value if isinstance(value, list) else [value]
    return [f"{v:g}" if isinstance(v, int | float) else v for v in values]


def test_it_opens_with_the_film_the_seven_steps_in_order_and_the_three_questions(
    open_page: Callable[..., Any],
) -> None:
    page = open_page()
    assert not page.exception
    names = [re.sub(r"[\d* ]+$|^[\d* ]+", "", label) for label in links(page)]
    wanted = ["Data", "Model", "Loss & optimizer", "Loop", "Evaluate", "Improve", "Save"]
    assert names[1:8] == wanted
    assert names[-3:] == ["What shape?", "What dtype?", "Where?"]
    assert len(page.get("bidi_component")) == 1


def test_every_page_is_on_the_map(open_page: Callable[..., Any]) -> None:
    mapped = {script for script, _ in links(open_page()).values()}
    pages = {Path(page.script).stem for page in PAGES if page.script != "app.py"}
    assert mapped == pages, "every page has a link on Home's map (ui/labs/home)"


def test_no_number_of_the_words_is_left_out(open_page: Callable[..., Any]) -> None:
    page = open_page()
    words = [element.value for element in page.markdown] + list(links(page))
    assert not [text for text in words if "{" in text]


LINKS = [
    *((step.script, step.settings) for step in workflow.steps()),
    ("pages/training.py", workflow.OWN),
    *(("pages/tensors.py", settings) for settings in motto.ANSWERS.values()),
]


@pytest.mark.parametrize(("script", "wanted"), LINKS)
def test_a_link_opens_its_page_with_exactly_its_settings(
    script: str, wanted: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    page = open_page(Path(script).stem, **wanted)
    assert not page.exception
    assert not page.warning or wanted.get("lab") == "matmul"  # the matmul lab opens on a refusal, on purpose
    shown = {name: plain(page.session_state[name]) for name in wanted}
    assert shown == {name: plain(value) for name, value in wanted.items()}


@pytest.mark.parametrize(("name", "config"), [("film", CONFIG), ("few", STARVED), ("better", BETTER)])
def test_a_link_to_the_training_page_trains_the_very_run_that_the_words_are_about(
    name: str, config: Any, open_page: Callable[..., Any]
) -> None:
    assert SHIPPED["links"][name] == settings(config)
    page = open_page("training", **SHIPPED["links"][name])
    assert page.session_state["_good_config"] == config


def grey(packed: dict[str, Any]) -> list[bytes]:
    """Return the pictures of the first moments, a grey level a byte."""
    size = packed["resolution"] ** 2
    whole = base64.b64decode(packed["maps"])
    return [whole[i * size : (i + 1) * size] for i in range(len(whole) // size)]


def test_the_film_shipped_is_what_the_core_computes(run: TrainState) -> None:
    shown, computed = SHIPPED["film"], json.loads(json.dumps(film(run)))
    drifting = {"maps", "history"}
    assert {k: v for k, v in shown.items() if k not in drifting} == {
        k: v for k, v in computed.items() if k not in drifting
    }
    assert shown["resolution"] == RESOLUTION
    for name, values in computed["history"].items():
        first = shown["history"][name][:MOMENTS]
        assert first == (pytest.approx(values[:MOMENTS], abs=1e-5) if values[0] is not None else values[:MOMENTS])
    ours, theirs = grey(shown), grey(computed)
    assert len(ours) == len(theirs) == len(shown["epochs"])
    for old, new in zip(ours[:MOMENTS], theirs[:MOMENTS], strict=True):
        assert max(abs(a - b) for a, b in zip(old, new, strict=True)) <= 1


def at_epoch(history: dict[str, list[Any]], name: str, epoch: int) -> float:
    return history[name][history["epoch"].index(epoch)]


def test_the_words_quote_the_film_itself() -> None:
    facts, history = SHIPPED["facts"], SHIPPED["film"]["history"]
    assert facts["accuracy"] == at_epoch(history, "test_accuracy", facts["epochs"])
    assert facts["good"] == GOOD <= at_epoch(history, "test_accuracy", facts["good_after"])
    assert max(a for a in history["test_accuracy"][: facts["good_after"]]) < GOOD
    drawn = [point[3] for point in SHIPPED["film"]["points"]]
    assert (len(drawn), drawn.count(0)) == (facts["n_samples"], facts["n_train"])
    assert 2 * facts["n_train"] == facts["n_samples"], "the words say half"


def last(config: Any) -> EpochRecord:
    return train(config).history[-1]


def test_what_the_words_say_about_other_runs_is_so(run: TrainState) -> None:
    facts, starved = SHIPPED["facts"], last(STARVED)
    assert starved.train_accuracy == pytest.approx(facts["few_train_accuracy"], abs=0.1)
    assert starved.test_accuracy == pytest.approx(facts["few_test_accuracy"], abs=0.1)
    assert good_after(train(BETTER)) < good_after(run) / 2
    assert facts["better_after"] < facts["good_after"] / 2
    assert facts["n_parameters"] == sum(weights.numel() for weights in run.weights.values())


@pytest.mark.parametrize("question", motto.ANSWERS)
def test_pytorch_refuses_each_example_in_just_the_words_shown(question: str) -> None:
    code = re.fullmatch(r"```python\n(.*)\n```", read_text("home")[f"Ask: {question}"], re.DOTALL)[1]
    said = " ".join(line.removeprefix("# ") for line in code.splitlines() if line.startswith("#"))
    with pytest.raises(RuntimeError) as refused:
        exec(code, {"torch": torch})  # noqa: S102 (the page's own text)
    assert str(refused.value) == said


def test_a_telephone_shows_the_code_of_each_question_without_scrolling() -> None:
    for question in motto.ANSWERS:
        assert max(map(len, read_text("home")[f"Ask: {question}"].splitlines())) <= 44


OPENED = """
import sys, types, core
core.warm = sys.modules["core.warm"] = types.SimpleNamespace(warm=lambda: None)
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
assert not page.exception, page.exception
print(sorted({"torch", "altair", "pandas", "sklearn"} & set(sys.modules)))
"""


def test_opening_it_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", OPENED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr
