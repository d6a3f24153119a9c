"""The picture of neurons that part, or do not."""

import json

import torch

from core.tensors.symmetry import parting
from ui.charts.tensors.symmetry import parting_chart, parting_frames


def test_neurons_that_end_alike_share_a_label():
    weights = torch.tensor([[0.5, 0.5, 0.5, 0.5], [1.0, 1.0, 2.0, 3.0]])
    ends = parting_frames((0, 10), weights)["ends"]
    assert ends["names"].tolist() == ["1, 2 alike", "neuron 3", "neuron 4"]
    assert parting_frames((0,), weights[:1])["ends"]["names"].tolist() == ["all the same"]


def test_every_weight_has_its_place_and_the_spec_stays_the_same():
    found = parting("random", 42)
    lines = parting_frames(found.epochs, found.weights)["lines"]
    assert torch.tensor(lines["weight"].to_numpy()).reshape(found.weights.shape).float().equal(found.weights)
    assert lines["epoch"].max() == found.epochs[-1]
    assert json.dumps(parting_chart(4, 60)) == json.dumps(parting_chart(4, 60))
