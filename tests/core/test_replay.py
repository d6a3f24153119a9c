"""The film of a run: what is drawn is what the network of that moment answers."""

import math
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import DATASETS, load
from core.losses import LOSSES
from core.replay import MAX_HISTORY, MAX_POINTS, RESOLUTION, Replay, answers, extent_of, kind_of, replay, thinned
from core.replay.pictured import pictured
from core.tables import Table, read_csv, sample_csv
from core.training import EpochRecord, TrainState, advance, start, train

KINDS = {"line": "line", "plane": "plane"}


def csv(rows: list[str]) -> Table:
    return read_csv("\n".join(rows).encode(), "own.csv")


def plane_table() -> Table:
    """Two numbers in, one number out, far from zero."""
    return csv(["a,b,price", *(f"{i % 7},{i % 5 + 100},{1000 + 3 * i}" for i in range(60))])


def film(**settings: Any) -> tuple[TrainState, Replay]:
    state = train(TrainConfig(**{"hidden": (5,), "epochs": 4, **settings}))
    return state, replay(state)


def forward(state: TrainState, moment: int, x: Tensor) -> Tensor:
    """Ask the network of one snapshot, put together by hand."""
    config = state.config
    modules: list[nn.Module] = []
    for n_in, n_out in zip(config.sizes[:-1], config.sizes[1:], strict=True):
        modules += [nn.Linear(n_in, n_out, dtype=config.torch_dtype), getattr(nn, config.activation)()]
    modules.pop()
    if config.loss == "Half squared error (tanh)" and config.task == "classification":
        modules.append(nn.Tanh())
    model = nn.Sequential(*modules)
    model.load_state_dict(state.snapshots[moment].weights)
    with torch.no_grad():
        return model(x)


def cell(shown: Replay, row: int, column: int) -> list[float]:
    """The middle of a cell of the map; row 0 is at the top."""
    (left, right), (bottom, top) = shown.extent
    return [
        left + (right - left) * (column + 0.5) / RESOLUTION,
        top - (top - bottom) * (row + 0.5) / RESOLUTION,
    ]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_pictured_is_what_each_network_answers_by_itself(activation, dtype):
    settings = {"hidden": (32, 3, 32), "activation": activation, "dtype": dtype, "epochs": 7, "dataset": "blobs"}
    state = train(TrainConfig(n_samples=40, **settings))
    x = torch.randn(5000, 2, dtype=state.config.torch_dtype)  # the widest layer of three networks fits in at a time
    assert torch.allclose(pictured(state, x), answers(state, x), atol=1e-5)


CELLS = [(0, 0), (0, RESOLUTION - 1), (RESOLUTION - 1, 0), (17, 40), (50, 3)]


@pytest.mark.parametrize("loss", [name for name, loss in LOSSES.items() if loss.accepts("classification", 2)])
@pytest.mark.parametrize("features", [(), ("x1^2", "sin(x2)")])
def test_the_map_of_two_classes_leans_as_the_network_answers(loss, features):
    state, shown = film(dataset="spiral", n_samples=40, loss=loss, features=features, lr=0.3)
    assert shown.kind == "plane"
    assert shown.values.shape == (5, RESOLUTION, RESOLUTION)
    for moment in (0, 2, 4):
        for row, column in CELLS:
            x1, x2 = cell(shown, row, column)
            inputs = [x1**2, math.sin(x2)] if features else [x1, x2]
            output = forward(state, moment, torch.tensor([inputs]))[0]
            if loss == "BCE with logits":
                expected = 2 / (1 + math.exp(-output.item())) - 1
            elif loss == "Cross-entropy":
                expected = 2 * (output.exp() / output.exp().sum())[1].item() - 1
            else:
                expected = max(-1.0, min(1.0, output.item()))
            assert shown.values[moment, row, column].item() == pytest.approx(expected, abs=1e-5)


def test_the_map_of_more_classes_holds_the_class_and_how_sure():
    state, shown = film(dataset="blobs", n_samples=60)
    for row, column in CELLS:
        output = forward(state, 3, torch.tensor([cell(shown, row, column)]))[0]
        shares = (output.exp() / output.exp().sum()).tolist()
        assert shown.labels[3, row, column].item() == shares.index(max(shares))
        assert shown.values[3, row, column].item() == pytest.approx(max(shares), abs=1e-5)


