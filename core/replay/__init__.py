"""The film of a run: what the network answered at every moment that was kept."""

from core.replay.anatomy import SIDE, TABLE, Anatomy, anatomy
from core.replay.asked import MAX_HISTORY, MAX_POINTS, answers, beyond, extent_of, leaning, moments, thinned
from core.replay.film import Replay
from core.replay.views import RESOLUTION, kind_of, replay

__all__ = [
    "MAX_HISTORY",
    "MAX_POINTS",
    "RESOLUTION",
    "SIDE",
    "TABLE",
    "Anatomy",
    "Replay",
    "anatomy",
    "answers",
    "beyond",
    "extent_of",
    "kind_of",
    "leaning",
    "moments",
    "replay",
    "thinned",
]
