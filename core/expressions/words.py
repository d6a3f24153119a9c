"""What is said about a name that is not known, or is not used as it should be."""

import ast
import difflib
from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.errors import PlaygroundError
from core.expressions.listed import ATTRIBUTES, CONSTANTS, FUNCTIONS, METHODS
from core.expressions.modules import MODULES, short
from core.expressions.operators import COMPARED
from core.expressions.parsing import ExpressionError, written
from core.expressions.spelled import Value
from core.tensors.refusals import explain

_JOINTS: Final[Mapping[type[ast.operator], str]] = {ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^"}
FOREIGN: Final = ("math", "np", "numpy")
_LONGEST: Final = 40  # characters of a name in a sentence
_NEAR: Final = 0.8  # of 1: how much of two spellings agrees
# What is not taken here by its name, and does nearly the same as what is.
_SAME: Final = {
    **dict.fromkeys(("array", "asarray", "as_tensor", "from_numpy", "Tensor", "FloatTensor"), "torch.tensor"),
    "LongTensor": "torch.tensor", "empty": "torch.zeros", "empty_like": "torch.zeros_like", "range": "torch.arange",
    "absolute": "torch.abs", "subtract": "torch.sub", "multiply": "torch.mul", "divide": "torch.div",
    "negative": "torch.neg", "greater": "torch.gt", "less": "torch.lt", "greater_equal": "torch.ge",
    "less_equal": "torch.le", "not_equal": "torch.ne", "expand_dims": "torch.unsqueeze", "ndimension": ".dim()",
    "astype": ".to(...)", "Linear": "F.linear", "true": "True", "false": "False", "none": "None", "null": "None",
}  # fmt: skip
# What PyTorch does have is not misspelled.
_PYTORCHS: Final = frozenset({*vars(torch), *vars(nn), *vars(functional), *dir(Tensor)})
_SIGNS: Final = {kind: sign for kind, (sign, _) in COMPARED.items()}


def kind(value: Value) -> str:
    """Name the kind of a value."""
    names = {Tensor: "a tensor", torch.dtype: "a dtype", torch.Size: "a shape", bool: "a truth value",
             int: "a number", float: "a number", str: "a text", type(None): "None"}  # fmt: skip
    rest = "a list" if isinstance(value, list | tuple) else "this value"
    return "a pair" if _is_pair(value) else names.get(type(value), rest)


def _is_pair(value: Value) -> bool:
    return isinstance(value, tuple) and hasattr(value, "indices")


def known_of(value: Value) -> list[str]:
    """Return what can be read off a value."""
    return [name for kind, read in ATTRIBUTES.items() if isinstance(value, kind) for name in read]


def example(name: str) -> str:
    """Show a name as it is used."""
    roots = {"torch": "torch.zeros(2, 3) is one", "F": "F.relu(x) is one", "nn": "nn.ReLU()(x) is one"}
    return roots.get(name, f"{name}(...) is one")


def in_a_row(node: ast.Compare) -> str:
    """Tell what to write instead of a < x < b, or of x > 3 | x < 2, which Python reads as x > (3 | x) < 2."""
    said, left = "", written(node.left)
    for i, (sign, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
        if type(sign) not in _SIGNS:
            break
        compared = f"({left} {_SIGNS[type(sign)]} "
        if i == len(node.comparators) - 1:
            return f"brackets are missing: | and & go before comparisons; write {said}{compared}{written(right)})"
        if not isinstance(right, ast.BinOp) or type(right.op) not in _JOINTS:
            break
        said += f"{compared}{written(right.left)}) {_JOINTS[type(right.op)]} "
        left = written(right.right)
    return "comparisons in a row are not taken here; write (a < x) & (x < b)"


def no_function(path: str) -> PlaygroundError:
    """Tell why a function cannot be called; of one that is a method only, in PyTorch's own words."""
    name = path.removeprefix("torch.")
    if name in METHODS:
        try:
            getattr(torch, name)
        except AttributeError as error:
            return explain(error)
    known = [*MODULES, *FUNCTIONS] if path.startswith("torch.nn.") else FUNCTIONS
    return ExpressionError(unknown(short(path), known, "is not among the functions taken here"))


def no_method(name: str, value: Value) -> ExpressionError:
    """Tell why a value has no such method here."""
    if name in known_of(value):
        return ExpressionError(f"{name} is read off {kind(value)} without brackets: .{name}")
    if name not in METHODS:
        return ExpressionError(unknown(name, METHODS, f"is no method of {kind(value)} that is known here"))
    tensor = "torch.tensor(...) makes a tensor of numbers"
    if _is_pair(value):
        tensor = ".values and .indices are its tensors"
    return ExpressionError(f"{name} is a method of tensors, and this is {kind(value)}; {tensor}")


def foreign(path: str) -> ExpressionError:
    """Say of a function of another library which of PyTorch's it is."""
    instead = _meant(path.rpartition(".")[2])
    on = ", on a tensor such as torch.tensor(10.)" if instead in FUNCTIONS and path.startswith("math.") else ""
    return ExpressionError(f"{_shown(path)} is not taken here" + (f"; {instead} is{on}" if instead else ""))


def tensors_known(names: Mapping[str, Value]) -> str:
    """Name the tensors that may be spoken of, as the rest of a sentence."""
    *most, last = [name for name, value in names.items() if isinstance(value, Tensor)] or [""]
    if not last:
        return ""
    return f"; {', '.join(most)} and {last} are" if most else f"; {last} is"


def unknown(name: str, known: Iterable[str], what: str) -> str:
    """Say that a name is not known, and which one does the same, or may have been meant."""
    last = name.rpartition(".")[2]
    if instead := _meant(last):
        return f"{_shown(name)} {what}; {instead} is"
    return f"{_shown(name)} {what}{'' if last in _PYTORCHS else typo(name, known)}"


def typo(name: str, known: Iterable[str]) -> str:
    """Name the known one that is spelled nearly so, as the rest of a sentence; a wrong guess is worse than none."""
    last = name[:_LONGEST].rpartition(".")[2].lower()
    spelled_so = {word.rpartition(".")[2].lower(): word for word in reversed(list(known))}
    near = difflib.get_close_matches(last, spelled_so, n=1, cutoff=_NEAR)
    return f"; {short(spelled_so[near[0]])} is" if near else ""


def _meant(name: str) -> str:
    """Return what is taken here and does the same as what PyTorch, NumPy or Python elsewhere calls so; or nothing."""
    for found in (f"torch.{name}", f"torch.nn.functional.{name}"):
        if found in FUNCTIONS or found in CONSTANTS:
            return short(found)
    return _SAME.get(name, f".{name}(...)" if name in METHODS else "")


def _shown(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 3]}..."
