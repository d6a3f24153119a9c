"""The arguments worth trying on a tensor, as they are written in code; PyTorch then decides."""

import itertools
import math
from collections.abc import Iterator, Sequence

from torch import Tensor

Arguments = tuple[str, ...]

_MOST_DIMS = 3  # of the shapes tried: with dims of size 1 there is no end of them
_LONGEST_INDEX = 12  # numbers in an index that is written out


def _written(numbers: Sequence[int]) -> Arguments:
    return tuple(map(str, numbers))


def _divisors(n: int) -> list[int]:
    low = [divisor for divisor in range(1, math.isqrt(n) + 1) if n % divisor == 0]
    return sorted({*low, *(n // divisor for divisor in low)})


def _shapes(numel: int, ndim: int) -> Iterator[tuple[int, ...]]:
    if ndim == 1:
        yield (numel,)
        return
    for first in _divisors(numel):
        yield from ((first, *rest) for rest in _shapes(numel // first, ndim - 1))


def sizes(x: Tensor) -> Iterator[Arguments]:
    """Yield the other shapes of up to three dims: no dims of size 1 first, few dims first, even ones first."""
    dims = range(1, _MOST_DIMS + 1 if x.numel() else 2)
    shapes = [shape for ndim in dims for shape in _shapes(x.numel(), ndim)]
    fresh = [shape for shape in shapes if shape != tuple(x.shape)]
    return map(_written, sorted(fresh, key=lambda shape: (shape.count(1), len(shape), abs(shape[0] - shape[-1]))))


def orders(x: Tensor) -> Iterator[Arguments]:
    """Yield every other order of the dims."""
    same = tuple(range(x.ndim))
    return (_written(order) for order in itertools.permutations(same) if order != same or x.ndim < 2)


def pairs(x: Tensor) -> Iterator[Arguments]:
    """Yield two dims."""
    return map(_written, itertools.combinations(range(x.ndim), 2))


def moves(x: Tensor) -> Iterator[Arguments]:
    """Yield a dim and where it goes."""
    return (_written((dim, to)) for dim in range(x.ndim) for to in (0, -1) if dim != to % x.ndim)


def new_dims(x: Tensor) -> Iterator[Arguments]:
    """Yield the places for one more dim."""
    return ((str(dim),) for dim in range(x.ndim + 1))


def own_dims(x: Tensor) -> Iterator[Arguments]:
    """Yield the dims there are."""
    return ((str(dim),) for dim in range(x.ndim))


def ones(x: Tensor) -> Iterator[Arguments]:
    """Yield nothing at all, then every dim of size 1."""
    yield ()
    yield from ((str(dim),) for dim in range(x.ndim) if x.shape[dim] == 1)


def spans(x: Tensor) -> Iterator[Arguments]:
    """Yield nothing at all, then every first and last dim."""
    yield ()
    yield from pairs(x)


def nothing(_: Tensor) -> Iterator[Arguments]:
    """Yield no arguments, once."""
    yield ()


def factors(x: Tensor) -> Iterator[Arguments]:
    """Yield a dim and two sizes that it comes apart into, real ones first."""
    found = [(dim, first, size // first) for dim, size in enumerate(x.shape) for first in _divisors(size)]
    found.sort(key=lambda one: 1 in one[1:])
    return ((str(dim), f"({first}, {second})") for dim, first, second in found)


def wider(x: Tensor) -> Iterator[Arguments]:
    """Yield sizes with a 1 stretched, or with one more dim in front."""
    for dim in (dim for dim, size in enumerate(x.shape) if size == 1):
        yield from (_written([times if at == dim else -1 for at in range(x.ndim)]) for times in (2, 3, 4))
    yield from (_written([times, *[-1] * x.ndim]) for times in (2, 3))


def times(x: Tensor) -> Iterator[Arguments]:
    """Yield how often to repeat along each dim."""
    for dim in range(x.ndim):
        yield from (_written([n if at == dim else 1 for at in range(x.ndim)]) for n in (2, 3))
    yield _written([2, *[1] * x.ndim])


def flips(x: Tensor) -> Iterator[Arguments]:
    """Yield one dim, then several."""
    return (_written(dims) for n in range(1, x.ndim + 1) for dims in itertools.combinations(range(x.ndim), n))


def shifts(x: Tensor) -> Iterator[Arguments]:
    """Yield a shift and its dim, then a shift of all elements in their order."""
    yield from ((str(shift), f"dims={dim}") for dim in range(x.ndim) for shift in (1, -1, 2))
    yield ("1",)


def cuts(x: Tensor) -> Iterator[Arguments]:
    """Yield the size of a piece, or all sizes, and the dim that is cut."""
    for dim, size in enumerate(x.shape):
        yield from ((str(n), f"dim={dim}") for n in range(1, min(size, 8)))
        if size > 2:
            yield (f"[{size - 1}, 1]", f"dim={dim}")


def chunks(x: Tensor) -> Iterator[Arguments]:
    """Yield how many pieces, and the dim that is cut."""
    return ((str(n), f"dim={dim}") for dim in range(x.ndim) for n in (2, 3, 4))


def picks(x: Tensor) -> Iterator[Arguments]:
    """Yield a dim and which of it: the last and the first, one twice, every second."""
    for dim, size in enumerate(x.shape):
        every = range(0, size, 2)
        found = [[size - 1, 0], [0, 0, size - 1], *([list(every)] if 2 < len(every) <= _LONGEST_INDEX else [])]
        yield from ((str(dim), str(which)) for which in found)


def gathers(x: Tensor) -> Iterator[Arguments]:
    """Yield a dim and an index that takes one element along it for each place of the other dims."""
    for dim in range(x.ndim):
        shape = [1 if at == dim else size for at, size in enumerate(x.shape)]
        if 0 < math.prod(shape) <= _LONGEST_INDEX and x.shape[dim]:
            yield str(dim), str(_counted(shape, itertools.count(), x.shape[dim]))


def _counted(shape: Sequence[int], count: Iterator[int], size: int) -> object:
    if not shape:
        return next(count) % size
    return [_counted(shape[1:], count, size) for _ in range(shape[0])]


def conditions(x: Tensor) -> Iterator[Arguments]:
    """Yield what can be asked of every element."""
    middle = int(x.reshape(-1)[x.numel() // 2]) if x.numel() else 0
    yield from (
        (text,) for text in (f"x > {middle}", f"x <= {middle}", "x % 2 == 0", f"(x % 3 == 0) | (x > {middle})")
    )
