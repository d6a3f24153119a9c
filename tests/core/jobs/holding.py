"""What the tests of shared work have in common: both kinds of it, and a hold on its slices. Nothing here sleeps."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.config import TrainConfig
from core.ensembles import fan, grid, train_many
from core.jobs import Job, ManyJob, ManyPool, Pool, RunPool, Working, many, single, working
from core.jobs.turns import Turns
from core.training import TrainState, train

LONG = 60.0  # seconds after which a test that hangs fails
SMALL = TrainConfig(dataset="spiral", n_samples=20, hidden=(3,), epochs=12, batch_size=5)
DROPPING = replace(SMALL, epochs=40, dropout=0.2)
SEEDS = fan(SMALL, 3)
MIXED = (*grid(SMALL, "batch_size", (5, None), "seed", (1, 2)), replace(SMALL, dropout=0.5))  # three parts


@dataclass(frozen=True)
class Kind:
    """Work of one kind.

    Attributes:
        plan: of what is done.
        again: the same, of another visitor.
        make: the work of a plan.
        pool: a pool of at most so many.
        alone: does all of it at once.
        n_slices: of one epoch each.
    """

    plan: Any
    again: Any
    make: Callable[[Any], Working[Any]]
    pool: Callable[..., Pool[Any, Any]]
    alone: Callable[[Any], Any]
    n_slices: int


ONE = Kind(DROPPING, replace(DROPPING), Job, RunPool, train, 40)
STACK = Kind(SEEDS, fan(replace(SMALL), 3), ManyJob, ManyPool, train_many, 12)
STACKS = Kind(MIXED, tuple(map(replace, MIXED)), ManyJob, ManyPool, train_many, 36)
ALL = {"one run": ONE, "one stack": STACK, "stacks and a single run": STACKS}


def each_of(**kinds: Kind) -> pytest.MarkDecorator:
    """Run a test for each of these kinds."""
    return pytest.mark.parametrize("kind", kinds.values(), ids=kinds.keys())


def finish(job: Working[Any]) -> Any:
    with job.watching():
        assert job.wait(LONG)
    assert job.state is not None
    return job.state


def equal(first: Any, second: Any) -> bool:
    """Tell whether two states are the same, bit for bit."""
    if isinstance(first, TrainState):
        same = all(first.weights[name].equal(second.weights[name]) for name in second.weights)
        return same and first.history == second.history and first.epoch == second.epoch
    n = range(len(second.configs))
    return first.outcomes == second.outcomes and all(first.history(i) == second.history(i) for i in n)


class Slices:
    """Notes the slices of all work, one epoch each, and lets the test hold them back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[str, int]] = []  # ("run", its seed) or ("many", which part)
        self.starts, self.allowed = 0, float("inf")
        self.changed = threading.Condition()
        self.before: Callable[[], None] = lambda: None
        advance, advance_part = single.advance, many.advance_part

        def one(state: Any, epochs: int) -> Any:
            self._slice("run", state.config.seed)
            return advance(state, 1)

        def part_of_many(state: Any, part: int, epochs: int) -> Any:
            self._slice("many", part)
            return advance_part(state, part, 1)

        monkeypatch.setattr(single, "start", self._begun(single.start))
        monkeypatch.setattr(many, "start_many", self._begun(many.start_many))
        monkeypatch.setattr(single, "advance", one)
        monkeypatch.setattr(many, "advance_part", part_of_many)
        monkeypatch.setattr(working, "TURNS", Turns())

    def _begun(self, start: Callable[..., Any]) -> Callable[..., Any]:
        def begun(*args: Any) -> Any:
            self.before()
            with self.changed:
                self.starts += 1
            return start(*args)

        return begun

    def _slice(self, kind: str, which: int) -> None:
        self.before()
        with self.changed:
            self.made.append((kind, which))
            self.changed.notify_all()
            assert self.changed.wait_for(lambda: len(self.made) <= self.allowed, LONG)

    def reached(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.made) >= count, LONG)

    def allow(self, count: float) -> None:
        with self.changed:
            self.allowed = count
            self.changed.notify_all()


class Queue(deque[threading.Event]):
    """A queue for turns that tells when it grows."""

    def __init__(self) -> None:
        super().__init__()
        self.grown = threading.Condition()

    def append(self, item: threading.Event) -> None:
        with self.grown:
            super().append(item)
            self.grown.notify_all()

    def holds(self, count: int) -> None:
        with self.grown:
            assert self.grown.wait_for(lambda: len(self) >= count, LONG)
