"""Surprising: where the numbers lie. Predict first; each of these has cost somebody an evening."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

IN_MEMORY: Final[Mapping[str, Exercise]] = {
    "stride after permute": Exercise(
        level="surprising",
        question="`x` has shape `(2, 3, 4)` and stride `(12, 4, 1)`. What is the stride of `x.permute(2, 0, 1)`?",
        solution="x.permute(2, 0, 1).stride()",
        names="x",
        made="torch.arange(24).reshape(2, 3, 4)",
        formula=False,
        hints=("No number moves in memory.", "The strides change places as the sizes do: first that of dim 2."),
        why="`permute` is a view: the sizes change places and so do the strides, and nothing is copied. Here the last "
        "stride is no longer 1, so the result is not contiguous and `view` may refuse it.",
        mistakes={
            "(6, 3, 1)": "that is the stride of a fresh tensor of shape (4, 2, 3); `permute` moves no number",
            "(12, 4, 1)": "the strides change places with the dims",
            "(4, 2, 3)": "that is the shape",
            "(4, 1, 12)": "`permute(2, 0, 1)` takes dim 2 first; this is the other way round",
        },
    ),
    "the memory of expand": Exercise(
        level="surprising",
        question="`x` is a column of shape `(3, 1)`. What is the stride of `x.expand(3, 4)`?",
        solution="x.expand(3, 4).stride()",
        names="x",
        made="torch.tensor([[10], [20], [30]])",
        formula=False,
        hints=(
            "`expand` copies nothing: there are three numbers in memory still.",
            "How far is it to the next column, if it shows the same number?",
        ),
        why="A stride of 0: the next column is the same number again. Twelve elements, three numbers in memory; "
        "writing into one writes into all of its row.",
        mistakes={
            "(4, 1)": "that would need twelve numbers in memory; `expand` copies nothing",
            "(1, 1)": "a step of 1 to the right would be the next row's number",
            "(0, 1)": "the rows differ; it is the columns that repeat",
        },
    ),
    "zero through a view": Exercise(
        level="surprising",
        question="`x` holds 1 to 6. After `x.reshape(6).zero_()`, what is the sum of `x`?",
        solution="(x.reshape(6).zero_(), x.sum())[1]",
        names="x",
        made="torch.arange(1, 7).reshape(2, 3)",
        formula=False,
        hints=(
            "Does `reshape` of this tensor copy, or look at the same memory?",
            "An underscore at the end means: in place.",
        ),
        why="Here `reshape` can be a view, and it is: the zeros are written into the memory of `x`.",
        mistakes={
            "21": "that is the sum before; this `reshape` looks at the memory of `x` itself",
            "x.sum()": "that is the sum before; this `reshape` looks at the memory of `x` itself",
            "6": "the zeros stand in all six places",
        },
    ),
    "zero through a copy": Exercise(
        level="surprising",
        question="`x` holds 1 to 6. After `x.T.reshape(6).zero_()`, what is the sum of `x`?",
        solution="(x.T.reshape(6).zero_(), x.sum())[1]",
        names="x",
        made="torch.arange(1, 7).reshape(2, 3)",
        formula=False,
        hints=(
            "In which order would the numbers of `x.T` have to lie, to be a row?",
            "They do not lie so. What must `reshape` do then?",
        ),
        why="A transposed tensor does not lie in memory in the order of its indices, so `reshape` copies, and "
        "the zeros go "
        "into the copy. One letter, `.T`, decides between a view and a copy; `view` would refuse here instead.",
        mistakes={
            "0": "here `reshape` has to copy, and the zeros go into the copy",
            "6": "the zeros went into a copy",
        },
    ),
}
