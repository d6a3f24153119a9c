"""The lines of PyTorch that make up one step."""

from collections.abc import Iterator
from typing import Final

from torch import nn

from core.config import TrainConfig
from core.models import SeededDropout, build
from core.script.loop import penalty_lines, step_lines

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
        "loss": ["loss = loss_fn(output, t)", *penalty_lines(config)],
        "zero_grad": ["optimizer.zero_grad()" if config.zero_grad else "# optimizer.zero_grad() is left out"],
        "backward": ["loss.backward()"],
        "step": list(step_lines(config)) or ["# optimizer.step() is left out"],
    }


def _forward(config: TrainConfig) -> Iterator[str]:
    before = "x"
    for index, name in enumerate(output_names(config)):
        yield f"{name} = model[{index}]({before})"
        before = name
