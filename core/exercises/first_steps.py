"""First steps: shapes, indices, one reduction."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

FIRST_STEPS: Final[Mapping[str, Exercise]] = {
    "brackets to shape": Exercise(
        level="first steps",
        question="What is the shape of this `TENSOR`? Count its brackets before you ask PyTorch.",
        solution="TENSOR.shape",
        names="TENSOR",
        made="torch.tensor([[[1, 2, 3], [3, 6, 9], [2, 4, 5]]])",
        formula=False,
        hints=(
            "As many brackets as open at the start, as many dims.",
            "The outermost pair holds one thing, which holds three, each of which holds three.",
        ),
        why="Three brackets, three dims: 1 matrix of 3 rows of 3 numbers.",
        mistakes={
            "(3, 3)": "three brackets open, so there are three dims",
            "(3, 3, 1)": "the outermost bracket comes first",
            "9": "that is `numel()`, how many numbers; the shape has one size for each dim",
            "3": "that is `ndim`, how many dims; the shape has the size of each",
        },
    ),
    "the number 9": Exercise(
        level="first steps",
        question="Write the index that returns 9.",
        solution="x[2, 2]",
        names="x",
        made="torch.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])",
        hidden=("torch.randperm(9).reshape(3, 3)", "torch.randperm(9).reshape(3, 3) + 1"),
        hints=("Rows first, then columns, and both count from 0.", "It stands in the last row and the last column."),
        why="`x[2, 2]`, `x[2][2]` and `x[-1, -1]` are the same place. `x.max()` is 9 as well, but only for these "
        "numbers.",
        mistakes={
            "x[3, 3]": "indices count from 0, so the third is 2",
            "x[9]": "an index says where, not what",
            "x[2]": "one index takes a whole row",
            "x.max()": "the largest stands there only for these numbers",
        },
    ),
    "the last column": Exercise(
        level="first steps",
        question="Take the last column of `x`, as a vector.",
        solution="x[:, -1]",
        names="x",
        made="torch.arange(1, 13).reshape(3, 4)",
        hidden=("torch.arange(1, 19).reshape(3, 6)", "torch.arange(1, 11).reshape(5, 2)"),
        hints=("A colon takes all of a dim.", "-1 counts from the end."),
        why="`:` takes all rows, -1 the last column; a plain index removes its dim, so a vector is left.",
        mistakes={
            "x[-1]": "the first index counts rows: this is the last row",
            "x[:, 4]": "indices count from 0, so there is no column 4",
            "x[:, 3]": "that is the last only if there are four columns",
            "x[:, -1:]": "a slice keeps its dim: this is a matrix with one column",
        },
    ),
    "how many are positive": Exercise(
        level="first steps",
        question="How many numbers in `x` are larger than 0? Let PyTorch count.",
        solution="(x > 0).sum()",
        names="x",
        made="torch.randint(-3, 4, (4, 5))",
        seed=3,
        hints=("A comparison gives a truth value for every element.", "True counts as 1 in a sum."),
        why="A mask of truth values can be summed: True is 1. `x[x > 0].numel()` and `torch.count_nonzero(x > 0)` say "
        "the same.",
        mistakes={
            "x > 0": "this is the mask; count what is True in it",
            "x[x > 0]": "these are the numbers themselves",
            "x[x > 0].sum()": "this adds the numbers up; it does not count them",
            "(x >= 0).sum()": "0 is not larger than 0",
        },
    ),
    "a mean for every row": Exercise(
        level="first steps",
        question="Take the mean of every row of `x`, as a column, ready to be taken from `x`.",
        solution="x.mean(dim=1, keepdim=True)",
        names="x",
        made="torch.randint(0, 10, (3, 4)).float()",
        hidden=("torch.randint(0, 10, (4, 4)).float()", "torch.randint(0, 10, (2, 5)).float()"),
        seed=1,
        hints=(
            "`dim` names the dim that collapses. To collapse the columns of a row is `dim=1`.",
            "`keepdim=True` leaves the collapsed dim behind with size 1.",
        ),
        why="The dim named is the one that goes. With `keepdim=True` it stays as a 1, and broadcasting then lines the "
        "means up with their rows.",
        mistakes={
            "x.mean(dim=1)": "the dim is gone; `keepdim=True` leaves it with size 1",
            "x.mean(dim=0, keepdim=True)": "`dim=0` collapses the rows: these are the means of the columns",
            "x.mean()": "without a dim, all collapse into one number",
            "x.sum(dim=1, keepdim=True)": "this is the sum",
        },
    ),
    "a batch of one": Exercise(
        level="first steps",
        question="A network takes batches, `(N, C, H, W)`, and `image` is one picture `(3, 2, 2)`. Make it a batch of "
        "one.",
        solution="image.unsqueeze(0)",
        names="image",
        made="torch.randint(0, 256, (3, 2, 2))",
        seed=2,
        hints=("A dim of size 1 has to come in front.", "`unsqueeze(dim)` puts one in."),
        why="`unsqueeze(0)`, or `image[None]`, adds a dim without touching a number. Forgetting it is the commonest "
        "error when one picture is shown to a trained network.",
        mistakes={
            "image.unsqueeze(-1)": "that puts the new dim last",
            "image.squeeze(0)": "`squeeze` removes dims of size 1; there is none, so nothing happens",
            "image.unsqueeze(1)": "that puts it after the channels",
        },
    ),
    "colour to grey": Exercise(
        level="first steps",
        question="`image` has three channels, `(C, H, W)`. Make it grey: the mean over the channels, `(H, W)`.",
        solution="image.mean(dim=0)",
        names="image",
        made="(torch.rand(3, 3, 4) * 10).round() / 10",
        hidden=("torch.rand(3, 3, 3)", "torch.rand(3, 2, 5)"),
        seed=4,
        hints=("Channels come first here: dim 0.", "The dim that is named collapses."),
        why="(3, 3, 4) without its first size is (3, 4): one mean for every pixel.",
        mistakes={
            "image.mean()": "all collapses: one grey for the whole picture",
            "image.mean(dim=1)": "dim 1 is the height",
            "image.mean(dim=-1)": "the last dim is the width; channels are last only in the layout of files",
            "image.sum(dim=0)": "the sum is three times as bright",
        },
    ),
}
