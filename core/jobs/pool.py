"""The work of a server: the same piece for everybody who asks for the same, and a bound on how much is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from core.jobs.working import Working

Plan = TypeVar("Plan", bound=Hashable)
Work = TypeVar("Work", bound=Working[Any])


class Pool(Generic[Plan, Work]):
    """The work of one kind; what has not been asked for longest is forgotten first."""

    def __init__(self, make: Callable[[Plan], Work], at_most: int) -> None:
        """Keep at most so many pieces, those being watched not counted.

        Args:
            make: returns the work of a plan, not begun.
            at_most: how many are kept.
        """
        self._make, self._at_most, self._lock = make, at_most, threading.Lock()
        self._jobs: OrderedDict[Plan, Work] = OrderedDict()

    def job(self, plan: Plan) -> Work:
        """Return the work of this plan, the same for everybody who asks."""
        with self._lock:
            job = self._jobs.setdefault(plan, self._make(plan))
            self._jobs.move_to_end(plan)
            idle = [key for key, kept in self._jobs.items() if not kept.watched and kept is not job]
            for key in idle[: max(0, len(self._jobs) - self._at_most)]:
                del self._jobs[key]
            return job
