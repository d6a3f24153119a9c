"""Our training against the loop of the tutorials, in one run: `python benchmarks/steps.py`.

The tutorial: nn.Sequential, DataLoader(shuffle=True), torch.optim, .item() at every step, and nothing else. Ours: the
steps alone, which must not fall below a limit; `advance` by one epoch and by many, with all that it does besides (loss
and accuracy of both parts after each epoch, the state that can go on); and a whole run of what the Training page opens
with, snapshots included, against the tutorial's training alone. The variants take turns, so that a slower moment of
the machine meets both; a ratio is the tutorial's median over ours.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.config import TrainConfig
from core.datasets import load
from core.training import advance, start, train
from core.training.written_out import WrittenOutRun
from ui.controls.defaults import DEFAULTS

LEAST = {"SGD": 8.0, "Adam": 5.0}  # of the steps alone
ROUNDS = 7
MANY = 20  # epochs
WHOLE = 200  # epochs of a run from its start
SHAPES = {"2-4-2-1": ((4, 2), ("x1", "x2")),
          "7-8-8-8-1": ((8, 8, 8), ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"))}  # fmt: skip


def config_for(hidden: tuple[int, ...], features: tuple[str, ...], optimizer: str) -> TrainConfig:
    """250 training points in batches of 10, tanh."""
    return TrainConfig(
        dataset="circle", n_samples=500, train_share=0.5, features=features, hidden=hidden, activation="Tanh",
        optimizer=optimizer, lr=0.03, batch_size=10, epochs=8_000, loss="BCE with logits",
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
    optimizer = getattr(torch.optim, config.optimizer)(model.parameters(), lr=config.lr)

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


def steps(config: TrainConfig) -> Callable[[int], None]:
    """Return our optimizer steps over some epochs, without any evaluation."""
    run = WrittenOutRun(config)
    run.restore(start(config))

    def work(epochs: int) -> None:
        for _ in range(epochs):
            run.epoch()

    return work


def advancing(config: TrainConfig) -> Callable[[int], None]:
    """Return our loop over some epochs, going on from where it stopped."""
    state = start(config)

    def work(epochs: int) -> None:
        nonlocal state
        state = advance(state, epochs)

    return work


def seconds(work: Callable[[int], None], epochs: int) -> float:
    """Time some epochs."""
    begun = time.perf_counter()
    work(epochs)
    return time.perf_counter() - begun


def ratio(theirs: Callable[[int], None], ours: Callable[[int], None], epochs: int) -> float:
    """Return how many times faster we are over some epochs."""
    pairs = [(seconds(theirs, epochs), seconds(ours, epochs)) for _ in range(ROUNDS)]
    return statistics.median(t for t, _ in pairs) / statistics.median(o for _, o in pairs)


def compare(config: TrainConfig) -> dict[str, float]:
    """Return how many times faster we are, for each way to count."""
    theirs = tutorial(config)
    measures = {
        "steps alone": (steps(config), MANY),
        "many epochs, measured": (advancing(config), MANY),
        "one epoch, measured": (advancing(config), 1),
    }
    for work in (theirs, *(ours for ours, _ in measures.values())):
        work(1)
    return {name: ratio(theirs, ours, epochs) for name, (ours, epochs) in measures.items()}


def compare_whole() -> float:
    """Return how many times faster a whole run of the page's first configuration is, from its start."""
    config = replace(DEFAULTS, epochs=WHOLE)

    def ours(_: int) -> None:
        train(config)

    return ratio(tutorial(config), ours, WHOLE)


def main() -> int:
    """Print the ratios; 1 where one lies below the limit."""
    torch.set_num_threads(1)
    print(f"{'network':12} {'optimizer':10} {'measure':22} {'tutorial / ours':>16} {'at least':>9}")
    good = True
    for name, shape in SHAPES.items():
        for optimizer, least in LEAST.items():
            found = compare(config_for(*shape, optimizer))
            good &= found["steps alone"] >= least
            for measure, value in found.items():
                limit = f"{least:9.1f}" if measure == "steps alone" else ""
                print(f"{name:12} {optimizer:10} {measure:22} {value:16.1f} {limit}".rstrip())
    print(f"{'as opened':12} {DEFAULTS.optimizer:10} {f'{WHOLE} epochs, measured':22} {compare_whole():16.1f}")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
