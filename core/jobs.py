"""Runs shared by all visitors of a server: each configuration is trained once, as long as somebody watches.

Eager training in several threads at once is slower than one after another, so all runs take turns, slice by slice.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from core.config import TrainConfig
from core.training import TrainState, advance, start

SLICE_SECONDS: Final = 0.1
MAX_RUNS: Final = 32


class _Turns:
    """A lock that is handed on in the order of asking, so that no run waits longer than one slice of each other."""

    def __init__(self) -> None:
        self._lock, self._waiting = threading.Lock(), deque[threading.Event]()

    @contextmanager
    def turn(self) -> Iterator[None]:
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            if self._waiting[0] is mine:
                mine.set()
        mine.wait()
        try:
            yield
        finally:
            with self._lock:
                self._waiting.popleft()
                if self._waiting:
                    self._waiting[0].set()


_TURNS: Final = _Turns()


class Job:
    """One run that may be under way; safe to read from any thread."""

    def __init__(self, config: TrainConfig) -> None:
        """Prepare a run; nothing is computed before somebody watches."""
        self.config = config
        self.state: TrainState | None = None
        self.error: Exception | None = None
        self._watchers, self._until = 0, 0.0
        self._thread: threading.Thread | None = None
        self._lock, self._news = threading.Lock(), threading.Condition()

    @property
    def done(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self.error is not None or (self.state is not None and self.state.finished)

    @property
    def watched(self) -> bool:
        """Whether somebody waits for this run."""
        return self._watchers > 0 or time.monotonic() < self._until

    @property
    def share(self) -> float:
        """How much of the run is done, in [0, 1]."""
        return self.state.epoch / self.config.epochs if self.state else 0.0

    @contextmanager
    def watching(self) -> Iterator["Job"]:
        """Keep the run going while inside; it pauses when the last watcher has left, and goes on with the next."""
        with self._lock:
            self._watchers += 1
            self._start()
        try:
            yield self
        finally:
            with self._lock:
                self._watchers -= 1

    def keep_going(self, seconds: float) -> None:
        """Let the run go on so long from now, without anybody inside `watching`."""
        with self._lock:
            self._until = max(self._until, time.monotonic() + seconds)
            self._start()

    def _start(self) -> None:
        """Start to work if nobody does; the lock is held."""
        if not self.done and self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="training")
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until the run is done, at most so long; return whether it is.

        Raises:
            PlaygroundError: the run cannot be done as asked.
        """
        with self._news:
            self._news.wait_for(lambda: self.done, timeout=seconds)
        if self.error is not None:
            raise self.error
        return self.done

    def _work(self) -> None:
        epochs = 1
        while True:
            with self._lock:
                if self.done or not self.watched:
                    self._thread = None
                    return
            try:
                with _TURNS.turn():
                    began = time.perf_counter()
                    self.state = start(self.config) if self.state is None else advance(self.state, epochs)
                    epochs = _next_slice(epochs, time.perf_counter() - began)
            except Exception as error:  # whoever waits meets it in their own thread
                self.error = error
            with self._news:
                self._news.notify_all()


def _next_slice(epochs: int, seconds: float) -> int:
    """Choose how many epochs the next slice takes, so that it lasts about `SLICE_SECONDS`."""
    return max(1, min(2 * epochs, int(epochs * SLICE_SECONDS / max(seconds, 1e-6))))


class RunPool:
    """The runs of a server, at most `max_runs`; the one not asked for longest is forgotten first."""

    def __init__(self, max_runs: int = MAX_RUNS) -> None:
        """Keep at most `max_runs` runs, those being watched not counted."""
        self._max_runs, self._lock = max_runs, threading.Lock()
        self._jobs: OrderedDict[TrainConfig, Job] = OrderedDict()

    def job(self, config: TrainConfig) -> Job:
        """Return the run of this configuration, the same for everybody who asks."""
        with self._lock:
            job = self._jobs.setdefault(config, Job(config))
            self._jobs.move_to_end(config)
            idle = [key for key, kept in self._jobs.items() if not kept.watched and kept is not job]
            for key in idle[: max(0, len(self._jobs) - self._max_runs)]:
                del self._jobs[key]
            return job
