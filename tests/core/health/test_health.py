"""The health of a run, against hooks on the network, finite differences, numpy and plain counting."""

import contextlib
import io
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import load
from core.health import FLAT, MOST, examine, health_script, overfitting, steepest
from core.losses import LOSSES
from core.models import build
from core.script import training_script
from core.training import EpochRecord, Snapshot, advance, start, train

SMALL: dict[str, Any] = {"dataset": "spiral", "n_samples": 60, "epochs": 70, "hidden": (6, 4), "lr": 0.5}


def records(*losses: float) -> list[EpochRecord]:
    return [EpochRecord(epoch=i, train_loss=0.1, test_loss=loss) for i, loss in enumerate(losses)]


def hooked(config: TrainConfig, weights: Any) -> tuple[list[float], list[torch.Tensor], list[torch.Tensor]]:
    """Gradient norms, what goes into and what comes out of each hidden activation, as hooks on the network see it."""
    model, inputs, outputs = build(config).eval(), [], []
    model.load_state_dict(weights)
    for layer in model[:-1]:
        if type(layer) is type(ACTIVATIONS[config.activation].factory()) and len(inputs) < len(config.hidden):
            layer.register_forward_hook(lambda _, z, h: (inputs.append(z[0].detach()), outputs.append(h.detach()))[0])
    data, spec = load(config), LOSSES[config.loss]
    y = data.train.y if config.task == "regression" else spec.encode(data.train.y, config.torch_dtype)
    spec.factory()(model(data.train.x), y).backward()
    norms = [math.sqrt(float(p.weight.grad.square().sum())) for p in model if isinstance(p, nn.Linear)]
    return norms, inputs, outputs


def test_the_best_epoch_is_the_first_with_the_lowest_test_loss_and_the_rise_is_counted_from_there():
    found = overfitting(records(0.9, 0.4, 0.2, 0.2, 0.3, 0.262))
    assert (found.best.epoch, found.last.epoch) == (2, 5)
    assert found.rise == pytest.approx(0.31)
    assert found.gap == pytest.approx(0.162)


def test_a_test_loss_that_still_falls_has_not_risen():
    found = overfitting(records(0.9, 0.4, 0.2))
    assert (found.best.epoch, found.rise) == (2, 0)


def test_losses_that_are_not_finite_count_for_nothing():
    found = overfitting(records(math.nan, 0.4, 0.6, math.inf, math.nan))
    assert (found.best.epoch, found.last.epoch) == (1, 2)
    assert found.rise == pytest.approx(0.5)
    assert overfitting(records(math.nan, math.inf)) is None
    assert overfitting(records(0.0, 0.1)).rise == math.inf


