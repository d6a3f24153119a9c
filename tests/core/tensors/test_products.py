"""Two operands: the genuine refusals, the fixes that were tried, the dot products, the rule of broadcasting."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from core.errors import ConfigError, TensorError
from core.tensors.broadcasting import align
from core.tensors.dots import as_matrices, dot_terms
from core.tensors.fixes import choose, fixes
from core.tensors.products import (
    COURSE_A,
    COURSE_B,
    OPERATORS,
    Combined,
    combine,
    operand,
    product_script,
)
from core.tensors.refusals import RefusedError

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "tensors.json").read_text())
SHAPES = st.lists(st.integers(1, 4), max_size=3)


def tensor(shape: list[int], seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def run(code: str, a: Tensor, b: Tensor) -> Tensor:
    return eval(code, {"A": a, "B": b})  # noqa: S307 - our own code, which learners are told to run


def test_the_courses_pair_is_refused_in_the_courses_words_and_works_transposed() -> None:
    a, b = operand(COURSE_A), operand(COURSE_B)
    expected = COURSE["T05"]["numbers"]
    refused = combine("@", a, b).refused
    assert isinstance(refused, RefusedError)
    assert refused.words == expected["error"]
    fixed = choose("@", a, b, "A @ B.T")
    assert fixed.result is not None
    assert fixed.result.tolist() == expected["A@B.T"]
    assert list(fixed.result.shape) == expected["shape"]


@given(SHAPES, SHAPES, st.sampled_from(sorted(OPERATORS)))
def test_what_comes_out_is_what_python_computes(a_shape: list[int], b_shape: list[int], operator: str) -> None:
    a, b = tensor(a_shape, 1), tensor(b_shape, 2)
    combined = combine(operator, a, b)
    if combined.result is not None:
        assert torch.equal(combined.result, run(f"A {operator} B", a, b))
        return
    with pytest.raises(RuntimeError) as genuine:
        run(f"A {operator} B", a, b)
    assert isinstance(combined.refused, RefusedError)
    assert combined.refused.words == f"{genuine.type.__name__}: {genuine.value}"


@given(SHAPES, SHAPES, st.sampled_from(sorted(OPERATORS)))
def test_every_fix_offered_runs_as_it_is_written(a_shape: list[int], b_shape: list[int], operator: str) -> None:
    a, b = tensor(a_shape, 1), tensor(b_shape, 2)
    offered = fixes(operator, a, b)
    assert len({fix.code for fix in offered}) == len(offered)
    for fix in offered:
        assert fix.result is not None
        assert torch.equal(run(fix.code, a, b), fix.result)
        assert torch.equal(run(f"A {operator} B", fix.a, fix.b), fix.result)


def test_for_two_matrices_that_do_not_fit_the_transpose_is_offered_first() -> None:
    codes = [fix.code for fix in fixes("@", operand(COURSE_A), operand(COURSE_B))]
    assert codes == ["A @ B.T", "A.T @ B", "A @ B.reshape(2, 3)", "A.reshape(2, 3) @ B"]


def test_a_fix_that_is_not_offered_leaves_the_refusal() -> None:
    a, b = operand(COURSE_A), operand(COURSE_B)
    for fix in (None, "", "A @ B", "__import__('os')"):
        assert choose("@", a, b, fix).refused is not None
    assert choose("+", a, b, "A @ B.T").code == "A + B"


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_the_dot_products_end_in_the_product(rows: int, inner: int, columns: int) -> None:
    a, b = tensor([rows, inner], 3), tensor([inner, columns], 4)
    terms = dot_terms(a, b)
    assert len(terms) == rows * inner * columns
    product = a @ b
    for term in terms:
        assert (term.left, term.right) == (a[term.row, term.k].item(), b[term.k, term.column].item())
        if term.k == inner - 1:
            assert term.running == torch.tensor(term.running).item()  # a float32
            assert term.running == pytest.approx(product[term.row, term.column].item(), abs=1e-5)


def test_where_two_do_not_fit_the_pairs_end_with_the_shorter_one() -> None:
    terms = dot_terms(operand(COURSE_A), operand(COURSE_B))
    assert {term.k for term in terms} == {0, 1}
    assert terms[1].running == 1 * 7 + 2 * 8


def test_vectors_are_laid_as_matmul_reads_them() -> None:
    a, b = as_matrices(operand("[1, 2, 3]"), operand("[4, 5, 6]"))
    assert (a.shape, b.shape) == ((1, 3), (3, 1))
    assert (a @ b).item() == operand("[1, 2, 3]") @ operand("[4, 5, 6]")
    with pytest.raises(TensorError, match="not for 0-D and 1-D"):
        as_matrices(torch.tensor(1.0), a[0])


@given(st.lists(st.integers(0, 3), max_size=4), st.lists(st.integers(0, 3), max_size=4))
def test_the_rule_dim_by_dim_is_pytorchs_rule(a: list[int], b: list[int]) -> None:
    sizes = [dim.result for dim in align(a, b)]
    try:
        expected = list(torch.broadcast_shapes(a, b))
    except RuntimeError:
        assert None in sizes
    else:
        assert sizes == expected
    for dim in align(a, b):
        assert dim.a == (a[dim.dim] if -dim.dim <= len(a) else None)
        assert dim.b == (b[dim.dim] if -dim.dim <= len(b) else None)


@pytest.mark.parametrize(
    ("text", "shape"), [("3x2", (3, 2)), ("2 x 3 x 4", (2, 3, 4)), ("5", ()), ("[[1], [2]]", (2, 1)), ("[1]", (1,))]
)
def test_an_operand_is_a_literal_or_a_shape_that_counts(text: str, shape: tuple[int, ...]) -> None:
    made = operand(text)
    assert made.shape == shape
    assert made.dtype == torch.int64
    if "x" in text:
        assert made.flatten().tolist() == list(range(1, made.numel() + 1))


@pytest.mark.parametrize("text", ["", "[]", "9x9", "0x3", "axb", "3x", "99999x9999", "[1, 'a']", "[[1], [1, 2]]", "x"])
def test_what_is_no_operand_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(TensorError) as caught:
        operand(text)
    assert "\n" not in str(caught.value)


def test_whole_numbers_stay_whole_as_in_pytorch() -> None:
    product = combine("@", operand(COURSE_A), operand("2x3")).result
    assert product is not None
    assert product.dtype == torch.int64
    assert torch.equal(product, torch.tensor([[1, 2], [3, 4], [5, 6]]) @ torch.arange(1, 7).reshape(2, 3))


@pytest.mark.parametrize(
    ("a", "b", "first"),
    [
        ("[[1, 2]]", "[[0.5], [1]]", "A.float() @ B"),
        ("[0.5, 1]", "[1, 2]", "A @ B.float()"),
        ("2x2x2", "[[0.5, 1], [1, 0]]", "A.float() @ B"),
        ("[[True, False]]", "[[True], [True]]", "A.float() @ B.float()"),
        (COURSE_A, "[[0.5, 1], [1, 0], [2, 2]]", "A.float() @ B.T"),
    ],
)
def test_two_dtypes_are_refused_as_pytorch_does_and_float_is_the_fix(a: str, b: str, first: str) -> None:
    one, other = operand(a), operand(b)
    refused = combine("@", one, other).refused
    assert isinstance(refused, RefusedError)
    fix = fixes("@", one, other)[0]
    assert fix.code == first
    assert fix.result is not None
    assert torch.equal(run(first, one, other), fix.result)


@pytest.mark.parametrize("text", ["", "[[1, 2]", "[1, 'a']", "9x9", "[[1], [1, 2]]"])
@pytest.mark.parametrize("name", ["A", "B"])
def test_what_is_no_operand_is_refused_by_its_name(name: str, text: str) -> None:
    with pytest.raises(TensorError, match=f"in {name}, ") as caught:
        operand(text, name)
    assert "literal" not in str(caught.value)
    assert "(s)" not in str(caught.value)


def test_a_result_too_large_to_draw_is_refused() -> None:
    combined = combine("@", operand("64x1"), operand("1x64"))
    assert combined.too_large == (64, 64)
    assert str(combined.refused) == "the tensor has 4,096 elements; here it may have 0 to 512"
    with pytest.raises(ConfigError, match="the operator must be one of"):
        combine("-", torch.ones(1), torch.ones(1))


@pytest.mark.parametrize(
    ("operator", "a", "b", "fix"),
    [("@", COURSE_A, COURSE_B, "A.T @ B"), ("@", "2x3", "3x2", ""), ("+", "[[10], [20]]", "[1, 2, 3]", "")],
)
def test_the_code_shown_computes_what_is_shown(operator: str, a: str, b: str, fix: str) -> None:
    chosen = choose(operator, operand(a), operand(b), fix)
    code = product_script(operator, operand(a), operand(b), chosen)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    assert chosen.result is not None
    assert torch.equal(names["C"], chosen.result)


def test_the_code_of_a_product_too_large_to_draw_computes_it() -> None:
    a, b = operand("64x1"), operand("1x64")
    names: dict[str, Any] = {}
    exec(product_script("@", a, b, choose("@", a, b, None)), names)  # noqa: S102 - our own code
    assert torch.equal(names["C"], a @ b)


def test_the_code_of_a_refused_call_says_what_it_raises() -> None:
    a, b = operand(COURSE_A), operand(COURSE_B)
    chosen: Combined = choose("@", a, b, None)
    names: dict[str, Any] = {}
    code = product_script("@", a, b, chosen)
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    assert "C" not in names
    with pytest.raises(RuntimeError) as genuine:
        names["A"] @ names["B"]
    assert f"# A @ B raises RuntimeError: {genuine.value}" in code


@pytest.mark.parametrize(
    ("a", "b", "fix"),
    [
        ("[1.5, 2]", "[3, 4]", "A @ B.float()"),
        ("[[nan, 1]]", "[[1], [2]]", "A @ B.float()"),
        ("[True, False]", "[True, True]", "A.float() @ B.float()"),
        ("40x1", str([[0.5] * 20]), "A.float() @ B"),
    ],
)
def test_where_only_the_dtypes_are_at_fault_only_a_dtype_is_offered(a: str, b: str, fix: str) -> None:
    one, other = operand(a), operand(b)
    plain = combine("@", one, other)
    assert plain.refused is not None
    assert plain.fits
    assert [each.code for each in fixes("@", one, other)] == [fix]
    done = choose("@", one, other, fix)
    assert done.too_large or done.result is not None
    assert done.fits


@pytest.mark.parametrize(("a", "b"), [("[1.5, 2]", "[1, 2, 3]"), (COURSE_A, COURSE_B), ("5", "[1, 2]"), ("5", "0.5")])
def test_shapes_that_do_not_fit_are_not_blamed_on_the_dtypes(a: str, b: str) -> None:
    assert not combine("@", operand(a), operand(b)).fits


def test_products_of_truth_values_are_counted() -> None:
    truths = torch.tensor([[True, True]])
    assert [term.running for term in dot_terms(truths, truths.T)] == [1, 2]
