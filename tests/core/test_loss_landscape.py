"""The landscape around the end of a run: its losses, its planes, its sharpness, and the program that computes it."""

import contextlib
import io
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.errors import ConfigError
from core.loss_landscape import SIDES, SPAN, Window, landscape, landscape_code, landscape_script, sharpening, sharpness
from core.loss_landscape.arithmetic import (
    flat_weights,
    largest_curvature,
    losses_at,
    path_directions,
    places_in_plane,
    random_directions,
)
from core.loss_landscape.curvature import MOMENTS, sharpened_at
from core.loss_landscape.landscape import WORK, chunk_of, side_of
from core.losses import LOSSES
from core.replay import moments
from core.training import TrainState, advance, start, train
from core.training.run import Run

SMALL = TrainConfig(dataset="moons", n_samples=60, hidden=(4,), activation="Tanh", epochs=12, batch_size=16)
CONFIGS = {
    "two classes": SMALL,
    "three classes": TrainConfig(dataset="iris", hidden=(5, 3), epochs=6),
    "regression": TrainConfig(dataset="noisy sine", n_samples=40, hidden=(6,), epochs=8, dtype="float64"),
    "one neuron": TrainConfig(dataset="straight line", n_samples=30, hidden=(), epochs=9),
    "dropout, penalty, momentum": replace(SMALL, dropout=0.2, regularization="L2", regularization_rate=0.01,
                                          optimizer="Momentum", lr=0.05),
    "schedule": replace(SMALL, schedule="cosine"),
    "changes on the way": replace(SMALL, changes="0: 0.weight[1,1]=2; 4: lr=0.3; 6: batch_size=full; 9: 2.bias[0]=1"),
    "other points on the way": replace(SMALL, changes="0: noise=0.2; 4: noise=0.4; 9: noise=0"),
}  # fmt: skip
WINDOWS = [Window(), Window(plane="random", seed=3, span=0.5, part="test")]
# Two random directions of a single weight are no plane.
PROGRAMS = [
    (name, window) for name in CONFIGS for window in WINDOWS if (name, window.plane) != ("one neuron", "random")
]
trained = cache(train)


def flat(state: TrainState) -> Tensor:
    return torch.cat([tensor.flatten() for tensor in state.weights.values()])


def loss_of(state: TrainState, weights: Tensor, part: str = "train") -> float:
    """The plain way: put the weights into the network, and ask for its loss."""
    run = Run(state.config)
    run.stand_at(state)
    nn.utils.vector_to_parameters(weights.to(state.config.torch_dtype), run.parameters)
    train_output, test_output = run.outputs()
    output, wanted = (train_output, run.targets) if part == "train" else (test_output, run.test_targets)
    return run.loss(output, wanted).item()


@pytest.mark.parametrize("name", CONFIGS)
def test_the_middle_of_the_map_is_the_end_of_the_run_with_the_losses_of_its_history(name: str) -> None:
    state = trained(CONFIGS[name])
    middle = SIDES[0] // 2
    for part in ("train", "test"):
        found = landscape(state, Window(part=part, span=0.3))
        last = getattr(state.history[-1], f"{part}_loss")
        assert loss_of(state, flat(state), part) == last  # the same number
        assert found.losses[middle, middle].item() == pytest.approx(last, rel=2e-6)
        assert found.path[-1].tolist() == [0, 0]


@pytest.mark.parametrize("window", WINDOWS, ids=["path", "random"])
def test_each_place_of_the_map_is_the_loss_of_the_network_with_the_weights_of_that_place(window: Window) -> None:
    state = trained(SMALL)
    found = landscape(state, window)
    run = Run(SMALL)
    run.model.load_state_dict(state.weights)
    path = torch.stack([flat_weights(run.model)])
    if window.plane == "path":
        path = torch.stack([torch.cat([w.flatten() for w in moment.weights.values()]) for moment in moments(state)])
        directions = path_directions(path)
    else:
        directions = random_directions(run.model, window.seed)
    for row, column in ((0, 0), (0, 40), (11, 29), (40, 3)):
        across, up = (found.half * (place / 20 - 1) for place in (column, row))
        weights = flat(state).double() + across * directions[0] + up * directions[1]
        assert found.losses[row, column].item() == pytest.approx(loss_of(state, weights, window.part), rel=1e-5)


def test_the_plane_of_the_path_is_that_of_its_principal_components() -> None:
    state = trained(SMALL)
    path = torch.stack([torch.cat([w.flatten() for w in moment.weights.values()]) for moment in moments(state)])
    offsets = (path - path[-1]).double()
    values, vectors = torch.linalg.eigh(offsets.T @ offsets)
    directions = path_directions(path)
    assert torch.allclose((directions @ vectors[:, -2:].flip(1)).abs(), torch.eye(2, dtype=torch.float64), atol=1e-5)
    found = landscape(state, Window(span=1.0))
    assert found.share == pytest.approx((values[-2:].sum() / values.sum()).item())
    assert torch.allclose(found.path * found.half, offsets @ directions.T, atol=1e-6)
    assert found.path.abs().max().item() == pytest.approx(1)  # span 1 reaches the farthest place
    assert found.epochs == tuple(moment.epoch for moment in moments(state))
    assert (found.path.sum(dim=0) <= 0).all()


