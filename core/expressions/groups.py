"""What an expression takes, in groups, for a learner to read: from the same tables that decide what is taken."""

from collections.abc import Iterable, Mapping
from typing import Final

from torch import Tensor

from core.expressions.listed import ATTRIBUTES, CONSTANTS, DRAWS, FUNCTIONS, MAKERS, METHODS
from core.expressions.modules import MODULES, short
from core.expressions.operators import OPERATORS, UNARY
from core.expressions.plain import BUILTINS

_FUNCTIONAL: Final = "torch.nn.functional."


def groups() -> dict[str, list[str]]:
    """Return the names of each group, as they are written in an expression."""
    functions = {name for name in FUNCTIONS if not name.startswith(_FUNCTIONAL)}
    both = {name for name in METHODS if f"torch.{name}" in FUNCTIONS}
    made = {"torch.tensor", *MAKERS}
    plain = functions - made - set(DRAWS) - {f"torch.{name}" for name in both}
    return {
        "Make a tensor": _ordered(made),
        "Draw random numbers": _ordered(DRAWS),
        "Methods that are functions too: x.sum() is torch.sum(x)": _ordered(both),
        "Methods only": [f".{name}" for name in _ordered(set(METHODS) - both)],
        "Functions only": _ordered(plain),
        "Functions of torch.nn.functional": [
            f"F.{name.removeprefix(_FUNCTIONAL)}" for name in _ordered(FUNCTIONS) if name.startswith(_FUNCTIONAL)
        ],
        "Modules without weights, made and called at once: nn.ReLU()(x)": [short(path) for path in _ordered(MODULES)],
        "Read off a tensor": [f".{name}" for name in _ordered(ATTRIBUTES[Tensor])],
        "Dtypes and numbers": _ordered(CONSTANTS),
        "Python's own": _ordered(BUILTINS),
        "Operators": [*OPERATORS, *(sign for sign in UNARY_SIGNS if sign not in OPERATORS)],
    }


UNARY_SIGNS: Final = tuple(sign for sign, _ in UNARY.values())


def _ordered(names: Iterable[str] | Mapping[str, object]) -> list[str]:
    return sorted(names, key=str.lower)
