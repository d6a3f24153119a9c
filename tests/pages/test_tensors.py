"""The Tensors page: every lab opens, every control changes what it should, a link restores, bad input is explained."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hostile import HOSTILE, assert_plain, markup
from streamlit.testing.v1 import AppTest

from core.tensors.creators import CREATORS
from core.tensors.devices import devices
from core.tensors.limits import DTYPES
from core.tensors.products import COURSE_A
from core.tensors.seeds import RESEEDING, Experiment, draw_twice
from ui.page import read_text

Open = Callable[..., AppTest]
LABS = {"create": "Create", "matmul": "Matmul", "seed": "Seed"}


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    parts = [*page.markdown, *page.caption, *page.code, *page.warning]
    return "\n".join(str(part.value) for part in parts)


def written(page: AppTest) -> str:
    """Open the code of the lab, and return it."""
    page.session_state["code"] = True
    page.run()
    assert not page.exception
    return page.code[-1].value


def metrics(page: AppTest) -> list[str]:
    return [metric.value for metric in page.metric]


def spec(page: AppTest) -> Any:
    """The spec of the page's one chart, as the browser gets it."""
    charts = page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")
    assert len(charts) == 1
    return json.loads(charts[0].proto.spec)


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_opens_with_its_words_its_picture_and_its_code(open_page: Open, lab: str) -> None:
    page = open_page("tensors", lab=lab)
    assert not page.exception
    text = read_text("tensors")
    assert text[LABS[lab]] in words(page)
    assert text[f"{LABS[lab]}: try"] in words(page)
    assert page.get("bidi_component") if lab == "create" else spec(page)
    assert len(page.expander) == 2
    assert "import torch\n" in written(page)


def test_the_page_opens_with_the_tensor_of_the_course(open_page: Open) -> None:
    page = open_page("tensors")
    assert metrics(page) == ["[1, 3, 3]", "int64", "cpu"]
    assert "stride (9, 3, 1), contiguous" in words(page)
    assert "A **TENSOR**: opens with 3 brackets, so `ndim` is 3." in words(page)
    assert "[1, 3, 3]: that means there is 1 dimension of 3 by 3." in words(page)


def test_an_unknown_lab_falls_back_to_the_first(open_page: Open) -> None:
    assert metrics(open_page("tensors", lab="nonsense")) == ["[1, 3, 3]", "int64", "cpu"]


@pytest.mark.parametrize("source", CREATORS)
def test_every_way_of_making_a_tensor_shows_one(open_page: Open, source: str) -> None:
    page = open_page("tensors", source=source)
    assert not page.exception
    assert len(metrics(page)) == 3
    assert f"torch.{source}(" in written(page)
    for setting in CREATORS[source].takes:
        assert setting in page.session_state


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_can_be_chosen(open_page: Open, dtype: str) -> None:
    page = open_page("tensors", dtype=dtype)
    assert not page.exception
    assert metrics(page)[1] == ("int64" if dtype == "inferred" else dtype)


def test_a_changed_literal_changes_shape_and_code(open_page: Open) -> None:
    page = open_page("tensors")
    page.text_area(key="literal").set_value("[[1, 2.5]]").run()
    assert metrics(page) == ["[1, 2]", "float32", "cpu"]
    assert "MATRIX = torch.tensor([[1, 2.5]])" in written(page)


