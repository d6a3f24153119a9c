"""Broken by autograd: what cannot be differentiated, or no more, or is so in silence.

Source: of the first, https://discuss.pytorch.org/t/6795.
"""

from collections.abc import Mapping
from typing import Final

import torch
from torch.nn import functional as F

from core.clinic.case import Case
from core.clinic.marking import value, whole


def twice(w):
    """Two calls of backward() on one loss, as when a cell of a notebook is run again."""
    loss = (w.requires_grad_() ** 2).sum()
    loss.backward()
    loss.backward()
    return w.grad


def twice_computed(w):
    """Computes the loss anew for a new gradient."""
    loss = (w.requires_grad_() ** 2).sum()
    loss.backward()
    w.grad = None
    loss = (w**2).sum()
    loss.backward()
    return w.grad


def twice_retained(w):
    """Keeps what backward() needs; the second gradient is added to the first."""
    loss = (w.requires_grad_() ** 2).sum()
    loss.backward(retain_graph=True)
    loss.backward()
    return w.grad


def of_many(w):
    """A loss for each example, not yet averaged."""
    losses = w.requires_grad_() ** 2
    losses.backward()
    return w.grad


def of_many_mean(w):
    """Averages them: one number, one direction downhill."""
    losses = w.requires_grad_() ** 2
    losses.mean().backward()
    return w.grad


def of_many_sum(w):
    """Adds them: the gradient grows with the number of examples."""
    losses = w.requires_grad_() ** 2
    losses.sum().backward()
    return w.grad


def whole_numbers(w):
    """A weight that begins as a whole number."""
    loss = (w.requires_grad_() * 2).sum()
    loss.backward()
    return w.grad


def whole_numbers_float(w):
    """Makes a float of it, which can change by a little."""
    w = w.float()
    loss = (w.requires_grad_() * 2).sum()
    loss.backward()
    return w.grad


def plot_answers(w, x):
    """Predictions are handed to Matplotlib, which wants NumPy."""
    prediction = w.requires_grad_() * x
    return prediction.numpy()


def plot_answers_detached(w, x):
    """Takes the numbers and leaves what leads back to the weights."""
    prediction = w.requires_grad_() * x
    return prediction.detach().numpy()


def plot_answers_no_grad(w, x):
    """Notes down nothing while predicting."""
    with torch.no_grad():
        prediction = w.requires_grad_() * x
    return prediction.numpy()


def from_a_number(w):
    """A loss is turned into a number on the way."""
    loss = torch.tensor((w.requires_grad_() ** 2).sum().item())
    loss.backward()
    return w.grad


def from_a_number_kept(w):
    """Keeps the tensor; item() is for printing."""
    loss = (w.requires_grad_() ** 2).sum()
    loss.backward()
    return w.grad


def from_a_number_asked(w):
    """Asks the number itself for a gradient: nothing is raised, and no weight gets one."""
    loss = torch.tensor((w.requires_grad_() ** 2).sum().item(), requires_grad=True)
    loss.backward()
    return w.grad


def by_hits(scores, target):
    """The share of hits is to be learned directly."""
    hits = (scores.requires_grad_().argmax(dim=1) == target).float()
    loss = 1 - hits.mean()
    loss.backward()
    return scores.grad


def by_hits_smooth(scores, target):
    """Learns a loss that changes by a little when a score does."""
    loss = F.cross_entropy(scores.requires_grad_(), target)
    loss.backward()
    return scores.grad


def in_between(x):
    """The gradient of a step in the middle is looked at."""
    hidden = x.requires_grad_() * 2
    hidden.sum().backward()
    return hidden.grad


def in_between_retained(x):
    """Asks for it beforehand; else only the leaves keep theirs."""
    hidden = x.requires_grad_() * 2
    hidden.retain_grad()
    hidden.sum().backward()
    return hidden.grad


def in_between_leaf(x):
    """Looks at the leaf instead: another gradient."""
    hidden = x.requires_grad_() * 2
    hidden.sum().backward()
    return x.grad


def two_steps(w):
    """Two steps of a training loop, and the gradient of the second."""
    for _ in range(2):
        loss = (w.requires_grad_() ** 2).sum()
        loss.backward()
    return w.grad


def two_steps_none(w):
    """Forgets the old gradient first, as optimizer.zero_grad() does."""
    for _ in range(2):
        w.grad = None
        loss = (w.requires_grad_() ** 2).sum()
        loss.backward()
    return w.grad


_WEIGHTS: Final = "torch.tensor([1., -2., 3.])"

CASES: Final[Mapping[str, Case]] = {
    "backward again": Case(
        kind="gradient", answer="another kind", broken=twice, fixes=(twice_computed, twice_retained),
        operands={"w": _WEIGHTS}, marks=lambda w: value("w", "what leads to it was used up by the first call"),
    ),
    "a loss for each": Case(
        kind="gradient", answer="shape", broken=of_many, fixes=(of_many_mean, of_many_sum),
        operands={"w": _WEIGHTS}, meant=of_many_mean,
        marks=lambda w: whole("w", f"losses: {w.numel()}, and one wanted") if w.numel() != 1 else (),
    ),
    "a weight of 2": Case(
        kind="gradient", answer="dtype", broken=whole_numbers, fixes=(whole_numbers_float,),
        operands={"w": "torch.tensor([2, 3])"}, meant=whole_numbers_float,
    ),
    "predictions to be plotted": Case(
        kind="gradient", answer="another kind", broken=plot_answers,
        fixes=(plot_answers_detached, plot_answers_no_grad),
        operands={"w": "torch.tensor([2.])", "x": _WEIGHTS},
        marks=lambda w, x: value("w", "requires grad, and so does all that comes of it"),
    ),
    "a loss by item()": Case(
        kind="gradient", answer="another kind", broken=from_a_number,
        fixes=(from_a_number_kept, from_a_number_asked), operands={"w": _WEIGHTS},
        marks=lambda w: value("w", "nothing leads from the loss back to it"),
    ),
    "learning the hits": Case(
        kind="gradient", answer="another kind", broken=by_hits, fixes=(by_hits_smooth,),
        operands={"scores": "torch.tensor([[2., 1.], [0.5, 1.5]])", "target": "torch.tensor([0, 0])"},
        marks=lambda scores, target: value("scores", "argmax jumps, so nothing leads back to it"),
    ),
    "a gradient in the middle": Case(
        kind="gradient", answer="another kind", broken=in_between, fixes=(in_between_retained, in_between_leaf),
        operands={"x": _WEIGHTS}, silent=True, meant=in_between_retained,
        marks=lambda x: value("x", "is the leaf, which alone keeps its gradient"),
    ),
    "the second step": Case(
        kind="gradient", answer="another kind", broken=two_steps, fixes=(two_steps_none,),
        operands={"w": _WEIGHTS}, silent=True, meant=two_steps_none,
        marks=lambda w: value("w", "gradients of both steps, added"),
    ),
}  # fmt: skip
