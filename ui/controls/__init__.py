"""Groups of widgets; each returns one core type. The limits are the core's own."""

from ui.controls.assigned import widget_values
from ui.controls.data import classes_of, data_controls, dataset_control, target_control
from ui.controls.defaults import AUTO, BATCH_SIZES, DEFAULTS
from ui.controls.network import network_controls, rare_controls
from ui.controls.reading import parse_batch_size, parse_hidden, parse_lr, parsed
from ui.controls.training import training_controls
from ui.controls.widgets import choice, count, number, only, slide

__all__ = [
    "AUTO",
    "BATCH_SIZES",
    "DEFAULTS",
    "choice",
    "classes_of",
    "count",
    "data_controls",
    "dataset_control",
    "network_controls",
    "number",
    "only",
    "parse_batch_size",
    "parse_hidden",
    "parse_lr",
    "parsed",
    "rare_controls",
    "slide",
    "target_control",
    "training_controls",
    "widget_values",
]