@pytest.mark.parametrize(
    "more",
    [
        {"activation": "Tanh"},
        {"activation": "ReLU", "dropout": 0.3},
        {"activation": "Tanh", "loss": "Half squared error (tanh)"},
        {"activation": "Sigmoid", "dataset": "diabetes", "n_samples": 442, "lr": 0.01, "epochs": 3},
    ],
    ids=["tanh", "relu", "squash", "table"],
)
def test_gradients_and_neurons_are_those_that_hooks_on_the_network_see(more):
    config = TrainConfig(**SMALL | {"dtype": "float64"} | more)
    state = train(config)
    found = examine(state)
    assert found.epochs == tuple(snapshot.epoch for snapshot in state.snapshots)
    for at in (0, len(found.epochs) // 2, -1):
        norms, inputs, outputs = hooked(config, state.snapshots[at].weights)
        assert found.gradients[at].tolist() == pytest.approx(norms, rel=1e-9)
        for units, z, h in zip(found.units, inputs, outputs, strict=True):
            activation, step = ACTIVATIONS[config.activation].factory(), 1e-6
            slope = (activation(z + step) - activation(z - step)) / (2 * step)
            most = {"Tanh": 1, "ReLU": 1, "Sigmoid": 0.25}[config.activation]
            assert units.flat[at].tolist() == pytest.approx((slope.abs() < FLAT * most).double().mean(0).tolist())
            assert torch.equal(units.dead[at], (h == 0).all(dim=0) & (z < 0).all(dim=0))


def test_the_weights_are_counted_as_numpy_counts_them():
    state = train(TrainConfig(**SMALL))
    found = examine(state)
    assert found.layers == ("hidden layer 1", "hidden layer 2", "output layer")
    for at in (0, -1):
        for layer, key in enumerate(("0", "2", "4")):
            weights = state.snapshots[at].weights[f"{key}.weight"].double().numpy().ravel()
            counts, _ = np.histogram(weights, bins=found.edges.numpy())
            assert found.counts[at, layer].sum() == weights.size
            assert np.abs(found.counts[at, layer].numpy() - counts).sum() <= 2  # a weight on an edge
            assert found.mean[at, layer].item() == pytest.approx(weights.mean())
            assert found.std[at, layer].item() == pytest.approx(weights.std())


def test_neurons_with_a_bias_far_below_zero_are_dead_and_only_those():
    state = start(TrainConfig(**SMALL | {"activation": "ReLU"}))
    weights = {name: tensor.clone() for name, tensor in state.weights.items()}
    weights["0.bias"][[1, 4]] = -100
    weights["2.bias"][:] = 100
    (units, alive) = examine(with_weights(state, weights)).units
    assert units.dead[-1].nonzero().flatten().tolist() == [1, 4]
    assert not units.stuck[-1][[1, 4]].any()
    assert not alive.dead.any() or not alive.dead[-1].any()
    assert alive.flat[-1].tolist() == [0] * 4


@pytest.mark.parametrize(("activation", "stuck"), [("Tanh", True), ("Sigmoid", True), ("LeakyReLU", False)])
def test_a_neuron_driven_far_out_is_flat_where_its_activation_levels_off(activation, stuck):
    state = start(TrainConfig(**SMALL | {"activation": activation}))
    weights = {name: tensor.clone() for name, tensor in state.weights.items()}
    weights["0.bias"][2] = 50
    units = examine(with_weights(state, weights)).units[0]
    assert units.stuck[-1].tolist() == [stuck and i == 2 for i in range(6)]
    assert not units.dead.any()


def test_the_threshold_is_tanh_beyond_0_99_at_nine_points_in_ten():
    assert 1 - 0.99**2 < FLAT < 1 - 0.989**2
    assert steepest("Tanh") == pytest.approx(1)
    assert steepest("Sigmoid") == pytest.approx(0.25)
    assert MOST == 0.9
    assert all(math.isfinite(steepest(name)) and steepest(name) > 0 for name in ACTIVATIONS)


def with_weights(state: Any, weights: Any) -> Any:
    return replace(state, snapshots=(Snapshot(epoch=0, weights=weights),))


def test_a_run_that_exploded_is_examined_up_to_the_epoch_before():
    state = train(TrainConfig(dataset="noisy sine", hidden=(8,), lr=10, optimizer="Momentum", epochs=200))
    assert state.stop is not None
    found = examine(state)
    assert found.epochs == tuple(range(state.stop.epoch))
    assert found.counts.sum(dim=2).tolist() == [[8, 8]] * len(found.epochs)


def test_no_hidden_layer_and_a_run_stopped_between_two_snapshots_can_be_examined():
    bare = examine(train(TrainConfig(dataset="straight line", hidden=(), epochs=2)))
    assert (bare.layers, bare.units) == (("output layer",), ())
    state = advance(start(TrainConfig(**SMALL | {"epochs": 5000})), 30)
    assert examine(state).epochs[-1] == 30


@pytest.mark.parametrize("more", [{}, {"activation": "Tanh", "dropout": 0.2, "loss": "Half squared error (tanh)"},
                                  {"hidden": ()}, {"changes": "3: noise=0.4"}],
                         ids=["relu", "squash", "none", "noise"])  # fmt: skip
def test_the_lines_shown_print_what_the_page_shows(more):
    config = TrainConfig(**SMALL | {"epochs": 8} | more)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(training_script(config) + health_script(config), names)  # noqa: S102 - our own code, which learners are told to run
    told, found = printed.getvalue(), examine(train(config))
    for norm in found.gradients[-1].tolist():
        assert f"gradient norm {norm}" in told
    for units in found.units:
        assert f"flat {units.flat[-1].tolist()} dead {units.dead[-1].tolist()}" in told
