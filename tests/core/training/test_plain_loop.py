"""Every optimizer, activation and loss trains as the loop of a tutorial does, bit for bit."""

from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.optimizers import OPTIMIZERS
from core.training import (
    TrainState,
    train,
)
from tests.core.training.bits import SMALL, bits

# Our loop against the loop that everybody writes: nn.Sequential, autograd, torch.optim.
TORCHS_NAMES = {
    "SGD": (torch.optim.SGD, {}), "Momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "Nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}), "Adagrad": (torch.optim.Adagrad, {}),
    "RMSprop": (torch.optim.RMSprop, {}), "Adam": (torch.optim.Adam, {}), "AdamW": (torch.optim.AdamW, {}),
    "NAdam": (torch.optim.NAdam, {}), "RAdam": (torch.optim.RAdam, {}), "Adadelta": (torch.optim.Adadelta, {}),
}  # fmt: skip


def plain_network(config: TrainConfig, activation: nn.Module) -> nn.Sequential:
    """Build and fill a network as everybody does."""
    torch.manual_seed(config.seed)
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(config.sizes[:-1]):
        layers += [nn.Linear(n_in, n_out, dtype=config.torch_dtype), activation]
        layers += [nn.Dropout(config.dropout)] if config.dropout else []
    layers.append(nn.Linear(*config.sizes[-2:], dtype=config.torch_dtype))
    squashed = config.loss == "Half squared error (tanh)" and config.task == "classification"
    return nn.Sequential(*layers, *([nn.Tanh()] if squashed else []))


def plain_loop(config: TrainConfig, activation: nn.Module, loss_fn: Any, targets: Tensor) -> nn.Sequential:
    """Train without anything of ours but the points; `targets` belong to the training points."""
    optimizer_class, extra = TORCHS_NAMES[config.optimizer]
    x, order = load(config).train.x, torch.Generator().manual_seed(config.seed)
    size = config.batch_size or len(x)
    with torch.random.fork_rng():
        model = plain_network(config, activation)
        weights = [module.weight for module in model if isinstance(module, nn.Linear)]
        optimizer = optimizer_class(model.parameters(), lr=config.lr, weight_decay=config.weight_decay, **extra)
        torch.manual_seed(config.seed)  # of dropout
        for _ in range(config.epochs):
            shuffled = config.shuffle and size < len(x)
            index = torch.randperm(len(x), generator=order) if shuffled else torch.arange(len(x))
            for batch in index.split(size):
                loss = loss_fn(model(x[batch]), targets[batch])
                if config.regularization_rate:
                    loss = loss + config.regularization_rate * sum(weight.abs().sum() for weight in weights)
                if config.zero_grad:
                    optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return model


def signs(config: TrainConfig) -> Tensor:
    return (2 * load(config).train.y - 1).to(config.torch_dtype)[:, None]


def half_squared(output: Tensor, target: Tensor) -> Tensor:
    return 0.5 * ((output - target) ** 2).mean()


def same_weights(state: TrainState, model: nn.Sequential) -> bool:
    theirs = model.state_dict()
    ours = [bits(tensor) for tensor in state.weights.values()]
    return ours == [bits(tensor) for tensor in theirs.values()]


def test_every_optimizer_is_one_of_torchs():
    assert list(OPTIMIZERS) == list(TORCHS_NAMES), "write each optimizer's class and arguments into TORCHS_NAMES"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("more", [{}, {"weight_decay": 0.02, "zero_grad": False, "shuffle": False}], ids=["", "more"])
def test_every_optimizer_trains_as_the_plain_loop_does_bit_for_bit(optimizer, dtype, more):
    config = TrainConfig(**SMALL, optimizer=optimizer, dtype=dtype, activation="Tanh", loss="MSE", **more)
    assert same_weights(train(config), plain_loop(config, nn.Tanh(), nn.MSELoss(), signs(config)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_trains_as_the_plain_loop_does_bit_for_bit(activation):
    config = TrainConfig(**SMALL | {"hidden": (5, 4)}, activation=activation, loss="MSE", lr=0.05)
    theirs = getattr(nn, activation)()
    assert same_weights(train(config), plain_loop(config, theirs, nn.MSELoss(), signs(config)))


@pytest.mark.parametrize(
    ("loss", "loss_fn", "targets"),
    [
        ("BCE with logits", nn.BCEWithLogitsLoss(), lambda c: load(c).train.y.to(c.torch_dtype)[:, None]),
        ("Cross-entropy", nn.CrossEntropyLoss(), lambda c: load(c).train.y),
        ("MSE", nn.MSELoss(), signs),
        ("L1", nn.L1Loss(), signs),
        ("Huber", nn.HuberLoss(), signs),
        ("Half squared error (tanh)", half_squared, signs),
    ],
)
@pytest.mark.parametrize("batch_size", [None, 1, 4])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_every_loss_trains_as_the_plain_loop_does_bit_for_bit(loss, loss_fn, targets, batch_size, dropout):
    config = TrainConfig(
        **SMALL | {"batch_size": batch_size}, loss=loss, dropout=dropout,
        regularization="L1", regularization_rate=0.003,
    )  # fmt: skip
    assert same_weights(train(config), plain_loop(config, nn.ReLU(), loss_fn, targets(config)))


@pytest.mark.parametrize("dataset", [name for name, dataset in DATASETS.items() if dataset.task == "regression"])
@pytest.mark.parametrize("loss", ["MSE", "Half squared error (tanh)"])
def test_every_regression_trains_as_the_plain_loop_does_bit_for_bit(dataset, loss):
    config = TrainConfig(dataset=dataset, loss=loss, hidden=(4,), epochs=2, batch_size=50, lr=0.01)
    loss_fn = nn.MSELoss() if loss == "MSE" else half_squared
    assert same_weights(train(config), plain_loop(config, nn.ReLU(), loss_fn, load(config).train.y))
