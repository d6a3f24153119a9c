"""One network three times: the trained one, a new instance, and one that was filled from the file."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from core.checkpoints.lesson import another_instance, lesson_map
from core.checkpoints.reading import fill, load_weights
from core.checkpoints.saving import save
from core.datasets import load
from core.training import TrainState


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trio:
    """What three instances of one network answer: "trained", "new" and "loaded".

    Attributes:
        outputs: the bare outputs for the test points, (N, 1).
        maps: what each leans to on the plane, as `lesson_map` returns it.
        weights: the state_dicts of the trained and the loaded one.
        weights_file: the trained one's state_dict as a file.
    """

    outputs: Mapping[str, Tensor]
    maps: Mapping[str, Tensor]
    weights: Mapping[str, Mapping[str, Tensor]]
    weights_file: bytes


def trio(run: TrainState, *, forget: bool) -> Trio:
    """Save a network, make two instances, load the file into the second, or forget to."""
    data = save(run, "weights")
    models = {name: another_instance(run.config) for name in ("trained", "new", "loaded")}
    fill(models["trained"], run.weights)
    if not forget:
        load_weights(data, models["loaded"])
    x = load(run.config).test.x
    with torch.inference_mode():
        outputs = {name: model(x) for name, model in models.items()}
    return Trio(
        outputs=outputs,
        maps={name: lesson_map(model, run.config) for name, model in models.items()},
        weights={name: models[name].state_dict() for name in ("trained", "loaded")},
        weights_file=data,
    )
