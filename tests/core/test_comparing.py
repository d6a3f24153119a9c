"""Where two runs part, against runs that were followed epoch by epoch."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from core.comparing import Parting, Same, Unlike, first_difference, first_unequal, other_points, parting
from core.config import TrainConfig
from core.training import TrainState, advance, start, train

SMALL = TrainConfig(dataset="spiral", n_samples=60, hidden=(4,), activation="Tanh", batch_size=10, epochs=12)
WHOLE = replace(SMALL, batch_size=None, epochs=300, lr=0.01)


def with_order(config: TrainConfig, seed: int) -> TrainState:
    """Train with another order of the points, and nothing else, than the config's own."""
    state = start(config)
    order = torch.Generator().manual_seed(seed).get_state()
    return advance(replace(state, random={**state.random, "order": order}), config.epochs)


def followed(a: TrainConfig, b: TrainConfig, epochs: int) -> int | None:
    """Return the first epoch that leaves other weights, one plain epoch of autograd after the other."""
    here, there = start(a), start(b)
    for epoch in range(epochs + 1):
        pairs = zip(here.weights.values(), there.weights.values(), strict=True)
        if not all(one.numpy().tobytes() == other.numpy().tobytes() for one, other in pairs):
            return epoch
        here, there = advance(here, 1, plain=True), advance(there, 1, plain=True)
    return None


def test_two_runs_that_differ_in_the_order_of_the_points_alone_part_at_epoch_1():
    one, other = with_order(SMALL, 1), with_order(SMALL, 2)
    assert all(torch.equal(one.snapshots[0].weights[name], w) for name, w in other.snapshots[0].weights.items())
    found = first_difference(one, other)
    assert isinstance(found, Parting)
    assert (found.epoch, found.after, found.name, found.index) == (1, 0, "0.weight", (0, 0))
    assert found.here == one.snapshots[1].weights["0.weight"][0, 0].item()
    assert found.there == other.snapshots[1].weights["0.weight"][0, 0].item()
    assert other_points(SMALL, replace(SMALL, shuffle=False)) == ()


def test_two_runs_with_other_weights_at_the_start_part_at_epoch_0():
    one, other = train(SMALL), train(replace(SMALL, init="He"))
    found = first_difference(one, other)
    assert isinstance(found, Parting)
    assert (found.epoch, found.after) == (0, -1)
    pairs = [(one.snapshots[0].weights[name], w) for name, w in other.snapshots[0].weights.items()]
    assert found.n_different == sum(int((a != b).sum()) for a, b in pairs)


def test_a_run_is_the_same_as_itself_and_as_one_that_a_setting_does_not_reach():
    assert first_difference(train(SMALL), train(SMALL)) == Same(last=12, n_compared=13)
    for change in ({"momentum": 0.5}, {"update": "by hand"}):
        assert first_difference(train(SMALL), train(replace(SMALL, **change))) == Same(last=12, n_compared=13)


def test_a_longer_run_is_the_same_as_far_as_the_shorter_goes():
    assert first_difference(train(SMALL), train(replace(SMALL, epochs=200))) == Same(last=12, n_compared=13)
    longer, shorter = train(replace(WHOLE, epochs=300)), train(replace(WHOLE, epochs=101))
    kept = {snapshot.epoch for snapshot in longer.snapshots} & {snapshot.epoch for snapshot in shorter.snapshots}
    assert 101 not in kept  # what the longer one was then, is found out
    assert first_difference(longer, shorter) == Same(last=101, n_compared=len(kept) + 1)
    assert first_difference(advance(start(SMALL), 5), train(SMALL)) == Same(last=5, n_compared=6)


@pytest.mark.parametrize(
    ("change", "bounds"),
    [
        ({"zero_grad": False}, (2, 2)),
        ({"regularization": "L2", "regularization_rate": 1e-6}, (2, 100)),
        ({"lr": 0.010000001}, (12, 100)),
    ],
    ids=str,
)
def test_the_very_epoch_is_found_where_a_run_followed_step_by_step_finds_it(change: dict[str, Any], bounds: Any):
    one, other = WHOLE, replace(WHOLE, **change)
    expected = followed(one, other, 100)
    assert bounds[0] <= expected <= bounds[1]
    found = first_difference(train(one), train(other))
    assert isinstance(found, Parting)
    assert (found.epoch, found.after) == (expected, expected - 1)
    here, there = (advance(start(config), expected).weights[found.name][found.index] for config in (one, other))
    assert (found.here, found.there) == (here.item(), there.item())
    assert found.here != found.there


