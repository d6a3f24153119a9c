"""What a stage of a step did, in sentences whose numbers were measured."""

import torch

from core.training import TrainState, advance
from core.xray import Xray, accumulate
from ui.charts.spelled import number
from ui.page import Text


def says(xray: Xray, stage: str, state: TrainState, text: Text) -> str:
    """Say what a stage did."""
    config = state.config
    left_out = (stage == "zero_grad" and not config.zero_grad) or (stage == "step" and config.update == "none")
    told = text[f"Left out: {stage}"] if left_out else text[f"Stage: {stage}"]
    words = told.format(**_measured(xray, stage))
    if stage == "step" and xray.batch == xray.n_batches:
        same = _is_the_runs(xray, state)
        words += " " + text["One step: last batch"].format(epoch=xray.epoch + 1, same="True" if same else "False")
    return words


def _measured(xray: Xray, stage: str) -> dict[str, object]:
    """Measure what the sentences on a stage need."""
    before, after = xray.earlier(stage), xray.stages[stage]
    weights = [seen.name for seen in xray.seen if seen.kind == "parameter"]
    gradients = [before.tensors[f"{name}.grad"] for name in weights]
    pairs = [(before.tensors[name], after.tensors[name]) for name in weights]
    moved = [(new - old).abs() for old, new in pairs if old is not None and new is not None]
    loss, x = after.tensors.get("loss"), after.tensors["x"]
    return {
        "points": 0 if x is None else len(x),
        "new": _new(sum(seen.kind == "activation" for seen in xray.seen)),
        "loss": "" if loss is None else number(loss.item()),
        "left": "None" if all(one is None for one in gradients) else "the gradients of the step before",
        "equal": sum(old is not None and new is not None and torch.equal(old, new) for old, new in pairs),
        "parameters": len(weights),
        "in_place": sum(before.places[name][0] == after.places[name][0] for name in weights),
        "untouched": sum(before.places[name] == after.places[name] for name in weights),
        "moved": f"{sum(int(one.count_nonzero()) for one in moved):,}",
        "all": f"{sum(one.numel() for one in moved):,}",
        "largest": number(max((one.max().item() for one in moved), default=0.0)),
        "state": _state(xray),
    }


def _new(count: int) -> str:
    return "1 tensor is new" if count == 1 else f"{count} tensors are new"


def _state(xray: Xray) -> str:
    """Name what the optimizer keeps for each parameter."""
    names = list(dict.fromkeys(seen.name.split(" ")[1] for seen in xray.seen if seen.kind == "state"))
    return f"keeps `{'`, `'.join(names)}` for each of them" if names else "keeps nothing"


def _is_the_runs(xray: Xray, state: TrainState) -> bool:
    """Compare the weights after the last batch with those of the run's next epoch."""
    weights, own = advance(state, 1).weights, xray.stages["step"].tensors
    return all(
        found is not None and torch.equal(found, weights[name]) for name, found in own.items() if name in weights
    )


def accumulation(state: TrainState, batch: int, text: Text) -> str:
    """Say what becomes of the gradients where nobody clears them, with the first number of the last layer."""
    found = accumulate(state, batch)
    name = [*found.fresh][-2]
    parts = {part: f"{getattr(found, part)[name].flatten()[0].item():.6g}" for part in ("left", "fresh", "together")}
    told = text["Accumulated: first" if found.first else "Accumulated"]
    return told.format(name=f"{name}.grad", same=found.adds_up, parameters=len(found.fresh), **parts)
