"""Every setting of a descent, valid or it does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.descent.curves import CURVES
from core.descent.landscapes import LANDSCAPES
from core.descent.surface import Surface
from core.errors import ConfigError
from core.optimizers import OPTIMIZERS
from core.quoting import quoted
from core.ranges import Range, check_name

SURFACES: Final[Mapping[str, Surface]] = {**CURVES, **LANDSCAPES}

LR: Final = Range(0.0001, 10)
MOMENTUM: Final = Range(0, 0.99)
STEPS: Final = Range(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentConfig:
    """One run of one optimizer on one surface.

    Attributes:
        surface: a name in `SURFACES`.
        optimizer: a name in `OPTIMIZERS`.
        lr: learning rate, in LR.
        momentum: share of the speed kept from step to step, in MOMENTUM; only some optimizers have one.
        start: one number per weight, inside the surface's domain; None is the surface's own start.
        steps: how many updates, in STEPS.

    Raises:
        ConfigError: one sentence that names the setting, what is accepted, and the value given.
    """

    surface: str = "Parabola"
    optimizer: str = "SGD"
    lr: float = 0.1
    momentum: float = 0.9
    start: tuple[float, ...] | None = None
    steps: int = 50

    def __post_init__(self) -> None:
        """Check every setting."""
        check_name("surface", self.surface, SURFACES)
        check_name("optimizer", self.optimizer, OPTIMIZERS)
        LR.check("lr", self.lr)
        MOMENTUM.check("momentum", self.momentum)
        STEPS.check_count("steps", self.steps)
        domain = SURFACES[self.surface].domain
        if not isinstance(self.origin, tuple) or len(self.origin) != len(domain):
            raise ConfigError(f"start must have {len(domain)} number(s) on {self.surface}, got {quoted(self.start)}")
        for axis, limits, value in zip("xy", domain, self.origin, strict=False):
            limits.check("start" if len(domain) == 1 else f"start {axis}", value)

    @property
    def origin(self) -> tuple[float, ...]:
        """Where the run starts."""
        return SURFACES[self.surface].start if self.start is None else self.start
