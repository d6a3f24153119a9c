"""The cells an index is said to pick are those PyTorch returned, and what is said of its parts leads to that shape."""

import contextlib
import io
import itertools
import math
from typing import Any

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import PlaygroundError, TensorError
from core.expressions import evaluate
from core.indexing import COURSE_INDEX, COURSE_VALUES, account, index_script, indexed, notes, pick
from core.indexing.accounts import shape_after
from core.tensors.refusals import RefusedError

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4).filter(lambda shape: math.prod(shape) <= 60)
ENDS = st.one_of(st.none(), st.integers(-5, 5))


def spelled(part: Any) -> str:
    """Write a part of an index."""
    if isinstance(part, slice):
        ends = ["" if end is None else str(end) for end in (part.start, part.stop)]
        return ":".join([*ends, *([str(part.step)] if part.step else [])])
    return "..." if part is ... else str(part)


@st.composite
def plain(draw: Any) -> tuple[list[int], list[Any]]:
    """Draw a shape, and places and slices that fit it."""
    shape = draw(SHAPES)
    n_parts = draw(st.integers(1, len(shape)))
    parts = [
        draw(st.one_of(st.integers(-size, size - 1), st.builds(slice, ENDS, ENDS, st.one_of(st.none(), st.just(2)))))
        for size in shape[:n_parts]
    ]
    return shape, parts


@st.composite
def rich(draw: Any) -> tuple[list[int], str]:
    """Draw a shape, and an index with lists, masks, new dims and an ellipsis as well."""
    shape, parts = draw(plain())
    texts = [spelled(part) for part in parts]
    for i, size in enumerate(shape[: len(parts)]):
        if draw(st.booleans()):
            places = draw(st.lists(st.integers(-size, size - 1), max_size=3))
            mask = draw(st.lists(st.booleans(), min_size=size, max_size=size))
            texts[i] = str(draw(st.sampled_from([places, mask, [places, places] if places else places])))
            texts[i] = f"torch.tensor({texts[i]})" if texts[i].startswith("[[") else texts[i]
    for extra in draw(st.lists(st.sampled_from(["None", "True", "..."]), max_size=2)):
        texts.insert(draw(st.integers(0, len(texts))), extra)
    return shape, f"x[{', '.join(texts)}]"


def numbered(shape: list[int]) -> torch.Tensor:
    """Make a tensor whose values are all different and are not their places."""
    return torch.arange(math.prod(shape)).reshape(shape) * 3 + 100


@given(plain())
def test_places_and_slices_pick_the_cells_of_nested_loops(case: tuple[list[int], list[Any]]) -> None:
    shape, parts = case
    own = [*parts, *[slice(None)] * (len(shape) - len(parts))]
    kept = [
        [range(size)[part]] if isinstance(part, int) else list(range(size)[part])
        for size, part in zip(shape, own, strict=True)
    ]
    strides = [math.prod(shape[dim + 1 :]) for dim in range(len(shape))]
    places = [sum(map(lambda i, stride: i * stride, index, strides)) for index in itertools.product(*kept)]
    picked = pick(numbered(shape), f"x[{', '.join(map(spelled, parts))}]")
    assert picked.places.reshape(-1).tolist() == places
    sizes = [len(each) for each, part in zip(kept, own, strict=True) if isinstance(part, slice)]
    assert list(picked.result.shape) == sizes
    assert picked.shares


@given(rich())
def test_places_values_parts_and_memory_are_those_of_pytorch(case: tuple[list[int], str]) -> None:
    shape, text = case
    x = numbered(shape)
    try:
        picked = pick(x, text)
    except PlaygroundError:
        assume(False)
    assert picked.result.equal(x.reshape(-1)[picked.places])
    told = account(picked)
    assert told
    assert shape_after(told) == tuple(picked.result.shape)
    assert [dim for each in told for dim in each.dims] == list(range(len(shape)))
    notes(told)
    if picked.result.numel():
        written = pick(x, picked.code)
        assert written.shares == picked.shares
        before = x.clone()
        evaluate(picked.code, {"x": x}).fill_(-1)
        assert picked.shares == (not x.equal(before))


ODD = st.sampled_from(
    ["0", "-1", "3", ":", "::2", "1:-1", "...", "None", "True", "False", "[]", "[0, 1]", "[True, False]", "[None]",
     "1.5", "[0.5]", "x", "x > 5", "x[0] > 3", "x.shape", "x.argmax()", "(0, 1)", "torch.tensor(0)", "[...]", "'a'",
     "torch.tensor([[0, 1]])", "range(2)", "torch.float32", "x.max(dim=0)", "x.nonzero(as_tuple=True)", "not x"]
)  # fmt: skip


