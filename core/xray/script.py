"""A step as a script of plain PyTorch that prints every number."""

from collections.abc import Iterator

from core.config import TrainConfig
from core.script.changes import change_code
from core.script.data import data_code
from core.script.loop import epoch_lines, schedule_lines, setup_lines
from core.script.network import network_code
from core.script.whole import imports
from core.xray.lines import output_names, stage_lines

_TELL = """def tell(**tensors):
    for name, tensor in tensors.items():
        print(name, None if tensor is None else tensor.tolist())"""


def step_script(config: TrainConfig, epoch: int, batch: int) -> str:
    """Write the script that trains up to a step, does it stage by stage, and prints every tensor.

    Args:
        config: the settings of the run.
        epoch: epochs done before the one that the step belongs to.
        batch: its number in its epoch, from 1.
    """
    loop = [*setup_lines(config), *_up_to(config, epoch, batch)]
    parts = [imports(config), data_code(config), network_code(config), "\n".join(loop), _TELL]
    parts += ["\n".join(_stage(config, name, lines)) for name, lines in stage_lines(config).items()]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _up_to(config: TrainConfig, epoch: int, batch: int) -> Iterator[str]:
    """Write the loop that stops before the step."""
    yield f"for epoch in range(1, {epoch + 2}):"
    yield "    batch = 0"
    stop = [f"        if epoch == {epoch + 1} and batch == {batch - 1}:"]
    stop += ["            break  # this step is done below, stage by stage", "        batch += 1"]
    yield from epoch_lines(config, stop)
    for line in schedule_lines(config):
        yield f"    if epoch <= {epoch}:"
        yield f"        {line}"
    yield from change_code(config, epoch + 1)


def _stage(config: TrainConfig, name: str, lines: list[str]) -> Iterator[str]:
    yield f"# {name}"
    yield from lines
    if name == "forward":
        yield f"tell(x=x, {', '.join(f'{output}={output}' for output in output_names(config))}, t=t)"
    elif name == "loss":
        yield "tell(loss=loss)"
    elif name == "step":
        yield "tell(**dict(model.named_parameters()))"
        yield "for name, parameter in model.named_parameters():"
        yield "    kept = optimizer.state.get(parameter, {})"
        yield "    tell(**{f'{name} {key}': torch.as_tensor(value) for key, value in kept.items()})"
    else:
        yield "tell(**{f'{name}.grad': parameter.grad for name, parameter in model.named_parameters()})"
