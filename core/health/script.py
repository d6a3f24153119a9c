"""The lines that measure the health of a network, to be put below the script of its run."""

from core.config import TrainConfig
from core.health.slopes import FLAT, steepest


def health_script(config: TrainConfig) -> str:
    """Write them: gradient norms, and which hidden neurons are flat or dead; they print what the page shows."""
    lines = [
        "model.eval()",
        "model.zero_grad()",
        "loss_fn(model(x_train), t_train).backward()",
        "for name, parameter in model.named_parameters():",
        "    if name.endswith('weight'):",
        "        print(name, 'gradient norm', parameter.grad.norm().item())",
    ]
    if config.hidden:
        known = dict.fromkeys(config.activations[: len(config.hidden)])
        limits = ", ".join(f"nn.{name}: {FLAT} * {steepest(name)!r}" for name in known)
        lines += [
            "",
            f"limits = {{{limits}}}  # a slope below is flat",
            "hidden = x_train",
            "for key, layer in list(model.named_children())[:-1]:",
            "    z = hidden.detach().requires_grad_()",
            "    hidden = layer(z)",
            "    if type(layer) in limits:",
            "        slope, = torch.autograd.grad(hidden.sum(), z)  # (points, neurons)",
            "        flat = (slope.abs() < limits[type(layer)]).double().mean(dim=0)  # a share of the points",
            "        dead = ((slope == 0) & (hidden == 0)).all(dim=0)",
            "        print('layer', key, 'flat', flat.tolist(), 'dead', dead.tolist())",
        ]
    return "\n".join(lines) + "\n"
