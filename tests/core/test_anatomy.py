"""The inside of a network, as the browser draws it: from these numbers every neuron's own picture follows."""

import pytest
import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import load
from core.models import build
from core.replay import SIDE, TABLE, Anatomy, anatomy
from core.training import TrainState, advance, start, train


def inside(**settings: object) -> tuple[TrainState, Anatomy]:
    state = train(TrainConfig(**({"hidden": (5, 3), "epochs": 3, "dataset": "moons"} | settings)))  # type: ignore[arg-type]
    found = anatomy(state)
    assert found is not None
    return state, found


def looked_up(table: Tensor, z: Tensor) -> Tensor:
    """Straight lines between the places of a table, and beyond its ends: what the browser does."""
    low, step = TABLE[0], TABLE[1] - TABLE[0]
    at = (z - low) / step
    k = at.floor().clamp(0, len(table) - 2).long()
    return table[k] + (at - k) * (table[k + 1] - table[k])


def evaluated(found: Anatomy, moment: int, x: Tensor) -> list[Tensor]:
    """Ask every neuron, from the flat weights and the tables alone; one (n, N) for each layer, the inputs first."""
    values, at = [x.T], 0
    for n, m, shape in zip(found.sizes[1:], found.sizes[:-1], found.shapes, strict=True):
        flat = found.weights[moment].double()
        weight, bias = flat[at : at + n * m].reshape(n, m), flat[at + n * m : at + n * m + n]
        at += n * m + n
        z = weight @ values[-1] + bias[:, None]
        values.append(z if shape == "Identity" else looked_up(found.tables[shape].double(), z))
    assert at == found.weights.shape[1]
    return values


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_neuron_follows_from_the_numbers_sent(activation):
    state, found = inside(activation=activation, dtype="float64")
    x = load(state.config).train.x
    model = build(state.config)
    for moment, snapshot in enumerate(state.snapshots):
        model.load_state_dict(snapshot.weights)
        values, hidden = evaluated(found, moment, x), x
        wanted = []
        for layer in model:
            hidden = layer(hidden)
            if not isinstance(layer, nn.Linear):
                wanted.append(hidden)
        wanted.append(hidden)
        for mine, theirs in zip(values[1:], wanted, strict=True):
            assert torch.allclose(mine.T, theirs, atol=2e-4)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_between_the_places_of_its_table_an_activation_is_as_good_as_straight(activation):
    _, found = inside(activation=activation)
    z = torch.linspace(-60, 60, 10_001, dtype=torch.float64)
    wanted = ACTIVATIONS[activation].factory()(z)
    assert torch.allclose(looked_up(found.tables[activation].double(), z), wanted, atol=1e-4)


def test_the_network_is_fed_what_the_map_shows_with_the_first_row_on_top():
    _, found = inside(dataset="circle", features=("x1", "x2", "x1*x2"))
    fed = found.inputs.reshape(SIDE, SIDE, 3)
    assert fed[0, 0].tolist() == pytest.approx([-5.85, 5.85, -5.85 * 5.85])
    assert fed[-1, 0].tolist() == pytest.approx([-5.85, -5.85, 5.85 * 5.85])
    assert found.input_names == ("x1", "x2", "x1*x2")


def test_on_a_line_there_is_one_row():
    _, found = inside(dataset="noisy sine")
    assert found.inputs.shape == (SIDE, 1)
    assert found.inputs[:, 0].diff().min() > 0


def test_inputs_that_cannot_be_drawn_are_not_sent():
    _, found = inside(dataset="iris")
    assert found.inputs is None
    assert found.sizes == (4, 5, 3, 3)


def test_the_output_of_a_squashed_loss_is_squashed():
    _, found = inside(loss="Half squared error (tanh)")
    assert found.shapes == ("ReLU", "ReLU", "Tanh")
    _, found = inside(loss="Half squared error (tanh)", dataset="noisy sine")
    assert found.shapes[-1] == "Identity"


def test_there_is_one_moment_for_each_of_the_film_also_where_a_run_was_stopped():
    state = advance(start(TrainConfig(dataset="moons", epochs=2000, hidden=(2,))), 150)
    assert len(anatomy(state).weights) == len(state.snapshots) + (state.snapshots[-1].epoch != 150)


def test_a_network_too_large_to_send_is_not_drawn():
    config = TrainConfig(dataset="moons", hidden=(64, 64, 64), epochs=1)
    assert anatomy(start(config)) is None
