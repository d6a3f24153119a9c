"""Reducing: one number out of many, along a dim or out of all, and which cells each result is made of."""

from core.reducing.calls import Call, Reduced, choose, numbers, reduce, reduce_script
from core.reducing.fixes import fixes
from core.reducing.registry import REDUCTIONS, Reduction
from core.reducing.sources import deciders, sources

__all__ = [
    "REDUCTIONS",
    "Call",
    "Reduced",
    "Reduction",
    "choose",
    "deciders",
    "fixes",
    "numbers",
    "reduce",
    "reduce_script",
    "sources",
]
