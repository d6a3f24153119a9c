"""Maps and weights are painted number by number: the colours are the theme's, the places the tensors'."""

import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image

from core.checkpoints import lesson
from core.datasets import load
from ui.charts import theme
from ui.charts.checkpoints import RUNS, map_frames, resume_chart, weights_frames
from ui.charts.checkpoints.maps import LIMIT
from ui.charts.checkpoints.weights import CELL, SLOT

DATA = load(lesson(dataset="moons", hidden=(4,), activation="ReLU", epochs=10, seed=0))


def pixels(url: str) -> np.ndarray:
    """Decode a data URL: (H, W, 4)."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGBA")).astype(int)


def blended(share: float, mode: str) -> np.ndarray:
    """Blend the theme's ten diverging colours: share in [-1, 1]."""
    colors = np.array(theme.hues(mode, "chartDivergingColors"), dtype=float)
    place = (share + 1) / 2 * (len(colors) - 1)
    low = min(int(place), len(colors) - 2)
    return colors[low] + (place - low) * (colors[low + 1] - colors[low])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_map_is_painted_bottom_row_last_in_the_themes_colours(mode):
    values = torch.tensor([[-1.0, 0.0], [0.5, 1.0]])  # row 0 at the bottom
    picture = pixels(map_frames(values, DATA)["map"][mode][0])
    assert (picture[..., 3] == 255).all()
    for share, pixel in zip((0.5, 1.0, -1.0, 0.0), picture[..., :3].reshape(4, 3), strict=True):
        assert np.abs(pixel - blended(share / LIMIT, mode)).max() <= 2


def test_every_number_of_a_state_dict_is_one_cell_and_all_else_lets_the_page_through():
    weights = {"weight": torch.tensor([[1.0, -1.0], [0.0, 0.5], [0.2, -0.7], [1.0, 1.0]]), "bias": torch.ones(4)}
    frames = weights_frames({"first": weights, "second": weights})
    picture = pixels(frames["cells"]["light"][0])
    middles = picture[CELL // 2 :: CELL, CELL // 2 :: CELL]
    assert middles.shape[:2] == (2 * (2 + 4), 2 * SLOT)
    painted = middles[..., 3] == 255
    assert painted.sum() == 2 * 12
    assert painted[2:6, :2].all()
    assert painted[8:12, SLOT].all()
    for share, pixel in zip(weights["weight"].flatten().tolist(), middles[2:6, :2, :3].reshape(-1, 3), strict=True):
        assert np.abs(pixel - blended(share, "light")).max() <= 2
    assert frames["names"]["name"].tolist() == ["first", "weight", "bias", "second", "weight", "bias"]
    assert frames["names"]["x"].tolist() == [0, 0, SLOT, 0, 0, SLOT]


def test_the_legend_of_the_three_runs_shows_their_lines():
    *ways, _, _ = resume_chart()["layer"]
    assert [way["transform"][0]["filter"] for way in ways] == [f"datum.run === '{run}'" for run in RUNS]
    for way in ways:
        scale, legend = way["encoding"]["strokeDash"]["scale"], way["encoding"]["strokeDash"]["legend"]
        assert (scale["domain"], len({tuple(dash) for dash in scale["range"]})) == (list(RUNS), 3)
        assert legend == way["encoding"]["color"]["legend"]
        assert legend["symbolType"] == "stroke"


def test_a_map_is_a_few_kilobytes():
    values = torch.rand(48, 48, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert len(map_frames(values, DATA)["map"]["light"][0]) < 6_000


def test_weights_that_are_all_zero_are_painted_grey():
    picture = pixels(weights_frames({"new": {"bias": torch.zeros(3)}})["cells"]["dark"][0])
    assert np.abs(picture[CELL + CELL // 2, 2, :3] - blended(0, "dark")).max() <= 2