def test_two_weights_are_a_plane_that_shows_all_of_the_path() -> None:
    state = trained(CONFIGS["one neuron"])
    assert landscape(state, Window()).share == pytest.approx(1)


def test_random_directions_are_as_long_as_each_neurons_weights_and_leave_biases_alone() -> None:
    run = Run(SMALL)
    run.model.load_state_dict(trained(SMALL).weights)
    for direction in random_directions(run.model, 5):
        parts = direction.float().split([parameter.numel() for parameter in run.parameters])
        for part, parameter in zip(parts, run.parameters, strict=True):
            if parameter.ndim == 1:
                assert not part.any()
            else:
                assert torch.allclose(part.view_as(parameter).norm(dim=1), parameter.norm(dim=1))
    assert torch.equal(random_directions(run.model, 5), random_directions(run.model, 5))
    assert not torch.equal(random_directions(run.model, 5), random_directions(run.model, 6))


def test_the_place_in_a_plane_is_the_closest_one() -> None:
    state = trained(SMALL)
    run = Run(SMALL)
    run.model.load_state_dict(state.weights)
    directions = random_directions(run.model, 1)
    path = torch.stack([torch.cat([w.flatten() for w in moment.weights.values()]) for moment in moments(state)])
    places = places_in_plane(path, directions)
    missed = (path - path[-1]).double() - places @ directions
    assert (missed @ directions.T).abs().max() < 1e-9  # what is missed stands at right angles
    found = landscape(state, Window(plane="random", seed=1))
    total = (path - path[-1]).double().square().sum()
    assert found.share == pytest.approx((1 - missed.square().sum() / total).item())
    assert 0 < found.share < 1


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_network_has_a_landscape_and_its_sharpness_is_the_largest_eigenvalue_of_the_whole_hessian(
    loss: str, activation: str
) -> None:
    config = TrainConfig(dataset="moons", n_samples=40, hidden=(3,), epochs=2, dtype="float64", activation=activation,
                         loss=loss)  # fmt: skip
    state = trained(config)
    assert sharpness(state) == pytest.approx(_dense(state)[-1].item(), rel=1e-6, abs=1e-9)
    middle = landscape(state, Window(plane="random")).losses[SIDES[0] // 2, SIDES[0] // 2]
    assert middle.item() == pytest.approx(state.history[-1].train_loss)


def test_sharpness_of_more_weights_than_steps_is_as_good() -> None:
    state = trained(replace(SMALL, hidden=(8, 8), dtype="float64"))
    assert sharpness(state) == pytest.approx(_dense(state)[-1].item(), rel=1e-6)


def test_sharpness_of_a_saddle_is_the_largest_eigenvalue_not_the_largest_in_size() -> None:
    weights = nn.Linear(2, 1, bias=False, dtype=torch.float64)
    nn.init.zeros_(weights.weight)
    bowl = torch.tensor([1.0, -5.0], dtype=torch.float64)
    found = largest_curvature(
        weights, lambda _, t: (weights.weight**2 * t).sum() / 2, torch.zeros(1, 2).double(), bowl, 9
    )
    assert found == pytest.approx(1)


def _dense(state: TrainState) -> Tensor:
    """Eigenvalues of the Hessian, all of it."""
    run = Run(state.config)
    run.model.eval()

    def loss(weights: Tensor) -> Tensor:
        parts = weights.split([parameter.numel() for parameter in run.parameters])
        named = zip(dict(run.model.named_parameters()).items(), parts, strict=True)
        own = {name: part.view_as(parameter) for (name, parameter), part in named}
        return run.loss(torch.func.functional_call(run.model, own, (run.x,)), run.targets)

    hessian = torch.autograd.functional.hessian(loss, flat(state))
    assert isinstance(hessian, Tensor)
    return torch.linalg.eigvalsh((hessian + hessian.T) / 2)


def test_full_batch_descent_goes_to_the_edge_of_stability() -> None:
    """What the page lets a learner try. Source: Cohen et al. 2021."""
    sine = TrainConfig(dataset="noisy sine", activation="Tanh", hidden=(16, 16), batch_size=None, lr=0.3, epochs=1000)
    for lr in (0.1, 0.3):
        assert sharpness(trained(replace(sine, lr=lr))) * lr / 2 == pytest.approx(1, abs=0.1)
    assert trained(replace(sine, lr=0.5)).stop is not None
    calm = replace(sine, lr=0.03)
    assert max(sharpening(trained(calm)).values()) < 0.5 * 2 / calm.lr


def test_the_sharpness_on_the_way_is_that_of_the_weights_of_each_moment() -> None:
    state = trained(SMALL)
    way = sharpening(state)
    assert tuple(way) == tuple(moment.epoch for moment in moments(state))
    first = start(SMALL)
    assert way[0] == pytest.approx(_dense(first)[-1].item(), rel=1e-4)
    assert way[SMALL.epochs] == pytest.approx(sharpness(state), rel=1e-6)


def test_of_a_long_run_thirty_moments_are_measured_the_last_of_them_the_end() -> None:
    state = trained(replace(SMALL, epochs=400))
    at = sharpened_at(state)
    assert len(at) == MOMENTS[0] < len(moments(state))
    assert (at[0], at[-1]) == (0, len(moments(state)) - 1)
    large = start(TrainConfig(dataset="spiral", n_samples=2000, hidden=(64,) * 5))
    assert sharpened_at(large) == (0,)


@pytest.mark.parametrize(("name", "window"), PROGRAMS)
def test_the_program_computes_the_landscape_of_the_page(name: str, window: Window) -> None:
    state = trained(CONFIGS[name])
    made = run_script(landscape_script(state, window))
    found = landscape(state, window)
    # The last bit of LAPACK depends on where a matrix lies in memory.
    assert torch.allclose(made["losses"].double(), found.losses, rtol=2e-6)
    assert made["half"] == pytest.approx(found.half, rel=1e-9)
    assert made["share"] == pytest.approx(found.share, rel=1e-9)
    assert made["sharpening"] == pytest.approx([*sharpening(state).values()], rel=1e-4)
    assert made["sharpening"][-1] == pytest.approx(sharpness(state), rel=1e-5)
    assert torch.allclose(made["places"] / found.half, found.path, atol=1e-9)
    assert landscape_code(state, window) in landscape_script(state, window)


def test_the_program_of_a_run_that_was_stopped_ends_where_it_did() -> None:
    state = advance(start(SMALL), 7)
    found = landscape(state, Window())
    made = run_script(landscape_script(state, Window()))
    assert torch.allclose(made["losses"].double(), found.losses, rtol=2e-6)
    assert found.epochs[-1] == 7


def run_script(script: str) -> dict[str, Any]:
    made: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(script, "landscape.py", "exec"), made)  # noqa: S102 (our own script)
    return made


