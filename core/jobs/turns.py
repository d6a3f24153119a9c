"""Who computes when: one slice of work at a time, in the order of asking."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SLICE_SECONDS: Final = 0.08
FASTER: Final = 8  # times as many epochs as in the slice before, at most


class Turns:
    """A lock that is handed on in the order of asking, so that no run waits longer than one slice of each other."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._lock, self._waiting = threading.Lock(), deque[threading.Event]()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until all who asked before are done; inside it is the caller's turn."""
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

    def pass_on(self) -> None:
        """Inside a turn: let all who wait by now go first, then go on."""
        with self._lock:
            if len(self._waiting) == 1:
                return
            again = threading.Event()
            self._waiting.popleft()
            self._waiting.append(again)
            self._waiting[0].set()
        again.wait()


TURNS: Final = Turns()


def next_slice(epochs: int, seconds: float) -> int:
    """Choose how many epochs the next slice takes, so that it lasts about `SLICE_SECONDS`."""
    return max(1, min(FASTER * epochs, int(epochs * SLICE_SECONDS / max(seconds, 1e-6))))
