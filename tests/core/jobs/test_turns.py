"""Who computes when: in fair turns, slice by slice, one run or many."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from core.ensembles import train_many
from core.jobs import Job, ManyJob, many, working
from core.jobs.turns import Turns, next_slice
from core.training import train
from tests.core.jobs.holding import LONG, SEEDS, SMALL, Queue, equal


def test_runs_take_turns_slice_by_slice(slices):
    queue = working.TURNS._waiting = Queue()
    runs = [Job(replace(SMALL, seed=seed)) for seed in (1, 2, 3)]
    # Every slice waits until all runs that are not done stand in the queue, itself included.
    slices.before = lambda: queue.holds(sum(not run.done for run in runs))
    with runs[0].watching(), runs[1].watching(), runs[2].watching():
        assert all(run.wait(LONG) for run in runs)
    order = [seed for _, seed in slices.made]
    assert len(order) == 36
    for i in range(0, 36, 3):
        assert sorted(order[i : i + 3]) == [1, 2, 3]
    assert all(order[i] == order[i + 3] for i in range(33))
    for run in runs:
        assert equal(run.state, train(run.config))


def test_many_and_a_single_run_take_turns(slices):
    queue = working.TURNS._waiting = Queue()
    crowd, run = ManyJob(SEEDS), Job(SMALL)
    slices.before = lambda: queue.holds(sum(not job.done for job in (crowd, run)))
    with crowd.watching(), run.watching():
        assert crowd.wait(LONG)
        assert run.wait(LONG)
    order = [kind for kind, _ in slices.made]
    assert len(order) == 24
    assert all(order[i] != order[i + 1] for i in range(23))


def test_others_go_first_while_many_data_sets_are_made(monkeypatch):
    turns = Turns()
    queue = turns._waiting = Queue()
    monkeypatch.setattr(working, "TURNS", turns)
    monkeypatch.setattr(many, "SLICE_SECONDS", -1.0)  # every moment is one too long
    crowd, run, seen = ManyJob(SEEDS), Job(SMALL), []
    kept = many.start_many

    def start(configs: Any, between: Callable[[], None]) -> Any:
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


def test_passing_on_alone_is_no_wait():
    turns = Turns()
    with turns.turn():
        turns.pass_on()
    assert not turns._waiting


def test_a_slice_grows_and_shrinks_towards_a_twentieth_of_a_second():
    assert next_slice(1, 0.0) == 8  # not trusted further, after a slice so short
    assert next_slice(8, 0.01) == 64
    assert next_slice(8, 0.08) == 8
    assert next_slice(8, 0.16) == 4
    assert next_slice(1, 60.0) == 1
