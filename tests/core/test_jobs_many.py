"""Many runs shared by visitors: once for all, in fair turns with single runs, only while somebody watches."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.config import TrainConfig
from core.ensembles import ManyState, fan, grid, start_many, train_many
from core.errors import ConfigError
from core.jobs import Job, ManyJob, ManyPool, many, single, working
from core.jobs.turns import Turns
from core.training import TrainState

LONG = 60.0  # seconds after which a test that hangs fails
SMALL = TrainConfig(dataset="spiral", n_samples=20, hidden=(3,), epochs=12, batch_size=5)
SEEDS = fan(SMALL, 3)
MIXED = (*grid(SMALL, "batch_size", (5, None), "seed", (1, 2)), replace(SMALL, dropout=0.5))  # three parts


class Slices:
    """Notes which part is trained, one epoch each, and lets the test hold the work back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parts: list[int] = []
        self.order: list[str] = []
        self.starts, self.allowed = 0, float("inf")
        self.changed = threading.Condition()
        self.before: Callable[[], None] = lambda: None
        self._advance, self._start, self._single = many.advance_part, many.start_many, single.advance
        monkeypatch.setattr(many, "advance_part", self.advance)
        monkeypatch.setattr(many, "start_many", self.start)
        monkeypatch.setattr(single, "advance", self.one)
        monkeypatch.setattr(working, "TURNS", Turns())

    def start(self, configs: tuple[TrainConfig, ...], between: Callable[[], None]) -> ManyState:
        self.before()
        self.starts += 1
        return self._start(configs, between)

    def advance(self, state: ManyState, part: int, epochs: int) -> ManyState:
        self.before()
        with self.changed:
            self.parts.append(part)
            self.order.append("many")
            self.changed.notify_all()
            assert self.changed.wait_for(lambda: len(self.parts) <= self.allowed, LONG)
        return self._advance(state, part, 1)

    def one(self, state: TrainState, epochs: int) -> TrainState:
        self.before()
        with self.changed:
            self.order.append("single")
            self.changed.notify_all()
        return self._single(state, 1)

    def reached(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.parts) >= count, LONG)

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


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> Slices:
    return Slices(monkeypatch)


def finish(job: ManyJob) -> ManyState:
    with job.watching():
        assert job.wait(LONG)
    assert job.state is not None
    return job.state


def equal(first: ManyState, second: ManyState) -> bool:
    n = range(len(second.configs))
    return first.outcomes == second.outcomes and all(first.history(i) == second.history(i) for i in n)


@pytest.mark.parametrize("configs", [SEEDS, MIXED], ids=["one stack", "stacks and a single run"])
def test_many_end_in_turns_as_they_do_at_once(configs):
    job = ManyJob(configs)
    assert (job.done, job.share, job.state) == (False, 0.0, None)
    assert equal(finish(job), train_many(configs))
    assert (job.done, job.share) == (True, 1.0)


def test_the_part_that_is_least_far_is_next(slices):
    job = ManyJob(MIXED)
    finish(job)
    assert [slices.parts[i : i + 3] for i in range(0, 36, 3)] == [[0, 1, 2]] * 12
    assert start_many(MIXED).least_far == 0


def test_visitors_of_the_same_runs_share_them(slices):
    pool, together = ManyPool(), threading.Barrier(2)

    def visit(configs: tuple[TrainConfig, ...]) -> ManyState:
        together.wait(LONG)
        return finish(pool.job(configs))

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(visit, (SEEDS, fan(replace(SMALL), 3)))
    assert first is second
    assert (slices.starts, len(slices.parts)) == (1, SMALL.epochs)
    assert finish(pool.job(SEEDS)) is first
    assert slices.starts == 1


def test_many_pause_when_nobody_watches_and_go_on_where_they_were(slices):
    job = ManyJob(SEEDS)
    slices.allow(4)
    with job.watching():
        thread = job._thread
        slices.reached(5)  # the fifth slice is held back
    slices.allow(float("inf"))
    thread.join(LONG)
    assert not thread.is_alive()
    assert job.share == 5 / 12
    assert equal(finish(job), train_many(SEEDS))
    assert (slices.starts, len(slices.parts)) == (1, 12)


def test_many_and_a_single_run_take_turns(slices):
    queue = working.TURNS._waiting = Queue()
    crowd, run = ManyJob(SEEDS), Job(SMALL)
    # Every slice waits until both that are not done stand in the queue, itself included.
    slices.before = lambda: queue.holds(sum(not job.done for job in (crowd, run)))
    with crowd.watching(), run.watching():
        assert crowd.wait(LONG)
        assert run.wait(LONG)
    assert len(slices.order) == 24
    assert all(slices.order[i] != slices.order[i + 1] for i in range(23))


def test_others_go_first_while_many_data_sets_are_made(monkeypatch):
    turns = Turns()
    queue = turns._waiting = Queue()
    monkeypatch.setattr(working, "TURNS", turns)
    monkeypatch.setattr(many, "SLICE_SECONDS", -1.0)  # every moment is one too long
    crowd, run, seen = ManyJob(SEEDS), Job(SMALL), []
    kept = many.start_many

    def start(configs: tuple[TrainConfig, ...], between: Callable[[], None]) -> ManyState:
        def noted() -> None:
            if not seen:
                queue.holds(2)  # the single run has asked for its turn
            between()
            seen.append(run.state is not None)

        return kept(configs, noted)

    monkeypatch.setattr(many, "start_many", start)
    with crowd.watching():
        queue.holds(1)
        with run.watching():
            assert crowd.wait(LONG)
            assert run.wait(LONG)
    assert seen[0], "the single run began before the first data set's successor was made"
    assert len(seen) > len(SEEDS)
    assert equal(crowd.state, train_many(SEEDS))
    assert not turns._waiting


def test_passing_on_alone_is_no_wait():
    turns = Turns()
    with turns.turn():
        turns.pass_on()
    assert not turns._waiting


def test_a_refusal_reaches_who_waits():
    job = ManyJob(fan(replace(SMALL, epochs=500, hidden=(64, 64), n_samples=2000, batch_size=None), 64))
    with job.watching(), pytest.raises(ConfigError, match="of all networks together"):
        job.wait(LONG)


def test_the_pool_keeps_a_few():
    pool = ManyPool(max_many=2)
    first = pool.job(fan(SMALL, 1))
    pool.job(fan(SMALL, 2))
    assert pool.job(fan(SMALL, 1)) is first
    pool.job(SEEDS)
    assert pool.job(fan(SMALL, 1)) is first
    assert len(pool._jobs) == 2
