"""Work that is done while somebody watches, slice by slice, in turns with all other work of the server."""

import atexit
import math
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Generic, Protocol, Self, TypeVar

from core.jobs.turns import TURNS


class Progressing(Protocol):
    """A state of work: plain values that nobody changes in place."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        ...


State = TypeVar("State", bound=Progressing)
_NAME: Final = "training"
_ENDING: Final = threading.Event()


@atexit.register
def _end() -> None:
    """Let the slices under way end before the interpreter does: torch would abort the process from a killed thread."""
    _ENDING.set()
    for thread in threading.enumerate():
        if thread.name == _NAME:
            thread.join(timeout=2)


class Working(ABC, Generic[State]):
    """One piece of work that may be under way; safe to read from any thread."""

    def __init__(self) -> None:
        """Prepare the work; nothing is computed before somebody watches."""
        self.state: State | None = None
        self.error: Exception | None = None
        self._watchers, self._until, self._whole = 0, 0.0, math.inf
        self._thread: threading.Thread | None = None
        self._lock, self._news = threading.Lock(), threading.Condition()

    @abstractmethod
    def _slice(self, state: State | None) -> State:
        """Return the state after one more slice of work; from None, the first."""

    @property
    @abstractmethod
    def share(self) -> float:
        """How much of the work is done, in [0, 1]."""

    @property
    def left(self) -> float:
        """Seconds of work left, at the pace of the last slice; infinite where there is none yet."""
        share = self.share
        return self._whole * (1 - share) if share < 1 else 0.0

    def _pass_on(self) -> None:
        """Within a long slice: let all others who wait go first, then go on."""
        TURNS.pass_on()

    @property
    def done(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self.error is not None or (self.state is not None and self.state.finished)

    @property
    def watched(self) -> bool:
        """Whether somebody waits for this work."""
        return self._watchers > 0 or time.monotonic() < self._until

    @contextmanager
    def watching(self) -> Iterator[Self]:
        """Keep the work going while inside; it pauses when the last watcher has left, and goes on with the next."""
        with self._lock:
            self._watchers += 1
            self._start()
        try:
            yield self
        finally:
            with self._lock:
                self._watchers -= 1

    def keep_going(self, seconds: float) -> None:
        """Let the work go on so long from now, without anybody inside `watching`."""
        with self._lock:
            self._until = max(self._until, time.monotonic() + seconds)
            self._start()

    def let_go(self) -> None:
        """Take back `keep_going`, as another picture is wanted now; who else wants this one asks again."""
        with self._lock:
            self._until = 0.0

    def wait_begun(self, seconds: float) -> None:
        """Wait until there is something to show, at most so long."""
        with self._news:
            self._news.wait_for(lambda: self.state is not None or self.done, timeout=seconds)

    def _start(self) -> None:
        """Start to work if nobody does; the lock is held."""
        if not self.done and self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name=_NAME)
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until the work is done, at most so long; return whether it is.

        Raises:
            PlaygroundError: the work cannot be done as asked.
        """
        with self._news:
            self._news.wait_for(lambda: self.done, timeout=seconds)
        if self.error is not None:
            raise self.error
        return self.done

    def _work(self) -> None:
        while True:
            with self._lock:
                if self.done or not self.watched or _ENDING.is_set():
                    self._thread = None
                    return
            try:
                with TURNS.turn():
                    began, share = time.perf_counter(), self.share
                    self.state = self._slice(self.state)
                    if gained := self.share - share:
                        self._whole = (time.perf_counter() - began) / gained
            except Exception as error:  # whoever waits meets it in their own thread
                self.error = error
            with self._news:
                self._news.notify_all()
