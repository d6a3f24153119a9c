"""Broken between loss and target: numbers, and yes or no."""

from collections.abc import Mapping
from typing import Final

from torch import Tensor, nn
from torch.nn import functional as F

from core.clinic.case import Case, Mark, Marks
from core.clinic.marking import unequal, value


def yes_or_no(logits, target):
    """Yes and no, as 1 and 0."""
    return F.binary_cross_entropy(logits.sigmoid(), target)


def yes_or_no_float(logits, target):
    """Makes floats of them: here a target is a probability."""
    return F.binary_cross_entropy(logits.sigmoid(), target.float())


def yes_or_no_logits(logits, target):
    """Also leaves the sigmoid to the loss, which is safer for large logits."""
    return F.binary_cross_entropy_with_logits(logits, target.float())


def yes_column(logits, target):
    """The last layer has one output, the labels are a row."""
    return F.binary_cross_entropy_with_logits(logits, target)


def yes_column_squeezed(logits, target):
    """Makes a row of the answers."""
    return F.binary_cross_entropy_with_logits(logits.squeeze(1), target)


def yes_column_unsqueezed(logits, target):
    """Makes a column of the labels."""
    return F.binary_cross_entropy_with_logits(logits, target.unsqueeze(1))


def yes_column_expanded(logits, target):
    """Compares every answer with every label."""
    return F.binary_cross_entropy_with_logits(logits.expand(-1, len(target)), target.expand(len(logits), -1))


def no_sigmoid(logits, target):
    """What the last layer gives, straight into the loss."""
    return F.binary_cross_entropy(logits, target)


def no_sigmoid_logits(logits, target):
    """Takes the loss that puts the sigmoid in."""
    return F.binary_cross_entropy_with_logits(logits, target)


def no_sigmoid_sigmoid(logits, target):
    """Makes probabilities of them."""
    return F.binary_cross_entropy(logits.sigmoid(), target)


def no_sigmoid_clamped(logits, target):
    """Cuts them off at 0 and 1."""
    return F.binary_cross_entropy(logits.clamp(0, 1), target)


def column_against_row(prediction, target):
    """The last layer has one output, the targets are a row."""
    return F.mse_loss(prediction, target)


def column_squeezed(prediction, target):
    """Makes a row of the predictions."""
    return F.mse_loss(prediction.squeeze(1), target)


def column_against_column(prediction, target):
    """Makes a column of the targets."""
    return F.mse_loss(prediction, target.unsqueeze(1))


def by_hand(prediction, target):
    """The mean squared error, written out."""
    return ((prediction - target) ** 2).mean()


def by_hand_squeezed(prediction, target):
    """Makes a row of the predictions."""
    return ((prediction.squeeze(1) - target) ** 2).mean()


def count_hits(prediction, target):
    """How many of the answers are right?"""
    return (prediction == target).sum().item() / len(target)


def count_hits_squeezed(prediction, target):
    """Compares each answer with its own label."""
    return (prediction.squeeze(1) == target).sum().item() / len(target)


def construct(prediction, target):
    """A loss is called as if it were a function."""
    return nn.MSELoss(prediction, target)


def construct_then_call(prediction, target):
    """Makes the loss, then calls it: two pairs of brackets."""
    return nn.MSELoss()(prediction, target)


def construct_function(prediction, target):
    """Takes the function of this name."""
    return F.mse_loss(prediction, target)


_COLUMN: Final = "torch.tensor([[1.], [2.], [3.], [4.]])"


def _other_shape(prediction: Tensor, target: Tensor) -> Marks:
    if prediction.shape == target.shape:
        return ()
    both = list((prediction == target).shape)
    return tuple(
        Mark(operand=name, aspect="shape", says=f"{list(x.shape)}, stretched to {both}")
        for name, x in (("prediction", prediction), ("target", target))
        if list(x.shape) != both
    )


def _paired(prediction: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Put each prediction beside its own target, in rows."""
    if prediction.squeeze().shape != target.squeeze().shape:
        raise ValueError("which target is whose cannot be known")
    return prediction.reshape(-1), target.reshape(-1)


def _mean_of_squares(prediction: Tensor, target: Tensor) -> Tensor:
    prediction, target = _paired(prediction, target)
    return (prediction - target).square().mean()


def _cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(*_paired(logits, target))


def _share_of_hits(prediction: Tensor, target: Tensor) -> float:
    prediction, target = _paired(prediction, target)
    return int((prediction == target).sum()) / target.numel()


CASES: Final[Mapping[str, Case]] = {
    "yes or no": Case(
        kind="loss", answer="dtype", broken=yes_or_no, fixes=(yes_or_no_float, yes_or_no_logits),
        operands={"logits": "torch.tensor([2., -1., 0.5])", "target": "torch.tensor([1, 0, 1])"},
        meant=yes_or_no_float,
    ),
    "one output for yes or no": Case(
        kind="loss", answer="shape", broken=yes_column,
        fixes=(yes_column_squeezed, yes_column_unsqueezed, yes_column_expanded),
        operands={"logits": "torch.tensor([[2.], [-1.], [0.5]])", "target": "torch.tensor([1., 0., 1.])"},
        marks=lambda logits, target: unequal(logits=logits, target=target), meant=_cross_entropy,
    ),
    "the last layer's answer": Case(
        kind="loss", answer="another kind", broken=no_sigmoid,
        fixes=(no_sigmoid_logits, no_sigmoid_sigmoid, no_sigmoid_clamped),
        operands={"logits": "torch.tensor([2., -1., 0.5])", "target": "torch.tensor([1., 0., 1.])"},
        marks=lambda logits, target: value(
            "logits", "no probabilities: some lie outside 0 to 1", (logits < 0) | (logits > 1)
        ),
    ),
    "one output for a number": Case(
        kind="loss", answer="shape", broken=column_against_row, silent=True,
        fixes=(column_squeezed, column_against_column),
        operands={"prediction": _COLUMN, "target": "torch.tensor([1., 2., 3., 4.])"}, marks=_other_shape,
        meant=_mean_of_squares,
    ),
    "an error written out": Case(
        kind="loss", answer="shape", broken=by_hand, silent=True, fixes=(by_hand_squeezed,),
        operands={"prediction": _COLUMN, "target": "torch.tensor([1., 2., 3., 4.])"}, marks=_other_shape,
        meant=_mean_of_squares,
    ),
    "the share of hits": Case(
        kind="loss", answer="shape", broken=count_hits, silent=True, fixes=(count_hits_squeezed,),
        operands={"prediction": "torch.tensor([[1], [0], [1], [1]])", "target": "torch.tensor([1, 1, 1, 0])"},
        marks=_other_shape, meant=_share_of_hits,
    ),
    "a loss that is called": Case(
        kind="loss", answer="another kind", broken=construct, fixes=(construct_then_call, construct_function),
        operands={"prediction": "torch.tensor([1., 2.])", "target": "torch.tensor([1., 4.])"},
        marks=lambda prediction, target: value("prediction", "is taken for a setting of the loss"),
        meant=_mean_of_squares,
    ),
}  # fmt: skip
