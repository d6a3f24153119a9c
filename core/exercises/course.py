"""The course's exercises on tensors, questions 2 to 10, with the seeds that it sets."""

from collections.abc import Mapping
from typing import Final

from core.exercises.spec import Exercise

_PAIR: Final = "torch.rand(2, 3), torch.rand(2, 3)"

COURSE: Final[Mapping[str, Exercise]] = {
    "random 7 by 7": Exercise(
        level="course",
        question="Question 2. Make a random tensor of shape `(7, 7)`, with numbers from 0 to 1. (Seed 42 is set.)",
        solution="torch.rand(7, 7)",
        seed=42,
        hints=(
            "torch has a function for random numbers, evenly from 0 to 1; its name has four letters.",
            "It takes the sizes of the dims: `torch.rand(rows, columns)`.",
        ),
        why="`torch.rand` takes a shape, and every number is drawn evenly from 0 to 1. `randn` draws from the normal "
        "distribution; `torch.tensor` takes numbers, no shape.",
        mistakes={
            "torch.rand(7)": "one size makes one dim, a vector",
            "torch.randn(7, 7)": "`randn` draws from the normal distribution, also below 0 and beyond 1",
            "torch.tensor((7, 7))": "`torch.tensor` makes a tensor of these very numbers; `torch.rand` takes a shape",
            "torch.zeros(7, 7)": "these are no random numbers",
        },
    ),
    "multiply by a row": Exercise(
        level="course",
        question="Question 3. Multiply the matrix `X` by the random row `Y` of shape `(1, 7)`, as matrices. "
        "`Y` has to be transposed for that.",
        solution="X @ Y.T",
        names="X, Y",
        made="torch.rand(7, 7), torch.rand(1, 7)",
        seed=42,
        hints=(
            "In a product of matrices the inner sizes must be equal. Here they are 7 and 1.",
            "`Y.T` has shape (7, 1).",
            "The operator of matrix multiplication is `@`, or `torch.matmul(a, b)`.",
        ),
        why="(7, 7) @ (7, 1) gives (7, 1): the inner sizes must be equal and go, the outer ones stay.",
        mistakes={
            "X @ Y": "the inner sizes are 7 and 1; the row has to be transposed",
            "X * Y": "`*` multiplies element by element and repeats the row for it",
            "Y @ X.T": "this is the answer lying on its side: a row",
            "X @ Y.reshape(7)": "a vector has no columns, so the result has lost its second dim",
        },
    ),
    "the same with seed 0": Exercise(
        level="course",
        question="Question 4. Seed 0 is set. In one expression draw a tensor of shape `(7, 7)`, then one of `(1, 7)`, "
        "and multiply them as before. The first number will be 1.8542.",
        solution="torch.rand(7, 7) @ torch.rand(1, 7).T",
        seed=0,
        hints=(
            "Nothing has a name here: write the two draws where `X` and `Y` stood.",
            "Python computes from left to right, so what is drawn first has to stand on the left.",
            "`torch.rand(7, 7) @ ...`, and on the right a row, transposed.",
        ),
        why="The seed fixes the whole row of numbers to come, so everyone who draws the same shapes in the same order "
        "gets 1.8542. Draw the row first, and all numbers are others.",
        mistakes={
            "torch.rand(7, 7) @ torch.rand(1, 7)": "the inner sizes are 7 and 1; the row has to be transposed",
            "(torch.rand(1, 7) @ torch.rand(7, 7)).T": "the row was drawn first, so both got other numbers",
            "torch.randn(7, 7) @ torch.randn(1, 7).T": "`randn` draws from the normal distribution",
            "torch.rand(7, 7) * torch.rand(1, 7)": "`*` multiplies element by element",
        },
    ),
    "a seed for the GPU": Exercise(
        level="course",
        question="Question 5. A GPU has a random generator of its own, with its own seed, if there is one. "
        "Is there one on this server, so that PyTorch can use CUDA? Guess, or ask PyTorch.",
        solution="torch.cuda.is_available()",
        formula=False,
        hints=(
            "True or False. Most servers that cost nothing have none.",
            "PyTorch knows: `torch.cuda.is_available()`.",
        ),
        why="Where there is one, `torch.cuda.manual_seed(1234)` sets its seed; `torch.manual_seed(1234)` sets "
        "those of "
        "the CPU and of all GPUs. The same seed gives other numbers on a GPU than on a CPU.",
        mistakes={
            "1234": "that is a seed; asked is whether there is a GPU",
            "torch.cuda": "torch.cuda is a part of torch; ask it by a function",
        },
    ),
    "a pair with seed 1234": Exercise(
        level="course",
        question="Question 6. Seed 1234 is set. Draw two random tensors of shape `(2, 3)`, and give them as a pair "
        "`(first, second)`.",
        solution=f"({_PAIR})",
        seed=1234,
        hints=(
            "A pair is written with a comma between: `(first, second)`.",
            "Each of the two is `torch.rand(2, 3)`.",
        ),
        why="The second draw goes on where the first one ended, so the two differ though the seed was set once. "
        "`.to(device)` would move them to a GPU, if there is one.",
        mistakes={
            "torch.rand(2, 3)": "this is the first one only",
            "torch.rand(2, 2, 3)": "the same twelve numbers, but in one tensor",
            "(torch.rand(3, 2), torch.rand(3, 2))": "the first size counts the rows",
        },
    ),
    "multiply the pair": Exercise(
        level="course",
        question="Question 7. Multiply `A` and `B` as matrices, so that the result is `(2, 2)`. One of the two has to "
        "change its shape first.",
        solution="A @ B.T",
        names="A, B",
        made=_PAIR,
        seed=1234,
        hints=(
            "(2, 3) @ (2, 3) does not fit: 3 meets 2.",
            "(2, 3) @ (3, 2) gives (2, 2). How does `B` become (3, 2), with its rows as columns?",
        ),
        why="`A @ B.T` takes the dot product of every row of `A` with every row of `B`.",
        mistakes={
            "A @ B": "the inner sizes are 3 and 2",
            "A.T @ B": "the other one transposed: this fits as well, and pairs columns, not rows",
            "A @ B.reshape(3, 2)": "`reshape` fits too, but reads the numbers on in memory and mixes the rows",
            "A * B": "`*` multiplies element by element",
        },
    ),
    "largest and smallest": Exercise(
        level="course",
        question="Question 8. `C` is the product of question 7. Give its largest and its smallest number, as a pair.",
        solution="(C.max(), C.min())",
        names="C",
        made="torch.rand(2, 3) @ torch.rand(2, 3).T",
        seed=1234,
        formula=False,
        tolerance=1e-4,
        hints=("A pair is written `(largest, smallest)`.", "A tensor has the methods `max()` and `min()`."),
        why="Without a dim, `max()` looks at all elements and gives a tensor without dims; `.item()` makes a "
        "number of "
        "it.",
        mistakes={
            "(C.min(), C.max())": "asked was the largest first",
            "C.max(dim=1)": "along a dim, `max` gives the largest of each row, and where each stands",
            "C.max()": "this is the largest only",
            "(C.argmax(), C.argmin())": "these are the places, not the numbers",
        },
    ),
    "where they stand": Exercise(
        level="course",
        question="Question 9. At which places in `C` stand its largest and its smallest number? Give the pair that "
        "`argmax` and `argmin` would.",
        solution="(C.argmax(), C.argmin())",
        names="C",
        made="torch.rand(2, 3) @ torch.rand(2, 3).T",
        seed=1234,
        formula=False,
        hints=(
            "Without a dim, `argmax` counts through all elements, row by row, from 0.",
            "In a (2, 2) matrix the last element has place 3.",
        ),
        why="`argmax()` of a matrix is one number: the place in the flattened tensor. With `dim=1` it is one for each "
        "row, which is what a classifier needs.",
        mistakes={
            "(C.argmin(), C.argmax())": "asked was the place of the largest first",
            "C.argmax(dim=1)": "along a dim there is one place for every row",
            "(C.max(), C.min())": "these are the numbers, not their places",
            "(4, 1)": "places count from 0",
        },
    ),
    "away with the ones": Exercise(
        level="course",
        question="Question 10. Seed 7 is set. Draw a random tensor of shape `(1, 1, 1, 10)` and remove its dims of "
        "size 1, so that a vector of 10 is left. It begins 0.5349, 0.1988.",
        solution="torch.rand(1, 1, 1, 10).squeeze()",
        seed=7,
        hints=("`torch.rand` takes four sizes here.", "The method that removes dims of size 1 is `squeeze()`."),
        why="`squeeze()` removes every dim of size 1 and no number. Name the dim, `squeeze(0)`, where a batch of one "
        "must stay a batch.",
        mistakes={
            "torch.rand(1, 1, 1, 10)": "the dims of size 1 are still there",
            "torch.rand(1, 1, 1, 10).squeeze(0)": "with a dim named, only that one goes",
            "torch.randn(10)": "`randn` draws from the normal distribution",
        },
    ),
}
