"""What the Training page opens with."""

from typing import Final

from core.config import (
    TrainConfig,
)

DEFAULTS: Final = TrainConfig(dataset="spiral", hidden=(16, 16), activation="Tanh", lr=0.1, batch_size=25, epochs=400)
AUTO: Final = "fits the data"
FULL: Final = "full"
SAME: Final = "as Seed"
BATCH_SIZES: Final = (FULL, "1", "5", "10", "25", "50", "100")
LRS: Final = ("0.00001", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10")
WIDTH: Final = 136  # pixels of a setting that is rarely touched
