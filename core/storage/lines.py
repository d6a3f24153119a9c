"""Operations that are no expression: names given anew, and NumPy's arrays, which share memory with tensors."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.storage.operation import Tensors

Run = Callable[[Tensor], Tensors]


def _on(array: NDArray[Any]) -> Tensor:
    """Look at an array: a tensor on its very memory."""
    return torch.from_numpy(array)


def an_array() -> Tensor:
    """Look at `np.arange(1., 8.)`."""
    return _on(np.arange(1.0, 8.0))


def add_in_place(x: Tensor) -> Tensors:
    """Run `y = x; x += 1`."""
    y = x
    x += 1
    return {"y": y, "x": x}


def add_anew(x: Tensor) -> Tensors:
    """Run `y = x; x = x + 1`."""
    y = x
    x = x + 1
    return {"y": y, "x": x}


def from_numpy(start: Tensor) -> Tensors:
    """Run `tensor = torch.from_numpy(array)`."""
    array = start.numpy()
    return {"array": _on(array), "tensor": torch.from_numpy(array)}


def array_in_place(start: Tensor) -> Tensors:
    """Run `tensor = torch.from_numpy(array); array += 1`."""
    array = start.numpy()
    tensor = torch.from_numpy(array)
    array += 1
    return {"tensor": tensor, "array": _on(array)}


def array_anew(start: Tensor) -> Tensors:
    """Run `tensor = torch.from_numpy(array); array = array + 1`."""
    array = start.numpy()
    tensor = torch.from_numpy(array)
    array = array + 1
    return {"tensor": tensor, "array": _on(array)}


def tensor_of_array(start: Tensor) -> Tensors:
    """Run `tensor = torch.tensor(array)`."""
    array = start.numpy()
    return {"array": _on(array), "tensor": torch.tensor(array)}


def to_numpy(tensor: Tensor) -> Tensors:
    """Run `array = tensor.numpy()`."""
    array: NDArray[np.float32] = tensor.numpy()
    return {"tensor": tensor, "array": _on(array)}


def tensor_anew(tensor: Tensor) -> Tensors:
    """Run `array = tensor.numpy(); tensor = tensor + 1`."""
    array: NDArray[np.float32] = tensor.numpy()
    tensor = tensor + 1
    return {"array": _on(array), "tensor": tensor}
