"""Charts of where a network is wrong."""

from ui.charts.mistakes.confused import confused_chart, confused_frames
from ui.charts.mistakes.rest import histogram_chart, histogram_frames, rest_chart, rest_frames

__all__ = [
    "confused_chart",
    "confused_frames",
    "histogram_chart",
    "histogram_frames",
    "rest_chart",
    "rest_frames",
]
