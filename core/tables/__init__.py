"""The learner's own CSV: read with care, turned into numbers in the open."""

from core.tables.by_hand import COORDINATE, OWN_POINTS, POINTS_FILE, points_csv, points_table, respelled
from core.tables.columns import MISSING_WORDS, Column
from core.tables.drawing import WAITING, changed_points, drawable, fresh_changes
from core.tables.encode import Encoder, fit_encoder, spread
from core.tables.limits import CATEGORIES, CLASSES, INPUT_VALUES, INPUTS, TABLE_BYTES, TABLE_COLUMNS, TABLE_ROWS
from core.tables.missing import MISSING, Missing
from core.tables.read import read_csv
from core.tables.sample import sample_csv
from core.tables.table import Table

__all__ = [
    "CATEGORIES",
    "CLASSES",
    "COORDINATE",
    "INPUTS",
    "INPUT_VALUES",
    "MISSING",
    "MISSING_WORDS",
    "OWN_POINTS",
    "POINTS_FILE",
    "TABLE_BYTES",
    "TABLE_COLUMNS",
    "TABLE_ROWS",
    "WAITING",
    "Column",
    "Encoder",
    "Missing",
    "Table",
    "changed_points",
    "drawable",
    "fit_encoder",
    "fresh_changes",
    "points_csv",
    "points_table",
    "read_csv",
    "respelled",
    "sample_csv",
    "spread",
]
