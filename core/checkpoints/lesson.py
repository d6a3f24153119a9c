"""The small networks of the lesson: trained in an instant, so that saving and loading can be seen."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import torch
from torch import Tensor, nn

from core.checkpoints.limits import DRAWN, check_limit
from core.config import SEED, TrainConfig
from core.datasets import DATASETS, load
from core.models import build, initialise
from core.optimizers import OPTIMIZERS
from core.ranges import Range, check_name
from core.replay import leaning

LESSON_DATASETS: Final = tuple(
    name for name, dataset in DATASETS.items() if dataset.kind == "plane" and len(dataset.classes) == 2
)
LESSON_EPOCHS: Final = Range(10, 300)
N_SAMPLES: Final = 200
RESOLUTION: Final = 48
ASKED: Final = 256  # points at once


def lesson(
    *, dataset: str, hidden: tuple[int, ...], activation: str, epochs: int, seed: int, optimizer: str = "Adam"
) -> TrainConfig:
    """Return a run in full batches on two classes of points on a plane.

    Raises:
        ConfigError: a setting outside its range.
    """
    check_name("dataset", dataset, LESSON_DATASETS)
    check_name("optimizer", optimizer, OPTIMIZERS)
    LESSON_EPOCHS.check_count("epochs", epochs)
    return TrainConfig(
        dataset=dataset,
        n_samples=N_SAMPLES,
        hidden=hidden,
        activation=activation,
        optimizer=optimizer,
        lr=0.1 if OPTIMIZERS[optimizer].follows_slope else 0.03,
        shuffle=False,
        epochs=epochs,
        seed=seed,
    )


def another_instance(config: TrainConfig, weights: Mapping[str, Tensor] | None = None) -> nn.Sequential:
    """Make another instance of a run's network: with random weights of its own, or filled with these."""
    model = build(config)
    initialise(model, replace(config, seed=config.seed + 1 if config.seed + 1 in SEED else 0))
    if weights is not None:
        model.load_state_dict(weights)
    return model.eval()


@torch.no_grad()
def lesson_map(model: nn.Module, config: TrainConfig) -> Tensor:
    """Ask a network for the middle of each cell of the plane.

    Returns:
        (RESOLUTION, RESOLUTION) in [-1, 1], row 0 at the bottom: -1 surely class 0, 1 surely class 1.

    Raises:
        CheckpointError: the network is too large for that.
    """
    check_limit("numbers of a network whose map is drawn", sum(p.numel() for p in model.parameters()), DRAWN)
    data = load(config)
    middles = (torch.arange(RESOLUTION) + 0.5) / RESOLUTION
    x1, x2 = (low + (high - low) * middles for low, high in data.extent)
    grid = torch.stack(torch.meshgrid(x1, x2, indexing="xy"), dim=-1).reshape(-1, 2)  # (R * R, 2), x1 fastest
    inputs = data.encode(grid.to(config.torch_dtype))
    outputs = torch.cat([model(part) for part in torch.split(inputs, ASKED)])  # a wide layer answers in bounded memory
    return leaning(config, outputs).reshape(RESOLUTION, RESOLUTION)
