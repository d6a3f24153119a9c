"""The learning rates of a stack under their schedules."""

from core.ensembles.stack import Stack
from core.schedules import rates


def rates_after(stack: Stack) -> list[float]:
    """Return the learning rate of each member in the epoch that follows; 0 for those that have ended."""
    return [0.0 if place in stack.ended else _rate(stack, place) for place in range(len(stack.configs))]


def _rate(stack: Stack, place: int) -> float:
    """Return one member's rate: whatever the schedule, it is in proportion to the one chosen."""
    config = stack.configs[place]
    return config.lr * rates(config.schedule, config.epochs, 1.0)[stack.epoch]
