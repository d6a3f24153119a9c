"""The storage lab: what it claims of memory is what PyTorch does, asked in other ways than the lab asks."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.errors import ConfigError, PlaygroundError, TensorError
from core.storage.deciding import SHARING, Kind, decide, start_only
from core.storage.guesses import LETTERS, check_guesses, guesses_text, is_right, read_guesses
from core.storage.limits import CELLS, GUESSES, PLACES
from core.storage.operation import Operation, start_of
from core.storage.operations import EXAMPLE, OPERATIONS, OWN_CODE, OWN_START
from core.storage.script import storage_script
from core.storage.windows import look, places_of
from core.storage.writing import Cell, index_of, write
from core.tensors.refusals import RefusedError

REFERENCE = Path(__file__).parents[2] / "reference"
CHAIN = json.loads((REFERENCE / "tensors.json").read_text())
BRIDGE = json.loads((REFERENCE / "tensor_storage.json").read_text())

# What may stand in a chain behind x; many do not fit every shape, and are left out there.
LINKS = (
    ".flatten()", ".contiguous()", ".clone()", ".detach()", ".squeeze()", ".unsqueeze(0)",
    ".unsqueeze(-1)",
    ".reshape(-1)", ".reshape(2, -1)", ".reshape(-1, 3)", ".view(-1)", ".view(3, -1)", ".permute(1, 0)",
    ".permute(2, 0, 1)", ".transpose(0, -1)", "[0]", "[-1]", "[1:]", "[::2]", "[:, 1]", "[..., ::2]", "[:, None]",
    "[[0, 0]]", "[:, [0]]", ".expand(2, -1, -1)", ".expand(3, -1)", ".narrow(0, 0, 1)", ".narrow(-1, 1, 1)",
    ".diagonal()", ".unfold(0, 2, 1)", ".unfold(-1, 2, 2)", ".flip(0)", ".float()", ".double()", ".chunk(2)[1]",
    ".unbind(0)[0]", ".movedim(0, -1)", ".repeat(2, 1)", ".relu()", ".view(torch.int32)", " + 1", ".select(0, 0)",
)  # fmt: skip
SHAPES = st.lists(st.integers(1, 4), max_size=4).filter(lambda shape: torch.Size(shape).numel() <= PLACES.high)
CHAINS = st.lists(st.sampled_from(LINKS), max_size=5)


def counted(shape: list[int]) -> str:
    return f"torch.arange({torch.Size(shape).numel()}.).reshape({tuple(shape)})"


def python(code: str, **names: Any) -> Any:
    """Run a test's own code by Python itself."""
    return eval(code, {"torch": torch, "np": np, **names})  # noqa: S307 (the test's own)


def legal(shape: list[int], chain: list[str]) -> str:
    """Leave out of a chain what PyTorch refuses, and what grows too large."""
    code = "x"
    for link in chain:
        longer = f"({code}{link})" if link.startswith(" ") else code + link
        try:
            found = python(longer, x=python(counted(shape)))
        except (RuntimeError, IndexError, TypeError):
            continue
        code = longer if found.numel() <= CELLS.high and found.ndim <= 6 else code
    return code


def notices(one: Tensor, other: Tensor) -> bool:
    """Tell whether writing into one tensor changes another: what sharing memory means."""
    before = other.clone()
    for place in np.ndindex(*one.shape):
        one[place] = one[place] + 1 if one.dtype != torch.int32 else one[place] ^ 1
    return not torch.equal(before, other)


@given(shape=SHAPES, chain=CHAINS)
@settings(max_examples=50, deadline=None)
def test_for_any_chain_the_claims_of_sharing_shape_and_stride_are_pytorchs(shape: list[int], chain: list[str]) -> None:
    code = legal(shape, chain)
    x = python(counted(shape))
    expected = python(code, x=x)
    outcome = decide(Operation(start=counted(shape), code=code))
    ours = outcome.tensors["y"]
    assert (ours.shape, ours.stride()) == (expected.shape, expected.stride())
    assert ours.storage_offset() == expected.storage_offset()
    assert torch.equal(ours, expected)
    if ours.numel():
        assert (outcome.kind in SHARING) == notices(expected, x)
    assert (outcome.kind == "itself") == (expected is x)