def test_the_map_of_a_number_saturates_at_the_largest_target():
    state, shown = film(dataset="reg-gauss", n_samples=200, lr=0.5, loss="MSE", init="normal", init_scale=3)
    data = load(state.config)
    assert shown.limit == torch.cat([data.train.y, data.test.y]).abs().max().item()
    assert shown.middle == 0
    for row, column in CELLS:
        output = forward(state, 0, torch.tensor([cell(shown, row, column)])).item()
        expected = max(-1.0, min(1.0, output / shown.limit))
        # The large weights make terms of 75, of which a float32 has five digits behind the point.
        assert shown.values[0, row, column].item() == pytest.approx(expected, abs=1e-4)


def test_points_of_a_table_have_the_colours_of_the_map_under_them():
    state, shown = film(dataset="your CSV", table=plane_table(), features=("a", "b"), epochs=30, lr=0.05)
    data = load(state.config)
    assert shown.kind == "plane"
    # Perfectly predicted, a point has the colour of the map: (target - middle) / limit is the output / limit.
    wanted = torch.cat([data.train.y, data.test.y])
    ours = (shown.points[:, 2] - shown.middle) / shown.limit
    assert ours.tolist() == pytest.approx((wanted / wanted.abs().max()).flatten().tolist(), abs=1e-5)
    assert shown.points[:, 2].max().item() == pytest.approx(1000 + 3 * 59, abs=1e-3)
    row, column = 20, 30
    x = data.encode(torch.tensor([cell(shown, row, column)]))
    in_units = forward(state, 2, x).item() * data.target_std + data.target_mean
    drawn = shown.values[2, row, column].item() * shown.limit + shown.middle
    assert drawn == pytest.approx(in_units, rel=1e-5)


@pytest.mark.parametrize("missing", ["fill with mean", "fill with median"])
def test_missing_values_leave_the_picture_whole(missing):
    rows = ["a,b,kind", *(f"{'' if i % 6 == 0 else i},{'' if i % 7 == 0 else i * i},{'xy'[i % 2]}" for i in range(40))]
    _, shown = film(dataset="your CSV", table=csv(rows), features=("a", "b"), missing=missing)
    assert shown.kind == "plane"
    (left, right), (bottom, top) = shown.extent
    assert left < 1
    assert right > 39
    assert bottom < 1
    assert top > 39**2
    assert shown.values.isfinite().all()
    assert shown.points.isfinite().all()
    complete = [i for i in range(40) if i % 6 and i % 7]
    assert sorted(shown.points[:, 0].tolist()) == complete
    assert len(shown.points) == len(shown.is_test)


def test_the_curve_of_a_line_is_what_the_network_predicts():
    state, shown = film(dataset="noisy sine", dtype="float64")
    assert shown.kind == "line"
    assert shown.grid[0].item() == shown.extent[0][0]
    assert shown.grid[-1].item() == pytest.approx(shown.extent[0][1])
    for moment in range(5):
        expected = forward(state, moment, shown.grid[:, None]).flatten()
        torch.testing.assert_close(shown.values[moment], expected)
    data = load(state.config)
    drawn = torch.cat([shown.points[:, :2]])
    both = [torch.cat([split.points, split.y], dim=1) for split in (data.train, data.test)]
    assert torch.equal(drawn, torch.cat(both).double())
    assert shown.is_test.tolist() == [False] * len(data.train.x) + [True] * len(data.test.x)


def test_the_curve_of_a_tables_column_is_in_its_own_units():
    table = csv(["a,price", *(f"{i},{1000 + 3 * i}" for i in range(40))])
    _state, shown = film(
        dataset="your CSV", table=table, features=("a",), target="price", hidden=(), epochs=300, lr=0.3
    )
    assert shown.kind == "line"
    torch.testing.assert_close(shown.values[-1].double(), 1000 + 3 * shown.grid.double(), atol=0.5, rtol=0)
    assert shown.points[:, 1].tolist() == pytest.approx((1000 + 3 * shown.points[:, 0]).tolist(), abs=1e-2)


def test_predicted_against_true_is_in_the_targets_own_units():
    table = read_csv(sample_csv(), "flats.csv")
    state, shown = film(dataset="your CSV", table=table)
    data = load(state.config)
    assert shown.kind == "scatter"
    output = forward(state, 2, torch.cat([data.train.x, data.test.x])).flatten()
    torch.testing.assert_close(shown.values[2], output * data.target_std + data.target_mean)
    assert set(shown.points[:, 0].round().tolist()) <= set(table.column("rent").values.tolist())
    assert shown.extent[0] == shown.extent[1]
    low, high = shown.extent[0]
    assert low < shown.points[:, 0].min()
    assert high > shown.points[:, 0].max()


