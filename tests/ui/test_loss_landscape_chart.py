"""The picture of a loss landscape: its colours are the losses, its path the run's."""

import base64
import io
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from PIL import Image
from torch import Tensor

from ui.charts.loss_landscape import BANDS, landscape_chart, landscape_frames, sharpening_frames

PATH = torch.tensor([[-0.8, -0.2], [-0.3, -0.4], [0.0, 0.0]], dtype=torch.float64)


def bowl(side: int = 21) -> Tensor:
    steps = torch.linspace(-1, 1, side, dtype=torch.float64)
    return 0.1 + steps[None, :] ** 2 + steps[:, None]  # falls to negative heights below: see the floor


def frames(losses: Tensor, path: Tensor = PATH) -> dict[str, pd.DataFrame]:
    return landscape_frames(losses, 3.0, path, [0, 5, 9], [1.0, 0.5, 0.1])


def painted(made: dict[str, Any], mode: str = "light") -> np.ndarray:
    data = base64.b64decode(made["map"][mode][0].removeprefix("data:image/png;base64,"))
    return np.asarray(Image.open(io.BytesIO(data)))


def test_bands_rise_evenly_with_the_logarithm_of_the_loss_from_left_to_right_and_upwards() -> None:
    across = torch.logspace(-2, 1, 41, dtype=torch.float64).expand(41, 41)
    bands = painted(frames(across)) // 2
    assert np.array_equal(np.unique(bands), np.arange(BANDS))
    wanted = (np.arange(410) + 0.5) / 410 * BANDS
    assert np.abs(bands[200] - wanted.astype(int)).max() <= 1
    upwards = painted(frames(across.T)) // 2
    assert upwards[0, 200] == BANDS - 1
    assert upwards[-1, 200] == 0


def test_a_place_without_a_finite_loss_is_left_empty_and_the_others_keep_their_colours() -> None:
    losses = torch.ones(21, 21, dtype=torch.float64)
    losses[:, :3], losses[:, 3:6], losses[:, 6:] = torch.inf, torch.nan, torch.logspace(-1, 1, 15)
    picture = painted(frames(losses))
    assert (picture[:, :60] == 2 * BANDS).all()
    assert (picture[:, 200:] < 2 * BANDS).all()
    assert frames(losses)["key"]["height"].tolist() == pytest.approx([0.1, 10])


@pytest.mark.parametrize("losses", [torch.zeros(11, 11), torch.ones(11, 11), bowl(), torch.full((11, 11), torch.nan)],
                         ids=["zero", "flat", "below zero", "nowhere finite"])  # fmt: skip
def test_every_landscape_has_a_key_that_a_log_scale_can_show(losses: Tensor) -> None:
    low, high = frames(losses.double())["key"]["height"]
    assert 0 < low < high < float("inf")


def test_losses_far_below_the_highest_share_the_lowest_colour() -> None:
    losses = torch.full((11, 11), 1e-30, dtype=torch.float64)
    losses[0, 0] = 100
    assert frames(losses)["key"]["height"].tolist() == [1e-4, 100]


def test_the_path_carries_epochs_and_its_own_losses_and_ends_outside_the_picture_are_not_named() -> None:
    made = frames(bowl())
    assert made["path"]["epoch"].tolist() == [0, 5, 9]
    assert made["path"]["loss"].tolist() == [1.0, 0.5, 0.1]
    assert made["ends"]["name"].tolist() == ["start", "end"]
    assert made["map"]["half"].tolist() == [3.0]
    near = frames(bowl(), PATH * 2)
    assert near["ends"]["name"].tolist() == ["end"]


def test_light_and_dark_differ_in_their_colours_alone_and_the_chart_is_built_once() -> None:
    made = frames(bowl())
    assert np.array_equal(painted(made, "light"), painted(made, "dark"))
    assert made["map"]["light"][0] != made["map"]["dark"][0]
    assert landscape_chart() is landscape_chart()
    assert "domain" in json.dumps(landscape_chart())


def test_the_sharpness_stands_beside_two_over_the_learning_rate_of_its_epoch_and_only_what_a_log_scale_takes() -> None:
    made = sharpening_frames({0: -1.0, 1: 4.0, 3: 8.0}, [0.5, 0.25, 0.0])
    assert made["sharpness"].to_dict("list") == {"epoch": [1, 3], "value": [4.0, 8.0]}
    assert made["limit"].to_dict("list") == {"epoch": [0, 1], "value": [4.0, 8.0]}
