"""Surprising: what the numbers are. Predict first; each of these has cost somebody an evening."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

IN_DIGITS: Final[Mapping[str, Exercise]] = {
    "dtype of a mixed sum": Exercise(
        level="surprising",
        question="`v` is a float32 vector, `s` a float64 tensor without dims. What is the dtype of `v + s`?",
        solution="(v + s).dtype",
        names="v, s",
        made="torch.tensor([1.0, 2.0]), torch.tensor(0.5, dtype=torch.float64)",
        formula=False,
        hints=(
            "Between two vectors, the wider dtype would win.",
            "A tensor without dims counts less, like a plain number.",
        ),
        why="A tensor with dims goes before one without: `s` may change the kind (whole to float), not the width. "
        "Two vectors would give float64.",
        mistakes={
            "torch.float64": "so it would be between two vectors; one without dims counts less",
            "torch.int64": "both are floats, so the sum is one",
            "torch.float16": "nothing here is that narrow",
        },
    ),
    "bytes wrap round": Exercise(
        level="surprising",
        question="`x` is a picture of two pixels, uint8. What are the two numbers of `x + 100`?",
        solution="x + 100",
        names="x",
        made="torch.tensor([200, 100], dtype=torch.uint8)",
        formula=False,
        hints=("uint8 goes from 0 to 255.", "After 255 it begins again at 0."),
        why="200 + 100 is 300, and 300 - 256 is 44: the brightest pixel turns dark, without a word. `.float()` before "
        "calculating with pictures.",
        mistakes={
            "(300, 200)": "uint8 ends at 255",
            "(255, 200)": "PyTorch does not stop at the end, it begins again at 0",
            "(45, 200)": "256 is the first that does not fit, and becomes 0",
        },
    ),
    "the end of float16": Exercise(
        level="surprising",
        question="`x` is 60,000 in float16, which networks like for its size. What is `x * 2`?",
        solution="x * 2",
        names="x",
        made="torch.tensor(60000., dtype=torch.float16)",
        formula=False,
        hints=(
            "The largest number in float16 is `torch.finfo(torch.float16).max`.",
            "That is 65,504. What is beyond?",
        ),
        why="float16 ends at 65,504; beyond is inf, and inf - inf is nan: how a training in half precision breaks. "
        "bfloat16 goes as far as float32, with fewer digits.",
        mistakes={
            "120000": "float16 ends at 65,504",
            "65504": "that is the largest number in float16; beyond it PyTorch does not stop",
            "torch.nan": "nan comes only when two infinities meet",
        },
    ),
    "0.1 + 0.2": Exercise(
        level="surprising",
        question="In Python, `0.1 + 0.2 == 0.3` is False. With these float32 tensors, is `a + b == c`?",
        solution="a + b == c",
        names="a, b, c",
        made="torch.tensor(0.1), torch.tensor(0.2), torch.tensor(0.3)",
        formula=False,
        hints=(
            "Python computes in float64, these are float32.",
            "Each of the three is rounded; it may come out even.",
        ),
        why="In float32 the rounding errors happen to cancel. That is luck, not a rule: compare floats with "
        "`torch.isclose` or `torch.allclose`.",
        mistakes={
            "False": "so it is in float64; in float32 the roundings happen to meet",
            "0.3": "asked is whether the two are equal: True or False",
            "a + b": "asked is whether the two are equal: True or False",
        },
    ),
    "division that rounds": Exercise(
        level="surprising",
        question="`x` holds -7 and 7. What are the two numbers of `x // 2`?",
        solution="x // 2",
        names="x",
        made="torch.tensor([-7, 7])",
        formula=False,
        hints=("`//` gives whole numbers of whole numbers.", "It rounds down, and down from -3.5 is not -3."),
        why="`//` rounds down, to -4 and 3, as Python does; many languages cut to -3. `x / 2` would give floats, "
        "`torch.div(x, 2, rounding_mode='trunc')` cuts.",
        mistakes={
            "(-3, 3)": "`//` rounds down, it does not cut",
            "(-3.5, 3.5)": "that is `x / 2`",
            "(-4, 4)": "down from 3.5 is 3",
        },
    ),
    "count what is missing": Exercise(
        level="surprising",
        question="In `x` some measurements are missing; `nan` stands for them. How many?",
        solution="x.isnan().sum()",
        names="x",
        made="torch.tensor([[1., torch.nan, 3.], [torch.nan, 5., torch.nan]])",
        hidden=(
            "torch.where(torch.rand(3, 4) < 0.6, torch.nan, torch.rand(3, 4))",
            "torch.where(torch.rand(5, 4) < 0.5, torch.nan, 1.0)",
        ),
        hints=("What does `torch.nan == torch.nan` say?", "A method asks every element: `isnan()`."),
        why="nan is not equal to anything, not even to itself, so `x == torch.nan` is False everywhere. "
        "(`x != x` finds them, for that very reason.)",
        mistakes={
            "(x == torch.nan).sum()": "nan equals nothing, not even nan, so this counts none",
            "x.isnan()": "this is the mask; count what is True in it",
            "x.sum()": "one nan makes the sum nan",
            "x.isnan().any()": "this asks whether any is missing",
        },
    ),
    "the loss before learning": Exercise(
        level="surprising",
        question="A network for 10 classes has learned nothing: all its logits are 0. What is its cross-entropy? "
        "Within 0.01 will do.",
        solution="F.cross_entropy(logits, y)",
        names="logits, y",
        made="torch.zeros(1, 10), torch.tensor([3])",
        formula=False,
        tolerance=0.01,
        hints=("Every class gets the probability 1/10.", "The loss is minus the natural logarithm of that."),
        why="-ln(1/10) = ln(10) = 2.3026: a first loss that is far from ln(number of classes) tells of a bug, "
        "before a "
        "step is trained.",
        mistakes={
            "0": "a loss of 0 would be a sure and right answer",
            "0.1": "that is the probability; the loss is minus its logarithm",
            "1": "that is minus the logarithm to base 10; here it is the natural one",
        },
    ),
    "cross-entropy by hand": Exercise(
        level="surprising",
        question="Compute the cross-entropy of `logits` and the true classes `y`, the mean over the samples; "
        "without `F.cross_entropy`, if you can.",
        solution="-logits.log_softmax(dim=1).gather(1, y[:, None]).mean()",
        names="logits, y",
        made="(torch.randn(4, 3) * 10).round() / 10, torch.tensor([2, 0, 1, 1])",
        hidden=("torch.randn(3, 3), torch.tensor([1, 2, 1])", "torch.randn(5, 4), torch.randint(0, 4, (5,))"),
        seed=8,
        hints=(
            "It is minus the log of the probability that the true class gets.",
            "Probabilities: softmax along the classes. `log_softmax` does both, without overflow.",
            "Pick the true classes with `gather(1, y[:, None])`, then the mean, with a minus.",
        ),
        why="`F.cross_entropy` takes raw logits and does the softmax itself. Given probabilities, it does softmax "
        "twice: nothing fails, the loss just never gets small.",
        mistakes={
            "F.cross_entropy(logits.softmax(dim=1), y)": "`F.cross_entropy` does softmax itself: this does it twice",
            "F.nll_loss(logits, y)": "`F.nll_loss` wants log-probabilities, so `log_softmax` comes first",
            "-logits.softmax(dim=1).gather(1, y[:, None]).mean()": "the log is missing",
            "-logits.log_softmax(dim=1).mean()": "only the true class counts, not the mean of all",
        },
    ),
}
