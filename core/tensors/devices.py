"""Where a tensor lives: the devices of this server, the way there, and what stands in the way of meeting others."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from core.ranges import check_name
from core.tensors.refusals import RefusedError, attempt

IDEAS: Final[Mapping[str, str]] = {
    "cpu": "The memory of the processor, where every tensor begins.",
    "cuda": "The memory of a GPU, which multiplies large tensors much faster.",
    "meta": "No memory at all: a shape and a dtype, and no numbers to draw; to plan what would not fit.",
}


def devices() -> tuple[str, ...]:
    """Name the devices that this server has; meta is everywhere."""
    return tuple(name for name in IDEAS if name != "cuda" or torch.cuda.is_available())


def move(tensor: Tensor, device: str) -> Tensor:
    """Bring a tensor to a device; one that is there already stays as it is.

    Raises:
        ConfigError: if this server has no such device.
        RefusedError: with PyTorch's own words, where it raises.
    """
    check_name("device", device, devices())
    with attempt():
        return tensor.to(device)


def move_script(script: str, name: str, device: str) -> str:
    """Put the way to a device into a script that makes a tensor of that name and prints it in its last line."""
    if device == "cpu":
        return script
    made, _, printed = script.rpartition("\n")
    return f'{made}\n{name} = {name}.to("{device}")\n{printed}'


def meeting(tensor: Tensor) -> RefusedError | None:
    """Let a tensor meet one of the same shape on the CPU; return what PyTorch says to that."""
    try:
        with attempt():
            torch.add(tensor, torch.ones(tensor.shape))
    except RefusedError as error:
        return error
    return None
