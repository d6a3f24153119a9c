"""Many networks at once against the tutorial's loop, one after another: `python benchmarks/ensembles.py`.

The tutorial: nn.Sequential, DataLoader(shuffle=True), torch.optim, .item() at every step, and nothing else. Ours, on a
fan of seeds, each with its own data, weights and order: the steps alone, which must not fall below a limit; and whole
runs from their start, with data and initial weights made, and with loss and accuracy of both parts of every member at
about 60 moments. The variants take turns, so that a slower moment of the machine meets both; a ratio is the tutorial's
median time for one step of one network over ours.
"""

import statistics
import sys
from dataclasses import replace
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.steps import SHAPES, config_for, seconds, tutorial
from core.config import TrainConfig
from core.ensembles import fan, groups, train_many
from core.ensembles.living import Living
from core.ensembles.stack import begin

LEAST = {64: 45.0, 1024: 120.0}  # of the steps alone
ROUNDS = 40
WHOLE = {64: 300, 1024: 100}  # epochs of runs from their start
NETWORK = "7-8-8-8-1"


def steps_alone(config: TrainConfig, n_seeds: int) -> float:
    """Return how many times faster one step of one network is in a stack, without any evaluation."""
    configs, theirs = fan(config, n_seeds), tutorial(config)
    stacks = [Living(begin([configs[place] for place in group.places])) for group in groups(configs)]
    pairs = []
    for stack in [*stacks, *stacks * (ROUNDS // len(stacks))]:  # by turns, and each in about as long a time
        theirs_took = seconds(theirs, 2) / 2
        with torch.no_grad():
            pairs.append((theirs_took, seconds(lambda _, stack=stack: stack.epoch(), 1) / len(stack.stack.configs)))
    pairs = pairs[len(stacks) :]
    return statistics.median(t for t, _ in pairs) / statistics.median(o for _, o in pairs)


def whole_runs(config: TrainConfig, n_seeds: int) -> float:
    """Return how many times faster whole runs are, from their start, against the tutorial's training alone."""
    theirs, configs = tutorial(config), fan(config, n_seeds)
    before = seconds(theirs, 20) / 20
    ours = seconds(lambda _: train_many(configs) and None, 1) / n_seeds / config.epochs
    return statistics.mean((before, seconds(theirs, 20) / 20)) / ours


def main() -> int:
    """Print the ratios; 1 where one lies below the limit."""
    torch.set_num_threads(1)
    print(f"{'network':12} {'seeds':>6} {'measure':22} {'tutorial / ours':>16} {'at least':>9}")
    good = True
    for n_seeds, least in LEAST.items():
        config = replace(config_for(*SHAPES[NETWORK], "SGD"), epochs=WHOLE[n_seeds])
        found = steps_alone(config, n_seeds)
        print(f"{NETWORK:12} {n_seeds:6} {'steps alone':22} {found:16.1f} {least:9.1f}")
        print(f"{NETWORK:12} {n_seeds:6} {'whole runs, measured':22} {whole_runs(config, n_seeds):16.1f}")
        good &= found >= least
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