@pytest.mark.parametrize("dataset", ["iris", "wine", "digits", "breast cancer"])
def test_confusions_count_every_point_once_and_agree_with_the_accuracy(dataset):
    state, shown = film(dataset=dataset, lr=0.05, epochs=3)
    data, n = load(state.config), state.config.n_classes
    assert shown.kind == "confusion"
    assert shown.values.shape == (4, 2, n, n)
    for moment, snapshot in enumerate(state.snapshots):
        for k, part in enumerate(("train", "test")):
            table, split = shown.values[moment, k], getattr(data, part)
            assert table.sum() == len(split.y)
            assert table.sum(dim=1).tolist() == split.y.bincount(minlength=n).tolist()
            share = table.diagonal().sum().item() / len(split.y)
            assert share == pytest.approx(getattr(state.history[snapshot.epoch], f"{part}_accuracy"))


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_has_a_picture_with_its_points_inside(dataset):
    table = read_csv(sample_csv(), "flats.csv") if dataset == "your CSV" else None
    state, shown = film(dataset=dataset, table=table, epochs=2, lr=0.01)
    assert shown.kind == kind_of(load(state.config)) == KINDS.get(DATASETS[dataset].kind, shown.kind)
    assert shown.epochs == (0, 1, 2)
    assert len(shown.values) == 3
    assert len(shown.points) == len(shown.is_test) <= 2 * MAX_POINTS
    if shown.kind in {"plane", "line"} and not DATASETS[dataset].extent:
        (left, right), (bottom, top) = extent_of(load(state.config))
        x, y = shown.points[:, 0], shown.points[:, 1]
        assert left < x.min() <= x.max() < right
        assert bottom < y.min() <= y.max() < top
    if shown.kind == "plane":
        assert shown.values.abs().max() <= 1


def test_two_columns_with_a_category_have_no_place_on_a_plane():
    rows = ["a,colour,kind", *(f"{i},{'rgb'[i % 3]},{'xy'[i % 2]}" for i in range(30))]
    _, shown = film(dataset="your CSV", table=csv(rows), features=("a", "colour"), target="kind")
    assert shown.kind == "confusion"


def record(epoch: int) -> EpochRecord:
    return EpochRecord(epoch=epoch, train_loss=1 / (1 + epoch), test_loss=1.0)


@pytest.mark.parametrize("epochs", [1, 399, 400, 401, 1234, 10_000])
def test_a_thinned_history_keeps_every_moment_the_first_and_the_last(epochs):
    history = [record(epoch) for epoch in range(epochs + 1)]
    moments = (0, 1, 2, 7, epochs // 2 + 1, epochs)
    kept = [item.epoch for item in thinned(history, moments)]
    assert kept == sorted(set(kept))
    assert {*moments, epochs} & set(range(epochs + 1)) <= set(kept)
    assert len(kept) <= MAX_HISTORY + len(moments) + 1
    if epochs <= MAX_HISTORY:
        assert kept == list(range(epochs + 1))


@pytest.mark.parametrize("at", [17, 1043, 4999])
def test_a_spike_stays_however_long_the_run_gets(at):
    history = [replace(record(epoch), train_loss=9.0 if epoch == at else 1.0) for epoch in range(9001)]
    history[at + 1] = replace(history[at + 1], test_loss=9.0)
    for epochs in range(at + 2, 9001, 997):
        kept = [item.epoch for item in thinned(history[: epochs + 1], (0,))]
        assert {at, at + 1} <= set(kept)


def test_the_film_of_a_run_that_explodes_ends_where_it_broke():
    state, shown = film(dataset="straight line", loss="MSE", lr=10.0, epochs=500, hidden=(), optimizer="Momentum")
    assert state.stop is not None
    assert shown.epochs[-1] == shown.history[-1].epoch == state.stop.epoch
    assert not math.isfinite(shown.history[-1].train_loss)
    assert shown.values[:-1].isfinite().all()


def test_the_film_of_a_run_that_was_stopped_ends_at_the_present_moment():
    state = advance(start(TrainConfig(dataset="spiral", n_samples=40, hidden=(5,), epochs=1000)), 101)
    shown = replay(state)
    assert state.snapshots[-1].epoch < 101
    assert shown.epochs[-1] == shown.history[-1].epoch == 101
    assert shown.epochs[:-1] == tuple(snapshot.epoch for snapshot in state.snapshots)
    row, column = CELLS[3]
    model = nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 1))
    model.load_state_dict(state.weights)
    output = model(torch.tensor([cell(shown, row, column)])).sigmoid().item()
    assert shown.values[-1, row, column].item() == pytest.approx(2 * output - 1, abs=1e-5)
