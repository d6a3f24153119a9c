"""The ways to make a tensor, with the settings they read: one entry each, with the call that learners copy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, isclose
from typing import Any, Final

import torch
from torch import Tensor

from core.config import SEED
from core.errors import TensorError
from core.ranges import check_name
from core.tensors.limits import BOUND, DTYPES, ELEMENTS, EYE, STEPS, check_elements
from core.tensors.literals import literal_code, parse_literal, tensor_from
from core.tensors.sizes import parse_size
from core.tensors.warned import heard

COURSE_TENSOR: Final = "[[[1, 2, 3], [3, 6, 9], [2, 4, 5]]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every setting of a tensor that is made from nothing; each way reads only the ones it takes.

    Attributes:
        source: a name in `CREATORS`.
        literal: nested lists of numbers, for `tensor`.
        size: a shape as text, such as `3, 4`.
        dtype: a name in `DTYPES`; `inferred` leaves the choice to PyTorch.
        seed: of the generator that `rand` and `randn` draw from.
        fill_value, start, end, step, steps, n: as the function of that name calls them (dimensionless).
    """

    source: str = "tensor"
    literal: str = COURSE_TENSOR
    size: str = "3, 4"
    fill_value: float = 7.0
    start: float = 0.0
    end: float = 10.0
    step: float = 1.0
    steps: int = 5
    n: int = 4
    dtype: str = "inferred"
    seed: int = 42

    def __post_init__(self) -> None:
        """Refuse what lies outside the limits."""
        check_name("source", self.source, CREATORS)
        check_name("dtype", self.dtype, DTYPES)
        for name in ("fill_value", "start", "end", "step"):
            BOUND.check(name, getattr(self, name))
        for name, allowed in {"steps": STEPS, "n": EYE, "seed": SEED}.items():
            allowed.check_count(name, getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """One way to make a tensor.

    Attributes:
        make: calls PyTorch, with the dtype as keyword argument (None: PyTorch chooses).
        call: the same call as code, without the dtype.
        takes: the settings of `Recipe` that it reads.
        idea: one sentence on when to use it.
        random: whether it draws from a generator.
        deprecated: whether PyTorch warns of it.
    """

    make: Callable[..., Tensor]
    call: Callable[[Recipe], str]
    takes: tuple[str, ...]
    idea: str
    random: bool = False
    deprecated: bool = False


def _plain(value: float) -> float:
    """Write whole numbers as int, as a learner would: PyTorch then infers int64."""
    return int(value) if float(value).is_integer() else float(value)


def _sizes(recipe: Recipe) -> str:
    size = parse_size(recipe.size)
    return ", ".join(map(str, size)) if size else "()"


def _generator(recipe: Recipe) -> torch.Generator:
    return torch.Generator().manual_seed(recipe.seed)


def _counting(recipe: Recipe) -> tuple[float, float, float]:
    """Return start, end and step, where these do not make too many."""
    start, end, step = map(_plain, (recipe.start, recipe.end, recipe.step))
    # Where the number of them is inf, PyTorch makes none and says so.
    if step and ELEMENTS.high < (end - start) / step < inf:
        check_elements(round((end - start) / step), ELEMENTS)
    return start, end, step


def _arange(recipe: Recipe, **options: Any) -> Tensor:
    return torch.arange(*_counting(recipe), **options)


def range_and_warning(recipe: Recipe, **options: Any) -> tuple[Tensor, str]:
    """Call `torch.range`, and return what it makes and what PyTorch warns of while it does.

    Raises:
        TensorError: the step would become 0 as a whole number: PyTorch 2.13 then divides by 0 and ends the process.
    """
    counted = _counting(recipe)
    dtype = options.get("dtype")
    if dtype not in {None, torch.bool} and not dtype.is_floating_point and 0 < abs(recipe.step) < 1:
        raise TensorError(
            f"torch.range is not asked here: as a whole number a step of {recipe.step:g} is 0, torch.range divides by"
            " it, and Python ends without a word; torch.arange refuses such a step"
        )
    return heard(lambda: torch.range(*counted, **options), "torch.range")


def has_end(made: Tensor, recipe: Recipe) -> bool:
    """Tell whether the end of a count is the last number made of it, as exactly as the dtype has it."""
    if not made.numel():
        return False
    rounding = 2 * torch.finfo(made.dtype).eps if made.is_floating_point() else 0.0
    return isclose(made[-1].item(), recipe.end, rel_tol=rounding, abs_tol=rounding * abs(recipe.step))


def rounded_up(made: Tensor, recipe: Recipe) -> tuple[int, float] | None:
    """Tell where `torch.arange` made one number too many because a quotient was rounded.

    Returns:
        How many numbers come before the end exactly, and the quotient that PyTorch rounds up; None where all is well.
    """
    if recipe.source != "arange" or not made.is_floating_point() or not made.numel():
        return None
    start, end, step = (Fraction(repr(value)) for value in (recipe.start, recipe.end, recipe.step))
    exact = ceil((end - start) / step)
    return (exact, (recipe.end - recipe.start) / recipe.step) if made.numel() > exact else None


def _like(recipe: Recipe, **options: Any) -> Tensor:
    return torch.zeros_like(tensor_from(parse_literal(recipe.literal)), **options)


def _range_code(*values: float) -> str:
    return ", ".join(repr(_plain(value)) for value in values)


def _shaped(factory: Callable[..., Tensor], name: str, idea: str) -> Creator:
    return Creator(
        make=lambda recipe, **options: factory(parse_size(recipe.size), **options),
        call=lambda recipe: f"torch.{name}({_sizes(recipe)}",
        takes=("size",),
        idea=idea,
    )


def _drawn(factory: Callable[..., Tensor], name: str, idea: str) -> Creator:
    return Creator(
        make=lambda recipe, **options: factory(parse_size(recipe.size), generator=_generator(recipe), **options),
        call=lambda recipe: f"torch.{name}({_sizes(recipe)}, generator=generator",
        takes=("size", "seed"),
        idea=idea,
        random=True,
    )


CREATORS: Final[Mapping[str, Creator]] = {
    "tensor": Creator(
        make=lambda recipe, **options: tensor_from(parse_literal(recipe.literal), **options),
        call=lambda recipe: f"torch.tensor({literal_code(parse_literal(recipe.literal))}",
        takes=("literal",),
        idea="Your own numbers: every pair of brackets is one more dim.",
    ),
    "zeros": _shaped(torch.zeros, "zeros", "All 0: a place to add things up in, or a mask."),
    "ones": _shaped(torch.ones, "ones", "All 1: what multiplying leaves as it was."),
    "full": Creator(
        make=lambda recipe, **options: torch.full(parse_size(recipe.size), _plain(recipe.fill_value), **options),
        call=lambda recipe: f"torch.full({parse_size(recipe.size)}, {_range_code(recipe.fill_value)}",
        takes=("size", "fill_value"),
        idea="One value everywhere; a whole number makes it int64.",
    ),
    "zeros_like": Creator(
        make=_like,
        call=lambda recipe: f"torch.zeros_like(torch.tensor({literal_code(parse_literal(recipe.literal))})",
        takes=("literal",),
        idea="All 0, in the shape and the dtype of another tensor: the one below.",
    ),
    "arange": Creator(
        make=_arange,
        call=lambda recipe: f"torch.arange({_range_code(recipe.start, recipe.end, recipe.step)}",
        takes=("start", "end", "step"),
        idea="Counts in steps and stops before the end, as Python's range does.",
    ),
    "range": Creator(
        make=lambda recipe, **options: range_and_warning(recipe, **options)[0],
        call=lambda recipe: f"torch.range({_range_code(recipe.start, recipe.end, recipe.step)}",
        takes=("start", "end", "step"),
        idea="Old code has it: counts as arange does, but takes the end in where a step meets it; floats if not told.",
        deprecated=True,
    ),
    "linspace": Creator(
        make=lambda recipe, **options: torch.linspace(recipe.start, recipe.end, recipe.steps, **options),
        call=lambda recipe: f"torch.linspace({_range_code(recipe.start, recipe.end)}, {recipe.steps}",
        takes=("start", "end", "steps"),
        idea="A number of points at equal distances, both ends included.",
    ),
    "eye": Creator(
        make=lambda recipe, **options: torch.eye(recipe.n, **options),
        call=lambda recipe: f"torch.eye({recipe.n}",
        takes=("n",),
        idea="1 on the diagonal: the matrix that changes nothing.",
    ),
    "rand": _drawn(torch.rand, "rand", "Even chances between 0 and 1: networks start from random numbers."),
    "randn": _drawn(torch.randn, "randn", "Normal draws around 0, most of them between -2 and 2."),
}
