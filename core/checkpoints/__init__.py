"""Files of weights and checkpoints: save, inspect, load, explain. Nothing in a file is ever run."""

from core.checkpoints.comparing import Mismatch, Shape, compare, nearest
from core.checkpoints.contents import Contents, TensorFact, inspect
from core.checkpoints.explaining import attempt, explain, lenient
from core.checkpoints.guessing import Guess, guess, network, straight_line
from core.checkpoints.interrupting import Interruption, interrupt, largest_difference, remembered
from core.checkpoints.lesson import LESSON_DATASETS, LESSON_EPOCHS, another_instance, lesson, lesson_map
from core.checkpoints.limits import FILE_BYTES
from core.checkpoints.load_scripts import guessed_script, listing_script, load_script, refused_script
from core.checkpoints.reading import (
    fill,
    load_weights,
    locate_weights,
    read_weights,
    shapes,
    too_large,
    torch_answer,
)
from core.checkpoints.resuming import resume
from core.checkpoints.samples import SAMPLES
from core.checkpoints.saving import save, to_bytes
from core.checkpoints.scripts import inside_script, resume_script, ritual_script
from core.checkpoints.trio import Trio, trio

__all__ = [
    "FILE_BYTES",
    "LESSON_DATASETS",
    "LESSON_EPOCHS",
    "SAMPLES",
    "Contents",
    "Guess",
    "Interruption",
    "Mismatch",
    "Shape",
    "TensorFact",
    "Trio",
    "another_instance",
    "attempt",
    "compare",
    "explain",
    "fill",
    "guess",
    "guessed_script",
    "inside_script",
    "inspect",
    "interrupt",
    "largest_difference",
    "lenient",
    "lesson",
    "lesson_map",
    "listing_script",
    "load_script",
    "load_weights",
    "locate_weights",
    "nearest",
    "network",
    "read_weights",
    "refused_script",
    "remembered",
    "resume",
    "resume_script",
    "ritual_script",
    "save",
    "shapes",
    "straight_line",
    "to_bytes",
    "too_large",
    "torch_answer",
    "trio",
]
