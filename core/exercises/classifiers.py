"""Harder: what is asked of the scores of a classifier."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

_LOGITS: Final = "(torch.randn(4, 3) * 10).round() / 10"

CLASSIFIERS: Final[Mapping[str, Exercise]] = {
    "the predicted classes": Exercise(
        level="harder",
        question="`logits` has a row for each sample, and in it a score for each class. Which class does each sample "
        "get?",
        solution="logits.argmax(dim=1)",
        names="logits",
        made=_LOGITS,
        hidden=("torch.randn(3, 3)", "torch.randn(5, 2)"),
        seed=12,
        hints=("The class with the largest score wins.", "`argmax` gives places; name the dim of the classes."),
        why="`dim=1` collapses the classes and leaves one place for every sample. Softmax first would change "
        "nothing: it "
        "keeps the order.",
        mistakes={
            "logits.argmax()": "without a dim it counts through all elements",
            "logits.argmax(dim=0)": "this asks which sample is best for each class",
            "logits.max(dim=1)": "this is a pair; its second part, `.indices`, holds the places",
            "logits.max(dim=1).values": "these are the scores, not the classes",
        },
    ),
    "softmax over the classes": Exercise(
        level="harder",
        question="Turn the scores of each sample, a row of `logits`, into probabilities that sum to 1.",
        solution="logits.softmax(dim=1)",
        names="logits",
        made="(torch.randn(3, 3) * 10).round() / 10",
        hidden=("torch.randn(3, 3)", "torch.randn(4, 2)"),
        seed=7,
        hints=("Softmax must know along which dim the numbers are to sum to 1.", "The classes are dim 1."),
        why="Along `dim=1` every row sums to 1. With `dim=0` the columns do; on a square matrix nothing fails, "
        "and the "
        "network learns badly in silence.",
        mistakes={
            "logits.softmax(dim=0)": "now every column sums to 1, not every row",
            "logits.sigmoid()": "sigmoid looks at each number alone, so a row sums to anything",
            "logits / logits.sum(dim=1, keepdim=True)": "this sums to 1, too, but may be negative: exp is missing",
            "logits.softmax()": "the dim has to be named",
        },
    ),
    "accuracy": Exercise(
        level="harder",
        question="Which share of the samples is classified rightly? `logits` has a row for each sample and a column "
        "for each class, `y` holds the true classes.",
        solution="(logits.argmax(dim=1) == y).float().mean()",
        names="logits, y",
        made="(torch.randn(6, 3) * 10).round() / 10, torch.randint(0, 3, (6,))",
        hidden=(
            "torch.eye(3)[[0, 1, 2, 0]] + 0.1, torch.tensor([0, 2, 2, 0])",
            "torch.randn(9, 4), torch.randint(0, 4, (9,))",
        ),
        seed=0,
        hints=(
            "First the predicted classes, `argmax` along the classes.",
            "`==` gives a truth value for every sample.",
            "A mean wants a float dtype: `.float()` makes True 1 and False 0.",
        ),
        why="True is 1, so the mean of the hits is their share. PyTorch refuses the mean of truth values, hence "
        "`.float()`.",
        mistakes={
            "(logits.argmax(dim=1) == y).mean()": "a mean wants a float dtype",
            "(logits.argmax(dim=1) == y).sum()": "this is how many, not which share",
            "(logits == y).float().mean()": "scores cannot be compared with classes; take `argmax` first",
            "(logits.argmax(dim=1) == y).float()": "this is each hit; their mean is wanted",
        },
    ),
    "the score of the true class": Exercise(
        level="harder",
        question="Pick from each row of `logits` the score of its true class, `y`: a vector with one for every "
        "sample.",
        solution="logits.gather(1, y[:, None]).squeeze(1)",
        names="logits, y",
        made=f"{_LOGITS}, torch.tensor([2, 0, 1, 1])",
        hidden=(
            "torch.randn(3, 3), torch.tensor([1, 2, 1])",
            "torch.randn(5, 4), torch.randint(0, 4, (5,))",
        ),
        seed=8,
        hints=(
            "`gather(dim, index)` picks along a dim; its index needs as many dims as the tensor.",
            "`y[:, None]` is a column. What comes out is one, too; `squeeze(1)` makes it a vector.",
            "Or index with two vectors, the rows and the columns: `logits[torch.arange(len(y)), y]`.",
        ),
        why="`logits[:, y]` takes those columns of every row; picking one from each needs `gather`, or an index for "
        "rows and one for columns. This is how a cross-entropy finds its number.",
        mistakes={
            "logits[:, y]": "this takes all these columns from every row",
            "logits[y]": "this takes rows",
            "logits.gather(1, y[:, None])": "a column; `squeeze(1)` makes it a vector",
            "logits.gather(1, y)": "the index needs as many dims as `logits`",
        },
    ),
    "one-hot": Exercise(
        level="harder",
        question="`y` holds classes, of which there are 4 in all. Turn each into a row of 0s with a 1 at its "
        "class, as "
        "whole numbers (int64).",
        solution="F.one_hot(y, num_classes=4)",
        names="y",
        made="torch.tensor([0, 2, 1])",
        dtype=True,
        hidden=("torch.randint(0, 3, (4,))", "torch.randint(0, 4, (6,))"),
        hints=(
            "torch.nn.functional, here `F`, has a function of that name.",
            "It cannot know how many classes there are.",
        ),
        why="`F.one_hot` counts to the largest class it meets: say `num_classes`, or a batch without the last class "
        "gets a narrower tensor. `torch.eye(4)[y]` does the same in float32.",
        mistakes={
            "F.one_hot(y)": "the largest class here is not the last: say `num_classes=4`",
            "torch.eye(4)[y]": "the rows are right, their dtype is not: `.long()` makes whole numbers of them",
            "y == torch.arange(4)": "`y` has to be a column to meet every class",
        },
    ),
    "scores between two batches": Exercise(
        level="harder",
        question="`Q` and `K` are batches of 2, each of 3 vectors of 4 numbers: `(2, 3, 4)`. For each of the "
        "batch, take "
        "the dot product of every vector of `Q` with every one of `K`: `(2, 3, 3)`. (Attention begins so.)",
        solution='torch.einsum("bid,bjd->bij", Q, K)',
        names="Q, K",
        made="torch.randint(-3, 4, (2, 3, 4)), torch.randint(-3, 4, (2, 3, 4))",
        hidden=("torch.randn(2, 3, 4), torch.randn(2, 3, 4)", "torch.randn(2, 3, 3), torch.randn(2, 3, 3)"),
        seed=9,
        hints=(
            "`@` multiplies batches as well: what matters are the last two dims.",
            "`K` has to turn its last two dims, `.mT`.",
            'Or name the dims: `torch.einsum("bid,bjd->bij", Q, K)`; what is missing on the right is summed over.',
        ),
        why="`Q @ K.mT` and the einsum are the same: b stays, d is summed, i and j span the result.",
        mistakes={
            "Q @ K": "(3, 4) meets (3, 4): the inner sizes differ",
            "Q @ K.T": "`.T` is for matrices; `.mT` turns the last two dims",
            "K @ Q.mT": "the rows are of `K` now: every matrix is transposed",
            "Q * K": "this multiplies element by element and sums nothing",
        },
    ),
}
