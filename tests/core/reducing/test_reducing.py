"""Which cells a result is made of is what nested loops find; the numbers are those of PyTorch and the course."""

import contextlib
import io
import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError, TensorError
from core.reducing import REDUCTIONS, Call, choose, deciders, fixes, numbers, reduce, reduce_script, sources
from core.tensors.refusals import RefusedError

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "tensors.json").read_text(encoding="utf-8"))
TENS = "[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]"
WHOLE = "[[3, 1, 4], [1, 5, 9]]"
SHAPES = st.lists(st.integers(1, 4), max_size=4).filter(lambda shape: math.prod(shape) <= 24)
NAMES = st.sampled_from(list(REDUCTIONS))


@st.composite
def reductions(draw: Any) -> tuple[str, list[int], int | None]:
    """Draw a function, a shape, and a dim or none where the function needs none."""
    name, shape = draw(NAMES), draw(SHAPES)
    without = [None] if REDUCTIONS[name].shrinks or not shape else []
    dims = [*without, *range(len(shape))]
    dim = draw(st.sampled_from(dims))
    return name, shape, 0 if dim is None and not REDUCTIONS[name].shrinks else dim


def made_of(name: str, shape: list[int], dim: int | None) -> list[list[bool]]:
    """Return what each result is made of, by nested loops over indices."""
    cells = list(itertools.product(*map(range, shape)))
    if not REDUCTIONS[name].shrinks:
        at = dim or 0
        rest = [cell[:at] + cell[at + 1 :] for cell in cells]
        sums = name == "cumsum" and bool(shape)
        return [
            [rest[i] == rest[j] and not (sums and cells[j][at] > cells[i][at]) for j in range(len(cells))]
            for i in range(len(cells))
        ]
    if dim is None or not shape:
        return [[True] * len(cells)]
    groups = list(itertools.product(*map(range, shape[:dim] + shape[dim + 1 :])))
    return [[cell[:dim] + cell[dim + 1 :] == group for cell in cells] for group in groups]


@given(reductions())
def test_what_a_result_is_made_of_is_what_nested_loops_find(case: tuple[str, list[int], int | None]) -> None:
    name, shape, dim = case
    assert sources(name, shape, dim).tolist() == made_of(name, shape, dim)


@given(reductions(), st.integers(0, 10_000))
def test_a_result_changes_only_with_the_cells_it_is_made_of(
    case: tuple[str, list[int], int | None], seed: int
) -> None:
    name, shape, dim = case
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(shape, generator=generator, dtype=torch.float64)
    call = Call(name=name, dim=dim, correction=0)
    before = reduce(call, x).result
    assert before is not None
    cell = int(torch.randint(x.numel(), (), generator=generator))
    y = x.clone()
    y.view(-1)[cell] += 3
    after = reduce(call, y).result
    changed = (before != after).reshape(-1)
    assert not (changed & ~sources(name, shape, dim)[:, cell]).any()


@given(reductions(), st.booleans(), st.integers(0, 10_000))
def test_the_result_is_that_of_the_plain_call(
    case: tuple[str, list[int], int | None], keepdim: bool, seed: int
) -> None:
    name, shape, dim = case
    x = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
    done = reduce(Call(name=name, dim=dim, keepdim=keepdim, correction=0), x)
    more: dict[str, Any] = {"correction": 0} if REDUCTIONS[name].corrected else {}
    more |= {"dim": dim} if dim is not None else {}
    more |= {"keepdim": keepdim} if dim is not None and REDUCTIONS[name].shrinks else {}
    expected = getattr(x, name)(**more)
    if isinstance(expected, tuple):
        assert done.indices is not None
        assert done.indices.equal(expected.indices)
        expected = expected.values
    assert done.result is not None
    assert done.result.equal(expected)
    assert len(sources(name, shape, dim)) == done.result.numel()


@given(
    st.sampled_from(["max", "min", "median", "argmax", "argmin"]), SHAPES, st.integers(0, 10_000), st.integers(0, 3)
)
def test_the_cell_that_decides_is_among_those_a_result_is_made_of_and_has_its_number(
    name: str, shape: list[int], seed: int, at: int
) -> None:
    dim = None if at >= len(shape) else at
    x = torch.randperm(math.prod(shape), generator=torch.Generator().manual_seed(seed)).reshape(shape) * 2 + 1
    decided = deciders(name, x, dim).reshape(-1)
    result = reduce(Call(name=name.removeprefix("arg"), dim=dim), x).result
    assert result is not None
    for value, cells in zip(result.reshape(-1).tolist(), sources(name, shape, dim), strict=True):
        assert x.reshape(-1)[cells & decided].tolist() == [value]


