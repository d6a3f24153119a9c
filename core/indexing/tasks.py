"""Tasks: cells are given, the index is wanted. The course's two, and others from a seed, from easy to surprising."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Generator, Tensor

from core.config import SEED
from core.indexing.picking import COURSE_VALUES, indexed, pick
from core.tensors.limits import LEVEL

_TRIES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """Cells that an index is wanted for.

    Attributes:
        asks: the sentence.
        x: the tensor.
        solution: an index that is right; there may be others.
        any_shape: whether only the cells and their order are asked for.
        hint: what to think of.
    """

    asks: str
    x: Tensor
    solution: str
    any_shape: bool = False
    hint: str


COURSE_TASKS: Final[Mapping[str, Task]] = {
    "9": Task(
        asks="Write the index that returns 9.",
        x=indexed(COURSE_VALUES),
        solution="x[0, 1, 2]",
        any_shape=True,
        hint="Three dims, so three places, each counted from 0: the matrix, the row in it, the column in that.",
    ),
    "3, 6, 9": Task(
        asks="Write the index that returns 3, 6, 9: the row, not a 3 from elsewhere.",
        x=indexed(COURSE_VALUES),
        solution="x[0, 1]",
        any_shape=True,
        hint="A dim that you do not name is kept whole. Which two do you have to name?",
    ),
    "column 3, 6, 9": Task(
        asks="Write the index that returns 3, 6, 9, now the last column.",
        x=indexed("1x3x3"),
        solution="x[:, :, 2]",
        any_shape=True,
        hint="A colon keeps a dim whole. Only the last dim has one place; it can be counted from behind, too.",
    ),
}


def random_task(level: int, seed: int) -> Task:
    """Make a task from a seed.

    Args:
        level: 1 (one cell of a matrix) to 5 (lists, masks, new dims).
        seed: of the generator.

    Raises:
        ConfigError: if one of them lies outside its range.
    """
    LEVEL.check_count("level", level)
    SEED.check_count("seed", seed)
    generator = Generator().manual_seed(seed)
    made = _LEVELS[level]
    for _ in range(_TRIES):
        x, solution = made(generator)
        n = pick(x, solution).result.numel()
        if n == 1 == level or 1 < n < x.numel():
            break
    return Task(asks="Write an index that returns the outlined cells.", x=x, solution=solution, hint=_HINTS[level])


def _draw(generator: Generator, low: int, high: int) -> int:
    """Draw a whole number from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=generator))


def _values(generator: Generator, *shape: int) -> Tensor:
    return torch.randint(0, 10, shape, generator=generator)


def _place(generator: Generator, size: int) -> str:
    """Name one place, a third of the time from behind."""
    place = _draw(generator, 0, size - 1)
    return str(place - size if _draw(generator, 0, 2) == 0 else place)


def _slice(generator: Generator, size: int) -> str:
    """Name a part of a dim: its beginning, its end, its middle, or every second place."""
    cut = _draw(generator, 1, size - 1)
    inner = f"{_draw(generator, 0, 1)}:{_draw(generator, 2, size - 1)}"
    forms = [f":{cut}", f"{cut}:", f"-{cut}:", inner, "::2", "1::2"]
    return forms[_draw(generator, 0, len(forms) - 1)]


def _cell(generator: Generator) -> tuple[Tensor, str]:
    x = _values(generator, 3, 4)
    return x, f"x[{_place(generator, 3)}, {_place(generator, 4)}]"


def _line(generator: Generator) -> tuple[Tensor, str]:
    x = _values(generator, 4, 5)
    forms = [f"x[{_place(generator, 4)}]", f"x[:, {_place(generator, 5)}]"]
    return x, forms[_draw(generator, 0, 1)]


def _block(generator: Generator) -> tuple[Tensor, str]:
    x = _values(generator, 5, 6)
    rows, columns = _slice(generator, 5), _slice(generator, 6)
    forms = [f"x[{rows}, {columns}]", f"x[{rows}, {_place(generator, 6)}]", f"x[{_place(generator, 5)}, {columns}]"]
    return x, forms[_draw(generator, 0, 2)]


def _deep(generator: Generator) -> tuple[Tensor, str]:
    shape = (3, 3, 4)
    kinds: list[Callable[[int], str]] = [lambda size: _place(generator, size), lambda size: _slice(generator, size)]
    kinds.append(lambda _: ":")
    order = torch.randperm(3, generator=generator).tolist()
    parts = [kinds[kind](size) for kind, size in zip(order, shape, strict=True)]
    return _values(generator, *shape), f"x[{', '.join(parts)}]"


def _surprising(generator: Generator) -> tuple[Tensor, str]:
    x = _values(generator, 4, 5)
    rows, columns = (torch.randperm(size, generator=generator)[:3].tolist() for size in (4, 5))
    forms = [
        f"x[{rows[:2]}]",
        f"x[:, {columns}]",
        f"x[x > {_draw(generator, 4, 7)}]",
        f"x[{rows}, {columns}]",
        f"x[:, None, {_place(generator, 5)}]",
        f"x[{rows[0]}, {_slice(generator, 5)}, None]",
    ]
    return x, forms[_draw(generator, 0, len(forms) - 1)]


_LEVELS: Final[Mapping[int, Callable[[Generator], tuple[Tensor, str]]]] = {
    1: _cell,
    2: _line,
    3: _block,
    4: _deep,
    5: _surprising,
}
_HINTS: Final = {
    1: "Row first, then column, both counted from 0; -1 is the last.",
    2: "A colon keeps a dim whole; a place drops it. Is it a row or a column?",
    3: "start:stop:step; the stop is not part of it, and what you leave out means from the start, or to the end.",
    4: "One part for each dim: dim 0 is the block, dim 1 the row in it, dim 2 the column. Which of them stay?",
    5: "A list of places picks in its own order, two lists go hand in hand, x > 5 picks by value, None adds a dim.",
}
