"""Where two runs part: the first epoch and the first parameter in which they are not the same, bit for bit."""

from core.comparing.parting import Parting, Same, first_difference
from core.comparing.points import other_points
from core.comparing.weights import Unlike, first_unequal

__all__ = ["Parting", "Same", "Unlike", "first_difference", "first_unequal", "other_points"]