def test_where_doing_it_anew_would_take_too_long_the_epochs_between_which_they_part_are_told(monkeypatch: Any):
    one, other = train(WHOLE), train(replace(WHOLE, lr=0.010000001))
    exact = first_difference(one, other)
    monkeypatch.setattr(parting, "WALK_STEPS", 10)
    found = first_difference(one, other)
    kept = [snapshot.epoch for snapshot in one.snapshots]
    assert found.after < exact.epoch <= found.epoch
    assert kept.index(found.epoch) == kept.index(found.after) + 1
    assert first_difference(one, one) == Same(last=300, n_compared=len(kept))


def test_networks_of_other_shapes_or_dtypes_are_told_as_such():
    wide, deep, double = (
        train(replace(SMALL, epochs=1, **more))
        for more in ({"hidden": (8,)}, {"hidden": (4, 4)}, {"dtype": "float64"})
    )
    run = train(replace(SMALL, epochs=1))
    assert first_difference(run, wide) == Unlike(name="0.weight", here="has shape (4, 2)", there="has shape (8, 2)")
    assert first_difference(run, deep) == Unlike(name="2.weight", here="has shape (1, 4)", there="has shape (4, 4)")
    assert first_difference(run, double) == Unlike(name="0.weight", here="is float32", there="is float64")
    line, bent = (train(replace(SMALL, epochs=1, hidden=sizes)) for sizes in ((), (1,)))
    assert first_difference(line, bent) == Unlike(name="2.weight", here="is missing", there="has shape (1, 1)")
    assert first_difference(bent, line) == Unlike(name="2.weight", here="has shape (1, 1)", there="is missing")


def test_bits_are_compared_and_not_values():
    def weights(*values: float) -> dict[str, torch.Tensor]:
        return {"0.bias": torch.tensor([1.0, 2.0]), "0.weight": torch.tensor([[1.0, 2.0], list(values)])}

    nan = float("nan")
    assert first_unequal(weights(0.0, nan), weights(0.0, nan)) is None
    assert first_unequal(weights(1.0, 0.0), weights(1.0, -0.0)) == ("0.weight", (1, 1))
    assert first_unequal(weights(nan, 0.0), weights(1.0, 0.0)) == ("0.weight", (1, 0))
    assert first_unequal({"x": torch.tensor(-0.0, dtype=torch.float64)[None]}, {"x": torch.zeros(1).double()}) == (
        "x", (0,)
    )  # fmt: skip


def test_runs_that_exploded_are_compared_as_far_as_they_went():
    one, other = (
        train(TrainConfig(dataset="noisy sine", activation="ReLU", lr=lr, epochs=50, batch_size=25)) for lr in (5, 6)
    )
    assert one.stop is not None
    found = first_difference(one, other)
    assert (found.epoch, found.after) == (1, 0)
    assert first_difference(one, one) == Same(last=one.epoch, n_compared=len(one.snapshots))


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"seed": 1}, ("train", "test")), ({"noise": 0.1}, ("train", "test")), ({"optimizer": "Adam"}, ()),
        ({"dtype": "float64"}, ()), ({"features": ("x1",)}, ("train", "test")),
        ({"dataset": "xor"}, ("train", "test")), ({"train_share": 0.6}, ("train", "test")),
    ],
    ids=str,
)  # fmt: skip
def test_runs_on_other_points_are_told(change: dict[str, Any], parts: tuple[str, ...]):
    assert other_points(SMALL, replace(SMALL, **change)) == parts


@pytest.mark.parametrize("after", [0, 7, 150])
def test_a_weight_set_by_hand_after_an_epoch_parts_the_runs_there(after: int):
    found = first_difference(train(WHOLE), train(replace(WHOLE, changes=f"{after}: 2.weight[0,1]=2")))
    assert isinstance(found, Parting)
    assert (found.epoch, found.after) == (after + (after > 0), after - (after == 0))
    if after == 0:
        assert (found.name, found.index, found.there, found.n_different) == ("2.weight", (0, 1), 2.0, 1)


def test_settings_that_change_from_epoch_to_epoch_part_where_they_first_change():
    one, other = train(SMALL), train(replace(SMALL, schedule="cosine"))
    expected = followed(SMALL, replace(SMALL, schedule="cosine"), 12)
    assert first_difference(one, other).epoch == expected
