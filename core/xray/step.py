"""One step done by autograd and torch.optim, and looked into after each stage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.training import TrainState
from core.training.run import Run
from core.training.within import before_batch
from core.xray.lines import STAGES, output_names


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Xray:
    """One step of a run.

    Attributes:
        epoch: epochs done before the one that the step belongs to.
        batch: its number in its epoch, from 1.
        n_batches: steps in that epoch.
        seen: all tensors that there are in the end, in the order of the code.
        before: what there is before the step; nothing counts as changed.
        stages: what there is after each of `STAGES`.
    """

    epoch: int
    batch: int
    n_batches: int
    seen: tuple[Seen, ...]
    before: Stage
    stages: Mapping[str, Stage]

    def earlier(self, stage: str) -> Stage:
        """Return what there was before a stage."""
        place = STAGES.index(stage)
        return self.stages[STAGES[place - 1]] if place else self.before


def step_of(state: TrainState, batch: int) -> Xray:
    """Do the steps of the epoch that follows a state up to a batch, and look into the last of them.

    Args:
        state: between two epochs, before the last; it stays as it is.
        batch: from 1 to the number of batches; a larger number is the last one.
    """
    run, inputs, targets, batch, n_batches = at_batch(state, batch)
    names = output_names(state.config)
    found = {"x": inputs, "t": targets}
    before = _look(run, found, None)
    stages: dict[str, Stage] = {}
    for stage in _stages(run, found, names):
        stages[stage] = _look(run, found, [*stages.values()][-1] if stages else before)
    return Xray(
        epoch=state.epoch,
        batch=batch,
        n_batches=n_batches,
        seen=tuple(_seen(run, names)),
        before=before,
        stages=stages,
    )


def at_batch(state: TrainState, batch: int) -> tuple[Run, Tensor, Tensor, int, int]:
    """Bring a run to just before a batch of the next epoch; return it with the batch and its number of how many."""
    run, batches, batch = before_batch(state, batch)
    for group in run.optimizer.param_groups:
        group["fused"] = None  # the same numbers; the fused step does not count up `_version`
    return run, *batches[batch - 1], batch, len(batches)


def _stages(run: Run, found: dict[str, Tensor], names: tuple[str, ...]) -> Iterator[str]:
    """Do the step, and stop after each stage."""
    hidden = found["x"]
    for name, module in zip(names, run.model, strict=True):
        hidden = found[name] = module(hidden)
    yield "forward"
    loss = found["loss"] = run.objective(hidden, found["t"])
    yield "loss"
    if run.config.zero_grad:
        run.optimizer.zero_grad()
    yield "zero_grad"
    loss.backward()  # type: ignore[no-untyped-call]
    yield "backward"
    run.update()
    yield "step"


def _look(run: Run, found: Mapping[str, Tensor], earlier: Stage | None) -> Stage:
    """Copy every tensor as it is now; one that is the same as before is not copied again."""
    kept = earlier.tensors if earlier else {}
    now: dict[str, Tensor | None] = {}
    for name, tensor in _all(run, found):
        old = kept.get(name)
        now[name] = old if old is not None and tensor is not None and same(old, tensor) else _copy(tensor)
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


def same(a: Tensor, b: Tensor) -> bool:
    """Tell whether two tensors hold the same numbers; nan is the same as nan."""
    return a.shape == b.shape and bool((a.eq(b) | (a.isnan() & b.isnan())).all())


def _copy(tensor: Tensor | None) -> Tensor | None:
    return None if tensor is None else tensor.detach().cpu().clone()


def _seen(run: Run, names: tuple[str, ...]) -> Iterator[Seen]:
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
