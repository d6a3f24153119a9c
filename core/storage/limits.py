"""How much memory is looked at, written once."""

from typing import Final

from core.ranges import Range
from core.tensors.limits import BOUND

PLACES: Final = Range(1, 28)  # in one memory
CELLS: Final = Range(0, 28)  # elements of one tensor
RESULTS: Final = Range(1, 4)  # tensors that one operation gives
VALUE: Final = BOUND  # that is written into a cell
GUESSES: Final = Range(0, 80)  # letters
