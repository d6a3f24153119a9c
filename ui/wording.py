"""What the core says of a setting, in the words that stand on the screen: its label, and numbers written out."""

import math
import re
from decimal import Decimal
from typing import Final

from core.ranges import Range
from core.spelling import raised

LABELS: Final = {
    "activation": "Activation", "batch_size": "Batch size", "changes": "Changes on the way", "data_seed": "Data seed",
    "dataset": "Data set", "dropout": "Dropout",
    "dtype": "Dtype", "epochs": "Epochs", "features": "Features", "hidden": "Hidden layers",
    "init": "Initial weights", "init_scale": "Scale of normal", "loss": "Loss", "lr": "Learning rate",
    "missing": "Missing values", "momentum": "Momentum", "n_samples": "Points", "noise": "Noise",
    "optimizer": "Optimizer", "playground_seed": "Playground seed", "regularization": "Regularization",
    "regularization_rate": "Regularization rate", "schedule": "Schedule", "seed": "Seed",
    "shuffle": "Shuffle every epoch", "patience": "Patience", "target": "Target",
    "target_loss": "Target loss", "task": "Task", "train_share": "Train share",
    "true_bias": "True bias", "true_weight": "True weight", "update": "After backward()",
    "weight_decay": "Weight decay", "zero_grad": "zero_grad() before backward()",
}  # fmt: skip
_NUMBER: Final = r"-?(?:\d[\d.]*(?:e[+-]?\d+)?|inf)"
_PHRASES: Final = (
    (r"^hidden layer (\d+)", r"Hidden layer \1"),
    (r"^hidden must be a tuple of (.*), got \((.*?),?\)$", r"Hidden layers must be \1, got \2"),
    (r"^hidden \((.*?),?\) makes", r"Hidden layers \1 make"),
    (r"^update by hand is", "After backward(), by hand is"),
    (r"needs update optimizer\.step\(\), got", "needs optimizer.step() after backward(), got"),
)
_LIMITS: Final = re.compile(rf"must (?:lie|be a whole number) in \[({_NUMBER}), ({_NUMBER})\]")
_PLACE: Final = re.compile(r"no place for (\w+) ")
_IN_CODE: Final = re.compile(r"\b(" + "|".join(name for name in LABELS if "_" in name) + r")\b(?![(=])")
_QUOTE: Final = re.compile(r"(?<!\w)(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?!\w)")  # as Python writes a text
_STANDS_FOR_A_QUOTE: Final = "\ue000"  # not in what Python writes
_POWER: Final = re.compile(r"(?<!['\w.])(-?\d+(?:\.\d+)?)e([+-]?\d+)\b")


def written(value: float) -> str:
    """Write a number out as one types it, exactly: 0.00001, not 1e-05."""
    if not math.isfinite(value):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: float) -> str:
    """Write a number out with commas between the thousands."""
    return format(Decimal(written(value)), ",f")


def span(limits: Range) -> str:
    """Return the limits as words: 20 to 2,000."""
    return f"{grouped(limits.low)} to {grouped(limits.high)}"


def label(name: str) -> str:
    """Return what the screen calls a setting; the name itself where it has no label."""
    return LABELS.get(name, name)


def on_screen(sentence: str) -> str:
    """Return a sentence of the core in the words of the screen; what it quotes stays as it stands."""
    quotes = iter(_QUOTE.findall(sentence))
    sentence = _said(_QUOTE.sub(_STANDS_FOR_A_QUOTE, sentence))
    return re.sub(_STANDS_FOR_A_QUOTE, lambda mark: next(quotes, mark[0]), sentence)


def _said(sentence: str) -> str:
    for pattern, words in _PHRASES:
        sentence = re.sub(pattern, words, sentence)
    sentence = _LIMITS.sub(_limits, sentence)
    sentence = _PLACE.sub(lambda found: f"no place for {label(found[1]).lower()} ", sentence)
    first, _, rest = sentence.partition(" ")
    sentence = f"{label(first)} {rest}" if rest else sentence
    sentence = _IN_CODE.sub(lambda found: LABELS[found[0]].lower(), sentence)
    return _POWER.sub(lambda found: f"{found[1]}\u00a0×\u00a010{raised(int(found[2]))}", sentence)


def _limits(found: re.Match[str]) -> str:
    low, high = (grouped(float(limit)) for limit in found.groups())
    return f"must be {'a whole number ' if 'whole' in found[0] else ''}from {low} to {high}"