@pytest.mark.parametrize(
    ("literal", "says"),
    [
        ("[[1, 2], [3]]", "ValueError: expected sequence of length 2 at dim 1 (got 1)"),
        ("['a']", "too many dimensions 'str'"),
        ("__import__('os')", "'\\_\\_import\\_\\_' at character 1 is not a number"),
        ("", "there are no numbers yet"),
        ("[", "a bracket \\[ is opened and not closed"),
        ("[[1, 2", "2 brackets \\[ are opened and not closed"),
        ("[[[[[[[1]]]]]]]", "nested more than 6 deep"),
    ],
)
def test_a_bad_literal_is_explained_and_the_page_stays(open_page: Open, literal: str, says: str) -> None:
    page = open_page("tensors", literal="[1]")
    page.text_area(key="literal").set_value(literal).run()
    assert not page.exception
    assert says in words(page)
    page.text_area(key="literal").set_value("[1, 2]").run()
    assert metrics(page)[0] == "[2]"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    ("lab", "setting", "more"),
    [
        ("create", "literal", {}),
        ("create", "size", {"source": "zeros"}),
        ("create", "source", {}),
        ("create", "dtype", {}),
        ("create", "called", {}),
        ("reshape", "x", {}),
        ("reshape", "chain", {}),
        ("matmul", "a", {}),
        ("matmul", "b", {"operator": "+"}),
        ("matmul", "fix", {}),
        ("seed", "reseed", {}),
    ],
)
def test_what_a_link_says_is_shown_as_text_only(
    open_page: Open, lab: str, setting: str, more: dict[str, str], text: str
) -> None:
    page = open_page("tensors", lab=lab, **more, **{setting: text})
    assert not page.exception
    assert_plain(markup(page))


def test_a_link_restores_how_a_tensor_was_made(open_page: Open) -> None:
    page = open_page("tensors", source="randn", size="2, 5", seed="7", dtype="float64")
    assert metrics(page) == ["[2, 5]", "float64", "cpu"]
    assert "manual_seed(7)" in written(page)


@pytest.mark.parametrize(
    "settings",
    [
        {"source": "magic"},
        {"dtype": "complex64"},
        {"source": "rand", "seed": "-5"},
        {"source": "rand", "seed": "x"},
        {"source": "eye", "n": "1e9"},
        {"source": "zeros", "size": "x" * 500},
        {"source": "arange", "step": "0"},
        {"literal": "[" * 5000},
        {"lab": "reshape", "x": "((", "chain": "eval(1)"},
        {"lab": "reshape", "chain": "view(5)|" * 100},
        {"lab": "matmul", "a": "[", "b": "import os", "operator": "-", "fix": "A @ C"},
        {"lab": "seed", "draws": "99", "reseed": "thrice", "stranger": "maybe", "seed": "1e99"},
    ],
)
def test_a_bad_link_is_no_error_of_ours(open_page: Open, settings: dict[str, str]) -> None:
    page = open_page("tensors", **settings)
    assert not page.exception


ANSWERS = [("create", "Create", {}), ("create", "Made", {"source": "eye"}), ("reshape", "Reshape", {})]
ANSWERS += [("matmul", "Matmul", {}), ("matmul", "Sum", {"operator": "+"}), ("seed", "Seed", {})]


@pytest.mark.parametrize(("lab", "heading", "settings"), ANSWERS)
def test_a_question_is_answered_once_it_is_opened(
    open_page: Open, lab: str, heading: str, settings: dict[str, str]
) -> None:
    page = open_page("tensors", lab=lab, **settings)
    before = len(page.markdown)
    page.session_state[f"{heading}_answer"] = True
    page.run()
    assert not page.exception
    assert len(page.markdown) == before + 1
    assert "{" not in page.markdown[-1].value


def test_a_tensor_without_memory_has_a_shape_and_no_numbers_and_meets_none_of_the_cpu(open_page: Open) -> None:
    page = open_page("tensors", literal="[0.5, 0.25]", device="meta")
    assert metrics(page) == ["[2]", "float32", "meta"]
    assert not page.get("vega_lite_chart") + page.get("arrow_vega_lite_chart")
    assert "Tensor on device cpu is not on the expected device meta!" in words(page)
    assert "the two live in different places" in words(page)
    assert '= vector.to("meta")' in written(page)
    assert not page.get("bidi_component")
    page.selectbox(key="device").set_value("cpu").run()
    assert page.get("bidi_component")
    assert "expected device" not in words(page)


@pytest.mark.parametrize("device", ["cuda", "tpu", "cuda:99"])
def test_a_device_that_this_server_does_not_have_falls_back_to_the_cpu(open_page: Open, device: str) -> None:
    if device not in devices():
        assert metrics(open_page("tensors", device=device))[2] == "cpu"


