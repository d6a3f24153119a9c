"""Broken by device: two tensors that live in different places."""

from collections.abc import Mapping
from typing import Final

import torch
from torch.nn import functional as F

from core.clinic.case import Case, Mark


def predict_there(x, weight):
    """The network was moved to the GPU, the batch was not."""
    return F.linear(x, weight)


def predict_there_moved(x, weight):
    """Brings the batch to where the weights are."""
    return F.linear(x.to(weight.device), weight)


def predict_there_back(x, weight):
    """Brings the weights back, and computes on the CPU."""
    return F.linear(x, weight.cpu())


def judge(logits, target):
    """The batch was moved, its labels were forgotten."""
    return F.cross_entropy(logits, target)


def judge_moved(logits, target):
    """Brings the labels along."""
    return F.cross_entropy(logits, target.to(logits.device))


def judge_back(logits, target):
    """Brings the answers back, and computes on the CPU."""
    return F.cross_entropy(logits.cpu(), target)


def shift(x):
    """A tensor made in the middle of forward() is made on the CPU."""
    return x + torch.ones(x.shape[-1])


def shift_there(x):
    """Makes it where it is needed."""
    return x + torch.ones(x.shape[-1], device=x.device)


def shift_like(x):
    """Makes it like x: shape, dtype and device."""
    return x + torch.ones_like(x)


def plot(x):
    """A network was planned on meta, where tensors have no memory, and is now asked for numbers."""
    return x.numpy()


def plot_moved(x):
    """Brings it to the CPU, as one does from a GPU."""
    return x.cpu().numpy()


def plot_empty(x):
    """Makes numbers on the CPU, zeros here: there were none to be brought."""
    return torch.zeros_like(x, device="cpu").numpy()


def send(x):
    """To the GPU, by the name one would give it."""
    return x.to("gpu")


def send_if_there(x):
    """Calls it by PyTorch's name, where there is one: the same line runs everywhere."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return x.to(device)


def send_cpu(x):
    """Stays with the processor."""
    return x.to("cpu")


CASES: Final[Mapping[str, Case]] = {
    "a batch for the network": Case(
        kind="device", answer="device", broken=predict_there, fixes=(predict_there_moved, predict_there_back),
        operands={"x": "torch.rand(4, 3)", "weight": "torch.rand(2, 3)"}, places={"weight": "cuda:0"},
    ),
    "labels for the loss": Case(
        kind="device", answer="device", broken=judge, fixes=(judge_moved, judge_back),
        operands={"logits": "torch.rand(4, 3)", "target": "torch.tensor([0, 2, 1, 1])"}, places={"logits": "cuda:0"},
    ),
    "ones in forward()": Case(
        kind="device", answer="device", broken=shift, fixes=(shift_there, shift_like),
        operands={"x": "torch.rand(4, 3)"}, places={"x": "cuda:0"},
        marks=lambda x: (Mark(operand="x", aspect="device", says="and torch.ones is made on the cpu"),),
    ),
    "numbers for NumPy": Case(
        kind="device", answer="device", broken=plot, fixes=(plot_empty, plot_moved),
        operands={"x": "torch.rand(3)"}, places={"x": "meta"},
        marks=lambda x: (Mark(operand="x", aspect="device", says="NumPy reads the memory of the cpu alone"),),
    ),
    "off to the GPU": Case(
        kind="device", answer="device", broken=send, fixes=(send_if_there, send_cpu),
        operands={"x": "torch.rand(3)"},
        marks=lambda x: (Mark(operand="x", aspect="device", says="a GPU is called cuda (or mps, or xpu)"),),
    ),
}  # fmt: skip
