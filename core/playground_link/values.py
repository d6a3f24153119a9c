"""The values of a link, read one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from core.config import HIDDEN_LAYERS, NEURONS, SEED_TEXT
from core.decimals import decimal
from core.playground_link.names import FEATURES, SEED
from core.quoting import quoted
from core.ranges import Range


@dataclass(slots=True)
class Values:
    """Reads values of a link one by one; what cannot be used is replaced, and a note says so."""

    found: Mapping[str, str]
    notes: list[str] = field(default_factory=list)

    def _or(self, name: str, default: Any, read: Callable[[str], Any]) -> Any:
        """Read a value with `read`, which raises ValueError for what cannot be used."""
        text = self.found.get(name, "")
        if not text:
            return default
        try:
            return read(text)
        except ValueError:
            self.notes.append(f"{name} cannot be {quoted(text)}: {default} is used.")
            return default

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Read one of the allowed words."""
        chosen: str = self._or(name, default, lambda text: allowed[allowed.index(text)])
        return chosen

    def yes(self, name: str, *, default: bool) -> bool:
        """Read true or false."""
        yes: bool = self._or(name, default, lambda text: ("false", "true").index(text.lower()) == 1)
        return yes

    def number(self, name: str, limits: Range, default: float) -> float:
        """Read a number; one outside the limits becomes the nearest allowed."""
        value: float = self._or(name, default, _finite)
        near = min(max(value, limits.low), limits.high)
        if near != value:
            self.notes.append(f"{name} {value:g} lies outside [{limits.low:g}, {limits.high:g}]: {near:g} is used.")
        return near

    def features(self) -> tuple[str, ...]:
        """Read which inputs are on, in their fixed order."""
        chosen = tuple(ours for name, ours in FEATURES.items() if self.yes(name, default=name in ("x", "y")))
        if not chosen:
            self.notes.append("A network without any input cannot learn: x1 and x2 are used.")
        return chosen

    def sizes(self) -> tuple[int, ...]:
        """Read the sizes of the hidden layers."""
        if self.found.get("networkShape") == "":
            return ()
        sizes: list[int] = self._or("networkShape", [4, 2], lambda text: [_count(part) for part in text.split(",")])
        near = [min(max(size, int(NEURONS.low)), int(NEURONS.high)) for size in sizes][: int(HIDDEN_LAYERS.high)]
        if near != sizes:
            self.notes.append(
                f"networkShape goes beyond {HIDDEN_LAYERS.high:g} layers of {NEURONS.low:g} to {NEURONS.high:g}"
                f" neurons: {', '.join(map(str, near))} is used."
            )
        return tuple(near)

    def seed(self) -> str:
        """Read the seed."""
        seed = self.found.get("seed", "")
        if not seed:
            self.notes.append(
                f"The link names no seed, so its points and weights change at every visit: {SEED} is used."
            )
            return SEED
        if len(seed) not in SEED_TEXT:
            self.notes.append(f"The seed is longer than {SEED_TEXT.high:g} characters: its beginning is used.")
        return seed[: int(SEED_TEXT.high)]


def _finite(text: str) -> float:
    value = decimal(text)
    if value is None or not isfinite(value):
        raise ValueError
    return value


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError
    return int(text)
