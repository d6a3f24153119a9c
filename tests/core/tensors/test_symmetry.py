"""Neurons that begin the same stay the same."""

import pytest
import torch

from core.errors import ConfigError
from core.script import training_script
from core.tensors.symmetry import EPOCHS, NEURONS, STARTS, parting


@pytest.mark.parametrize("seed", [0, 42])
def test_only_a_random_start_lets_neurons_part(seed):
    found = {start: parting(start, seed) for start in STARTS}
    assert {start: one.different for start, one in found.items()} == {"zeros": 1, "all alike": 1, "random": NEURONS}
    assert not found["zeros"].weights.any()
    alike = found["all alike"].weights
    assert torch.equal(alike, alike[:, :1].expand_as(alike))
    assert alike[0, 0] == 0.5
    assert alike[-1, 0] != 0.5
    assert found["random"].last.train_loss < found["all alike"].last.train_loss < found["zeros"].last.train_loss
    assert found["random"].epochs[-1] == EPOCHS


def test_plain_pytorch_says_the_same_of_the_gradients():
    x, y = torch.rand(8, 2, generator=torch.Generator().manual_seed(1)), torch.tensor([0.0, 1.0] * 4)
    first, bias = torch.full((4, 2), 0.5, requires_grad=True), torch.zeros(4, requires_grad=True)
    second = torch.full((1, 4), 0.5, requires_grad=True)
    output = torch.tanh(x @ first.T + bias) @ second.T
    torch.nn.functional.binary_cross_entropy_with_logits(output[:, 0], y).backward()
    assert first.grad is not None
    assert first.grad.any()
    assert torch.equal(first.grad, first.grad[:1].expand_as(first.grad))


@pytest.mark.parametrize("start", STARTS)
def test_the_code_shown_gives_the_same_losses(start, capsys):
    found = parting(start, 7)
    exec(compile(training_script(found.config), "shown", "exec"), {})  # noqa: S102 (the very code that is shown)
    assert f"{found.last.train_loss:.4f}"[:5] in capsys.readouterr().out


def test_a_start_that_is_none_is_refused():
    with pytest.raises(ConfigError, match="start"):
        parting("twos", 1)


def test_the_seed_makes_a_difference_to_random_weights_only():
    ends = {start: [parting(start, seed).last.train_loss for seed in (3, 42)] for start in STARTS}
    assert {start: one == other for start, (one, other) in ends.items()} == {
        "zeros": True, "all alike": True, "random": False,
    }  # fmt: skip


def test_weights_set_together_are_set_in_one_block():
    assert training_script(parting("all alike", 42).config).count("= 0.5") == 12
    assert training_script(parting("all alike", 42).config).count("with torch.no_grad():\n    model[") == 1
