import pytest
import torch
from torch import nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.models import SeededDropout, build, initialise, layer_names, summary


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (100, 64)])
def test_seeded_dropout_equals_pytorchs_with_the_same_stream(p, dtype, shape):
    x = torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(0)).requires_grad_()
    ours = SeededDropout(p, torch.Generator().manual_seed(7))
    theirs = nn.Dropout(p)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        for _ in range(3):
            found, expected = ours(x), theirs(x)
            assert torch.equal(found, expected)
            weight = torch.arange(x.numel(), dtype=dtype).reshape(shape)
            gradients = [torch.autograd.grad((out * weight).sum(), x)[0] for out in (found, expected)]
            assert torch.equal(*gradients)


def test_dropout_leaves_the_numbers_alone_when_the_network_is_asked():
    x = torch.randn(4, 4)
    generator = torch.Generator().manual_seed(7)
    before = generator.get_state()
    assert SeededDropout(0.5, generator).eval()(x) is x
    assert torch.equal(generator.get_state(), before)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_network_is_linear_activation_dropout_for_each_hidden_layer_then_linear(activation, dropout):
    model = build(TrainConfig(hidden=(5, 3), activation=activation, dropout=dropout))
    per_layer = [nn.Linear, ACTIVATIONS[activation].factory, *([SeededDropout] if dropout else [])]
    wanted = [*per_layer, *per_layer, nn.Linear]
    assert len(model) == len(wanted)
    assert all(isinstance(module, kind) for module, kind in zip(model, wanted, strict=True))
    assert repr(model[0]) == repr(nn.Linear(2, 5))
    linear = [module for module in model if isinstance(module, nn.Linear)]
    assert [(layer.in_features, layer.out_features) for layer in linear] == [(2, 5), (5, 3), (3, 1)]


def test_building_and_filling_leave_the_global_generator_alone():
    before = torch.get_rng_state()
    config = TrainConfig(hidden=(5, 3), dropout=0.5)
    initialise(build(config), config)
    assert torch.equal(torch.get_rng_state(), before)


def test_layers_are_named_for_people():
    assert layer_names(build(TrainConfig(hidden=()))) == {"0": "output layer"}
    named = layer_names(build(TrainConfig(hidden=(4, 4), dropout=0.1)))
    assert named == {"0": "hidden layer 1", "3": "hidden layer 2", "6": "output layer"}


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(),
        TrainConfig(dataset="iris", hidden=(16, 3), dropout=0.25),
        TrainConfig(dataset="straight line", hidden=()),
        TrainConfig(hidden=(4,), loss="Half squared error (tanh)"),
    ],
    ids=lambda config: config.dataset,
)
def test_the_summary_is_what_pytorch_says_of_the_network(config):
    model, rows = build(config), summary(config)
    assert [row.key for row in rows] == [name for name, _ in model.named_children()]
    assert sum(row.n_parameters for row in rows) == config.n_parameters
    x = torch.zeros(7, config.sizes[0])
    for row, module in zip(rows, model.eval(), strict=True):
        x = module(x)
        assert row.output == f"(N, {x.shape[1]})"
        assert row.n_parameters == sum(p.numel() for p in module.parameters())
        if row.arithmetic:
            first, rest = row.arithmetic.split(" × ")
            second, third = rest.split(" + ")
            assert int(first) * int(second) + int(third) == row.n_parameters
        else:
            assert row.n_parameters == 0
