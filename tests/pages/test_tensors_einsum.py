"""The einsum lab: an equation, its letters, its products."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.tensors.einsum import EXAMPLES, contract
from core.tensors.products import operand
from core.tensors.sizes import shape_text
from ui.charts.tensors.einsum import einsum_chart, einsum_frames

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(part.value for part in [*page.markdown, *page.caption, *page.code, *page.warning])


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_one_click_away(name: str, open_page: Open) -> None:
    page = open_page("tensors", lab="einsum", equation="ij->", einsum_a="1x2")
    page.button(f"einsum {name}").click().run()
    example = EXAMPLES[name]
    done = contract(example.equation, *(operand(text) for text in (example.a, example.b) if text))
    assert f"`{done.equation}` → **{shape_text(done.result.shape)}**" in said(page)
    assert f"`{example.plain}` gave the same, just now." in said(page)
    assert page.text_input(key="equation").value == example.equation


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"equation": "ij,jk->ik", "einsum_b": "3x3"}, "PyTorch said this"),
        ({"equation": "ij,jk->ik", "einsum_a": "3x2", "einsum_b": "1x3"}, "`A @ B` refused just now"),
        ({"equation": "hello!"}, "is not taken here"),
        ({"einsum_a": "[[1], 2]"}, "in A"),
        ({"einsum_a": ""}, "in A, there are no numbers yet"),
        ({"einsum_b": ""}, "in B, there are no numbers yet"),
        ({"equation": "x" * 99}, "at most 24 characters"),
    ],
)
def test_bad_input_gets_a_sentence(settings: dict[str, str], told: str, open_page: Open) -> None:
    assert told in said(open_page("tensors", lab="einsum", **settings))


def test_the_answer_is_computed(open_page: Open) -> None:
    page = open_page("tensors", lab="einsum")
    page.session_state["Einsum_answer"] = True
    assert "**20**" in said(page.run())


def test_each_element_names_those_it_is_made_of() -> None:
    frames: Any = einsum_frames(contract("ij,jk->ik", operand("2x2"), operand("2x2")))
    cells = frames["cells"].set_index("index")
    assert cells.loc["C[0, 1]", "sentence"] == "C[0, 1] = 1·2 + 2·4 = 10"
    assert cells.loc["C[0, 1]", "kin"] == ",0,5,1,7,"
    assert cells.loc["A[1, 0]", "sentence"] == "A[1, 0] goes into C[1, 0], C[1, 1]"
    assert frames["letters"]["letter"].tolist() == [*"ijjkik"]
    assert json.dumps(einsum_chart()) == json.dumps(einsum_chart())
