"""Harder: dims that have to be lined up, turned or collapsed."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

ROWS_AND_COLUMNS: Final[Mapping[str, Exercise]] = {
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
        question="`v` has a number for each row of `x`. Add `v[0]` to all of row 0, `v[1]` to row 1, and so on.",
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
    "no look ahead": Exercise(
        level="harder",
        question="Make an `n` by `n` matrix of float32 with 1 on and below its diagonal and 0 above: what each of `n` "
        "words may look at.",
        solution="torch.ones(n, n).tril()",
        names="n",
        made="5",
        dtype=True,
        hidden=("3", "8"),
        hints=("Begin with ones of that shape.", "`tril` keeps the lower triangle, `triu` the upper one."),
        why="Row i has 1 for all columns up to i. It must be written in `n`: a sentence may have any length.",
        mistakes={
            "torch.ones(n, n).triu()": "that keeps what is above the diagonal",
            "torch.eye(n)": "this is the diagonal alone",
            "torch.ones(n, n).tril() > 0": "these are truth values, wanted is float32",
        },
    ),
}
