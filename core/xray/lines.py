"""The lines of PyTorch that make up one step."""

from collections.abc import Iterator
from typing import Final

from torch import nn

from core.config import TrainConfig
from core.models import SeededDropout, build
from core.regularization import REGULARIZATIONS
from core.script.loop import lr_code, penalized, rate_code

STAGES: Final = ("forward", "loss", "zero_grad", "backward", "step")


def output_names(config: TrainConfig) -> tuple[str, ...]:
    """Name what each module of the network returns: z1, a1 (and d1 after dropout), z2, ..., output."""
    names: list[str] = []
    layer = 0
    for module in build(config):
        layer += isinstance(module, nn.Linear)
        letter = "z" if isinstance(module, nn.Linear) else "d" if isinstance(module, SeededDropout) else "a"
        names.append(f"{letter}{layer}")
    return (*names[:-1], "output")


def stage_lines(config: TrainConfig) -> dict[str, list[str]]:
    """Return the lines of each stage, as they stand in the script of the step."""
    return {
        "forward": list(_forward(config)),
        "loss": list(_loss(config)),
        "zero_grad": ["optimizer.zero_grad()" if config.zero_grad else "# optimizer.zero_grad() is left out"],
        "backward": ["loss.backward()"],
        "step": list(_step(config)),
    }


def _forward(config: TrainConfig) -> Iterator[str]:
    before = "x"
    for index, name in enumerate(output_names(config)):
        yield f"{name} = model[{index}]({before})"
        before = name


def _loss(config: TrainConfig) -> Iterator[str]:
    yield "loss = loss_fn(output, t)"
    regularization = REGULARIZATIONS[config.regularization]
    if regularization.penalty is not None and penalized(config) and not regularization.prunes:
        rate, name = rate_code(config), regularization.penalty.__name__
        yield f"loss = loss + {rate} * sum({name}(weight) for weight in weights)"


def _step(config: TrainConfig) -> Iterator[str]:
    if REGULARIZATIONS[config.regularization].prunes and penalized(config):
        yield f"step_and_prune(optimizer, weights, {lr_code(config)} * {rate_code(config)})"
    elif config.update == "optimizer.step()":
        yield "optimizer.step()"
    elif config.update == "by hand":
        yield "with torch.no_grad():"
        yield "    for parameter in model.parameters():"
        yield f"        parameter.sub_(parameter.grad, alpha={lr_code(config)})"
    else:
        yield "# optimizer.step() is left out"
