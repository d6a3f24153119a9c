"""Many runs at once: a pure step from state to state, as for a single run."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from torch import Tensor

from core.config import TrainConfig
from core.ensembles.advancing import advance_stack, measured_at_start
from core.ensembles.limits import check_many
from core.ensembles.single import Single, advance_single, start_single
from core.ensembles.stack import Stack, begin
from core.training import EpochRecord, Stop

_SLICE_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a cell of a heat map shows of one run, so far.

    Attributes:
        config: its settings: `core.training.train(config)` is the same run alone.
        last: how good it is now, or was when it ended.
        best: how good it was in the epoch with its lowest test loss.
        stop: why it ended before its last epoch; None where it did not.
    """

    config: TrainConfig
    last: EpochRecord
    best: EpochRecord
    stop: Stop | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ManyState:
    """Many runs on their way; nothing in it is ever changed in place.

    Attributes:
        configs: one for each run.
        parts: stacks, and single runs.
        places: for each run its part and its place there.
    """

    configs: tuple[TrainConfig, ...]
    parts: tuple[Stack | Single, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return all(part.finished for part in self.parts)

    @property
    def share(self) -> float:
        """How much of the epochs of all runs is done, in [0, 1]."""
        done = sum(c.epochs if p.finished else p.epoch for p in self.parts for c in p.configs)
        return done / sum(config.epochs for config in self.configs)

    @property
    def least_far(self) -> int:
        """Which part has the smallest share of its epochs done, the first of several; 0 where all are finished."""
        shares = [1.0 if part.finished else part.epoch / part.configs[0].epochs for part in self.parts]
        return shares.index(min(shares))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """How each run stands, in the order of the configs."""
        return tuple(self._outcome(index) for index in range(len(self.configs)))

    def _outcome(self, index: int) -> Outcome:
        part, place = self._find(index)
        stop = part.ended[place].stop if place in part.ended else None
        return Outcome(config=self.configs[index], last=part.last(place), best=part.lowest(place), stop=stop)

    def history(self, index: int) -> tuple[EpochRecord, ...]:
        """Return the curve of one run: from epoch 0, about 60 epochs of a stacked one, and the last."""
        part, place = self._find(index)
        return part.curve(place)

    def weights(self, index: int) -> Mapping[str, Tensor]:
        """Return the weights of one run by their names in the state_dict."""
        part, place = self._find(index)
        return part.weights(place)

    def _find(self, index: int) -> tuple[Stack | Single, int]:
        part, place = self.places[index]
        return self.parts[part], place


def start_many(configs: Sequence[TrainConfig], between: Callable[[], None] = lambda: None) -> ManyState:
    """Return many runs before their first step: initial weights, and how good they are.

    Args:
        configs: one for each run.
        between: called many times on the way, for whoever must not be kept waiting.

    Raises:
        ConfigError: too many, or too much work in all.
        PlaygroundError: data that cannot be used as asked.
    """
    found = check_many(configs)
    parts: list[Stack | Single] = []
    places = dict[int, tuple[int, int]]()
    for part, group in enumerate(found):
        members = [configs[index] for index in group.places]
        parts.append(measured_at_start(begin(members, between)) if group.stacked else start_single(members[0]))
        between()
        places |= {index: (part, place) for place, index in enumerate(group.places)}
    return ManyState(configs=tuple(configs), parts=tuple(parts), places=tuple(places[i] for i in range(len(configs))))


def advance_many(state: ManyState, epochs: int) -> ManyState:
    """Train every run for some more epochs, at most to its own last one; each ends early at a number not finite."""
    return replace(state, parts=tuple(_advance(part, epochs) for part in state.parts))


def advance_part(state: ManyState, part: int, epochs: int) -> ManyState:
    """Train the runs of one part for some more epochs, all others standing: in any order it ends as all at once."""
    news = _advance(state.parts[part], epochs)
    return replace(state, parts=(*state.parts[:part], news, *state.parts[part + 1 :]))


def _advance(part: Stack | Single, epochs: int) -> Stack | Single:
    return advance_stack(part, epochs) if isinstance(part, Stack) else advance_single(part, epochs)


def train_many(configs: Sequence[TrainConfig], on_progress: Callable[[ManyState], bool] | None = None) -> ManyState:
    """Train many runs to their ends.

    Args:
        configs: one for each run.
        on_progress: called with the state before the first step and after each slice of about 0.2 s (at least one
            epoch of all); what it returns tells whether to go on.

    Raises:
        ConfigError: too many, or too much work in all.
        PlaygroundError: data that cannot be used as asked.
    """
    state, epochs = start_many(configs), 1
    while (on_progress is None or on_progress(state)) and not state.finished:
        began = time.perf_counter()
        state = advance_many(state, epochs)
        epochs = 2 * epochs if time.perf_counter() - began < _SLICE_SECONDS / 2 else epochs
    return state
