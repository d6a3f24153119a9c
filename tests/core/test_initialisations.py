import math
from itertools import pairwise

import pytest
import torch
from torch import nn

from core.config import TrainConfig
from core.initialisations import INITIALISATIONS
from core.models import build, initialise

# Limits or standard deviations of a layer with n inputs and m outputs: (kind, spread of the weights, biases).
SPREADS = {
    "PyTorch default": ("uniform", lambda n, m: 1 / math.sqrt(n), "like the weights"),
    "Xavier": ("uniform", lambda n, m: math.sqrt(6 / (n + m)), 0.0),
    "He": ("normal", lambda n, m: math.sqrt(2 / n), 0.0),
    "normal": ("normal", lambda n, m: 2.5, "like the weights"),
    "zeros": ("uniform", lambda n, m: 0.0, 0.0),
    "uniform ±0.5": ("uniform", lambda n, m: 0.5, 0.1),
}


def filled(name: str, seed: int = 3) -> nn.Linear:
    layer = nn.utils.skip_init(nn.Linear, 300, 200)
    with torch.no_grad():
        INITIALISATIONS[name].fill(layer, torch.Generator().manual_seed(seed), 2.5)
    return layer


def agrees(numbers: torch.Tensor, kind: str, spread: float) -> None:
    """Range, mean and standard deviation within five standard errors."""
    n = numbers.numel()
    deviation = spread / math.sqrt(3) if kind == "uniform" else spread
    if kind == "uniform":
        assert numbers.abs().max() <= spread
        assert spread == 0 or numbers.abs().max() > 0.97 * spread
    assert abs(numbers.mean().item()) <= 5 * deviation / math.sqrt(n)
    assert numbers.std().item() == pytest.approx(deviation, rel=5 / math.sqrt(2 * n), abs=1e-12)


def test_every_initialisation_has_an_oracle():
    assert list(INITIALISATIONS) == list(SPREADS)


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_weights_and_biases_are_spread_as_said(name):
    kind, spread, biases = SPREADS[name]
    layer = filled(name)
    agrees(layer.weight, kind, spread(300, 200))
    if biases == "like the weights":
        agrees(layer.bias, kind, spread(300, 200))
    else:
        assert layer.bias.tolist() == pytest.approx([biases] * 200)


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_a_seed_decides_on_the_weights_and_another_gives_others(name):
    first, again, other = filled(name), filled(name), filled(name, seed=4)
    assert torch.equal(first.weight, again.weight)
    assert torch.equal(first.bias, again.bias)
    assert torch.equal(first.weight, other.weight) == (name == "zeros")


@pytest.mark.parametrize("seed", [0, 42, 2**31 - 1])
@pytest.mark.parametrize("hidden", [(), (8, 8), (1, 7, 64)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_pytorchs_default_is_what_manual_seed_and_nn_linear_give_bit_for_bit(seed, hidden, dtype):
    config = TrainConfig(dataset="blobs", hidden=hidden, seed=seed, dtype=str(dtype).removeprefix("torch."))
    ours = build(config)
    initialise(ours, config)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        layers = [nn.Linear(n_in, n_out, dtype=dtype) for n_in, n_out in pairwise((2, *hidden, 4))]
    theirs = nn.Sequential(*layers)
    for mine, their in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert mine.dtype == dtype
        assert torch.equal(mine, their)


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_every_initialisation_says_what_it_is_and_where_it_comes_from(name):
    assert INITIALISATIONS[name].idea.endswith(".")
    assert INITIALISATIONS[name].latex
    assert INITIALISATIONS[name].source
