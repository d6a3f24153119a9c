"""The loss along both axes of a landscape: the very numbers of its middle row and column."""

import math

import pytest
import torch

from ui.charts.loss_profiles import ALONG, profiles_chart, profiles_frames


def test_a_profile_is_the_middle_row_and_the_middle_column_and_the_end_is_where_they_meet() -> None:
    losses = torch.arange(1.0, 26.0, dtype=torch.float64).reshape(5, 5)  # row 0 at the bottom
    made = profiles_frames(losses, 3.0)
    first, second = (made["profiles"].query("along == @name") for name in ALONG)
    assert first["loss"].tolist() == [11, 12, 13, 14, 15]
    assert second["loss"].tolist() == [3, 8, 13, 18, 23]
    assert first["distance"].tolist() == second["distance"].tolist() == [-3, -1.5, 0, 1.5, 3]
    assert made["end"][["distance", "loss"]].to_numpy().tolist() == [[0, 13]]


@pytest.mark.parametrize("beyond", [math.nan, math.inf, 0.0, -1.0])
def test_a_loss_without_a_place_on_a_log_axis_leaves_a_gap(beyond: float) -> None:
    losses = torch.full((11, 11), 2.0)
    losses[5, 2] = beyond
    made = profiles_frames(losses, 1.0)
    assert made["profiles"]["loss"].isna().sum() == 1
    assert len(made["end"]) == 1
    nowhere = profiles_frames(torch.full((11, 11), beyond), 1.0)
    assert nowhere["profiles"]["loss"].isna().all()
    assert nowhere["end"].empty


def test_the_chart_is_the_same_whatever_the_data() -> None:
    assert profiles_chart() is profiles_chart()
