"""TensorFlow Playground's definitions, written again point by point."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from core.datasets import tfplayground

RECORDED = json.loads((Path(__file__).parents[2] / "reference" / "tfplayground_points.json").read_text())
CENTRES = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]


def height(x1, x2):
    values = [sign * max(0.0, 1 - math.hypot(x1 - a, x2 - b) / 2) for a, b, sign in CENTRES]
    return max(values, key=abs)


LABELS = {
    "circle": lambda x1, x2: int(math.hypot(x1, x2) < 2.5),
    "xor": lambda x1, x2: int(x1 * x2 >= 0),
    "reg_plane": lambda x1, x2: (x1 + x2) / 10,
    "reg_gauss": height,
}


def draw(name, noise=0.0, n_samples=500, seed=1):
    points, targets = getattr(tfplayground, name)(n_samples, noise, seed, torch.float64)
    assert points.shape == (n_samples, 2)
    return points, targets


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("seed", [0, 42])
def test_without_noise_the_label_is_that_of_the_point(name, seed):
    points, targets = draw(name, seed=seed)
    assert targets.tolist() == pytest.approx([LABELS[name](*point) for point in points.tolist()], abs=1e-12)


def test_the_recorded_points_obey_the_same_definition_of_the_circle():
    for x1, x2, label in RECORDED["circle"]:
        assert 2 * LABELS["circle"](x1, x2) - 1 == label
        assert math.hypot(x1, x2) < 2.5 or 3.5 <= math.hypot(x1, x2) < 5


@pytest.mark.parametrize("n_samples", [500, 21])
def test_half_of_the_circle_is_a_disc_and_half_a_ring(n_samples):
    points, targets = draw("circle", n_samples=n_samples)
    radius = points.norm(dim=1)
    assert (targets == 1).sum() == (n_samples + 1) // 2
    assert radius[targets == 1].max() < 2.5
    assert radius[targets == 0].min() >= 3.5
    assert radius.max() < 5


def test_the_radius_of_the_disc_is_uniform_not_its_area():
    points, targets = draw("circle", n_samples=2000)
    assert points[targets == 1].norm(dim=1).mean() == pytest.approx(1.25, abs=0.1)


def test_xor_leaves_a_gap_along_the_axes():
    points, targets = draw("xor", n_samples=2000)
    assert points.abs().min() >= 0.3
    assert points.abs().max() <= 5.3
    assert targets.double().mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("name", ["circle", "xor", "reg_plane", "reg_gauss"])
def test_noise_moves_labels_and_leaves_points(name):
    (clean, labels), (noisy, moved) = draw(name), draw(name, noise=0.5)
    assert torch.equal(clean, noisy)
    assert not torch.equal(labels, moved)


def in_disc_or_ring(random):
    radius = np.concatenate([random.uniform(0, 2.5, 50_000), random.uniform(3.5, 5, 50_000)])
    angle = random.uniform(0, 2 * np.pi, 100_000)
    return radius * np.sin(angle), radius * np.cos(angle)


def off_the_axes(random):
    x1, x2 = random.uniform(-5, 5, (2, 100_000))
    return x1 + np.where(x1 > 0, 0.3, -0.3), x2 + np.where(x2 > 0, 0.3, -0.3)


@pytest.mark.parametrize(
    ("name", "places", "label"),
    [
        ("circle", in_disc_or_ring, lambda x1, x2: np.hypot(x1, x2) < 2.5),
        ("xor", off_the_axes, lambda x1, x2: x1 * x2 >= 0),
    ],
)
@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_noise_flips_as_many_labels_as_the_definition_does(name, places, label, noise):
    random = np.random.default_rng(0)
    x1, x2 = places(random)
    moved = random.uniform(-5, 5, (2, 100_000)) * noise
    expected = (label(x1, x2) != label(x1 + moved[0], x2 + moved[1])).mean()
    clean, noisy = (
        [draw(name, noise=level, n_samples=2000, seed=seed)[1] for seed in range(10)] for level in (0, noise)
    )
    flipped = (torch.stack(clean) != torch.stack(noisy)).double().mean().item()
    assert flipped == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_gauss_clouds_have_their_centres_and_their_variance(noise):
    points, targets = draw("gauss", noise=noise, n_samples=2000)
    for label, centre in ((1, 2.0), (0, -2.0)):
        cloud = points[targets == label]
        assert len(cloud) == 1000
        assert cloud.mean(dim=0).tolist() == pytest.approx([centre, centre], abs=0.3)
        assert cloud.var(dim=0).tolist() == pytest.approx([0.5 + 7 * noise] * 2, rel=0.15)


@pytest.mark.parametrize("n_samples", [500, 21])
def test_spiral_arms_run_along_their_curve(n_samples):
    points, targets = draw("spiral", n_samples=n_samples)
    for label, turn in ((1, 0.0), (0, math.pi)):
        arm = points[targets == label]
        arm = arm[arm.norm(dim=1).argsort()]
        for index, point in enumerate(arm.tolist()):
            share = index / (n_samples / 2)
            angle = 3.5 * math.pi * share + turn
            assert point == pytest.approx([5 * share * math.sin(angle), 5 * share * math.cos(angle)], abs=1e-9)


def test_spiral_noise_moves_each_coordinate_by_no_more_than_itself():
    (clean, _), (noisy, _) = draw("spiral"), draw("spiral", noise=0.4)
    moved = (noisy - clean).abs()
    assert 0.35 < moved.max() <= 0.4


@pytest.mark.parametrize("name", ["reg_plane", "reg_gauss"])
def test_regression_points_fill_the_square(name):
    points, targets = draw(name, n_samples=2000)
    assert -6 <= points.min() < -5.9
    assert 5.9 < points.max() < 6
    assert targets.abs().max() <= 1.2


@pytest.mark.parametrize("name", ["circle", "xor", "gauss", "spiral"])
def test_points_come_shuffled(name):
    _, targets = draw(name)
    assert 100 < targets[:250].sum() < 150
