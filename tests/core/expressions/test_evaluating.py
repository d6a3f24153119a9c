"""What is typed comes to what Python and PyTorch make of it."""

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 (as the learner knows it)
from torch import Tensor

from core.expressions import FUNCTIONS, METHODS, ExpressionError, alike, evaluate, spelled
from core.expressions.modules import MODULES
from core.tensors.refusals import RefusedError

X = torch.arange(12.0).reshape(3, 4)
SAME: list[tuple[str, Callable[[Tensor], Any]]] = [
    ("7", lambda x: 7),
    ("-2 ** 2 + 7 // 2 * 3 % 4", lambda x: -(2**2) + 7 // 2 * 3 % 4),
    ("(1, [2, 3])", lambda x: (1, [2, 3])),
    ("x", lambda x: x),
    ("x + 1", lambda x: x + 1),
    ("1 - x / 2", lambda x: 1 - x / 2),
    ("x @ x.T", lambda x: x @ x.T),
    ("~(x > 5) & (x != 2)", lambda x: ~(x > 5) & (x != 2)),
    ("x[1]", lambda x: x[1]),
    ("x[-1, 2]", lambda x: x[-1, 2]),
    ("x[:, 1:3]", lambda x: x[:, 1:3]),
    ("x[..., None, ::2]", lambda x: x[..., None, ::2]),
    ("x[x > 5]", lambda x: x[x > 5]),
    ("x[[0, 2], [1, 3]]", lambda x: x[[0, 2], [1, 3]]),
    ("x[torch.tensor([2, 0])]", lambda x: x[torch.tensor([2, 0])]),
    ("x.shape", lambda x: x.shape),
    ("x.shape[0] * x.shape[-1] == x.numel()", lambda x: True),
    ("x.T.is_contiguous()", lambda x: False),
    ("x.reshape(2, -1)", lambda x: x.reshape(2, -1)),
    ("x.view((4, 3))", lambda x: x.view(4, 3)),
    ("x.permute(1, 0).stride()", lambda x: (1, 4)),
    ("x.sum(dim=0, keepdim=True)", lambda x: x.sum(dim=0, keepdim=True)),
    ("x.max(dim=1).values", lambda x: x.max(dim=1).values),
    ("x.max(dim=1).indices", lambda x: x.max(dim=1).indices),
    ("x.max(dim=1)[1]", lambda x: x.max(dim=1).indices),
    ("x.softmax(-1)", lambda x: x.softmax(-1)),
    ("F.softmax(x, dim=0)", lambda x: F.softmax(x, dim=0)),
    ("torch.nn.functional.relu(5 - x)", lambda x: F.relu(5 - x)),
    ("F.one_hot(torch.tensor([0, 2, 1]))", lambda x: F.one_hot(torch.tensor([0, 2, 1]))),
    ("F.cross_entropy(x, torch.tensor([0, 1, 2]))", lambda x: F.cross_entropy(x, torch.tensor([0, 1, 2]))),
    ("torch.tensor([[1, 2], [3, 4]], dtype=torch.float16)", lambda x: torch.tensor([[1.0, 2], [3, 4]]).half()),
    ("torch.arange(0, 10, 2)", lambda x: torch.arange(0, 10, 2)),
    ("torch.zeros_like(x).dtype", lambda x: torch.float32),
    ("torch.stack([x, x], dim=1)", lambda x: torch.stack([x, x], dim=1)),
    ("torch.cat((x, x))", lambda x: torch.cat((x, x))),
    ("torch.where(x > 3, x, 0.)", lambda x: torch.where(x > 3, x, 0.0)),
    ("torch.einsum('ij,kj->ik', x, x)", lambda x: x @ x.T),
    ("torch.equal(x, x.clone())", lambda x: True),
    ("x.type_as(torch.tensor(1)).dtype", lambda x: torch.int64),
    ("x.to(torch.int8)", lambda x: x.to(torch.int8)),
    ("torch.finfo(torch.float16).max", lambda x: 65504.0),
    ("torch.promote_types(torch.uint8, torch.int8)", lambda x: torch.int16),
    ("x.gather(1, torch.tensor([[0], [1], [2]]))", lambda x: x.gather(1, torch.tensor([[0], [1], [2]]))),
    ("x.split([1, 3], dim=1)[1]", lambda x: x[:, 1:]),
    ("len(x) + int(x[0, 1]) + float(x[0, 2])", lambda x: 6.0),
    ("not (x[0, 0] > 0)", lambda x: True),
    ("x.add_(1)", lambda x: x + 1),
    ("torch.inf - torch.inf", lambda x: math.nan),
    ("torch.Size([3, 4]) == x.shape", lambda x: True),
    ("list(x.shape)", lambda x: [3, 4]),
    ("x.mean(axis=1, keepdims=True)", lambda x: x.mean(dim=1, keepdim=True)),
    ("nn.Softmax(dim=1)(x)", lambda x: x.softmax(1)),
    ("torch.nn.Softmax(0)(x)", lambda x: x.softmax(0)),
    ("nn.ReLU()(5 - x)", lambda x: (5 - x).relu()),
    ("nn.Flatten()(x[None])", lambda x: x.reshape(1, 12)),
    ("nn.MSELoss(reduction='sum')(x, x + 2)", lambda x: torch.tensor(48.0)),
    ("nn.CrossEntropyLoss()(x, torch.tensor([0, 1, 2]))", lambda x: F.cross_entropy(x, torch.tensor([0, 1, 2]))),
    ("nn.functional.relu(5 - x)", lambda x: (5 - x).relu()),
    ("torch.cuda.device_count()", lambda x: torch.cuda.device_count()),
    ("torch.tensor(range(3))", lambda x: torch.arange(3)),
    ("\n x.sum( # all of it\n ) ", lambda x: x.sum()),
]


@pytest.mark.parametrize(("text", "meant"), SAME, ids=[text.strip() for text, _ in SAME])
def test_an_expression_comes_to_what_python_makes_of_it(text, meant):
    found = evaluate(text, {"x": X.clone()})
    assert alike(found, meant(X.clone())), spelled(found)


def test_random_numbers_come_from_the_seed_that_is_given():
    torch_says = torch.rand(3, 4, generator=torch.Generator().manual_seed(42))
    assert torch.equal(evaluate("torch.rand(3, 4)", seed=42), torch_says)
    assert not torch.equal(evaluate("torch.rand(3, 4)", seed=43), torch_says)
    course = [0.5349, 0.1988, 0.6592, 0.6569, 0.2328, 0.4251, 0.2071, 0.6297, 0.3653, 0.8513]  # printed there
    found = evaluate("torch.rand(size=(1, 1, 1, 10)).squeeze()", seed=7)
    assert found.tolist() == pytest.approx(course, abs=5.1e-5)


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("x.reshape(5, 5)", "shape '[5, 5]' is invalid for input of size 12", "the number of elements there are"),
        ("x @ x", "mat1 and mat2 shapes cannot be multiplied (3x4 and 3x4)", "inner sizes must be equal"),
        ("torch.view(x, 12)", "module 'torch' has no attribute 'view'", "method"),
        ("x[5]", "index 5 is out of bounds for dimension 0 with size 3", ""),
        ("torch.arange(3).mean()", "mean(): could not infer output dtype", ""),
        ("x.T.view(12)", "view size is not compatible", "reshape copies them"),
        ("torch.log(10)", "must be Tensor, not int", "as in torch.log(torch.tensor(10.))"),
        ("torch.softmax([1.], 0)", "must be Tensor, not list", "a tensor is wanted there"),
        ("F.softmax(10, dim=0)", "'int' object has no attribute", "a tensor is wanted there"),
        ("torch.stack([1, 2])", "expected Tensor as element 0", "a tensor is wanted there"),
    ],
)
def test_what_pytorch_refuses_is_told_in_its_own_words(text, words, meaning):
    with pytest.raises(RefusedError) as caught:
        evaluate(text, {"x": X})
    assert words in caught.value.words
    assert meaning in caught.value.meaning


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x.sume()", "sume is no method of a tensor that is known here; sum is"),
        ("x.shap", "shap cannot be read off a tensor here; shape is"),
        ("x.sum", "sum is a method; call it with brackets, .sum(...)"),
        ("torch.ara(3)", "torch.ara is not among the functions taken here"),
        ("X.sum()", "X is not known here; x is"),
        ("x.sum(keepdimm=True, dim=1)", "keepdimm is no argument that sum takes here; keepdim is"),
        ("rand(7, 7)", "rand is no function that is known here; torch.rand is"),
        ("log(10)", "log is no function that is known here; torch.log is"),
        ("sum(x > 0)", "sum is no function that is known here; torch.sum is"),
        ("math.log(10)", "math.log is not taken here; torch.log is, on a tensor such as torch.tensor(10.)"),
        ("np.array([1])", "np.array is not taken here; torch.tensor is"),
        ("numpy.inf", "numpy.inf is not taken here; torch.inf is"),
        ("true", "true is not known here; True is"),
        ("false", "false is not known here; False is"),
        ("torch.empty(3)", "torch.empty is not among the functions taken here; torch.zeros is"),
        ("torch.cross_entropy(x, x)", "torch.cross_entropy is not among the functions taken here; F.cross_entropy is"),
        ("torch.sofmax(x)", "torch.sofmax is not among the functions taken here; torch.softmax is"),
        ("nn.Linear(4, 2)(x)", "nn.Linear is not among the functions taken here; F.linear is"),
        ("nn.ReLU(x)", "nn.ReLU is a module, no value yet; make it and call it at once, nn.ReLU(...)(x)"),
        ("nn.CrossEntropyLoss(weight=x)(x, x)", "nn.CrossEntropyLoss(...) takes no tensor here when it is made"),
        ("x.shape()", "shape is read off a tensor without brackets: .shape"),
        ("torch.pi()", "torch.pi is a value, no function; write it without brackets"),
        (
            "x.shape.sum()",
            "sum is a method of tensors, and this is a shape; torch.tensor(...) makes a tensor of numbers",
        ),
        ("x.max(dim=1).sum()", "sum is a method of tensors, and this is a pair; .values and .indices are its tensors"),
        ("tensor([1])", "tensor is no function that is known here; torch.tensor is"),
        ("y = x", "one expression is wanted, whose value is looked at"),
        ("x +", "Python cannot read this to its end: invalid syntax"),
        ("x > 3 and x < 5", "on tensors write & and |"),
        ("3 < x < 5", "write (a < x) & (x < b)"),
        (
            "x.masked_select(x > 3 | x < 2)",
            "brackets are missing: | and & go before comparisons; write (x > 3) | (x < 2)",
        ),
        ("x > 3 | x + 1 <= 2 & x != 0", "write (x > 3) | (x + 1 <= 2) & (x != 0)"),
        ("3 < x < 5 | x", "comparisons in a row"),
        ("x > 3 | x in x", "comparisons in a row"),
        ("x.view(12).T", "this has 1 dim;"),
        ("x[None].T", "this has 3 dims;"),
        ("torch.zeros(1000, 1000)", "torch.zeros would have 1,000,000 elements; up to 200,000 are taken"),
    ],
)
def test_what_is_not_taken_is_told_with_what_would_be(text, said):
    with pytest.raises(ExpressionError, match=re.escape(said)):
        evaluate(text, {"x": X})


