"""Modules of `torch.nn` without weights, which are made and called at once: `nn.Softmax(dim=1)(x)`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from torch import Tensor, nn

from core.expressions.parsing import ExpressionError

_LISTED: Final = """
    ReLU LeakyReLU ELU GELU SiLU Sigmoid Tanh Softplus Softmax LogSoftmax Flatten
    MSELoss L1Loss CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss
    """
MODULES: Final[Mapping[str, type[nn.Module]]] = {f"torch.nn.{name}": getattr(nn, name) for name in _LISTED.split()}


def make(path: str, arguments: Sequence[Any], settings: Mapping[str, Any], on: str) -> nn.Module:
    """Make a module.

    Args:
        path: in `MODULES`.
        arguments: plain values.
        settings: plain values, by name.
        on: the name of a tensor that it may be called on.

    Raises:
        ExpressionError: one of them is a tensor, whose size nobody would bound.
    """
    if any(isinstance(value, Tensor) for value in [*arguments, *settings.values()]):
        name = short(path)
        raise ExpressionError(f"{name}(...) takes no tensor here when it is made, only {name}(...)({on})")
    return MODULES[path](*arguments, **settings)


def uncalled(path: str, on: str) -> ExpressionError:
    """Say that a module alone is no value, and how it is called on the tensor of that name."""
    name = short(path)
    return ExpressionError(f"{name} is a module, no value yet; make it and call it at once, {name}(...)({on})")


def short(path: str) -> str:
    """Write a path as a learner does: `nn.ReLU`, `F.relu`."""
    return path.replace("torch.nn.functional.", "F.").replace("torch.nn.", "nn.")