@pytest.mark.parametrize("name", ["min", "max", "mean", "sum"])
def test_the_course_s_aggregation_comes_out(name: str) -> None:
    x = numbers(TENS)
    call = Call(name=name, dim=None)
    done = choose(reduce(call, x), fixes(call, x), "x.float().mean()")
    assert done.result is not None
    assert done.result.item() == COURSE["T07"]["numbers"][name]


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_the_course_s_places_come_out(name: str) -> None:
    done = reduce(Call(name=name, dim=None), numbers(str(list(range(10, 100, 10)))))
    assert done.result is not None
    assert done.result.item() == COURSE["T09"]["numbers"][name]


@pytest.mark.parametrize(
    ("text", "call", "words", "first"),
    [
        (WHOLE, Call(name="mean"), "RuntimeError: mean(): could not infer output dtype", "x.float().mean(dim=0)"),
        (WHOLE, Call(name="std", dim=None), "RuntimeError: std and var only support", "x.float().std()"),
        (WHOLE, Call(name="softmax"), 'NotImplementedError: "softmax', "x.float().softmax(dim=0)"),
        (WHOLE, Call(name="cumsum", dim=None), "TypeError: cumsum() missing 1 required", "x.cumsum(dim=0)"),
        (
            "[True, False]",
            Call(name="argmax"),
            "RuntimeError: argmax(): does not support bool",
            "x.float().argmax(dim=0)",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Call) else None,
)
def test_a_refusal_is_real_and_so_are_its_fixes(text: str, call: Call, words: str, first: str) -> None:
    x = numbers(text)
    plain, tried = reduce(call, x), fixes(call, x)
    assert isinstance(plain.refused, RefusedError)
    assert plain.refused.words.startswith(words)
    assert tried[0].call.code == first
    assert all(one.result is not None for one in tried)
    assert choose(plain, tried, first) is tried[0]
    assert choose(plain, tried, "x.nonsense()") is plain
    assert choose(plain, tried, None) is plain


@given(reductions(), st.sampled_from([torch.int64, torch.bool, torch.float32]))
def test_whatever_is_refused_has_a_fix_that_was_tried(
    case: tuple[str, list[int], int | None], dtype: torch.dtype
) -> None:
    name, shape, dim = case
    x = torch.ones(shape, dtype=dtype)
    call = Call(name=name, dim=dim, correction=0)
    assert reduce(call, x).refused is None or fixes(call, x)


def test_the_shape_of_cumsum_stays_and_rows_of_softmax_add_up_to_one() -> None:
    x = torch.randn(3, 4, generator=torch.Generator().manual_seed(1))
    so_far, soft = (reduce(Call(name=name, dim=1), x).result for name in ("cumsum", "softmax"))
    assert so_far is not None
    assert soft is not None
    assert so_far.shape == soft.shape == x.shape
    assert torch.allclose(so_far[:, -1], x.sum(1))
    assert torch.allclose(soft.sum(1), torch.ones(3))


def test_std_divides_by_one_less() -> None:
    x = torch.tensor([2.0, 4.0, 6.0])
    results = [reduce(Call(name="std", correction=correction), x).result for correction in (1, 0)]
    assert [round(float(result), 5) for result in results] == [2.0, round(math.sqrt(8 / 3), 5)]


@pytest.mark.parametrize("call", [Call(name="max"), Call(name="mean", dim=None), Call(name="median", dim=None)])
def test_the_script_prints_the_same(call: Call) -> None:
    x = numbers(WHOLE)
    plain = reduce(call, x)
    chosen = choose(plain, fixes(call, x), "x.float().mean()")
    names: dict[str, Any] = {}
    script = reduce_script(x, plain, chosen)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(script, names)  # noqa: S102 - our own code, which learners are told to run
    assert chosen.result is not None
    assert names["y"].equal(chosen.result)
    assert ("raises" in script) == (call.name == "mean")


def test_a_script_of_what_is_refused_says_so() -> None:
    x = numbers(WHOLE)
    plain = reduce(Call(name="mean"), x)
    assert reduce_script(x, plain, plain).endswith("Got: Long")


@pytest.mark.parametrize("settings", [{"name": "__class__"}, {"cast": "eval"}, {"dtype": "1"}, {"correction": 2}])
def test_no_other_call_can_be_made(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Call(**settings)


@pytest.mark.parametrize("text", ["", "[]", "9x9", "[[1], [2, 3]]", "import os"])
def test_what_cannot_be_read_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(TensorError):
        numbers(text)
