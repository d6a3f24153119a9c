"""The reshape lab: chains run, grow, shrink and are moved about; refusals are repaired; links restore; undo undoes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.tensors.chain import EXAMPLES
from core.tensors.limits import CHAIN
from core.tensors.operations import OPERATIONS
from ui.page import read_text

Open = Callable[..., AppTest]


@pytest.fixture
def lab(open_page: Open) -> Open:
    def opened(**settings: str) -> AppTest:
        page = open_page("tensors", lab="reshape", **settings)
        page.session_state["code"] = True
        return page.run()

    return opened


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    parts = [*page.markdown, *page.caption, *page.code, *page.warning]
    return "\n".join(str(part.value) for part in parts)


def button(page: AppTest, label: str) -> Any:
    return next(button for button in reversed(page.button) if label in button.label)


def press(page: AppTest, label: str) -> str:
    """Press a button; return the chain."""
    button(page, label).click().run()
    assert not page.exception
    return page.session_state["chain"]


def choose(page: AppTest, label: str, value: Any) -> None:
    next(box for box in page.selectbox if box.label == label).set_value(value).run()
    assert not page.exception


def test_it_opens_with_a_view_and_then_a_copy_its_words_and_its_code(lab: Open) -> None:
    page = lab()
    assert not page.exception
    assert read_text("tensors")["Reshape"] in words(page)
    assert "| x.permute\\(1, 0\\) | a view | [4, 3] | (1, 4) | no |" in words(page)
    assert "| x.reshape\\(2, 6\\) | a copy | [2, 6] | (6, 1) | yes |" in words(page)
    assert page.code[-1].value.startswith("import torch")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_shown_and_stands_in_the_link(lab: Open, name: str) -> None:
    page = lab(x="2", chain="")
    choose(page, "Examples", name)
    assert (page.session_state["x"], page.session_state["chain"]) == EXAMPLES[name]
    assert "PyTorch said" not in words(page)
    assert next(box for box in page.selectbox if box.label == "Examples").value is None


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_added(lab: Open, name: str) -> None:
    page = lab(x="3, 4", chain="")
    choose(page, "One more step", name)
    assert re.search(rf"{name}: .*Tried just now", words(page))
    assert "1 ways" not in words(page)
    button(page, "Add").click().run()
    assert not page.exception
    assert page.session_state["chain"].startswith(name)
    assert "PyTorch said" not in words(page)


def test_steps_are_moved_taken_out_cleared_and_all_of_it_undone(lab: Open) -> None:
    page = lab(chain="flatten()|unsqueeze(0)|flip(1)")
    assert press(page, "Earlier") == "flatten()|flip(1)|unsqueeze(0)"
    assert press(page, "Earlier") == "flip(1)|flatten()|unsqueeze(0)"
    assert button(page, "Earlier").disabled
    assert press(page, "Later") == "flatten()|flip(1)|unsqueeze(0)"
    assert press(page, "Remove") == "flatten()|unsqueeze(0)"
    button(page, "Clear").click().run()
    assert page.session_state["chain"] == ""
    for chain in ("flatten()|unsqueeze(0)", "flatten()|flip(1)|unsqueeze(0)", "flip(1)|flatten()|unsqueeze(0)"):
        button(page, "Undo").click().run()
        assert page.session_state["chain"] == chain
    button(page, "Undo").click().run()
    button(page, "Undo").click().run()
    assert page.session_state["chain"] == "flatten()|unsqueeze(0)|flip(1)"
    assert button(page, "Undo").disabled


def test_the_last_step_is_removed(lab: Open) -> None:
    page = lab(chain="flatten()|unsqueeze(0)|flip(1)")
    assert press(page, "Remove last") == "flatten()|unsqueeze(0)"
    assert press(page, "Remove last") == "flatten()"
    assert press(page, "Remove last") == ""
    assert button(page, "Remove last").disabled


def test_the_step_that_is_meant_can_be_chosen(lab: Open) -> None:
    page = lab(chain="permute(1, 0)|reshape(2, 6)")
    page.radio[0].set_value(0).run()
    assert press(page, "Remove") == "reshape(2, 6)"
    assert "| a copy |" not in words(page)


def test_the_piece_that_the_chain_goes_on_with_is_chosen(lab: Open) -> None:
    page = lab(chain="split(1, dim=1)|squeeze(1)")
    assert "x.split(1, dim=1)[0]" in words(page).replace("\\", "")
    (pieces,) = [group for group in page.get("button_group") if "gives 4 tensors" in group.label]
    pieces.set_value(2).run()
    assert page.session_state["chain"] == "split(1, dim=1)[2]|squeeze(1)"
    assert "x.split(1, dim=1)[2]" in words(page).replace("\\", "")


def test_one_of_many_pieces_is_chosen_by_its_number(lab: Open) -> None:
    page = lab(x="30", chain="unbind()[3]")
    page.number_input[0].set_value(17).run()
    assert page.session_state["chain"] == "unbind()[17]"


def test_a_refused_step_is_explained_and_repaired_with_one_click(lab: Open) -> None:
    page = lab(chain="permute(1, 0)|view(2, 6)|squeeze()")
    assert not page.exception
    assert "view size is not compatible" in words(page)
    assert "It means: a view cannot" in words(page)
    button(page, "contiguous()|view(2, 6)").click().run()
    assert page.session_state["chain"] == "permute(1, 0)|contiguous()|view(2, 6)|squeeze()"
    assert "PyTorch said" not in words(page)


def test_what_is_no_chain_is_explained_and_a_new_start_offered(lab: Open) -> None:
    page = lab(x="3, 4, 0", chain="exec(1)")
    assert "here it may have 1 to 200,000" in words(page)
    button(page, "permute(1, 0)").click().run()
    assert page.session_state["x"] == "3, 4"
    assert "| a view |" in words(page)


def test_a_full_chain_takes_no_more(lab: Open) -> None:
    page = lab(chain="|".join(["squeeze()"] * int(CHAIN.high)))
    assert not page.exception
    assert button(page, "Add").disabled
    assert f"takes up to {CHAIN.high}" in words(lab(chain="|".join(["squeeze()"] * int(CHAIN.high + 1))))


@pytest.mark.parametrize("size", ["99999,99999", "0", "3, 4, 0", "200001", "9999999", "[99, 99, 99]"])
def test_how_large_a_chain_may_begin_is_said_in_one_way(lab: Open, size: str) -> None:
    assert "elements; here it may have 1 to 200,000" in words(lab(x=size))


def test_the_image_of_the_course_by_its_shape_alone(lab: Open) -> None:
    page = lab(x="224, 224, 3", chain="permute(2, 0, 1)")
    assert "| x.permute\\(2, 0, 1\\) | a view | [3, 224, 224] | (1, 672, 3) | no |" in words(page)


@pytest.mark.parametrize(
    ("chain", "says"),
    [
        ("torch.view(x, 2, 6)", "module 'torch' has no attribute 'view'"),
        ("x.mT", "is not a step"),
        ("masked_select(x > y)", "y is not known here"),
        ("masked_select(x > 100)", "| a copy | [0] | (1,) | yes |"),
        ("reshape(x.add_(1))", "writes into a tensor"),
        ("expand(5, 4)", "must match the existing size"),
        ("split(9)[3]", "there are fewer pieces"),
        ("unsqueeze(0)|" * 7, "up to 6 dims"),
    ],
)
def test_odd_chains_are_answered_in_words(lab: Open, chain: str, says: str) -> None:
    page = lab(chain=chain)
    assert not page.exception
    assert says in words(page).replace("\\", "")


@pytest.mark.parametrize("text", ["`[a](//e.co)`", "<img src=//e.co>", "**b** ~~c~~ $d$", ":red[a]", "![a](//e.co/x)"])
def test_a_text_in_a_step_is_shown_as_text_only(lab: Open, text: str) -> None:
    page = lab(chain=f"flatten()|squeeze('{text}')")
    assert not page.exception
    parts = [*page.markdown, *page.caption, *page.warning]  # what stands as code is no Markdown
    said = [*(part.value for part in parts), *(button.label for button in page.button), *page.radio[0].options]
    bare = re.sub(r"\\.|`[^`]*`", "", "\n".join(said))
    assert not re.search(r"\]\(|://|<img|~~|\$|:red\[a", bare)
