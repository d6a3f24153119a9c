"""The few lines of PyTorch behind each picture, generated from the settings; run, they give its numbers."""

from collections.abc import Sequence

from core.descent.config import SURFACES, DescentConfig
from core.optimizers import OPTIMIZERS


def descent_script(config: DescentConfig) -> str:
    """Return a program that walks the path of `config` and prints it."""
    surface = SURFACES[config.surface]
    name = surface.function.__name__
    return f"""{_head(config)}

w = torch.tensor({_literal(config.origin)}, requires_grad=True)
optimizer = {_optimizer(config)}

path = [{_value(config)}]
for step in range({config.steps}):
    loss = {name}(w)         # forward: how wrong are we here?
    optimizer.zero_grad()    # forget the slope of the step before
    loss.backward()          # backward: w.grad is now dL/dw
    optimizer.step()         # update: only here does w change
    path.append({_value(config)})
print(path)
"""


def race_script(configs: Sequence[DescentConfig]) -> str:
    """Return a program that lets the optimizers of `configs` walk from the same start and prints where they end."""
    first = configs[0]
    entries = "\n".join(f'    "{config.optimizer}": lambda w: {_optimizer(config)},' for config in configs)
    return f"""{_head(first)}

optimizers = {{
{entries}
}}
ends = {{}}
for name, make in optimizers.items():
    w = torch.tensor({_literal(first.origin)}, requires_grad=True)
    optimizer = make(w)
    for step in range({first.steps}):
        loss = {SURFACES[first.surface].function.__name__}(w)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    ends[name] = {_value(first)}
    print(name, ends[name])
"""


def _head(config: DescentConfig) -> str:
    return f"import torch\nfrom torch import Tensor\n\n\n{SURFACES[config.surface].code}\n"


def _optimizer(config: DescentConfig) -> str:
    return OPTIMIZERS[config.optimizer].code("[w]", lr=config.lr, momentum=config.momentum)


def _literal(origin: tuple[float, ...]) -> str:
    values = [float(value) for value in origin]
    return repr(values if len(values) > 1 else values[0])


def _value(config: DescentConfig) -> str:
    return "w.item()" if len(config.origin) == 1 else "w.tolist()"
