"""The data sets: points on a line, points on a plane, measured tables, and the learner's own."""

from core.datasets.data import Data, Split
from core.datasets.load import input_names, load, n_classes, weight_stream
from core.datasets.recipe import Request
from core.datasets.registry import DATASETS
from core.datasets.seedrandom import SeedRandom
from core.datasets.source import maker_source
from core.datasets.spec import Dataset
from core.datasets.split import divide
from core.datasets.tfplayground_stream import STREAMED

__all__ = [
    "DATASETS",
    "STREAMED",
    "Data",
    "Dataset",
    "Request",
    "SeedRandom",
    "Split",
    "divide",
    "input_names",
    "load",
    "maker_source",
    "n_classes",
    "weight_stream",
]
