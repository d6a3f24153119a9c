"""Broken between loss and target: classes."""

from collections.abc import Mapping
from typing import Final

from torch import Tensor
from torch.nn import functional as F

from core.clinic.case import Case, Mark, Marks
from core.clinic.marking import beyond, n_dims, value


def label(logits, target):
    """Labels read from a table, as the numbers they are there."""
    return F.cross_entropy(logits, target)


def label_long(logits, target):
    """Makes whole numbers of them: a class is a place, not an amount."""
    return F.cross_entropy(logits, target.long())


def label_short(logits, target):
    """Labels kept in 32 bits, to save memory."""
    return F.cross_entropy(logits, target)


def label_short_long(logits, target):
    """Makes 64 bits of them."""
    return F.cross_entropy(logits, target.long())


def label_short_byte(logits, target):
    """Makes 8 bits of them, which are taken too and end at class 255."""
    return F.cross_entropy(logits, target.byte())


def label_from_one(logits, target):
    """Labels that were counted from 1."""
    return F.cross_entropy(logits, target)


def label_from_zero(logits, target):
    """Takes 1 off each: classes count from 0."""
    return F.cross_entropy(logits, target - 1)


def label_clamped(logits, target):
    """Calls the class that is too large by the name of the last one."""
    return F.cross_entropy(logits, target.clamp(max=logits.shape[1] - 1))


def label_ignored(logits, target):
    """Leaves the largest class out."""
    return F.cross_entropy(logits, target, ignore_index=int(target.max()))


def label_column(logits, target):
    """Labels as a column of a table."""
    return F.cross_entropy(logits, target)


def label_column_squeezed(logits, target):
    """Makes a row of numbers of the column."""
    return F.cross_entropy(logits, target.squeeze(1))


def label_column_one_hot(logits, target):
    """Makes a share for each class of them, which is taken as well."""
    return F.cross_entropy(logits, F.one_hot(target.squeeze(1), logits.shape[1]).float())


def label_exchanged(target, logits):
    """Two arguments, and which comes first?"""
    return F.cross_entropy(target, logits)


def label_in_order(target, logits):
    """First what the network says, then what is right."""
    return F.cross_entropy(logits, target)


def softmax_twice(logits, target):
    """Probabilities are made first, then the loss is asked."""
    return F.cross_entropy(logits.softmax(dim=1), target)


def softmax_once(logits, target):
    """Hands over the logits: cross_entropy makes probabilities itself."""
    return F.cross_entropy(logits, target)


def softmax_nll(logits, target):
    """Makes their logarithms by hand, and takes the loss for these."""
    return F.nll_loss(logits.log_softmax(dim=1), target)


def share_down(logits):
    """Every row is to become probabilities."""
    return logits.softmax(dim=0)


def share_along(logits):
    """Goes along the classes, so that every row adds up to 1."""
    return logits.softmax(dim=1)


def share_last(logits):
    """The last dim, whatever the number of dims."""
    return logits.softmax(dim=-1)


_LOGITS: Final = "torch.tensor([[2., 0.5, -1.], [0., 1., 3.], [1., 1., 0.]])"
_IGNORED: Final = -100  # a class that cross_entropy leaves out


def _no_class(logits: Tensor, target: Tensor) -> Marks:
    if logits.ndim != 2:
        return ()
    return beyond("target", target.where(target != _IGNORED, 0), logits.shape[1], "classes")


def _more_than_a_row(logits: Tensor, target: Tensor) -> Marks:
    return () if logits.ndim != 2 or target.is_floating_point() else n_dims("target", target, 1)


def _a_label_for_each_row(logits: Tensor, target: Tensor) -> Tensor:
    if logits.ndim != 2 or target.is_floating_point():
        raise ValueError("which label is whose cannot be known")
    return F.cross_entropy(logits, target.reshape(-1))


def _rows_to_shares(logits: Tensor) -> Tensor:
    if logits.ndim != 2:
        raise ValueError("along which dim the classes lie is known of rows alone")
    return logits.softmax(dim=1)


CASES: Final[Mapping[str, Case]] = {
    "labels from a table": Case(
        kind="loss", answer="dtype", broken=label, fixes=(label_long,),
        operands={"logits": _LOGITS, "target": "torch.tensor([0., 2., 1.])"}, meant=label_long,
    ),
    "labels in 32 bits": Case(
        kind="loss", answer="dtype", broken=label_short, fixes=(label_short_long, label_short_byte),
        operands={"logits": _LOGITS, "target": "torch.tensor([0, 2, 1], dtype=torch.int32)"},
        meant=label_short_long,
    ),
    "three classes": Case(
        kind="loss", answer="another kind", broken=label_from_one,
        fixes=(label_from_zero, label_clamped, label_ignored),
        operands={"logits": _LOGITS, "target": "torch.tensor([1, 3, 2])"}, marks=_no_class,
    ),
    "a column of labels": Case(
        kind="loss", answer="shape", broken=label_column, fixes=(label_column_squeezed, label_column_one_hot),
        operands={"logits": _LOGITS, "target": "torch.tensor([[0], [2], [1]])"},
        marks=_more_than_a_row,
        meant=_a_label_for_each_row,
    ),
    "answer and label": Case(
        kind="loss", answer="another kind", broken=label_exchanged, fixes=(label_in_order,),
        operands={"target": "torch.tensor([0, 2, 1])", "logits": _LOGITS},
        marks=lambda target, logits: value("target", "comes first, where the logits belong"),
    ),
    "probabilities for the loss": Case(
        kind="loss", answer="another kind", broken=softmax_twice, silent=True, fixes=(softmax_once, softmax_nll),
        meant=softmax_once,
        operands={"logits": _LOGITS, "target": "torch.tensor([0, 2, 1])"},
        marks=lambda logits, target: value("logits", "go through softmax here and again in the loss"),
    ),
    "a share for every class": Case(
        kind="loss", answer="shape", broken=share_down, silent=True, fixes=(share_along, share_last),
        operands={"logits": _LOGITS}, meant=_rows_to_shares,
        marks=lambda logits: (
            Mark(operand="logits", aspect="shape", dim=0, says=f"{len(logits)}: each column adds up to 1"),
        ),
    ),
}  # fmt: skip