@given(SHAPES, st.lists(st.lists(ODD, min_size=1, max_size=3).map(", ".join), min_size=1, max_size=2))
def test_whatever_is_typed_is_picked_and_told_or_refused_in_a_sentence(shape: list[int], inside: list[str]) -> None:
    x = numbered(shape)
    text = "x" + "".join(f"[{part}]" for part in inside)
    try:
        picked = pick(x, text)
    except PlaygroundError:
        return
    assert picked.result.equal(x.reshape(-1)[picked.places])
    told = account(picked)
    assert not told or shape_after([each for each in told if each.bracket == told[-1].bracket]) == picked.result.shape
    notes(told)


@pytest.mark.parametrize(
    ("index", "values"),
    [
        ("x[0][0][0]", 1),
        ("x[:, 0]", [[1, 2, 3]]),
        ("x[:, :, 1]", [[2, 6, 4]]),
        ("x[0, 0, :]", [1, 2, 3]),
        ("x[0, 1, 2]", 9),
        ("x[0, 1]", [3, 6, 9]),
        ("x[x > 5]", [6, 9]),
        ("x > 5", [6, 9]),
        ("0, ..., -1", [3, 9, 5]),
        ("[0][1]", [3, 6, 9]),
        ("x[0][x[0] > 4]", [6, 9, 5]),
        ("x[(x > 5).nonzero(as_tuple=True)]", [6, 9]),
        ("x[0, [2, 0], [1, 1]]", [4, 2]),
    ],
)
def test_an_index_of_the_course_or_of_its_kind(index: str, values: Any) -> None:
    assert pick(indexed(COURSE_VALUES), index).result.tolist() == values


@pytest.mark.parametrize(
    ("index", "words", "means"),
    [
        ("x[1]", "IndexError: index 1 is out of bounds for dimension 0 with size 1", "counts from 0"),
        ("x[0, 0, 0, 0]", "IndexError: too many indices for tensor of dimension 3", "more parts"),
        ("x[0, 0, 0][0]", "IndexError: invalid index of a 0-dim tensor", "no dim left"),
        ("x[0, ::-1]", "ValueError: step must be greater than zero", "a step backwards is not taken"),
        ("x[::0]", "ValueError: slice step cannot be zero", "never gets on"),
        ("x[x[0] > 5]", "IndexError: The shape of the mask [3, 3]", "a mask needs"),
        ("x[1.0]", "IndexError: only integers, slices", "whole numbers"),
        ("x[torch.tensor([0.5])]", "IndexError: tensors used as indices", "whole numbers"),
        ("x[0, [0, 1], [0, 1, 2]]", "IndexError: shape mismatch", "hand in hand"),
        ("x[0.5:]", "TypeError: slice indices must be", "whole numbers"),
    ],
)
def test_a_refusal_is_pytorchs_own_and_its_meaning_fits(index: str, words: str, means: str) -> None:
    with pytest.raises(RefusedError) as refused:
        pick(indexed(COURSE_VALUES), index)
    assert refused.value.words.startswith(words)
    assert means in refused.value.meaning


@pytest.mark.parametrize(
    "index", ["", "x", "y[0]", "x['a']", "x[__import__('os')]", "x[0", "x[lambda: 0]", "0" * 121, "x[[0] * 9999]"]
)
def test_what_is_no_index_is_told_in_a_sentence(index: str) -> None:
    with pytest.raises(TensorError):
        pick(indexed(COURSE_VALUES), index)


def test_the_masks_of_an_index_are_kept() -> None:
    picked = pick(indexed(COURSE_VALUES), "x[0][x[0] > 4]")
    assert picked.masks["x[0] > 4"].tolist() == [[False, False, False], [False, True, True], [False, False, True]]


def test_what_each_part_does_is_said() -> None:
    told = account(pick(indexed("2x3x4"), "x[-1, ::2, None, [0, 3]]"))
    assert [(each.does, each.dims, each.after) for each in told] == [
        ("dropped", (0,), ()),
        ("kept", (1,), (2,)),
        ("new", (), (1,)),
        ("picked", (2,), (2,)),
    ]
    assert [each.says for each in told] == ["only place 1", "places 0, 2", "a new dim of size 1", "places 0, 3"]


def test_lists_that_stand_apart_are_told_of() -> None:
    together, first = notes(account(pick(indexed("2x3x4"), "x[[0, 1], :, [1, 2]]")))
    assert together.endswith("together [2].")
    assert "comes first" in first


@pytest.mark.parametrize("index", [COURSE_INDEX, "x[x > 5]", "x[0, F.relu(x[0, 0, 0]) - 1]", "x[1]", "x["])
def test_the_script_gives_the_same(index: str) -> None:
    x = indexed(COURSE_VALUES)
    script, said = index_script(x, index), io.StringIO()
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(said):
        exec(script, names)  # noqa: S102 - our own code, which learners are told to run
    if "y" not in names:
        assert " raises " in script or "left out" in script
        return
    picked = pick(x, index)
    assert names["y"].equal(picked.result)
    assert said.getvalue().splitlines()[-1] == str(picked.shares)
