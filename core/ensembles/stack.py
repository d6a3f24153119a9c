"""Networks that are trained together, as plain values and tensors: what can be kept, and gone on from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from core.config import TrainConfig
from core.ensembles.data import Orders, StackData, stack_data
from core.ensembles.evaluation import as_record
from core.ensembles.layout import flat_zeros, n_places, views, without_padding
from core.ensembles.network import parameter_shapes
from core.ensembles.optimizers import RULES
from core.models import build, initialise
from core.training import EpochRecord, Stop


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ended:
    """How a member ended before its last epoch."""

    stop: Stop
    weights: Mapping[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """Networks of one shape on their way; nothing in it is ever changed in place.

    Attributes:
        configs: the members' settings, n of them.
        data: their points.
        epoch: how many epochs are done.
        parameters: one flat vector, as `Network` lays it out.
        kept: what the optimizer remembers, flat vectors as long.
        random: where the generators of the order stand.
        numbers: (M, 4) float64: how good each member was at the last moment of the history, or when it ended; M is n,
            but at least 2.
        best: (M, 5) float64: the moment of the history with the lowest test loss so far, and its numbers.
        history: the epochs kept for a curve, and the numbers then.
        ended: members that are not trained any more, by their place.
    """

    configs: tuple[TrainConfig, ...]
    data: StackData
    epoch: int = 0
    parameters: Tensor
    kept: Mapping[str, Tensor]
    random: tuple[Tensor, ...]
    numbers: Tensor
    best: Tensor
    history: tuple[tuple[int, Tensor], ...] = ()
    ended: Mapping[int, Ended] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.epoch >= self.configs[0].epochs or len(self.ended) == len(self.configs)

    def weights(self, place: int) -> dict[str, Tensor]:
        """Return a copy of a member's weights by their names in the state_dict."""
        if place in self.ended:
            return dict(self.ended[place].weights)
        return weights_at(self.parameters, self.configs[0], place, len(self.numbers))

    def last(self, place: int) -> EpochRecord:
        """Return how good a member was at the last moment of the history, or when it ended."""
        epoch = self.ended[place].stop.epoch if place in self.ended else self.history[-1][0]
        return as_record(epoch, self.numbers[place].tolist(), self.configs[place].task)

    def lowest(self, place: int) -> EpochRecord:
        """Return how good a member was at the moment of its history with the lowest test loss."""
        epoch, *numbers = self.best[place].tolist()
        return as_record(int(epoch), numbers, self.configs[place].task)

    def curve(self, place: int) -> tuple[EpochRecord, ...]:
        """Return a member's history: about 60 epochs, and the last."""
        last, task = self.last(place), self.configs[place].task
        kept = [as_record(e, n[place].tolist(), task) for e, n in self.history if e < last.epoch]
        return (*kept, last)


def weights_at(parameters: Tensor, config: TrainConfig, place: int, places: int) -> dict[str, Tensor]:
    """Copy the weights of one member, (out, in) and (out,) as `nn.Linear` has them."""
    shapes = parameter_shapes(config)
    padded = views(parameters, places, shapes)
    tensors = [without_padding(stack, shape)[place] for stack, shape in zip(padded, shapes, strict=True)]
    half = len(tensors) // 2
    found: dict[str, Tensor] = {}
    for i in range(half):  # an activation stands between two linear layers
        found[f"{2 * i}.weight"] = tensors[i].clone(memory_format=torch.contiguous_format)
        found[f"{2 * i}.bias"] = tensors[half + i].clone()
    return found


def begin(configs: Sequence[TrainConfig], between: Callable[[], None] = lambda: None) -> Stack:
    """Return a stack before its first step, not yet measured.

    Args:
        configs: the members' settings.
        between: called after each data set.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    places = n_places(len(configs))
    parameters = _initial(configs, places)
    data = stack_data(configs, places, between)
    seeds = [config.seed for config in configs]
    return Stack(
        configs=tuple(configs),
        data=data,
        parameters=parameters,
        kept={name: torch.zeros_like(parameters) for name in RULES[configs[0].optimizer].kept},
        random=Orders(seeds, data.n_train).states(),
        numbers=torch.zeros(places, 4, dtype=torch.float64),
        best=torch.full((places, 5), torch.nan, dtype=torch.float64),
    )


def _initial(configs: Sequence[TrainConfig], places: int) -> Tensor:
    """Draw each member's weights as a single run does."""
    shapes = parameter_shapes(configs[0])
    flat = flat_zeros(places, shapes, configs[0].torch_dtype)
    tensors, half = views(flat, places, shapes), len(shapes) // 2
    for place, config in enumerate(configs):
        model = build(config)
        initialise(model, config)
        for i, values in enumerate(model.state_dict().values()):  # weight, bias, weight, bias, ...
            at = i // 2 + half * (i % 2)
            without_padding(tensors[at], shapes[at])[place] = values
    return flat
