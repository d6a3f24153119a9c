"""The lines that count the mistakes of a network, to be put below the script of its run."""

from core.config import TrainConfig
from core.losses import LOSSES


def mistakes_script(config: TrainConfig, part: str, target_std: float = 1.0) -> str:
    """Write them; they print what the page shows.

    Args:
        config: the run's.
        part: "test" or "train".
        target_std: what the targets of a regression were divided by.
    """
    lines = _classes(config, part) if config.task == "classification" else _regression(part, target_std)
    return "\n".join(lines) + "\n"


def _classes(config: TrainConfig, part: str) -> list[str]:
    c = config.n_classes
    found = f"out_{part}.argmax(dim=1)" if LOSSES[config.loss].per_class else f"(out_{part}.squeeze(1) > 0).long()"
    return [
        f"found = {found}",
        f"counts = (y_{part} * {c} + found).bincount(minlength={c**2}).reshape({c}, {c})  # true class by class found",
        "right, said, support = counts.diagonal(), counts.sum(dim=0), counts.sum(dim=1)",
        "print('confusion', counts.tolist())",
        "print('precision', (right / said).tolist())  # of what is said to be a class, the share that is",
        "print('recall', (right / support).tolist())  # of a class, the share that is found",
        "print('F1', (2 * right / (said + support)).tolist())",
    ]


def _regression(part: str, target_std: float) -> list[str]:
    return [
        f"residuals = (t_{part}.double() - out_{part}.double())[:, 0] * {target_std!r}  # in the target's unit",
        "print('mean absolute error', residuals.abs().mean().item())",
        "print('root mean squared error', residuals.square().mean().sqrt().item())",
        "print('worst', residuals.abs().argsort(descending=True, stable=True)[:5].tolist())",
    ]
