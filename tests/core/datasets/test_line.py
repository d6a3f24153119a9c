import math

import pytest
import torch

from core.datasets.line import noisy_sine, polynomial, straight_line


@pytest.mark.parametrize("n_samples", [10, 49, 50, 93, 1000])
def test_the_line_has_as_many_points_as_asked_for(n_samples):
    x, y = straight_line(n_samples, 0.0, 0, torch.float32, true_weight=2.0, true_bias=-1.0)
    assert x.shape == (n_samples, 1)
    torch.testing.assert_close(x[:, 0], torch.arange(n_samples) / n_samples)
    torch.testing.assert_close(y, 2 * torch.arange(n_samples) / n_samples - 1)


def test_noise_moves_y_alone_and_by_its_standard_deviation():
    clean = straight_line(1000, 0.0, 3, torch.float64, true_weight=0.7, true_bias=0.3)
    noisy = straight_line(1000, 0.2, 3, torch.float64, true_weight=0.7, true_bias=0.3)
    assert torch.equal(clean[0], noisy[0])
    assert (noisy[1] - clean[1]).std() == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize(
    ("make", "curve", "half"),
    [(noisy_sine, math.sin, math.pi), (polynomial, lambda x: x * x * x - x, 1.5)],
)
def test_curves_without_noise_are_their_formula(make, curve, half):
    x, y = make(500, 0.0, 1, torch.float64)
    assert y.tolist() == pytest.approx([curve(value) for value in x[:, 0].tolist()], abs=1e-12)
    assert -half <= x.min() < -0.98 * half
    assert 0.98 * half < x.max() < half
    noisy = make(500, 0.3, 1, torch.float64)
    assert torch.equal(x, noisy[0])
    assert (noisy[1] - y).std() == pytest.approx(0.3, rel=0.1)


@pytest.mark.parametrize("make", [noisy_sine, polynomial])
def test_curves_are_drawn_in_no_order_so_that_the_first_part_covers_them(make):
    x, _ = make(100, 0.1, 2, torch.float32)
    assert x[:80].min() < 0.8 * x.min()
    assert x[:80].max() > 0.8 * x.max()
