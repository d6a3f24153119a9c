"""Harder: what a network's data and its answers ask for."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

_LOGITS: Final = "(torch.randn(4, 3) * 10).round() / 10"

HARDER: Final[Mapping[str, Exercise]] = {
    "channels first": Exercise(
        level="harder",
        question="A file gives a picture as `(H, W, C)`, here `(4, 4, 3)`; PyTorch's layers want `(C, H, W)`. "
        "Rearrange `image`, so that every channel stays a picture.",
        solution="image.permute(2, 0, 1)",
        names="image",
        made="torch.arange(48).reshape(4, 4, 3)",
        hidden=("torch.randint(0, 256, (4, 4, 3))", "torch.randint(0, 256, (2, 5, 3))"),
        hints=(
            "The numbers must not be mixed up, so `reshape` is not it.",
            "`permute` names the old dims in new order.",
        ),
        why="`permute(2, 0, 1)` says: first what was dim 2, then 0, then 1. `reshape(3, 4, 4)` has the same shape and "
        "cuts the row of numbers elsewhere: colours and pixels are mixed, and nothing fails.",
        mistakes={
            "image.reshape(3, 4, 4)": "`reshape` keeps the order in memory and cuts it elsewhere: the pixels "
            "are mixed",
            "image.permute(2, 1, 0)": "height and width have changed places: the picture is mirrored",
            "image.T": "`.T` is for matrices",
        },
    ),
    "a number for every row": Exercise(
        level="harder",
        question="`x` has 3 rows and `v` has 3 numbers. Add `v[0]` to all of row 0, `v[1]` to row 1, and so on.",
        solution="x + v[:, None]",
        names="x, v",
        made="torch.arange(12).reshape(3, 4), torch.tensor([100, 200, 300])",
        hidden=(
            "torch.randint(0, 9, (3, 3)), torch.randint(0, 9, (3,))",
            "torch.randint(0, 9, (5, 2)), torch.randint(0, 9, (5,))",
        ),
        hints=(
            "Shapes are compared from the right: 4 meets 3.",
            "As a column of shape (3, 1), `v` would be stretched along the rows.",
            "`v[:, None]` and `v.unsqueeze(1)` make a column.",
        ),
        why="(3, 4) + (3, 1): the 1 is stretched to 4. A vector counts as a row, so a number for every row has to be "
        "made a column.",
        mistakes={
            "x + v": "a vector counts as a row, and shapes are compared from the right",
            "x.T + v": "right numbers, transposed; turn it back, or make `v` a column",
        },
    ),
    "centre the rows": Exercise(
        level="harder",
        question="Take from every row of `x` its own mean. (`x` is square, so a mistake will not raise.)",
        solution="x - x.mean(dim=1, keepdim=True)",
        names="x",
        made="torch.randint(0, 10, (3, 3)).float()",
        hidden=("torch.randint(0, 10, (3, 3)).float()", "torch.randint(0, 10, (4, 4)).float()"),
        seed=5,
        hints=("The means of the rows have shape (3,), which counts as a row.", "`keepdim=True` makes them a column."),
        why="Without `keepdim`, (3, 3) - (3,) takes the mean of row 0 from column 0: no error, wrong numbers. On a "
        "square matrix only a look at the numbers tells.",
        mistakes={
            "x - x.mean(dim=1)": "without `keepdim=True` the mean of row j was taken from column j",
            "x - x.mean()": "this is the mean of all",
            "x - x.mean(dim=0)": "`dim=0` gives the means of the columns",
        },
    ),
    "the predicted classes": Exercise(
        level="harder",
        question="`logits` has a row for each of 4 samples and a score for each of 3 classes. Which class does each "
        "sample get?",
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
        question="Which share of the samples is classified rightly? `logits` is `(6, 3)`, `y` holds the true classes.",
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
    "the mean so far": Exercise(
        level="harder",
        question="`x` holds a loss for every step. Give for each step the mean of all losses up to it.",
        solution="x.cumsum(0) / torch.arange(1, len(x) + 1)",
        names="x",
        made="torch.tensor([4., 2., 3., 1., 5., 3.])",
        hidden=("torch.rand(5)", "torch.rand(8)"),
        hints=("`cumsum(0)` is the sum so far.", "Divide it by how many there were so far: 1, 2, 3, ..."),
        why="A running sum divided by a count, element by element: no loop is needed.",
        mistakes={
            "x.cumsum(0)": "this is the sum so far",
            "x.cumsum(0) / len(x)": "at each step, divide by how many there were until then, not by all",
            "x.mean()": "this is the mean of all",
            "x.cumsum(0) / torch.arange(len(x))": "that count begins with 0",
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
    "no look ahead": Exercise(
        level="harder",
        question="Make an `n` by `n` matrix of float32 with 1 on and below its diagonal and 0 above: what each of `n` "
        "words may look at.",
        solution="torch.ones(n, n).tril()",
        names="n",
        made="5",
        hidden=("3", "8"),
        hints=("Begin with ones of that shape.", "`tril` keeps the lower triangle, `triu` the upper one."),
        why="Row i has 1 for all columns up to i. It must be written in `n`: a sentence may have any length.",
        mistakes={
            "torch.ones(n, n).triu()": "that keeps what is above the diagonal",
            "torch.ones(5, 5).tril()": "this is right for 5 only; write it in `n`",
            "torch.eye(n)": "this is the diagonal alone",
            "torch.ones(n, n).tril() > 0": "these are truth values, wanted is float32",
        },
    ),
    "standardise the columns": Exercise(
        level="harder",
        question="Every column of `x` is a feature. Take its mean from it and divide by its standard deviation.",
        solution="(x - x.mean(dim=0)) / x.std(dim=0)",
        names="x",
        made="torch.randint(0, 10, (4, 3)).float()",
        hidden=("torch.rand(4, 4)", "torch.rand(6, 2)"),
        seed=11,
        hints=(
            "To collapse the rows, and so get one number for each column, is `dim=0`.",
            "Mind the brackets: `/` goes before `-`.",
        ),
        why="Each column then has mean 0 and standard deviation 1. `std` divides by N - 1, unless `correction=0`.",
        mistakes={
            "(x - x.mean()) / x.std()": "this is the mean of all features at once",
            "x - x.mean(dim=0) / x.std(dim=0)": "`/` goes before `-`: brackets are missing",
            "(x - x.mean(dim=0)) / x.std(dim=0, correction=0)": "this divides by N in the deviation, not by N - 1",
            "(x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)": "`dim=1` takes every row by itself",
        },
    ),
}
