"""What many runs at once may ask for, written once, and the check."""

from collections.abc import Sequence
from typing import Final

from core.config import STEPS, WORK, TrainConfig
from core.datasets.recipe import recipe
from core.ensembles.grouping import Group, groups
from core.errors import ConfigError
from core.ranges import Range

MEMBERS: Final = Range(1, 1024)
NUMBERS: Final = Range(0, 2e7)  # of different data sets and all parameters, kept between two steps


def check_many(configs: Sequence[TrainConfig]) -> tuple[Group, ...]:
    """Bound what many runs at once may cost a public host; return how they are trained.

    Raises:
        ConfigError: too many members, steps, numbers to keep, or too much work in all.
    """
    MEMBERS.check_count("networks", len(configs))
    found = groups(configs)
    _check("epochs x batches", _steps(configs, found), STEPS)
    _check("members x epochs x samples x parameters", _work(configs), WORK)
    data = {recipe(config): (config.n_samples or 0) * (config.sizes[0] + 1) for config in configs}
    _check("numbers in data and networks", sum(data.values()) + sum(4 * c.n_parameters for c in configs), NUMBERS)
    return found


def epochs_together(configs: Sequence[TrainConfig]) -> int:
    """Return how many epochs runs of equally many may have, all together: theirs, or fewer, rounded down.

    Digits, sixty-four times, would take minutes as long as one may be: who asks gets shorter runs, not none.
    """
    epochs = configs[0].epochs
    share = min(STEPS.high / _steps(configs, groups(configs)), WORK.high / _work(configs))
    most = max(1, int(epochs * share))
    unit = 10 ** max(0, len(str(most)) - 2)
    return epochs if share >= 1 else most // unit * unit


def _steps(configs: Sequence[TrainConfig], found: Sequence[Group]) -> int:
    return sum(configs[group.places[0]].steps for group in found)


def _work(configs: Sequence[TrainConfig]) -> int:
    return sum(config.epochs * config.n_train * config.n_parameters for config in configs)


def _check(what: str, value: int, allowed: Range) -> None:
    if value not in allowed:
        raise ConfigError(
            f"{what} of all networks together is {value:.2g}; at most {allowed.high:.2g} is allowed:"
            " choose fewer networks, fewer epochs, fewer samples or smaller networks"
        )
