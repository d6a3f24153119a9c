"""The update rule with the numbers of one step filled in."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from core.descent.path import Path
from core.spelling import power_of_ten


def spell(value: float) -> str:
    """Write a number with four significant digits: powers of ten where it is tiny or huge, words for nan and inf."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "−inf")
    size = abs(value)
    if size != 0 and not 1e-4 <= size < 99_999.5:
        return power_of_ten(value, 3)
    text = f"{value:.4g}" if size < 1 else f"{value:.5g}"
    return "0" if text in {"-0", "0"} else text.replace("-", "−")


def filled(path: Path, step: int) -> tuple[str, str]:
    """Return what the optimizer remembers and the new weight of a curve, as the update after `step` computed them.

    Args:
        path: a run on a curve, one weight.
        step: how many updates came before; the last row of a path has no update, and says so.
    """
    if step == path.broke_at:
        name, value = broken(path)
        return "", f"{name} is {spell(value)} after {step} steps: no number to go on with"
    if step >= path.steps:
        return "", f"w = {spell(float(path.w[-1, 0]))} after {path.steps} steps"
    return _RULES.get(path.config.optimizer, _adaptive)(_Step(path, step))


def broken(path: Path) -> tuple[str, float]:
    """Return which number of a broken run on a curve is not finite, the first in the order of computing, and it."""
    what = {"w": path.w[-1, 0], "L": path.loss[-1], "dL/dw": path.grad[-1, 0]}
    return next((name, float(value)) for name, value in what.items() if not math.isfinite(value))


class _Step:
    """The numbers of one update, spelled."""

    def __init__(self, path: Path, step: int) -> None:
        self.path, self.step = path, step
        self.lr, self.keep = spell(path.config.lr), spell(path.config.momentum)
        self.w, self.new = spell(float(path.w[step, 0])), spell(float(path.w[step + 1, 0]))
        self.slope = bracket(float(path.grad[step, 0]))
        self.moved = float(path.w[step + 1, 0] - path.w[step, 0])

    def before(self, name: str) -> str:
        """Spell what was remembered before the step; nothing counts as zero."""
        return bracket(float(self.path.state[name][self.step, 0]) if self.step else 0.0)

    def after(self, name: str) -> float:
        """Return what is remembered after the step."""
        return float(self.path.state[name][self.step + 1, 0])


def bracket(value: float) -> str:
    """Write a number as a factor: in brackets where it is negative or has a power of ten."""
    text = spell(value)
    return f"({text})" if text.startswith("−") or "×" in text else text


def _sgd(at: _Step) -> tuple[str, str]:
    return "", f"w ← {at.w} − {at.lr} · {at.slope} = {at.new}"


def _momentum(at: _Step) -> tuple[str, str]:
    if "momentum_buffer" not in at.path.state:
        return _sgd(at)
    speed = at.after("momentum_buffer")
    memory = f"v ← {at.keep} · {at.before('momentum_buffer')} + {at.slope} = {spell(speed)}"
    return memory, f"w ← {at.w} − {at.lr} · {bracket(speed)} = {at.new}"


def _nesterov(at: _Step) -> tuple[str, str]:
    if "momentum_buffer" not in at.path.state:
        return _sgd(at)
    speed = at.after("momentum_buffer")
    memory = f"v ← {at.keep} · {at.before('momentum_buffer')} + {at.slope} = {spell(speed)}"
    return memory, f"w ← {at.w} − {at.lr} · ({at.slope} + {at.keep} · {bracket(speed)}) = {at.new}"


def _adagrad(at: _Step) -> tuple[str, str]:
    total = at.after("sum")
    return (
        f"s ← {at.before('sum')} + {at.slope}² = {spell(total)}",
        f"w ← {at.w} − {at.lr} · {at.slope} / √{bracket(total)} = {at.new}",
    )


def _rmsprop(at: _Step) -> tuple[str, str]:
    mean = at.after("square_avg")
    memory = f"s ← 0.99 · {at.before('square_avg')} + 0.01 · {at.slope}² = {spell(mean)}"
    return memory, f"w ← {at.w} − {at.lr} · {at.slope} / √{bracket(mean)} = {at.new}"


def _adam(at: _Step) -> tuple[str, str]:
    m, v = at.after("exp_avg"), at.after("exp_avg_sq")
    memory = f"m ← 0.9 · {at.before('exp_avg')} + 0.1 · {at.slope} = {spell(m)},  v = {spell(v)}"
    taken = at.step + 1
    m_hat, v_hat = m / (1 - 0.9**taken), v / (1 - 0.999**taken)
    return memory, f"w ← {at.w} − {at.lr} · {bracket(m_hat)} / √{bracket(v_hat)} = {at.new}"


def _adaptive(at: _Step) -> tuple[str, str]:
    kept = ",  ".join(f"{name} = {spell(at.after(name))}" for name in at.path.state)
    sign = "+" if at.moved >= 0 else "−"
    return kept, f"w ← {at.w} {sign} {spell(abs(at.moved))} = {at.new}"


_RULES: Final[Mapping[str, Callable[[_Step], tuple[str, str]]]] = {
    "SGD": _sgd,
    "Momentum": _momentum,
    "Nesterov": _nesterov,
    "Adagrad": _adagrad,
    "RMSprop": _rmsprop,
    "Adam": _adam,
}
