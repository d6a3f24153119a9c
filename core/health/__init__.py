"""How healthy a run is: overfitting, and what goes on inside its layers over time."""

from core.health.gap import Overfitting, overfitting
from core.health.inside import Health, Units, examine
from core.health.script import health_script
from core.health.slopes import FLAT, MOST, slopes, steepest

__all__ = [
    "FLAT",
    "MOST",
    "Health",
    "Overfitting",
    "Units",
    "examine",
    "health_script",
    "overfitting",
    "slopes",
    "steepest",
]
