"""How good a run is, in one number."""

import math
from typing import Final

from core.config import TrainConfig
from core.training import EpochRecord, TrainState
from ui.charts.spelled import number

_HUGE: Final = 1e4


def quality(run: TrainState) -> str:
    """Write out how good the network is on the test points at the end of a run."""
    return "no finite number" if run.stop is not None else record_quality(run.history[-1])


def record_quality(record: EpochRecord) -> str:
    """Write out how good the network is on the test points at one epoch."""
    if record.test_accuracy is not None:
        return f"{record.test_accuracy:.1%}"
    r2 = math.nan if record.test_r2 is None else record.test_r2
    return "not defined" if undefined(r2) else f"{r2:.3f}".replace("-", "−") if abs(r2) < _HUGE else number(r2)


def undefined(r2: float | None) -> bool:
    """Tell whether there is no R2, as the targets do not vary."""
    return r2 is not None and math.isnan(r2)


def names(config: TrainConfig) -> dict[str, str]:
    """Name what a sentence on the quality of a run needs."""
    measure = "test accuracy" if config.task == "classification" else "test R²"
    return {"activation": config.activation, "measure": measure}