@pytest.mark.parametrize("source", CREATORS)
def test_whatever_is_made_can_be_moved(open_page: Open, source: str) -> None:
    page = open_page("tensors", source=source, device="meta")
    assert metrics(page)[2] == "meta"
    assert '.to("meta")' in written(page)


def test_an_empty_tensor_has_facts_and_no_picture(open_page: Open) -> None:
    page = open_page("tensors", literal="[[], []]")
    assert metrics(page)[0] == "[2, 0]"
    assert "**0 bytes**" in words(page)
    assert "no elements to draw" in words(open_page("tensors", source="zeros", size="200, 0"))


def test_numbers_that_pytorch_drops_in_silence_are_told(open_page: Open) -> None:
    page = open_page("tensors", literal="[[], [1, 2]]")
    assert metrics(page)[0] == "[2, 0]"
    assert "left out 2 of your numbers" in words(page)


def button(page: AppTest, label: str) -> Any:
    return next(button for button in page.button if label in button.label)


def test_a_row_that_goes_on_below_is_announced(open_page: Open) -> None:
    said = "A long row or column goes on after a gap."
    assert said in words(open_page("tensors", source="zeros", size="2, 60"))
    assert said in words(open_page("tensors", lab="matmul", a="1x64", b="64x1"))
    assert said not in words(open_page("tensors", source="zeros", size="2, 6"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"literal": "[1e308, 1]"}, "float32 ends at ±3.4\u00a0×\u00a010³⁸"),
        ({"literal": "[1e308, inf]"}, "float32 ends at"),
        ({"literal": "[1e400]", "dtype": "float64"}, "float64 ends at ±1.8\u00a0×\u00a010³⁰⁸"),
        ({"literal": "[7e4]", "dtype": "float16"}, "float16 ends at ±65,504"),
        ({"source": "arange", "end": "1e6", "step": "1e5", "dtype": "float16"}, "float16 ends at"),
        ({"lab": "matmul", "a": "[1e308]", "b": "[1.0]"}, "float32 ends at"),
        ({"lab": "matmul", "a": "[1e38]", "b": "[1e38]"}, "float32 ends at"),
    ],
)
def test_why_a_number_became_infinite_is_said(open_page: Open, settings: dict[str, str], says: str) -> None:
    page = open_page("tensors", **settings)
    assert says in words(page)
    assert "PyTorch said" not in words(page)


@pytest.mark.parametrize("settings", [{"literal": "[inf, -inf, 1]"}, {"lab": "matmul", "a": "[inf, 1.0]"}, {}])
def test_what_was_written_as_infinite_needs_no_reason(open_page: Open, settings: dict[str, str]) -> None:
    assert "ends at" not in words(open_page("tensors", **settings))


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_bad_operand_is_called_by_its_name(open_page: Open, name: str) -> None:
    for text in ("", "[[1, 2", "[[1], [1, 2]]"):
        assert f"in {name.upper()}, " in words(open_page("tensors", lab="matmul", **{name: text or " "}))


def test_the_courses_pair_does_not_fit_and_a_fix_shows_the_product(open_page: Open) -> None:
    page = open_page("tensors", lab="matmul")
    assert "RuntimeError: mat1 and mat2 shapes cannot be multiplied (3x2 and 3x2)" in words(page)
    assert "does not fit" in words(page)
    assert spec(page)["params"][0]["value"] == 0  # opens at the start
    page.get("button_group")[-1].set_value("A @ B.T").run()
    assert "→ **[3, 3]**" in words(page)
    assert "C = A @ B.T" in written(page)
    before = spec(page)
    page.text_input(key="b").set_value("[[1, 1], [1, 1], [1, 2]]").run()
    assert spec(page) == before  # so that the view, and where it is scrubbed to, survives


