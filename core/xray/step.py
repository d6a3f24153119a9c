"""One step done by autograd and torch.optim, and looked into after each stage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torch import Tensor

from core.training import TrainState
from core.training.run import Run
from core.training.within import before_batch
from core.xray.lines import STAGES, output_names
from core.xray.looking import Seen, Stage, all_seen, look


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
    before = look(run, found, None)
    stages: dict[str, Stage] = {}
    for stage in _stages(run, found, names):
        stages[stage] = look(run, found, [*stages.values()][-1] if stages else before)
    return Xray(
        epoch=state.epoch,
        batch=batch,
        n_batches=n_batches,
        seen=tuple(all_seen(run, names)),
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
