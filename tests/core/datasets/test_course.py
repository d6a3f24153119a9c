"""The course's own data, to the last printed digit and, where its code can be run, to the last bit."""

import json
from pathlib import Path

import pytest
import torch
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split

from core.datasets import load

CASES = json.loads((Path(__file__).parents[2] / "reference" / "course_data.json").read_text())


def lengths(data):
    return [len(data.train.x), len(data.train.y), len(data.test.x), len(data.test.y)]


def near(values, expected, case):
    torch.testing.assert_close(
        values.double(), torch.tensor(expected, dtype=torch.float64), rtol=0, atol=CASES[case]["tolerance"]
    )


def test_w01_the_straight_line(ask):
    data, expected = load(ask(dataset="straight line")), CASES["W01"]["expected"]
    near(data.train.x[:10], expected["X10"], "W01")
    near(data.train.y[:10], expected["y10"], "W01")
    assert lengths(data) == expected["lens"]


def test_e01_1_the_exercise_s_line(ask):
    data = load(ask(dataset="straight line", n_samples=100, true_weight=0.3, true_bias=0.9))
    expected = CASES["E01.1"]["expected"]
    near(data.train.y[:10], expected["y10"], "E01.1")
    assert lengths(data) == expected["lens"]


def test_c01_circles_before_the_split(ask):
    data, expected = load(ask(dataset="circles", dtype="float64")), CASES["C01"]["expected"]
    points = torch.cat([data.train.points, data.test.points])
    labels = torch.cat([data.train.y, data.test.y])
    assert labels.bincount().tolist() == expected["counts"]
    for wanted, label in zip(expected["X5"], expected["y10"], strict=False):
        distance, place = (points - torch.tensor(wanted, dtype=torch.float64)).abs().amax(dim=1).min(dim=0)
        assert distance <= CASES["C01"]["tolerance"]
        assert labels[place] == label


def test_c02_circles_after_the_split(ask):
    data, expected = load(ask(dataset="circles")), CASES["C02"]["expected"]
    assert [len(data.train.x), len(data.test.x)] == expected["lens"]
    near(data.train.x[:5], expected["Xtr5"], "C02")
    near(data.test.x[:5], expected["Xte5"], "C02")
    assert data.train.y[:5].tolist() == expected["ytr5"]
    assert data.test.y[:10].tolist() == expected["yte10"]


def test_the_line_is_the_course_s_bit_for_bit(ask):
    x = torch.arange(0, 1, 0.02).unsqueeze(dim=1)
    y = 0.7 * x + 0.3
    data = load(ask(dataset="straight line"))
    split = int(0.8 * len(x))
    assert torch.equal(data.train.x, x[:split])
    assert torch.equal(data.test.x, x[split:])
    assert torch.equal(data.train.y, y[:split])
    assert torch.equal(data.test.y, y[split:])


DRAWINGS = {
    "circles": lambda seed: make_circles(1000, noise=0.03, random_state=seed),
    "moons": lambda seed: make_moons(1000, noise=0.07, random_state=seed),
    "blobs": lambda seed: make_blobs(n_samples=1000, n_features=2, centers=4, cluster_std=1.5, random_state=seed),
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("seed", [42, 7])
def test_points_and_split_are_the_course_s_bit_for_bit(ask, name, seed):
    points, labels = DRAWINGS[name](seed)
    points, labels = torch.from_numpy(points).type(torch.float), torch.from_numpy(labels).type(torch.LongTensor)
    parts = train_test_split(points, labels, test_size=0.2, random_state=seed)
    data = load(ask(dataset=name, seed=seed))
    for ours, theirs in zip((data.train.x, data.test.x, data.train.y, data.test.y), parts, strict=True):
        assert torch.equal(ours, theirs)
