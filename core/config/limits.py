"""What a run may ask for, written once: the check and the widget both read it."""

from collections.abc import Mapping
from typing import Final

import torch

from core.ranges import Range

EPOCHS: Final = Range(1, 10_000)
LR: Final = Range(1e-5, 10)
MOMENTUM: Final = Range(0, 0.999)
WEIGHT_DECAY: Final = Range(0, 1)
REGULARIZATION_RATE: Final = Range(0, 10)
DROPOUT: Final = Range(0, 0.9)
TRAIN_SHARE: Final = Range(0.1, 0.9)
BATCH_SIZE: Final = Range(1, 5_000)
SEED: Final = Range(0, 2**31 - 1)
SEED_TEXT: Final = Range(0, 100)  # characters
INIT_SCALE: Final = Range(0, 10)
TRUE_WEIGHT: Final = Range(-10, 10)
TRUE_BIAS: Final = Range(-10, 10)
HIDDEN_LAYERS: Final = Range(0, 8)
NEURONS: Final = Range(1, 64)
PARAMETERS: Final = Range(1, 20_000)
STEPS: Final = Range(1, 200_000)
WORK: Final = Range(1, 2e10)
TARGET_LOSS: Final = Range(0, 100)
PATIENCE: Final = Range(0, 10_000)  # epochs
CHANGES: Final = Range(0, 20)
CHANGES_TEXT: Final = Range(0, 1_000)  # characters
PARAMETER: Final = Range(-1_000, 1_000)  # a weight or bias set by hand
DTYPES: Final[Mapping[str, torch.dtype]] = {"float32": torch.float32, "float64": torch.float64}
DEVICES: Final = ("cpu", "cuda")
UPDATES: Final = ("optimizer.step()", "by hand", "none")
