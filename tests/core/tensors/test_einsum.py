"""Letters for dims: what is summed, and of which products every element is made."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.errors import TensorError
from core.expressions import alike
from core.tensors.einsum import EXAMPLES, contract, loops_script, read_equation, same_as
from core.tensors.products import operand
from core.tensors.refusals import RefusedError


@st.composite
def equations(draw: st.DrawFn) -> tuple[str, list[Tensor]]:
    """Draw an equation over up to four letters, and operands that fit it."""
    sizes = {letter: draw(st.integers(1, 3)) for letter in "abcd"}
    inputs = draw(st.lists(st.text("abcd", max_size=3), min_size=1, max_size=2))
    used = sorted(set("".join(inputs)))
    output = "".join(draw(st.permutations(used))[: draw(st.integers(0, len(used)))])
    shapes = [[draw(st.sampled_from((sizes[letter], 1))) if len(set(letters)) == len(letters) else sizes[letter]
               for letter in letters] for letters in inputs]  # fmt: skip
    operands = [torch.randint(-4, 5, shape) for shape in shapes]
    return f"{','.join(inputs)}->{output}", operands


@settings(max_examples=80, deadline=None)
@given(equations())
def test_every_element_is_the_sum_of_the_products_that_are_told(drawn):
    equation, operands = drawn
    done = contract(equation, *operands)
    assert torch.equal(done.result, torch.einsum(equation, *operands))
    products = torch.ones(len(done.terms), dtype=torch.int64)
    for column, x in zip(done.terms.T[1:], done.operands, strict=True):
        products = products * x.reshape(-1)[column]
    summed = torch.zeros(done.result.numel(), dtype=torch.int64).index_add(0, done.terms[:, 0], products)
    assert torch.equal(summed.reshape(done.result.shape), done.result)
    assert {letter.name for letter in done.letters if letter.summed} == set("".join(done.inputs)) - set(done.output)


@pytest.mark.parametrize("name", EXAMPLES)
def test_plain_pytorch_and_loops_do_the_same(name, capsys):
    example = EXAMPLES[name]
    done = contract(example.equation, *(operand(text) for text in (example.a, example.b) if text))
    same = same_as(done)
    assert same is not None
    assert same[0] == example.plain
    assert same[1] is not None
    assert alike(same[1], done.result)
    exec(compile(loops_script(done), "shown", "exec"), {})  # noqa: S102 (the very code that is shown)
    printed = capsys.readouterr().out
    assert printed.endswith("True\n")
    assert printed.startswith(repr(done.result))


def test_without_an_arrow_the_letters_that_stand_alone_are_the_result():
    assert read_equation("ij,jk") == (("ij", "jk"), "ik")
    assert read_equation("ba") == (("ba",), "ab")
    assert contract("ba", operand("2x3")).result.tolist() == operand("2x3").T.tolist()


@pytest.mark.parametrize("text", ["", "   ", "ij->jk->k", "i,j,k->", "IJ->", "i.j", "...i->i", "é->", "ij" * 30])
def test_what_is_no_equation_is_refused_in_a_sentence(text):
    if text.strip():
        with pytest.raises(TensorError, match=r"is not taken here: write a small letter for each dim|up to"):
            contract(text, operand("2x2"), operand("2x2"))
    else:
        with pytest.raises(TensorError):
            contract(text, operand("2x2"))


@pytest.mark.parametrize(
    ("equation", "a", "b", "meaning"),
    [
        ("ij,jk->ik", "3x2", "3x2", "equal size"),
        ("ijk->i", "3x2", "", "exactly one letter"),
        ("ij->x", "3x2", "", "a dim of an operand"),
        ("ii->i", "3x2", "", "equal size"),
        ("ij,jk->ikk", "3x2", "2x2", "once only"),
    ],
)
def test_what_pytorch_refuses_is_told_with_its_meaning(equation, a, b, meaning):
    with pytest.raises(RefusedError) as caught:
        contract(equation, *(operand(text) for text in (a, b) if text))
    assert meaning in caught.value.meaning


@pytest.mark.parametrize(
    ("equation", "a", "b"), [("i,i->i", "[1, 2, 3]", "[4]"), ("ij,jk->ik", "3x2", "1x3"), ("i,i->", "[5]", "[1, 2]")]
)
def test_a_dim_of_size_1_is_repeated_and_told_of(equation, a, b, capsys):
    done = contract(equation, operand(a), operand(b))
    assert [letter.stretched for letter in done.letters if letter.stretched]
    exec(compile(loops_script(done), "shown", "exec"), {})  # noqa: S102 (the very code that is shown)
    assert capsys.readouterr().out.endswith("True\n")


def test_a_sum_of_too_many_products_is_refused_before_it_is_computed():
    with pytest.raises(TensorError, match=r"4,096 products; up to 1,024"):
        contract("ij,kl->", operand("8x8"), operand("8x8"))


@pytest.mark.parametrize(("equation", "shape"), [("ij->ij", "(2, 3)"), ("ij->i", "(2,)"), ("ij->", "()")])
def test_the_shape_of_the_result_is_written_as_python_writes_it(equation, shape):
    assert f"torch.zeros({shape}, dtype" in loops_script(contract(equation, operand("2x3")))
