"""Devices: those listed are real, the code shown goes there, and what meets across them is refused by PyTorch."""

import pytest
import torch

from core.errors import ConfigError
from core.tensors.creation import Recipe, make, script
from core.tensors.devices import IDEAS, devices, meeting, move, move_script
from core.tensors.facts import facts_of, name_of


def test_a_device_is_listed_exactly_if_a_tensor_can_be_made_there() -> None:
    for name in IDEAS:
        try:
            torch.zeros(1, device=name)
        except (RuntimeError, AssertionError):
            assert name not in devices()
        else:
            assert name in devices()


@pytest.mark.parametrize("device", devices())
@pytest.mark.parametrize("source", ["tensor", "randn", "eye"])
def test_the_code_shown_puts_the_tensor_there(device: str, source: str) -> None:
    recipe = Recipe(source=source)
    there = move(make(recipe), device)
    name, names = name_of(there.ndim), {"print": lambda *_: None}
    exec(move_script(script(recipe, there.ndim), name, device), names)  # noqa: S102 - our own code
    assert facts_of(names[name]) == facts_of(there)
    assert there.is_meta or torch.equal(names[name], there)


def test_a_device_that_is_not_here_is_refused_in_a_sentence() -> None:
    with pytest.raises(ConfigError, match="device must be one of cpu"):
        move(torch.zeros(1), "tpu")


@pytest.mark.parametrize("device", devices())
def test_a_tensor_meets_one_of_the_cpu_only_there(device: str) -> None:
    said = meeting(move(torch.ones(2, 3), device))
    assert (said is None) == (device == "cpu")
    assert said is None or said.meaning.startswith("the two live in different places")


def test_a_scalar_of_the_cpu_goes_with_every_device() -> None:
    assert meeting(move(torch.tensor(3.0), "meta")) is None