@pytest.mark.parametrize(
    "text", ["torch.asin(x)", "F.selu(x)", "torch.cuda.foo()", "x.numpy()", "print(x)", "np.foo(1)", "nn.Dropout()(x)"]
)
def test_nothing_is_suggested_where_nothing_listed_does_the_same(text):
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, {"x": X})
    assert ";" not in str(caught.value)


def test_the_learners_own_name_is_suggested_before_one_of_pytorch():
    with pytest.raises(ExpressionError, match="logit is not known here; logits is"):
        evaluate("logit.argmax()", {"logits": X})


def test_what_pytorch_prints_is_read_where_that_is_asked_for():
    assert alike(evaluate("tensor([44, 200], dtype=torch.uint8)", bare=["tensor"]), torch.tensor([44, 200]).byte())


@pytest.mark.parametrize("path", sorted(MODULES))
def test_every_module_is_pytorchs_own_without_weights(path):
    module = MODULES[path](1) if "Softmax" in path else MODULES[path]()
    assert path == f"torch.nn.{type(module).__name__}"
    assert not list(module.parameters())
    assert not module.state_dict()


def test_a_learners_name_goes_before_torch_and_before_a_function():
    assert evaluate("torch + len", {"torch": 1, "len": 2}) == 3


def test_every_listed_name_is_pytorchs_own():
    assert all(callable(function) for function in [*FUNCTIONS.values(), *METHODS.values()])
    assert not [name for name in [*FUNCTIONS, *METHODS] if name.split(".")[-1].startswith("_")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (torch.tensor([1.0]), torch.tensor([1])),
        (torch.tensor([1.0]), torch.tensor([[1.0]])),
        (torch.tensor([1.0]), torch.tensor([1.1])),
        (torch.tensor(1.0), 1.0),
        (True, 1),
        (1, 1.0),
        ((1, 2), (1, 3)),
        ((1, 2), (1,)),
        (torch.float32, torch.float64),
        (None, 0),
    ],
)
def test_values_that_differ_in_kind_shape_dtype_or_number_are_not_alike(one, other):
    assert not alike(one, other)
    assert alike(one, one)
    assert alike(other, other)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("1/0", "Python"),
        ("torch.tensor([1/0])", "Python"),
        ("1 % 0", "Python"),
        ("1 << -1", "Python"),
        ("[1, 2][5]", "Python"),
        ("x.shape[9]", "Python"),
        ("round(1e400)", "Python"),
        ("2.0 ** 10000", "Python"),
        ("len(1)", "Python"),
        ("~1.5", "Python"),
        ("torch.tensor(1) // 0", "PyTorch"),
        ("x[1.5]", "PyTorch"),
        ("bool(x)", "PyTorch"),
        ("x.reshape(5)", "PyTorch"),
        ("torch.finfo(torch.int64)", "PyTorch"),
        ("-(x > 0)", "PyTorch"),
    ],
)
def test_python_is_not_taken_for_pytorch(text: str, by: str) -> None:
    with pytest.raises(RefusedError) as caught:
        evaluate(text, {"x": torch.ones(3)})
    assert caught.value.by == by
    assert str(caught.value).startswith(f"{by} says “{caught.value.words}”: ")
