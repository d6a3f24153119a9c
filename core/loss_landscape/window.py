"""What is to be seen of a landscape."""

from dataclasses import dataclass
from typing import Final

from core.ranges import Range, check_name

PLANES: Final = ("path", "random")
PARTS: Final = ("train", "test")
SPAN: Final = Range(0.01, 10)
PLANE_SEED: Final = Range(0, 9_999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is to be seen of a landscape.

    Attributes:
        plane: "path", the principal components of the path, or "random", filter-normalised random directions.
        span: half the side of the picture: 1 is as far as the path's farthest place lies in the plane ("path"), or as
            far as the weights are from 0 ("random").
        seed: of the random directions.
        part: the points whose loss it is, "train" or "test".

    Raises:
        ConfigError: one sentence with the setting, what is allowed and what was given.
    """

    plane: str = "path"
    span: float = 1.2
    seed: int = 0
    part: str = "train"

    def __post_init__(self) -> None:
        """Check every setting."""
        check_name("plane", self.plane, PLANES)
        SPAN.check("span", self.span)
        PLANE_SEED.check_count("seed", self.seed)
        check_name("part", self.part, PARTS)
