"""Everything that a step has to do with, as it is at one moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.training.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One tensor of a step.

    Attributes:
        name: as it is written in code, such as "x", "z1", "0.weight" or "0.weight.grad".
        kind: "data", "activation", "loss", "parameter", "gradient" or "state" (of the optimizer).
        layer: the layer of weights it belongs to, from 0; inputs belong to the first, targets and loss to the last.
    """

    name: str
    kind: str
    layer: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """What there is after a stage.

    Attributes:
        tensors: copies by name; None where PyTorch holds None; what does not exist yet is left out.
        changed: names of what came to be, went, or has another number than before the stage.
        places: of each parameter, its `data_ptr()` and its `_version`.
    """

    tensors: Mapping[str, Tensor | None]
    changed: frozenset[str]
    places: Mapping[str, tuple[int, int]]


def look(run: Run, found: Mapping[str, Tensor], earlier: Stage | None) -> Stage:
    """Copy every tensor as it is now; one that is the same as before is not copied again."""
    kept = earlier.tensors if earlier else {}
    now: dict[str, Tensor | None] = {}
    for name, tensor in _all(run, found):
        old = kept.get(name)
        now[name] = old if old is not None and tensor is not None and _same(old, tensor) else _copy(tensor)
    changed = {name for name in now.keys() | kept.keys() if name not in kept or now.get(name) is not kept[name]}
    places = {name: (p.data_ptr(), p._version) for name, p in run.model.named_parameters()}
    return Stage(tensors=now, changed=frozenset(changed if earlier else ()), places=places)


def _all(run: Run, found: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor | None]]:
    yield from found.items()
    for name, parameter in run.model.named_parameters():
        yield name, parameter
        yield f"{name}.grad", parameter.grad
        for key, value in run.optimizer.state.get(parameter, {}).items():
            yield f"{name} {key}", torch.as_tensor(value)


def _same(a: Tensor, b: Tensor) -> bool:
    """Tell whether two tensors hold the same numbers; nan is the same as nan."""
    return a.shape == b.shape and bool((a.eq(b) | (a.isnan() & b.isnan())).all())


def _copy(tensor: Tensor | None) -> Tensor | None:
    return None if tensor is None else tensor.detach().cpu().clone()


def all_seen(run: Run, names: tuple[str, ...]) -> Iterator[Seen]:
    """Yield what there is after a step, in the order of the code; the outputs of the modules have these names."""
    last = len(run.layer_weights()) - 1
    yield Seen(name="x", kind="data", layer=0)
    layer = -1
    for name, module in zip(names, run.model, strict=True):
        layer += isinstance(module, nn.Linear)
        yield Seen(name=name, kind="activation", layer=layer)
    yield Seen(name="t", kind="data", layer=last)
    yield Seen(name="loss", kind="loss", layer=last)
    for place, (name, parameter) in enumerate(run.model.named_parameters()):
        yield Seen(name=name, kind="parameter", layer=place // 2)
        yield Seen(name=f"{name}.grad", kind="gradient", layer=place // 2)
        for key in run.optimizer.state.get(parameter, {}):
            yield Seen(name=f"{name} {key}", kind="state", layer=place // 2)
