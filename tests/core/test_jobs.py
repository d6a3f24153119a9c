"""Runs shared by visitors: once each, in turns, only while somebody watches. No test here sleeps."""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from core.config import TrainConfig
from core.errors import TableError
from core.jobs import Job, RunPool, reach, single, working
from core.jobs.turns import Turns, next_slice
from core.training import TrainState, advance, start, train

LONG = 60.0  # seconds after which a test that hangs fails
SMALL = TrainConfig(dataset="spiral", n_samples=20, hidden=(3,), epochs=40, batch_size=5, dropout=0.2)


def config(seed: int, epochs: int = 40) -> TrainConfig:
    return TrainConfig(dataset="spiral", n_samples=20, hidden=(3,), epochs=epochs, seed=seed)


def equal(first: TrainState, second: TrainState) -> bool:
    same = all(first.weights[name].equal(second.weights[name]) for name in second.weights)
    return same and first.history == second.history and first.epoch == second.epoch


class Slices:
    """Counts the slices of a run, one epoch each, and lets the test hold them back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seeds: list[int] = []
        self.changed = threading.Condition()
        self.allowed: float = float("inf")
        self.before: Callable[[TrainConfig], None] = lambda config: None
        self._advance, self._start = single.advance, single.start
        self.starts = 0
        monkeypatch.setattr(single, "advance", self.advance)
        monkeypatch.setattr(single, "start", self.start)
        monkeypatch.setattr(working, "TURNS", Turns())

    def start(self, config: TrainConfig) -> TrainState:
        self.before(config)
        with self.changed:
            self.starts += 1
        return self._start(config)

    def advance(self, state: TrainState, epochs: int) -> TrainState:
        self.before(state.config)
        with self.changed:
            self.seeds.append(state.config.seed)
            self.changed.notify_all()
            assert self.changed.wait_for(lambda: len(self.seeds) <= self.allowed, LONG)
        return self._advance(state, 1)

    def reached(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.seeds) >= count, LONG)

    def allow(self, count: float) -> None:
        with self.changed:
            self.allowed = count
            self.changed.notify_all()


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> Slices:
    return Slices(monkeypatch)


def finish(job: Job) -> TrainState:
    with job.watching():
        assert job.wait(LONG)
    assert job.state is not None
    return job.state


def test_a_job_ends_as_the_run_does_alone():
    job = Job(SMALL)
    assert not job.done
    assert job.share == 0
    assert equal(finish(job), train(SMALL))
    assert job.done
    assert job.share == 1


def test_two_visitors_of_one_configuration_share_one_run(slices):
    pool, same = RunPool(), TrainConfig(**{name: getattr(SMALL, name) for name in SMALL.__slots__})
    assert same is not SMALL
    together = threading.Barrier(2)

    def visit(config: TrainConfig) -> TrainState:
        together.wait(LONG)
        return finish(pool.job(config))

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(visit, (SMALL, same))
    assert first is second
    assert slices.starts == 1
    assert len(slices.seeds) == SMALL.epochs
    assert equal(first, train(SMALL))


def test_a_finished_run_is_not_computed_again(slices):
    pool = RunPool()
    first = finish(pool.job(SMALL))
    assert finish(pool.job(SMALL)) is first
    assert slices.starts == 1


def test_a_run_pauses_when_the_last_watcher_leaves_and_goes_on_where_it_was(slices):
    job = Job(SMALL)
    slices.allow(4)
    with job.watching():
        with job.watching():
            slices.reached(2)
        thread = job._thread
        slices.reached(5)  # one of two has left, and it goes on; the fifth slice is held back
        assert not job.wait(0)
    slices.allow(float("inf"))
    thread.join(LONG)
    assert not thread.is_alive()  # nobody computes any more
    assert not job.done
    assert job.state.epoch == len(slices.seeds) == 5
    assert job.share == 5 / SMALL.epochs
    assert equal(finish(job), train(SMALL))
    assert slices.starts == 1
    assert len(slices.seeds) == SMALL.epochs


def test_a_run_goes_on_unwatched_for_as_long_as_it_was_given(slices, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(working.time, "monotonic", lambda: now[0])
    job = Job(SMALL)
    slices.allow(4)
    job.keep_going(2.0)
    job.keep_going(1.0)  # a shorter wish takes nothing away
    slices.reached(5)  # the fifth slice is held back
    assert job.watched
    thread = job._thread
    now[0] += 1.5
    assert job.watched
    now[0] += 1.0
    slices.allow(float("inf"))
    thread.join(LONG)
    assert not thread.is_alive()
    assert job.state.epoch == 5
    assert equal(finish(job), train(SMALL))


def test_a_run_nobody_ever_watched_computes_nothing(slices):
    job = RunPool().job(SMALL)
    assert not job.wait(0)
    assert job.state is None
    assert slices.starts == 0


def test_a_watcher_that_is_thrown_out_counts_as_gone():
    job = Job(SMALL)

    def interrupted() -> None:
        with job.watching():
            assert job.watched
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert not job.watched


def test_an_error_reaches_everybody_who_waits(monkeypatch):
    def broken(config: TrainConfig) -> Any:
        raise TableError("no column can be predicted")

    monkeypatch.setattr(single, "start", broken)
    job, together = Job(SMALL), threading.Barrier(3)

    def visit(_: int) -> str:
        with job.watching():
            together.wait(LONG)
            with pytest.raises(TableError) as caught:
                job.wait(LONG)
            return str(caught.value)

    with ThreadPoolExecutor(3) as threads:
        assert set(threads.map(visit, range(3))) == {"no column can be predicted"}
    assert job.done


def test_an_error_of_one_run_does_not_stop_another(monkeypatch):
    kept = single.start

    def broken(config: TrainConfig) -> TrainState:
        if config.seed == 1:
            raise TableError("bad")
        return kept(config)

    monkeypatch.setattr(single, "start", broken)
    bad, good = Job(config(1)), Job(config(2))
    with bad.watching(), good.watching():
        with pytest.raises(TableError):
            bad.wait(LONG)
        assert good.wait(LONG)


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


def test_runs_take_turns_slice_by_slice(slices):
    queue = working.TURNS._waiting = Queue()
    runs = [Job(config(seed, epochs=10)) for seed in (1, 2, 3)]
    # Every slice waits until all runs that are not done stand in the queue, itself included.
    slices.before = lambda config: queue.holds(sum(not run.done for run in runs))
    with runs[0].watching(), runs[1].watching(), runs[2].watching():
        assert all(run.wait(LONG) for run in runs)
    order = slices.seeds
    assert len(order) == 30
    for i in range(0, 30, 3):
        assert sorted(order[i : i + 3]) == [1, 2, 3]
    assert all(order[i] == order[i + 3] for i in range(27))
    for run in runs:
        assert equal(run.state, train(run.config))


def test_turns_are_handed_on_in_the_order_of_asking_even_after_an_error():
    turns, order = Turns(), []
    queue = turns._waiting = Queue()

    def work(name: int) -> None:
        with suppress(ZeroDivisionError), turns.turn():
            order.append(name)
            1 / (name - 2)

    threads = [threading.Thread(target=work, args=(name,)) for name in (1, 2, 3)]
    with turns.turn():
        for place, thread in enumerate(threads, start=2):
            thread.start()
            queue.holds(place)
        assert order == []
    for thread in threads:
        thread.join(LONG)
    assert order == [1, 2, 3]
    assert not turns._waiting


def test_a_slice_grows_and_shrinks_towards_a_twentieth_of_a_second():
    assert next_slice(1, 0.0) == 8  # not trusted further, after a slice so short
    assert next_slice(8, 0.01) == 40
    assert next_slice(8, 0.05) == 8
    assert next_slice(8, 0.1) == 4
    assert next_slice(1, 60.0) == 1


def test_the_pool_forgets_the_run_not_asked_for_longest():
    pool = RunPool(max_runs=2)
    first, second = pool.job(config(1)), pool.job(config(2))
    assert pool.job(config(1)) is first
    third = pool.job(config(3))
    assert pool.job(config(1)) is first
    assert pool.job(config(3)) is third
    assert pool.job(config(2)) is not second


def test_the_pool_holds_no_more_than_it_may_and_never_drops_a_run_being_watched(slices):
    pool = RunPool(max_runs=3)
    slices.allow(0)
    watched = pool.job(config(0))
    with watched.watching():
        slices.reached(1)
        for seed in range(1, 10):
            pool.job(config(seed))
        assert len(pool._jobs) == 3
        assert pool.job(config(0)) is watched
        slices.allow(float("inf"))
        assert watched.wait(LONG)
    for seed in range(20, 24):
        pool.job(config(seed))
    assert len(pool._jobs) == 3
    assert pool.job(config(0)) is not watched


def test_a_run_is_brought_to_an_epoch_in_slices_and_is_the_same_as_at_once():
    states = list(reach(start(SMALL), 20))
    assert states[0].epoch == 0
    assert equal(states[-1], advance(start(SMALL), 20))
    assert [state.epoch for state in reach(states[-1], 10)] == [20]


def test_a_server_that_ends_while_it_trains_ends_in_peace():
    """From a thread that is killed at the end of the interpreter, torch aborts the whole process."""
    script = (
        "from core.config import TrainConfig\nfrom core.jobs import RunPool\n"
        "job = RunPool().job(TrainConfig(n_samples=60, epochs=10_000))\njob.keep_going(60)\njob.wait_begun(60)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
