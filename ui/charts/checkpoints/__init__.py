"""Files and what was loaded from them: maps of networks, their weights, the strip of a file's bytes, loss curves."""

from ui.charts.checkpoints.line import line_chart, line_frames
from ui.charts.checkpoints.maps import map_chart, map_frames
from ui.charts.checkpoints.resuming import RUNS, resume_chart, resume_frames
from ui.charts.checkpoints.strip import strip_chart, strip_frames
from ui.charts.checkpoints.weights import weights_chart, weights_frames

__all__ = [
    "RUNS",
    "line_chart",
    "line_frames",
    "map_chart",
    "map_frames",
    "resume_chart",
    "resume_frames",
    "strip_chart",
    "strip_frames",
    "weights_chart",
    "weights_frames",
]
