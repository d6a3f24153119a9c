"""Work shared by visitors, one run or many at once: done once, and only while somebody watches."""

import math
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.config import TrainConfig
from core.ensembles import fan, start_many
from core.errors import ConfigError, TableError
from core.jobs import Job, ManyJob, Working, many, reach, single, working
from core.training import advance, start
from tests.core.jobs.holding import ALL, DROPPING, LONG, MIXED, ONE, SMALL, STACK, each_of, equal, finish


@each_of(**ALL)
def test_work_ends_in_turns_as_it_does_at_once(kind):
    job = kind.make(kind.plan)
    assert (job.done, job.share, job.state) == (False, 0.0, None)
    assert equal(finish(job), kind.alone(kind.plan))
    assert (job.done, job.share) == (True, 1.0)


@each_of(**ALL)
def test_two_visitors_of_the_same_share_it(kind, slices):
    assert kind.plan is not kind.again
    pool, together = kind.pool(), threading.Barrier(2)

    def visit(plan: Any) -> Any:
        together.wait(LONG)
        return finish(pool.job(plan))

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(visit, (kind.plan, kind.again))
    assert first is second
    assert (slices.starts, len(slices.made)) == (1, kind.n_slices)
    assert equal(first, kind.alone(kind.plan))
    assert finish(pool.job(kind.plan)) is first
    assert slices.starts == 1, "what is finished is not computed again"


@each_of(one=ONE, many=STACK)
def test_work_pauses_when_the_last_watcher_leaves_and_goes_on_where_it_was(kind, slices):
    job = kind.make(kind.plan)
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
    assert len(slices.made) == 5
    assert job.share == 5 / kind.n_slices
    assert equal(finish(job), kind.alone(kind.plan))
    assert (slices.starts, len(slices.made)) == (1, kind.n_slices)


@each_of(one=ONE, many=STACK)
def test_work_goes_on_unwatched_for_as_long_as_it_was_given(kind, slices, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(working.time, "monotonic", lambda: now[0])
    job = kind.make(kind.plan)
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
    assert job.share == 5 / kind.n_slices
    assert equal(finish(job), kind.alone(kind.plan))


@each_of(one=ONE, many=STACK)
def test_what_nobody_ever_watched_computes_nothing(kind, slices):
    job = kind.pool().job(kind.plan)
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


@each_of(one=ONE, many=STACK)
def test_an_error_reaches_everybody_who_waits(kind, monkeypatch):
    def broken(*_: Any) -> Any:
        raise TableError("no column can be predicted")

    monkeypatch.setattr(single, "start", broken)
    monkeypatch.setattr(many, "start_many", broken)
    job, together = kind.make(kind.plan), threading.Barrier(3)

    def visit(_: int) -> str:
        with job.watching():
            together.wait(LONG)
            with pytest.raises(TableError) as caught:
                job.wait(LONG)
            return str(caught.value)

    with ThreadPoolExecutor(3) as threads:
        assert set(threads.map(visit, range(3))) == {"no column can be predicted"}
    assert job.done


def test_an_error_of_one_does_not_stop_another():
    numbers = {"epochs": 500, "hidden": (64, 64), "n_samples": 2000, "batch_size": None}
    bad, good = ManyJob(fan(TrainConfig(**numbers), 64)), Job(SMALL)
    with bad.watching(), good.watching():
        with pytest.raises(ConfigError, match="of all networks together"):
            bad.wait(LONG)
        assert good.wait(LONG)


def test_of_many_the_part_that_is_least_far_is_next(slices):
    finish(ManyJob(MIXED))
    parts = [part for _, part in slices.made]
    assert [parts[i : i + 3] for i in range(0, 36, 3)] == [[0, 1, 2]] * 12
    assert start_many(MIXED).least_far == 0


def test_a_run_is_brought_to_an_epoch_in_slices_and_is_the_same_as_at_once():
    states = list(reach(start(DROPPING), 20))
    assert states[0].epoch == 0
    assert equal(states[-1], advance(start(DROPPING), 20))
    assert [state.epoch for state in reach(states[-1], 10)] == [20]


def test_a_server_that_ends_while_it_trains_ends_in_peace():
    """From a thread that is killed at the end of the interpreter, torch aborts the whole process."""
    script = (
        "from core.config import TrainConfig\nfrom core.jobs import RunPool\n"
        "job = RunPool().job(TrainConfig(n_samples=60, epochs=10_000))\njob.keep_going(60)\njob.wait_begun(60)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_is_left_is_told_from_the_pace_of_the_last_slice(monkeypatch):
    class Ten(Working[Any]):
        """Ten slices of two seconds each, but for the first, which takes fifty."""

        @property
        def share(self) -> float:
            return (self.state or 0) / 10

        def _slice(self, state: Any) -> Any:
            now[0] += 2.0 if state else 50.0
            return (state or 0) + 1

        @property
        def done(self) -> bool:
            return self.state == self.ends

    now, job = [100.0], Ten()
    monkeypatch.setattr(working.time, "perf_counter", lambda: now[0])
    assert job.left == math.inf
    job.ends = 3
    with job.watching():
        assert job.wait(LONG)
    assert job.left == pytest.approx(14.0)
    job.ends = 10
    with job.watching():
        assert job.wait(LONG)
    assert job.left == 0.0
