"""The part of a script that builds and fills the network."""

from torch import nn

from core.config import TrainConfig
from core.initialisations import INITIALISATIONS, PLAYGROUND_INIT
from core.models import SeededDropout, build, fill_from_stream
from core.script.bare import bare


def network_code(config: TrainConfig) -> str:
    """Write the network and how its weights are drawn."""
    fill = INITIALISATIONS[config.init].fill
    lines = ["# The network"]
    if config.dropout:
        lines += [bare(SeededDropout), "", f"dropout = torch.Generator().manual_seed({config.seed})"]
    lines += ["model = nn.Sequential(", *(f"    {_made(module)}," for module in build(config)), ")"]
    if config.dtype != "float32":
        lines[-1] = f").to(torch.{config.dtype})"
    if config.playground_seed and config.init == PLAYGROUND_INIT:
        lines += ["", bare(fill_from_stream), "", "with torch.no_grad():", "    fill_from_stream(model, stream)"]
        return "\n".join(lines)
    lines += ["", bare(fill), "", f"generator = torch.Generator().manual_seed({config.seed})"]
    lines += ["with torch.no_grad():", "    for layer in model:", "        if isinstance(layer, nn.Linear):"]
    lines += [f"            {fill.__name__}(layer, generator, {config.init_scale!r})"]
    return "\n".join(lines)


def _made(module: nn.Module) -> str:
    if isinstance(module, nn.Linear):
        return f"nn.Linear({module.in_features}, {module.out_features})"
    return (
        f"SeededDropout({module.p!r}, dropout)"
        if isinstance(module, SeededDropout)
        else f"nn.{type(module).__name__}()"
    )
