"""Settings that change on the way, and weights set by hand: "120: lr=0.01; 250: 0.weight[2,1]=1.5"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from core.config.limits import (
    BATCH_SIZE,
    CHANGES,
    CHANGES_TEXT,
    DROPOUT,
    EPOCHS,
    LR,
    PARAMETER,
    REGULARIZATION_RATE,
)
from core.datasets import DATASETS
from core.errors import ConfigError
from core.quoting import quoted

if TYPE_CHECKING:
    from core.config.train import TrainConfig

RANGES: Final = {"lr": LR, "regularization_rate": REGULARIZATION_RATE, "batch_size": BATCH_SIZE, "dropout": DROPOUT}
SETTINGS: Final = (*RANGES, "noise")  # whose range is the data set's
EXAMPLE: Final = "120: lr=0.01; 200: batch_size=5; 250: 0.weight[2,1]=1.5"
_CHANGE: Final = re.compile(
    r"\s*(?P<epoch>\d{1,6})\s*:\s*(?P<name>\w[\w.]{0,40})\s*(?:\[\s*(?P<index>\d{1,4}(?:\s*,\s*\d{1,4})?)\s*\])?"
    r"\s*=\s*(?P<value>\S{1,40})\s*",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"[-+.\deE]+", re.ASCII)  # float() alone reads digits of any script, and nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change between two epochs.

    Attributes:
        epoch: after which it comes; 0 is before training.
        name: one of `SETTINGS`, or a parameter's name in the state_dict, such as "0.weight".
        index: which number of that parameter, one or two indices; empty for a setting.
        value: what it is from then on; None is a batch_size of all points.
    """

    epoch: int
    name: str
    index: tuple[int, ...] = ()
    value: float | None

    @property
    def told(self) -> str:
        """The change without its epoch, as it is written."""
        place = f"[{','.join(map(str, self.index))}]" if self.index else ""
        return f"{self.name}{place}={'full' if self.value is None else _plain(self.value)}"


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


@lru_cache(maxsize=256)
def read_changes(text: str) -> tuple[Change, ...]:
    """Read changes, and put them in the order of their epochs; what a network has is not checked here.

    Raises:
        ConfigError: one sentence that says what would be accepted.
    """
    if len(text) not in CHANGES_TEXT:
        raise ConfigError(f"changes must have at most {CHANGES_TEXT.high:g} characters, got {len(text):,}")
    pieces = [piece for piece in re.split(r"[;\n]", text) if piece.strip()]
    if len(pieces) not in CHANGES:
        raise ConfigError(f"changes must be at most {CHANGES.high:g}, got {len(pieces):,}")
    return tuple(sorted(map(_read, pieces), key=lambda change: change.epoch))


def write_changes(changes: tuple[Change, ...]) -> str:
    """Write changes as `read_changes` reads them."""
    return "; ".join(f"{change.epoch}: {change.told}" for change in changes)


def _read(piece: str) -> Change:
    found = _CHANGE.fullmatch(piece)
    if found is None:
        raise ConfigError(f"changes must be written like '{EXAMPLE}', got {quoted(piece.strip())}")
    name, index = found["name"], tuple(map(int, (found["index"] or "").split(","))) if found["index"] else ()
    if bool(index) == (name in SETTINGS) or not (name in SETTINGS or name.endswith((".weight", ".bias"))):
        raise ConfigError(
            f"changes can be of {'=, '.join(SETTINGS)}=, of a weight such as 0.weight[2,1]= and of a bias such as"
            f" 0.bias[2]=; got {quoted(piece.strip())}"
        )
    epoch = int(found["epoch"])
    if epoch not in EPOCHS and epoch != 0:
        raise ConfigError(f"changes can come after epoch 0 to {EPOCHS.high:g}, got {quoted(piece.strip())}")
    return Change(epoch=epoch, name=name, index=index, value=_value(name, found["value"], epoch))


def _value(name: str, text: str, epoch: int) -> float | None:
    """Read a value within the limits of its setting."""
    if name == "batch_size" and text == "full":
        return None
    try:
        value = float(text) if _NUMBER.fullmatch(text) else float("no number")
    except ValueError:
        raise ConfigError(f"changes after epoch {epoch}: {name} must be a number, got {quoted(text)}") from None
    if name == "batch_size" and value.is_integer():
        value = int(value)
        BATCH_SIZE.check_count(f"changes after epoch {epoch}: {name}", value)
        return value
    if name == "batch_size":
        raise ConfigError(
            f"changes after epoch {epoch}: batch_size must be full or a whole number, got {quoted(text)}"
        )
    if name != "noise":
        RANGES.get(name, PARAMETER).check(f"changes after epoch {epoch}: {name}", value)
    return value


def check_changes(config: TrainConfig) -> None:
    """Refuse changes on the way that do not fit the network; write them as `write_changes` does."""
    changes, shapes = read_changes(config.changes), config.parameter_shapes
    for change in changes:
        if change.name == "lr" and config.schedule != "constant":
            raise ConfigError(f"changes of lr need a schedule that leaves it alone, constant; got {config.schedule}")
        if change.name == "dropout" and not config.dropout:
            raise ConfigError("changes of dropout need a network that has some from the start; got dropout 0")
        if change.name == "noise":
            _check_noise(change, config.dataset)
        if change.index:
            _check_place(change, shapes)
    object.__setattr__(config, "changes", write_changes(changes))


def _check_noise(change: Change, name: str) -> None:
    """Refuse noise that the data set does not have."""
    allowed = DATASETS[name].noise_range
    if allowed.low == allowed.high:
        raise ConfigError(f"changes of noise need a data set that is drawn with noise; got dataset {name!r}")
    if change.value is not None:
        allowed.check(f"changes after epoch {change.epoch}: noise of {name}", change.value)


def _check_place(change: Change, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse a weight or bias that the network does not have."""
    if change.name not in shapes:
        raise ConfigError(f"changes can be of {', '.join(shapes)} in this network; got {change.told!r}")
    shape = shapes[change.name]
    if len(change.index) != len(shape) or any(i >= n for i, n in zip(change.index, shape, strict=True)):
        first, last = ",".join("0" for _ in shape), ",".join(str(n - 1) for n in shape)
        raise ConfigError(f"changes can be of {change.name}[{first}] to {change.name}[{last}]; got {change.told!r}")
