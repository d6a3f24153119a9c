"""What a learner's table may hold: written once, read by check and widget."""

from typing import Final

from core.ranges import Range

TABLE_BYTES: Final = Range(1, 5 * 1024**2)
TABLE_ROWS: Final = Range(4, 20_000)
TABLE_COLUMNS: Final = Range(2, 100)
TABLE_CELLS: Final = Range(8, 1_000_000)
CATEGORIES: Final = Range(1, 30)
CLASSES: Final = Range(2, 20)
INPUTS: Final = Range(1, 256)
INPUT_VALUES: Final = Range(1, 1_000_000)  # rows x inputs
NAME_LENGTH: Final = Range(1, 80)
MAGNITUDE: Final = Range(-1e30, 1e30)
