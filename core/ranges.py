"""Limits, written once: the check and the widget both read the same `Range`."""

from dataclasses import dataclass

from core.errors import ConfigError
from core.quoting import listed, quoted

_WRITTEN_OUT = 1e16  # below, a whole number in float64 is written digit by digit


@dataclass(frozen=True, slots=True)
class Range:
    """A closed interval [low, high]."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Tell whether value lies in the interval; nan never does."""
        return self.low <= value <= self.high

    def check(self, name: str, value: float) -> None:
        """Refuse a value outside the interval.

        Raises:
            ConfigError: with the setting's name, the interval and the value given.
        """
        if isinstance(value, bool) or not isinstance(value, int | float) or value not in self:
            raise ConfigError(f"{name} must lie in [{self.low:g}, {self.high:g}], got {_plain(value)}")

    def check_count(self, name: str, value: int) -> None:
        """Refuse anything but a whole number inside the interval.

        Raises:
            ConfigError: with the setting's name, the interval and the value given.
        """
        if isinstance(value, bool) or not isinstance(value, int) or value not in self:
            raise ConfigError(f"{name} must be a whole number in [{self.low:g}, {self.high:g}], got {quoted(value)}")


def _plain(value: object) -> str:
    """Return a value as it may have been typed: a whole number without a point."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _WRITTEN_OUT
    return f"{value:.0f}" if whole else quoted(value)


def check_name(name: str, value: str, allowed: object) -> None:
    """Refuse a name that a registry does not have.

    Raises:
        ConfigError: with the setting's name, what would be accepted and the value given.
    """
    names = list(allowed)  # type: ignore[call-overload]
    if not isinstance(value, str) or value not in names:
        raise ConfigError(f"{name} must be one of {listed(names)}; got {quoted(value)}")
