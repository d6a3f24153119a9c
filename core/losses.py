"""The losses: what a network is asked to make small, and how targets are written for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor, nn

Task = Literal["classification", "regression"]


class HalfSquaredError(nn.Module):
    """Half the squared difference, averaged over the batch.

    Source: TensorFlow Playground.
    """

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        """Return 0.5 * mean((output - target)^2); both (N, 1)."""
        return 0.5 * (output - target).square().mean()


def zero_one(y: Tensor, dtype: torch.dtype) -> Tensor:
    """Class 0 or 1, (N,), as a column of numbers 0 or 1, (N, 1)."""
    return y.to(dtype).unsqueeze(1)


def plus_minus_one(y: Tensor, dtype: torch.dtype) -> Tensor:
    """Class 0 or 1, (N,), as a column of numbers -1 or +1, (N, 1)."""
    return 2 * y.to(dtype).unsqueeze(1) - 1


def class_index(y: Tensor, dtype: torch.dtype) -> Tensor:  # noqa: ARG001 (one signature for all)
    """Class indices as they are, (N,) int64."""
    return y


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One loss, as the registry holds it.

    Attributes:
        factory: makes the module; called without arguments.
        tasks: what it can be used for.
        encode: writes class indices as this loss wants them; regression targets stay as they are.
        per_class: whether the network has one output per class; otherwise it has a single one.
        squash: the activation on the output for classification, None for the bare number.
        latex: the formula in terms of output o or logits z and target t.
        idea: one sentence on what it is for.
        source: where it comes from.
    """

    factory: Callable[[], nn.Module]
    tasks: tuple[Task, ...]
    encode: Callable[[Tensor, torch.dtype], Tensor]
    per_class: bool = False
    squash: Callable[[], nn.Module] | None = None
    latex: str
    idea: str
    source: str

    def accepts(self, task: str, n_classes: int) -> bool:
        """Tell whether it fits a task with this many classes (0 for regression)."""
        return task in self.tasks and (task == "regression" or n_classes == 2 or self.per_class)

    def classify(self, output: Tensor) -> Tensor:
        """Return the class index of each row of the network's output: (N, outputs) -> (N,) int64."""
        return output.argmax(dim=1) if self.per_class else (output.squeeze(1) > 0).long()


LOSSES: Final[Mapping[str, Loss]] = {
    "BCE with logits": Loss(
        factory=nn.BCEWithLogitsLoss,
        tasks=("classification",),
        encode=zero_one,
        latex=r"-t \log \sigma(z) - (1 - t) \log(1 - \sigma(z))",
        idea="Two classes, one output: the surprise at the right answer.",
        source="Good 1952 (log loss); the logit form is PyTorch's BCEWithLogitsLoss",
    ),
    "Cross-entropy": Loss(
        factory=nn.CrossEntropyLoss,
        tasks=("classification",),
        encode=class_index,
        per_class=True,
        latex=r"-\log \frac{e^{z_t}}{\sum_k e^{z_k}}",
        idea="Any number of classes, one output each, made into probabilities by softmax.",
        source="Bridle 1990",
    ),
    "MSE": Loss(
        factory=nn.MSELoss,
        tasks=("regression", "classification"),
        encode=plus_minus_one,
        latex=r"(o - t)^2",
        idea="Large errors count far more than small ones.",
        source="Legendre 1805; Gauss 1809",
    ),
    "L1": Loss(
        factory=nn.L1Loss,
        tasks=("regression", "classification"),
        encode=plus_minus_one,
        latex=r"|o - t|",
        idea="Every error counts by its size (MAE): outliers do not take over, but the slope never fades.",
        source="Laplace 1774",
    ),
    "Huber": Loss(
        factory=nn.HuberLoss,
        tasks=("regression", "classification"),
        encode=plus_minus_one,
        latex=r"\tfrac12 (o - t)^2 \text{ if } |o - t| < 1, \text{ else } |o - t| - \tfrac12",
        idea="MSE near zero, L1 far away.",
        source="Huber 1964",
    ),
    "Half squared error (tanh)": Loss(
        factory=HalfSquaredError,
        tasks=("classification", "regression"),
        encode=plus_minus_one,
        squash=nn.Tanh,
        latex=r"\tfrac12 (\tanh z - t)^2",
        idea="What TensorFlow Playground uses: classes are -1 and +1; for regression the output has no tanh.",
        source="TensorFlow Playground",
    ),
}


def default_loss(task: str, n_classes: int) -> str:
    """Return the name of the usual loss for a task with this many classes (0 for regression)."""
    if task == "regression":
        return "MSE"
    return "BCE with logits" if n_classes == 2 else "Cross-entropy"
