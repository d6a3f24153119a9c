"""Fans and heat maps: nothing is lost, what broke says so, extremes do not hide the rest."""

import math

import pytest

from core.training import EpochRecord
from ui.charts.heat import heat_frames, slanted
from ui.charts.seeds import ends_frames, fan_frames, has_outliers


def curve(*losses: float) -> list[EpochRecord]:
    return [EpochRecord(epoch=epoch, train_loss=loss, test_loss=loss) for epoch, loss in enumerate(losses)]


def test_a_fan_holds_every_curve_and_the_quartiles_of_each_epoch():
    found = fan_frames({1: curve(1, 0.5), 2: curve(1, 0.7), 3: curve(1, 0.9)}, own=2, epochs=9)
    assert found["curves"]["loss"].tolist() == [1, 0.5, 1, 0.7, 1, 0.9]
    assert found["band"].loc[1].tolist() == pytest.approx([1, 0.6, 0.7, 0.8])
    assert found["own"]["loss"].tolist() == [1, 0.7]
    assert found["end"]["epoch"].tolist() == [9]
    assert set(found["last"]["sign"]) == {""}


def test_a_curve_that_broke_ends_in_a_sign_and_counts_no_more():
    found = fan_frames({1: curve(1, 0.5), 2: curve(1, math.nan)}, own=2, epochs=1)
    assert dict(zip(found["last"]["seed"], found["last"]["sign"], strict=True)) == {1: "", 2: "✕"}
    assert found["band"].loc[1, "middle"] == 0.5
    assert found["own"]["epoch"].tolist() == [0]


def test_a_curve_far_above_runs_along_the_edge_and_keeps_its_number():
    found = fan_frames({s: curve(1, 0.5) for s in range(9)} | {9: curve(1, 1e20)}, own=1, epochs=1)
    assert found["curves"]["exact"].max() == 1e20
    assert found["curves"]["loss"].max() <= 3 * 1.25
    wild = fan_frames({s: curve(1, 1e20) for s in range(3)}, own=1, epochs=1)
    assert wild["band"]["high"].max() <= 3 * 1.25


@pytest.mark.parametrize("values", [[0.5, 0.6, 0.9], [0.7] * 5, [0.7] * 50 + [1e9], [*range(40), 1e9], [1.0]])
def test_every_run_is_counted_where_it_ended_or_at_the_edge(values):
    found = ends_frames([*values, math.nan], values[0])
    assert found["bars"]["runs"].sum() == len(values)
    assert found["own"]["seen"].tolist() == [1]
    low, high = found["bars"]["low"].min(), found["bars"]["high"].max()
    assert low <= found["own"]["value"][0] <= high
    assert has_outliers(values) == (max(values) == 1e9 and len(set(values)) > 2)


def test_where_all_broke_there_are_no_bars_and_no_mark():
    found = ends_frames([math.nan, math.nan], math.nan)
    assert found["bars"]["runs"].sum() == 0
    assert found["own"]["seen"].tolist() == [0]


def test_cells_are_written_row_by_row_the_best_the_strongest():
    cells = heat_frames(["a", "b"], ["x", "y"], [0.5, 0.75, math.nan, 1.0], "accuracy", own=1)["cells"]
    assert (cells["down"] + cells["across"]).tolist() == ["ax", "ay", "bx", "by"]
    assert cells["place"].tolist() == [0, 1, 2, 3]
    assert cells["says"].tolist() == ["50.0", "75.0", "✕", "100.0"]
    assert cells["word"].tolist() == ["", "", "broke", ""]
    assert cells["own"].tolist() == [False, True, False, False]
    assert cells["shade"].dropna().tolist() == [0, 0.5, 1]
    assert math.isnan(cells["shade"][2])


def test_losses_are_strong_where_they_are_low_and_one_explosion_does_not_hide_the_rest():
    cells = heat_frames(["a"], list("wxyz"), [0.01, 0.1, 0.03, 1e20], "loss", own=-1)["cells"]
    assert cells["shade"][0] == 1
    assert cells["shade"][1] < 0.6
    assert cells["says"].tolist() == ["0.01", "0.1", "0.03", "10²⁰"]


def test_an_r2_below_zero_is_as_weak_as_zero():
    cells = heat_frames(["a"], list("xyz"), [-5e9, -0.25, 0.8], "R2", own=-1)["cells"]
    assert cells["shade"].tolist() == [0, 0, 1]
    assert cells["says"].tolist() == ["< −1", "−0.25", "0.80"]


def test_long_labels_lean():
    assert slanted(["PyTorch default"])
    assert not slanted(["0.001", "full"])
