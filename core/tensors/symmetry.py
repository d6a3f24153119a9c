"""Why weights start random: the same network from zeros, from weights all alike, and from random ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor

from core.config import TrainConfig
from core.ranges import check_name
from core.training import EpochRecord, train

NEURONS: Final = 4
EPOCHS: Final = 60
_DATA_SEED: Final = 42
_ALIKE: Final = "; ".join(
    [f"0: 0.weight[{neuron},{source}]=0.5" for neuron in range(NEURONS) for source in range(2)]
    + [f"0: 2.weight[0,{neuron}]=0.5" for neuron in range(NEURONS)]
)
# How a start is asked of the training, and what there is to see.
STARTS: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "zeros": (
        {"init": "zeros"},
        "Each neuron answers 0 and is wanted for nothing: its gradient is 0. Only the bias of the output moves.",
    ),
    "all alike": (
        {"init": "zeros", "changes": _ALIKE},
        "The four are given the same gradient at every step, so they stay the same: four neurons do the work of one.",
    ),
    "random": (
        {"init": "PyTorch default"},
        "Each starts elsewhere, is given a gradient of its own, and learns another part of the answer.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parting:
    """How the hidden neurons of a network part, or do not.

    Attributes:
        config: the run.
        epochs: the moments looked at, S of them.
        weights: (S, NEURONS) the weight of each hidden neuron for the first input.
        different: how many hidden neurons differ at the end, in any weight or bias.
        last: how good the network is then.
    """

    config: TrainConfig
    epochs: tuple[int, ...]
    weights: Tensor
    different: int
    last: EpochRecord


def parting(start: str, seed: int) -> Parting:
    """Train the network of a start on four clouds of points in opposite corners.

    Args:
        start: a name in `STARTS`.
        seed: of the random weights alone: data and order stay, so that nothing else can make a difference.

    Raises:
        ConfigError: no such start, or a seed that is none.
    """
    check_name("start", start, STARTS)
    config = TrainConfig(
        dataset="xor", hidden=(NEURONS,), activation="Tanh", lr=0.3, batch_size=10, shuffle=False, epochs=EPOCHS,
        seed=seed, data_seed=_DATA_SEED, **STARTS[start][0],
    )  # fmt: skip
    run = train(config)
    neurons = torch.cat([run.weights["0.weight"], run.weights["0.bias"][:, None], run.weights["2.weight"].T], dim=1)
    return Parting(
        config=config,
        epochs=tuple(moment.epoch for moment in run.snapshots),
        weights=torch.stack([moment.weights["0.weight"][:, 0] for moment in run.snapshots]),
        different=len(torch.unique(neurons, dim=0)),
        last=run.history[-1],
    )