def test_a_link_restores_the_operands_and_the_fix(open_page: Open) -> None:
    page = open_page("tensors", lab="matmul", fix="A.T @ B")
    assert "→ **[2, 2]**" in words(page)
    page = open_page("tensors", lab="matmul", a="2x3", b="3x4", fix="A.T @ B")
    assert "→ **[2, 4]**" in words(page)


def test_a_fix_that_no_longer_works_is_forgotten(open_page: Open) -> None:
    page = open_page("tensors", lab="matmul", fix="A @ B.reshape(2, 3)")
    page.text_input(key="b").set_value("[[1, 2, 3, 4], [5, 6, 7, 8], [9, 9, 9, 9]]").run()
    assert not page.exception
    assert "does not fit" in words(page)


@pytest.mark.parametrize("settings", [{"a": "64x1", "b": "1x64"}, {"operator": "+", "a": "64x1", "b": "1x64"}])
def test_a_result_too_large_to_draw_is_not_said_not_to_fit(open_page: Open, settings: dict[str, str]) -> None:
    said = words(open_page("tensors", lab="matmul", **settings))
    assert "**[64, 64]**, which fits, but has more elements than are drawn here" in said
    assert "here it may have 0 to 512" in said
    assert "does not fit" not in said
    assert "None of the usual fixes" not in said


@pytest.mark.parametrize("source", ["eye", "rand", "zeros_like"])
def test_what_has_no_brackets_to_type_asks_about_none(open_page: Open, source: str) -> None:
    page = open_page("tensors", source=source)
    text = read_text("tensors")
    assert text["Made: try"] in words(page)
    assert text["Create: try"] not in words(page)
    assert "as `float64`?" in page.expander[-1].label


def test_a_pair_worth_seeing_is_one_click_away(open_page: Open) -> None:
    page = open_page("tensors", lab="matmul", fix="A @ B.T")
    button(page, "column + row").click().run()
    assert not page.exception
    assert "A is stretched" in words(page)
    assert "→ **[3, 4]**" in words(page)
    button(page, "(3, 2) @ (3, 2)").click().run()
    assert "does not fit" in words(page)


@pytest.mark.parametrize("pair", ["(3, 2) @ (2, 3)", "vector · vector", "a batch of 2", "(3, 2) + (3,)"])
def test_every_pair_is_drawn(open_page: Open, pair: str) -> None:
    page = open_page("tensors", lab="matmul")
    button(page, pair).click().run()
    assert not page.exception
    assert spec(page)


def test_broadcasting_that_fails_shows_where(open_page: Open) -> None:
    page = open_page("tensors", lab="matmul", operator="+", a=COURSE_A, b="[10, 20, 30]")
    assert "The size of tensor a (2) must match the size of tensor b (3)" in words(page)
    assert "neither equal nor 1" in words(page)


@pytest.mark.parametrize("operand", ["", "import os", "[[1, 2], [3]]", "99x99"])
def test_a_bad_operand_is_explained(open_page: Open, operand: str) -> None:
    page = open_page("tensors", lab="matmul")
    page.text_input(key="a").set_value(operand).run()
    assert not page.exception
    assert page.warning or "PyTorch said" in words(page)


@pytest.mark.parametrize("reseed", RESEEDING)
def test_every_way_to_seed_is_shown_with_its_verdict(open_page: Open, reseed: str) -> None:
    page = open_page("tensors", lab="seed", reseed=reseed, seed="7", draws="5")
    assert not page.exception
    equal = draw_twice(Experiment(reseed=reseed, seed=7, draws=5)).equal
    assert ("are equal" if equal else "differ") in words(page)


def test_a_link_gives_a_friend_the_same_fingerprint(open_page: Open) -> None:
    expected = draw_twice(Experiment(seed=1234, draws=3, stranger=True)).fingerprint
    for _ in range(2):
        assert expected in words(open_page("tensors", lab="seed", seed="1234", draws="3", stranger="true"))


def test_a_stranger_moves_d(open_page: Open) -> None:
    page = open_page("tensors", lab="seed")
    assert "D at place 8" in words(page)
    page.toggle(key="stranger").set_value(True).run()
    assert "D at place 9" in words(page)


