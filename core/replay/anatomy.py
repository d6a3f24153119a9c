"""What lies inside the network at every moment of a film: its weights, and what they are fed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.datasets import Data
from core.replay.asked import eras, extent_of, moments
from core.replay.views import kind_of
from core.training import TrainState

SIDE: Final = 40
DRAWN: Final = 8_000  # parameters; of a larger network the films would be too heavy to send
TABLE: Final = torch.linspace(-64, 64, 128 * 64 + 1, dtype=torch.float64)  # 1/64 apart, so that kinks fall on a place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Anatomy:
    """The inside of a network, S moments long.

    Attributes:
        sizes: neurons of every layer, inputs and outputs included.
        input_names: what each input is.
        shapes: the activation after each layer of weights; "Identity" where there is none.
        weights: (S, P) float32; layer by layer, each weight matrix (out, in) row by row, then its biases.
        inputs: (G, n_in) float32, what the network is fed at each place of the map (row 0 on top, G = SIDE * SIDE)
            or of the line (G = SIDE); None where the inputs cannot be drawn.
        tables: of each activation, its values at `TABLE`, float32: between two of them it is as good as straight.
    """

    sizes: tuple[int, ...]
    input_names: tuple[str, ...]
    shapes: tuple[str, ...]
    weights: Tensor
    inputs: Tensor | None
    tables: Mapping[str, Tensor]


def anatomy(state: TrainState) -> Anatomy | None:
    """Gather the inside of the network at every moment; None where it is too large to be drawn."""
    config = state.config
    if config.n_parameters > DRAWN:
        return None
    each = [data for _, data in eras(state)]
    flat = [torch.cat([tensor.flatten() for tensor in moment.weights.values()]) for moment in moments(state)]
    return Anatomy(
        sizes=config.sizes,
        input_names=each[0].input_names,
        shapes=config.activations,
        weights=torch.stack(flat).float(),
        inputs=_inputs(each, config.torch_dtype),
        tables={name: ACTIVATIONS[name].factory()(TABLE).float() for name in config.activations},
    )


def _inputs(each: Sequence[Data], dtype: torch.dtype) -> Tensor | None:
    data = each[0]
    kind = kind_of(data)
    if kind not in {"plane", "line"}:
        return None
    (left, right), (bottom, top) = extent_of(*each)
    half = 0.5 / SIDE
    steps = torch.linspace(half, 1 - half, SIDE, dtype=torch.float64)
    across = left + (right - left) * steps
    if kind == "line":
        places = across[:, None]
    else:
        down = top - (top - bottom) * steps
        places = torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1).reshape(-1, 2)
    return data.encode(places.to(dtype)).float()
