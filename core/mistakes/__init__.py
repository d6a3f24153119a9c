"""Where a network is wrong: confused classes and the points behind them, residuals and the worst of them."""

from core.mistakes.judged import PARTS, Judged, judge, standing
from core.mistakes.measures import ClassMeasure, accuracy, confusion, per_class
from core.mistakes.residuals import Residuals, residuals
from core.mistakes.script import mistakes_script

__all__ = [
    "PARTS",
    "ClassMeasure",
    "Judged",
    "Residuals",
    "accuracy",
    "confusion",
    "judge",
    "mistakes_script",
    "per_class",
    "residuals",
    "standing",
]
