"""Our training against the loop of the tutorials, in one run: `python benchmarks/steps.py`.

The tutorial: nn.Sequential, DataLoader(shuffle=True), torch.optim.SGD, .item() at every step. Ours: `advance`, by
one epoch and by many, with all that it does after each: loss and accuracy of both parts, the state that can go on. The
variants take turns, so that a slower moment of the machine meets both; a ratio is the tutorial's median over ours.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.config import TrainConfig
from core.datasets import load
from core.training import advance, start

LEAST = 1.0
ROUNDS = 25
MANY = 8  # epochs
SHAPES = {"2-4-2-1": ((4, 2), ("x1", "x2")),
          "7-8-8-8-1": ((8, 8, 8), ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"))}  # fmt: skip


def config_for(hidden: tuple[int, ...], features: tuple[str, ...]) -> TrainConfig:
    """250 training points in batches of 10, plain SGD, tanh."""
    return TrainConfig(
        dataset="circle", n_samples=500, train_share=0.5, features=features, hidden=hidden, activation="Tanh",
        optimizer="SGD", lr=0.03, batch_size=10, epochs=8_000, loss="BCE with logits",
    )  # fmt: skip


def tutorial(config: TrainConfig) -> Callable[[int], None]:
    """Return the tutorial's loop over some epochs, without any evaluation."""
    data = load(config).train
    targets = data.y.to(torch.float32).unsqueeze(1)
    loader = DataLoader(TensorDataset(data.x, targets), batch_size=config.batch_size, shuffle=True)
    layers: list[nn.Module] = []
    for n_in, n_out in zip(config.sizes, config.sizes[1:], strict=False):
        layers += [nn.Linear(n_in, n_out), nn.Tanh()]
    model = nn.Sequential(*layers[:-1])
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=config.lr)

    def run(epochs: int) -> None:
        for _ in range(epochs):
            total = 0.0
            for x, y in loader:
                optimizer.zero_grad()
                loss = loss_fn(model(x), y)
                loss.backward()
                optimizer.step()
                total += loss.item()

    return run


def ours(config: TrainConfig) -> Callable[[int], None]:
    """Return our loop over some epochs, going on from where it stopped."""
    state = start(config)

    def run(epochs: int) -> None:
        nonlocal state
        state = advance(state, epochs)

    return run


def seconds(work: Callable[[int], None], epochs: int) -> float:
    """Time some epochs."""
    begun = time.perf_counter()
    work(epochs)
    return time.perf_counter() - begun


def compare(name: str) -> dict[str, float]:
    """Return how many times faster we are: in a single epoch, and per step of a run that goes on."""
    config = config_for(*SHAPES[name])
    theirs, our = tutorial(config), ours(config)
    theirs(1), our(1)
    ratios = {}
    for measure, epochs in (("one epoch", 1), ("a step of many", MANY)):
        pairs = [(seconds(theirs, epochs), seconds(our, epochs)) for _ in range(ROUNDS)]
        ratios[measure] = statistics.median(t for t, _ in pairs) / statistics.median(o for _, o in pairs)
    return ratios


def main() -> int:
    """Print the ratios; 1 where one lies below the limit."""
    torch.set_num_threads(1)
    print(f"{'network':12} {'measure':22} {'tutorial / ours':>16} {'at least':>9}")
    worst = LEAST
    for name in SHAPES:
        for measure, ratio in compare(name).items():
            print(f"{name:12} {measure:22} {ratio:16.2f} {LEAST:9.2f}")
            worst = min(worst, ratio)
    return int(worst < LEAST)


if __name__ == "__main__":
    sys.exit(main())