def test_without_a_seed_a_rerun_changes_the_fingerprint(open_page: Open) -> None:
    page = open_page("tensors", lab="seed", reseed="never")
    assert page.number_input(key="seed").disabled
    first = words(page)
    button(page, "Run again").click().run()
    assert words(page) != first


def test_settings_of_one_lab_survive_a_visit_to_another(open_page: Open) -> None:
    page = open_page("tensors", lab="reshape", chain="flatten()")
    page.get("button_group")[0].set_value("seed").run()
    page.get("button_group")[0].set_value("reshape").run()
    assert not page.exception
    assert page.text_input(key="chain").value == "flatten()"


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("[1.5,2]", "[3,4]", "the dtypes do not: :red[**float32**] and :red[**int64**]"),
        ("[True,False]", "[True,True]", "the dtype does not: :red[**bool**]"),
    ],
)
def test_dtypes_at_fault_are_not_blamed_on_the_shapes(open_page: Open, a: str, b: str, says: str) -> None:
    page = open_page("tensors", lab="matmul", a=a, b=b)
    assert not page.exception
    assert f"[:green[**2**]] @ [:green[**2**]] → the shapes fit, {says}" in words(page)
    assert "does not fit" not in words(page)


@pytest.mark.parametrize(("a", "b"), [("5", "[1,2]"), ("[[1,2]]", "5"), ("5", "7")])
def test_of_a_scalar_that_is_not_multiplied_nothing_is_said_to_be_too_long(open_page: Open, a: str, b: str) -> None:
    page = open_page("tensors", lab="matmul", a=a, b=b)
    assert "use * instead" in words(page)
    assert "Too long" not in words(page)
    assert spec(page)["height"] < 150


@pytest.mark.parametrize(
    ("settings", "told", "not_told"),
    [
        ({}, ["choose a fix", "drag the slider"], ["are a batch"]),
        ({"fix": "A @ B.T"}, ["choose a fix", "drag the slider"], []),
        ({"a": "2x3", "b": "3x2"}, ["drag the slider"], ["choose a fix"]),
        ({"a": "2x2x3", "b": "3x2"}, ["drag the slider", "`C[i] = A[i] @ B`: the dims before"], ["choose a fix"]),
        ({"a": "2x3x2", "b": "2x3x2", "fix": "A.mT @ B"}, ["`C[i] = A.mT[i] @ B[i]`", "choose a fix"], []),
        ({"a": "1x64", "b": "64x1"}, ["Too long"], ["slider", "choose a fix"]),
        ({"a": "3", "b": "2x2"}, ["A scalar has neither"], ["slider"]),
        ({"operator": "+", "a": "2x2", "b": "2x2"}, ["Point at a square"], ["repeated, not stored", "slider"]),
        ({"operator": "+", "a": "2x2", "b": "2"}, ["Pale squares are repeated, not stored"], ["slider"]),
    ],
)
def test_what_there_is_to_do_can_be_done(
    settings: dict[str, str], told: list[str], not_told: list[str], open_page: Open
) -> None:
    said = words(open_page("tensors", lab="matmul", **settings))
    assert all(each in said for each in told)
    assert not any(each in said for each in not_told)


def test_sizes_of_a_batch_that_differ_are_marked_and_their_rule_is_told(open_page: Open) -> None:
    page = open_page("tensors", lab="matmul", a="2x2x3", b="3x3x2")
    said = words(page)
    assert "[:red[**2**], 2, :green[**3**]] @ [:red[**3**], :green[**3**], 2] → does not fit" in said
    assert read_text("tensors")["Matmul: apart"] in said
    both = words(open_page("tensors", lab="matmul", a="2x2x3", b="2x3x2x1"))
    assert "[:red[**2**], 2, :red[**3**]] @ [2, :red[**3**], :red[**2**], 1] → does not fit" in both
    assert read_text("tensors")["Matmul: apart"] in both
    assert read_text("tensors")["Matmul: apart"] not in words(open_page("tensors", lab="matmul"))
