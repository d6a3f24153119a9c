"""The data sets by name, in the menu's order."""

from collections.abc import Mapping
from typing import Final

from core.datasets.drawn import DRAWN
from core.datasets.measured import MEASURED
from core.datasets.spec import Dataset

DATASETS: Final[Mapping[str, Dataset]] = {**DRAWN, **MEASURED}
