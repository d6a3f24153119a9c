"""How long, how deep, how large, how slow: the bounds of an expression, written once."""

from typing import Final

from core.ranges import Range

LENGTH: Final = Range(1, 500)  # characters
NODES: Final = Range(1, 200)  # of the syntax tree
NESTING: Final = Range(1, 24)
ELEMENTS: Final = Range(0, 200_000)  # of any tensor on the way: a picture of 224 x 224 x 3 fits
NDIM: Final = Range(0, 8)
PIECES: Final = Range(0, 1_000)  # that a tensor is cut into, numbers in a range()
WORK: Final = Range(0, 10_000_000)  # products of one einsum, which keeps them all for a moment
BITS: Final = 64  # of a whole number
TEXT: Final = Range(0, 40)  # characters of a text such as "ij,jk->ik"
SECONDS: Final = 2.0  # of work; while others work, the clock goes on and this does not