@given(shape=SHAPES, chain=CHAINS)
@settings(max_examples=50, deadline=None)
def test_every_element_lies_where_the_picture_has_it(shape: list[int], chain: list[str]) -> None:
    x = python(counted(shape))
    y = python(legal(shape, chain), x=x)
    sight = look({"x": x, "y": y})
    for window in sight.windows:
        memory = sight.memories[window.memory]
        flat = [window.tensor[place] for place in np.ndindex(*window.tensor.shape)]
        addresses = [element.data_ptr() for element in flat]  # PyTorch's own, of every element
        assert [memory.address + start for start in window.starts] == addresses
        if window.tensor.dtype == memory.values.dtype:
            places = [start // memory.itemsize for start in window.starts]
            assert [memory.values[place].item() for place in places] == [element.item() for element in flat]


def test_places_are_counted_in_elements_with_the_offset() -> None:
    assert places_of(torch.arange(6).reshape(2, 3)[:, 1]) == (1, 4)
    assert places_of(torch.zeros(3, 1).expand(3, 2)) == (0, 0, 1, 1, 2, 2)
    assert places_of(torch.zeros(4)[3]) == (3,)


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_called_a_view_notices_what_is_written_and_a_copy_does_not(name: str) -> None:
    outcome = decide(OPERATIONS[name])
    first, *rest = outcome.tensors
    assert (outcome.refused is None) == bool(rest)
    for result in rest:
        for into, other in ((first, result), (result, first)):
            outcome = decide(OPERATIONS[name])
            changed = [
                write(outcome.tensors, Cell(into=into, element=element, value=777 + element))[other].any().item()
                for element in range(outcome.tensors[into].numel())
            ]
            assert any(changed) == (outcome.kinds[result] in SHARING)


def test_the_registry_has_every_trap_and_pytorch_decides_them_as_it_should() -> None:
    kinds: dict[str, Kind] = {name: decide(operation).kind for name, operation in OPERATIONS.items()}
    assert len(OPERATIONS) >= 40
    assert {name for name, kind in kinds.items() if kind == "refused"} == {"view, permuted", "torch.view", "backwards"}
    assert kinds["reshape"] == kinds["expand"] == kinds["from_numpy"] == kinds["array += 1"] == "view"
    assert kinds["reshape, permuted"] == kinds["x = x + 1"] == kinds["array = array + 1"] == "copy"
    assert (
        kinds["x += 1"] == kinds["float() of floats"] == kinds["to the same dtype"] == kinds["contiguous"] == "itself"
    )


def test_there_is_no_torch_view_in_pytorchs_own_words() -> None:
    refused = decide(OPERATIONS["torch.view"]).refused
    assert isinstance(refused, RefusedError)
    assert refused.words == "AttributeError: module 'torch' has no attribute 'view'"


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_lesson_is_told_twice_and_none_is_missing(name: str) -> None:
    lessons = [operation.lesson for operation in OPERATIONS.values()]
    assert lessons.count(OPERATIONS[name].lesson) == 1
    assert OPERATIONS[name].lesson.endswith(".")


# The course's cases


def test_t11_the_course_writes_five_into_a_view_and_both_others_change() -> None:
    for name in ("view", "reshape"):
        outcome = decide(OPERATIONS[name])
        write(outcome.tensors, Cell(into="y", element=0, value=5))
        assert outcome.tensors["y"].tolist() == CHAIN["T11"]["numbers"]["z"]
        assert outcome.tensors["x"].tolist() == CHAIN["T11"]["numbers"]["x"]


def test_t11b_strides_and_storage_of_the_courses_chain() -> None:
    facts = CHAIN["T11b"]["numbers"]
    view = decide(OPERATIONS["view"])
    assert list(view.tensors["x"].stride()) == facts["x.stride"]
    assert list(view.tensors["y"].stride()) == facts["view.stride"]
    assert (view.kind in SHARING) == facts["same_storage_view"]
    assert (decide(OPERATIONS["reshape"]).kind in SHARING) == facts["same_storage_reshape"]
    assert (decide(OPERATIONS["stack"]).kind == "copy") == facts["stack_is_copy"]
    image = torch.rand(224, 224, 3)
    turned = image.permute(2, 0, 1)
    assert [list(image.stride()), list(turned.stride())] == [facts["img.stride"], facts["permuted.stride"]]
    assert places_of(turned)[224 * 224 + 224 + 2] == 1 + 672 + 2 * 3
    refused = decide(OPERATIONS["view, permuted"]).refused
    assert isinstance(refused, RefusedError)
    assert refused.words == facts["view_of_permuted"]
    assert (decide(OPERATIONS["permute"]).kind in SHARING) == facts["permute_shares"]
    assert (decide(OPERATIONS["reshape, permuted"]).kind == "copy") == facts["reshape_of_permuted_copies"]


def test_t12_what_is_written_into_an_image_stands_in_the_permuted_one() -> None:
    outcome = decide(OPERATIONS["permute"])
    write(outcome.tensors, Cell(into="x", element=0, value=728218))
    assert [outcome.tensors[name][0, 0, 0].item() for name in "xy"] == BRIDGE["T12"]["numbers"]


def test_t14_plus_one_makes_another_array_and_leaves_the_tensor() -> None:
    numbers = BRIDGE["T14"]["numbers"]
    anew = decide(OPERATIONS["array = array + 1"]).tensors
    assert anew["array"].tolist() == numbers["array"]
    assert anew["tensor"].tolist() == numbers["tensor"]
    assert str(anew["tensor"].dtype) == numbers["dtype"]
    back = decide(OPERATIONS["tensor = tensor + 1"]).tensors
    assert back["array"].tolist() == numbers["numpy_tensor"]
    assert str(back["array"].numpy().dtype) == numbers["np_dtype"]
    assert decide(OPERATIONS["array += 1"]).tensors["tensor"].tolist() == numbers["array"]


# The code shown


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("name", OPERATIONS)
def test_the_code_shown_runs_and_prints_what_the_lab_shows(
    name: str, written: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = decide(OPERATIONS[name])
    first, *rest = outcome.tensors
    cell = Cell(into=first, element=0, value=100) if written and rest else None
    code = storage_script(OPERATIONS[name], outcome, cell)
    if cell is not None:
        write(outcome.tensors, cell)
    exec(code, {})  # noqa: S102 (our own code, which learners are told to run)
    expected = [str(outcome.kinds[each] in SHARING) for each in rest]
    expected += ["True" for each in rest if outcome.kinds[each] == "itself"]
    for each, tensor in outcome.tensors.items() if rest else ():
        expected += str(tensor.numpy() if each == "array" else tensor).splitlines()
    assert capsys.readouterr().out.splitlines() == expected
    if not rest:
        assert isinstance(outcome.refused, RefusedError)
        assert f"raises {outcome.refused.words}" in code


@pytest.mark.parametrize("code", ["torch.rand(3)", "F.relu(x)", "x.chunk(3)", "(\n x.T\n)"])
def test_the_code_of_an_own_operation_runs_too(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    operation = Operation(start="torch.rand(2, 3)", code=code)
    outcome = decide(operation)
    exec(storage_script(operation, outcome, None), {})  # noqa: S102 (our own code)
    said = capsys.readouterr().out
    for tensor in outcome.tensors.values():
        assert str(tensor) in said


# What a learner types


def test_an_own_operation_is_decided_like_the_others() -> None:
    assert decide(Operation(start=OWN_START, code=OWN_CODE)).kind == "copy"
    assert decide(Operation(start=OWN_START, code="x[:, ::2]")).kind == "view"
    assert decide(Operation(start=OWN_START, code="x")).kind == "itself"
    assert decide(Operation(start=OWN_START, code="(x.T, x.clone())")).kinds == {"y[0]": "view", "y[1]": "copy"}
    assert decide(Operation(start=OWN_START, code="(x.T, x.clone())")).kind == "mixed"
    assert decide(Operation(start=OWN_START, code="x[2:]")).kind == "view"  # of no elements


@pytest.mark.parametrize(
    ("start", "code", "says"),
    [
        (OWN_START, "x.sum().item()", "y is float 15.0, no tensor"),
        (OWN_START, "x.tolist()", "y is a list, no tensor"),
        (OWN_START, "[torch.zeros(1000, 100).chunk(1000)]", "y is a list, no tensor"),
        (OWN_START, "x.shape", "y is Size torch.Size([2, 3]), no tensor"),
        (OWN_START, "x.flatten().chunk(6)", "y has 6 tensors; here up to 4 are drawn"),
        (OWN_START, "x.repeat(100, 1)", "y has 600 elements; here up to 28 are drawn"),
        (OWN_START, "torch.zeros(500)[:3]", "the memory of y has 500 places; here up to 28 are drawn"),
        ("torch.zeros(500)[:3]", "x", "the memory of x has 500 places"),
        ("torch.zeros(0)", "x", "x has no elements"),
        ("5", "x", "x must be a tensor"),
        ("[torch.zeros(2)]", "x", "x must be a tensor"),
        ("x", "x", "x is not known here"),
        (OWN_START, "__import__('os')", "underscore"),
        (OWN_START, "", "nothing is written yet"),
        (OWN_START, "torch.zeros(100000, 100000)", "elements"),
    ],
)
def test_what_is_no_tensor_or_too_large_is_said_in_a_sentence(start: str, code: str, says: str) -> None:
    operation = Operation(start=start, code=code)
    try:
        refused = decide(operation).refused
    except PlaygroundError as error:  # of x; where only y is refused, x is still looked at
        refused = error
    assert says in str(refused)
    assert "\n" not in str(refused)


def test_where_nothing_comes_of_an_own_operation_the_code_says_why() -> None:
    operation = Operation(start=OWN_START, code="x.tolist()")
    outcome = decide(operation)
    code = storage_script(operation, outcome)
    exec(code, {})  # noqa: S102 (our own code)
    assert code.endswith(f"# y = x.tolist()\n# {outcome.refused}")


def test_before_the_operation_only_the_start_is_seen() -> None:
    for operation in OPERATIONS.values():
        sight = start_only(operation)
        assert [window.name for window in sight.windows] == [operation.source]
        assert start_of(operation).numel() in PLACES


# Writing


def test_of_an_expanded_tensor_one_write_changes_all_that_lie_there() -> None:
    tensors = decide(OPERATIONS["expand"]).tensors
    changed = write(tensors, Cell(into="y", element=5, value=9))
    assert changed["y"].tolist() == [[False] * 4, [True] * 4, [False] * 4]
    assert changed["x"].tolist() == [[False], [True], [False]]


def test_a_cell_that_is_not_there_and_a_number_that_does_not_fit_are_explained() -> None:
    tensors = decide(OPERATIONS["slice"]).tensors
    for cell in (Cell(into="z", element=0, value=1), Cell(into="y", element=3, value=1)):
        with pytest.raises(TensorError, match="there is no element"):
            write(tensors, cell)
    with pytest.raises(ConfigError, match="the value must lie in"):
        Cell(into="x", element=0, value=1e9)
    small = decide(Operation(start="torch.zeros(2).to(torch.uint8)", code="x")).tensors
    with pytest.raises(TensorError, match="PyTorch says"):
        write(small, Cell(into="x", element=0, value=300))


def test_an_element_is_counted_in_index_order() -> None:
    assert [index_of((2, 3), element) for element in (0, 2, 3, 5)] == [(0, 0), (0, 2), (1, 0), (1, 2)]
    assert index_of((), 0) == ()


# Predictions


GUESSED = st.dictionaries(
    st.sampled_from([name for name in OPERATIONS if name != EXAMPLE]), st.sampled_from([*LETTERS])
)


@given(guesses=GUESSED)
@settings(max_examples=50, deadline=None)
def test_predictions_come_back_from_a_link_that_is_short(guesses: dict[str, Any]) -> None:
    text = guesses_text(guesses)
    assert read_guesses(text) == guesses
    assert len(text) <= len(OPERATIONS) - 1 <= GUESSES.high


def test_a_letter_that_stands_for_no_prediction_is_said_and_more_letters_than_operations_do_no_harm() -> None:
    with pytest.raises(TensorError, match="not 'q'"):
        check_guesses("vq")
    assert guesses_text(read_guesses("vqvXv")) == "v-v-v"
    assert len(read_guesses("v" * 80)) == len(OPERATIONS) - 1


def test_that_a_result_is_x_itself_counts_as_the_same_memory() -> None:
    right: dict[Kind, str] = {"view": "v", "itself": "v", "copy": "c", "refused": "r"}
    for kind, letter in right.items():
        assert [guess for guess in LETTERS if is_right(guess, kind)] == [letter]
