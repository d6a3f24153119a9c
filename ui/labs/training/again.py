"""The same run from other weights, in one click."""

from collections.abc import Callable

from core.config import SEED, TrainConfig
from core.initialisations import PLAYGROUND_INIT
from ui.state import assign


def other_weights(config: TrainConfig) -> dict[str, Callable[[int], None]]:
    """Return what chooses the weights of the next seed for the same points, as a time machine offers it.

    Nothing where a run of TensorFlow Playground asks for its own.
    """
    given = config.playground_seed and config.init == PLAYGROUND_INIT
    return {} if given else {"again": lambda _: _draw(config)}


def _draw(config: TrainConfig) -> None:
    following = int(SEED.low) if config.seed >= SEED.high else config.seed + 1
    points = config.seed if config.data_seed is None else config.data_seed
    assign({"seed": following, "data_seed": "" if config.playground_seed else str(points)})
