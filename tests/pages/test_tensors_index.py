"""The index lab: an index typed, refused, kept in the link; tasks asked, answered, told why."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.indexing import COURSE_TASKS, random_task
from ui.page import read_text

Open = Callable[..., AppTest]


def words(page: AppTest) -> str:
    """Everything the page says."""
    parts = [*page.markdown, *page.caption, *page.code, *page.warning]
    return "\n".join(str(part.value) for part in parts)


def spec(page: AppTest) -> Any:
    (chart,) = page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")
    return json.loads(chart.proto.spec)


def test_it_opens_with_the_tensor_of_the_course(open_page: Open) -> None:
    page = open_page("tensors", lab="index")
    assert not page.exception
    assert read_text("tensors")["Index"] in words(page)
    assert "tensor([2, 6, 4])" in words(page)
    assert "a **view**" in words(page)
    assert "| 0 | :blue[**0**] | 1 | **dropped** | · | only place 0 |" in words(page)
    assert spec(page)


def test_code_and_answer_are_computed(open_page: Open) -> None:
    page = open_page("tensors", lab="index")
    page.session_state["code"] = page.session_state["Index_answer"] = True
    page.run()
    assert not page.exception
    assert "y = x[0, :, 1]" in words(page)
    assert "`x[0]` has shape **[3, 3]** and is **a view**" in words(page)
    assert "`x[[0]]` has shape **[1, 3, 3]** and is **a copy**" in words(page)


def test_another_tensor_and_index_change_everything_but_the_spec(open_page: Open) -> None:
    page = open_page("tensors", lab="index")
    before = spec(page)
    page.text_input(key="values").set_value("3x4").run()
    page.text_input(key="index").set_value("x[x > 7]").run()
    assert not page.exception
    assert "tensor([ 8,  9, 10, 11, 12])" in words(page)
    assert "a **copy**" in words(page)
    assert "the 5 of 12 that are True" in words(page)
    assert spec(page) == before


def test_every_example_runs_or_is_refused_by_pytorch(open_page: Open) -> None:
    page = open_page("tensors", lab="index")
    examples = [button for button in page.button if (button.key or "").startswith("index ")]
    assert len(examples) > 8
    for key in [button.key for button in examples]:
        page.button(key=key).click().run()
        assert not page.exception
        assert page.session_state["index"] == key.removeprefix("index ")
        assert not page.warning


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"index": "x[1]"}, "IndexError: index 1 is out of bounds for dimension 0 with size 1"),
        ({"index": "x[__import__('os')]"}, "begins with an underscore"),
        ({"index": ""}, "x alone is all of it"),
        ({"values": "[[1, 2], [3]]"}, "expected sequence of length 2"),
        ({"values": "[]"}, "here it may have 1 to 64"),
        ({"index": "x[...]", "values": "5"}, "tensor(5)"),
        ({"index": "x[1:]", "values": "[1, inf, nan]", "write": "x[...] = 0"}, "2 cells of x changed"),
    ],
)
def test_a_bad_link_is_explained(open_page: Open, settings: dict[str, str], says: str) -> None:
    page = open_page("tensors", lab="index", **settings)
    assert not page.exception
    assert says in words(page)


HOSTILE = (
    "x['![a](//e.co/x.png)']",
    "x[x == '**b** :red[a] ~~c~~ $d$']",
    "http://evil.example",
    "[a](//e.co)",
    "x[x > 5] | # :smile: <b>",
    "x[0, 0, 0] * 1",
    "x[x.mask_of_x]",
)


@pytest.mark.parametrize("index", HOSTILE)
def test_what_a_link_says_is_no_markup_of_ours(open_page: Open, index: str) -> None:
    page = open_page("tensors", lab="index", index=index)
    assert not page.exception
    said = "\n".join(str(part.value) for part in [*page.markdown, *page.caption, *page.warning])
    bare = re.sub(r"\\.|`[^`]*`", "", said)
    assert not re.search(r"\]\(|\*\*b|~~|:smile|<b>|\$d", bare.replace("\u2060", ""))


@pytest.mark.parametrize("name", COURSE_TASKS)
def test_a_task_is_asked_and_answered(open_page: Open, name: str) -> None:
    page = open_page("tensors", lab="index", task=name)
    assert COURSE_TASKS[name].asks in words(page)
    assert "Not yet" not in words(page)
    page.text_input(key="reply").set_value("x[0, 0, 0]").run()
    assert "Not yet" in words(page)
    page.text_input(key="reply").set_value(COURSE_TASKS[name].solution).run()
    assert not page.exception
    assert "Right" in words(page)


def test_hint_and_solution_are_given_on_request(open_page: Open) -> None:
    page = open_page("tensors", lab="index", task="9")
    task = COURSE_TASKS["9"]
    assert task.hint not in words(page)
    assert task.solution not in words(page)
    page.session_state["index_hint"] = page.session_state["index_solution"] = True
    page.run()
    assert task.hint in words(page)
    assert task.solution in words(page)


def test_a_random_task_is_in_the_link_and_the_next_one_is_another(open_page: Open) -> None:
    task = random_task(3, 7)
    page = open_page("tensors", lab="index", task="random", level="3", seed="7", reply=task.solution)
    assert "Right" in words(page)
    next(button for button in page.button if button.label == "Next task").click().run()
    assert page.session_state["seed"] == 8
    assert page.session_state["reply"] == ""
    assert "Right" not in words(page)
    page.slider(key="level").set_value(5).run()
    assert not page.exception


def test_another_task_takes_the_answer_away(open_page: Open) -> None:
    page = open_page("tensors", lab="index", task="9", reply="x[0, 1, 2]")
    assert "Right" in words(page)
    page.button_group(key="task").set_value("3, 6, 9").run()
    assert page.session_state["reply"] == ""


def test_an_answer_that_is_refused_is_explained(open_page: Open) -> None:
    page = open_page("tensors", lab="index", task="9", reply="x[9]")
    assert "IndexError: index 9 is out of bounds" in words(page)
    assert not page.exception


@pytest.mark.parametrize(
    ("index", "way", "says"),
    [
        ("x[0, 1]", "y.fill_(0)", "**3 cells of x changed.**"),
        ("x[x > 5]", "y.fill_(0)", "**x is as it was.**"),
        ("x[x > 5]", "x[...] = 0", "**2 cells of x changed.**"),
        ("x[[0]][0, 1]", "x[...] = 0", "only that was written to"),
        ("x[9]", "x[...] = 0", "IndexError"),
        ("x[x > 100]", "x[...] = 0", "it picks nothing, so there is nothing to write to. **x is as it was.**"),
    ],
)
def test_an_index_is_written_to(open_page: Open, index: str, way: str, says: str) -> None:
    page = open_page("tensors", lab="index", index=index, write=way)
    assert not page.exception
    assert says in words(page)
    page.session_state["code"] = True
    page.run()
    assert (f"{index} = 0" in words(page)) == (way.startswith("x") and index != "x[9]")


def test_writing_what_stood_there_is_said_to_change_nothing(open_page: Open) -> None:
    page = open_page("tensors", lab="index", values="[0, 1]", index="x[0]", write="x[...] = 0")
    assert "**x is as it was: these cells were 0 already.**" in words(page)
