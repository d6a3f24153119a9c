"""Charts of how healthy a run is."""

from ui.charts.health.gap import gap_chart, gap_frames
from ui.charts.health.gradients import gradients_chart, gradients_frames
from ui.charts.health.layers import layers_chart, layers_frames

__all__ = ["gap_chart", "gap_frames", "gradients_chart", "gradients_frames", "layers_chart", "layers_frames"]
