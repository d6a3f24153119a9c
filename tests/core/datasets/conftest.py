"""What the tests of the data sets share."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest


def _ask(**settings: Any) -> SimpleNamespace:
    names = ("dataset", "n_samples", "noise", "train_share", "features", "table", "target", "task", "missing")
    empty = dict.fromkeys(names) | {"features": (), "target": "", "task": "", "missing": ""}
    own = {
        "true_weight": 0.7,
        "true_bias": 0.3,
        "seed": 42,
        "data_seed": None,
        "playground_seed": "",
        "dtype": "float32",
    }
    return SimpleNamespace(**empty | own | settings)


@pytest.fixture(scope="session")
def ask() -> Callable[..., SimpleNamespace]:
    """Make a request for data; everything that is not said is left to the data set."""
    return _ask