def test_networks_side_by_side_and_one_by_one_have_the_same_losses() -> None:
    run = Run(SMALL)
    run.model.load_state_dict(trained(SMALL).weights)
    run.model.eval()
    weights = flat_weights(run.model) + torch.randn(7, SMALL.n_parameters, generator=torch.Generator().manual_seed(1))
    together = losses_at(run.model, run.loss, run.x, run.targets, weights, 7)
    assert torch.allclose(together, losses_at(run.model, run.loss, run.x, run.targets, weights, 2))
    assert torch.equal(flat_weights(run.model), flat(trained(SMALL)))  # the network itself stays as it is


def test_work_and_memory_are_bounded_for_the_largest_network_and_data() -> None:
    large = TrainConfig(dataset="spiral", n_samples=2000, hidden=(64,) * 5)
    side = side_of(large, large.n_train)
    assert side in SIDES
    assert side == SIDES[-1] or side * side * large.n_parameters * large.n_train <= WORK
    assert chunk_of(large, large.n_train) * large.n_train * 64 <= 2**20
    assert side_of(SMALL, 30) == SIDES[0]


REFUSED: list[tuple[TrainConfig, Window, str]] = [
    (replace(SMALL, update="none"), Window(), "the path is a point"),
    (replace(SMALL, epochs=1), Window(), "The path is a straight line"),
    (CONFIGS["one neuron"], Window(plane="random"), "one alone or all zero"),
    (replace(SMALL, init="zeros", update="none"), Window(plane="random"), "one alone or all zero"),
    (replace(CONFIGS["regression"], lr=10), Window(), "The numbers exploded"),
]


@pytest.mark.parametrize(("config", "window", "words"), REFUSED, ids=[words for *_, words in REFUSED])
def test_what_makes_no_plane_is_refused_in_one_sentence(config: TrainConfig, window: Window, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        landscape(trained(config), window)


def test_a_run_that_never_moved_has_a_landscape_in_random_directions() -> None:
    found = landscape(trained(replace(SMALL, update="none")), Window(plane="random"))
    assert found.share == 1
    assert not found.path.any()


@pytest.mark.parametrize("wrong", [{"plane": "both"}, {"part": "all"}, {"span": float("nan")}, {"span": SPAN.high * 2},
                                   {"seed": -1}, {"seed": 0.5}])  # fmt: skip
def test_a_window_is_valid_by_construction(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Window(**wrong)
