"""The few lines of PyTorch behind each picture, generated from the settings; run, they give its numbers."""

from collections.abc import Sequence

from core.descent.basins import WITHIN
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


def basins_script(config: DescentConfig, n_x: int, n_y: int) -> str:
    """Return a program that starts everywhere at once and prints how many starts lead to each minimum."""
    surface = SURFACES[config.surface]
    (left, right), (low, high) = ((limits.low, limits.high) for limits in surface.domain)
    return f"""{_head(config)}

x = {left} + (torch.arange({n_x}) + 0.5) * {right - left} / {n_x}
y = {low} + (torch.arange({n_y}) + 0.5) * {high - low} / {n_y}
w = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1).requires_grad_()
optimizer = {_optimizer(config)}
for step in range({config.steps}):
    optimizer.zero_grad()
    {surface.function.__name__}(w).sum().backward()  # the slope of the sum: each start's own slope
    optimizer.step()

for minimum in {list(surface.minima)!r}:
    away = (w - torch.tensor(minimum)).abs() / torch.tensor([{right - left}, {high - low}])
    print(minimum, int((away.amax(-1) < {WITHIN}).sum()))
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
