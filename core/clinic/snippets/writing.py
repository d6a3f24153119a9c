"""Broken in place: written into what something else still looks at."""

from collections.abc import Mapping
from typing import Final

import torch

from core.clinic.case import Case
from core.clinic.marking import value


def step(w):
    """A step of gradient descent by hand."""
    (w.requires_grad_() ** 2).sum().backward()
    w -= 0.1 * w.grad
    return w


def step_no_grad(w):
    """Tells autograd to look away while the weight moves."""
    (w.requires_grad_() ** 2).sum().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    return w


def step_anew(w):
    """Makes a new tensor; that one is no leaf, and its .grad stays None at the next step."""
    (w.requires_grad_() ** 2).sum().backward()
    w = w - 0.1 * w.grad
    return w


def set_one(w):
    """One weight is set by hand."""
    w.requires_grad_()
    w[0] = 0.0
    return w


def set_one_no_grad(w):
    """Tells autograd to look away."""
    w.requires_grad_()
    with torch.no_grad():
        w[0] = 0.0
    return w


def set_one_before(w):
    """Sets it first, and asks for gradients then."""
    w[0] = 0.0
    w.requires_grad_()
    return w


def activate(w):
    """Memory is saved by changing an activation where it lies."""
    hidden = w.requires_grad_().exp()
    hidden *= 2
    hidden.sum().backward()
    return w.grad


def activate_anew(w):
    """Makes a new tensor; exp needs its own result for the way back."""
    hidden = w.requires_grad_().exp()
    hidden = hidden * 2
    hidden.sum().backward()
    return w.grad


def activate_copy(w):
    """Changes a copy."""
    hidden = w.requires_grad_().exp().clone()
    hidden *= 2
    hidden.sum().backward()
    return w.grad


def repeat_and_add(row):
    """A row is repeated, and each repetition changed."""
    table = row.expand(2, len(row))
    table += 1
    return table


def repeat_and_add_copied(row):
    """Gives every row memory of its own."""
    table = row.expand(2, len(row)).clone()
    table += 1
    return table


def repeat_and_add_repeat(row):
    """repeat copies, where expand only looks."""
    table = row.repeat(2, 1)
    table += 1
    return table


def keep_first(table):
    """A row is taken out and changed; the table should stay."""
    row = table[0]
    row *= 10
    return table


def keep_first_copied(table):
    """Changes a copy."""
    row = table[0].clone()
    row *= 10
    return table


def keep_first_anew(table):
    """Makes a new row."""
    row = table[0]
    row = row * 10
    return table


_WEIGHTS: Final = "torch.tensor([1., -2., 3.])"

CASES: Final[Mapping[str, Case]] = {
    "a step by hand": Case(
        kind="index and in place", answer="another kind", broken=step, fixes=(step_no_grad, step_anew),
        operands={"w": _WEIGHTS}, marks=lambda w: value("w", "a leaf that requires grad is not to be overwritten"),
    ),
    "one weight set": Case(
        kind="index and in place", answer="another kind", broken=set_one, fixes=(set_one_no_grad, set_one_before),
        operands={"w": _WEIGHTS}, marks=lambda w: value("w", "w[0] is a view of a leaf that requires grad"),
    ),
    "an activation doubled": Case(
        kind="index and in place", answer="another kind", broken=activate, fixes=(activate_anew, activate_copy),
        operands={"w": _WEIGHTS}, marks=lambda w: value("w", "exp(w) was overwritten before the way back"),
    ),
    "a row repeated": Case(
        kind="index and in place", answer="another kind", broken=repeat_and_add,
        fixes=(repeat_and_add_copied, repeat_and_add_repeat), operands={"row": "torch.tensor([1., 2., 3.])"},
        marks=lambda row: value("row", "both rows lie in this one memory (stride 0)"),
    ),
    "the first row changed": Case(
        kind="index and in place", answer="another kind", broken=keep_first,
        fixes=(keep_first_copied, keep_first_anew), silent=True, meant=keep_first_copied,
        operands={"table": "torch.tensor([[1, 2], [3, 4]])"},
        marks=lambda table: value("table", "table[0] is a view: the same memory"),
    ),
}  # fmt: skip
