"""GPUs that are not there: PyTorch's own FakeTensor stands for what would lie on them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import torch

_SIMULATOR: Final = "torch._subclasses.fake_tensor"  # it logs what it cannot do, which is raised too


@contextmanager
def simulated() -> Iterator[None]:
    """Make tensors with a shape, a dtype and any device, and no numbers; what fails without a GPU fails the same.

    Raises:
        RuntimeError: as on a GPU, where the simulator has a kind of error of its own.
    """
    from torch._subclasses.fake_tensor import FakeTensorMode  # noqa: PLC0415 (takes a second)

    logging.getLogger(_SIMULATOR).setLevel(logging.CRITICAL)
    with torch.no_grad(), FakeTensorMode(allow_non_fake_inputs=True):  # autograd would look for the GPU
        try:
            yield
        except RuntimeError as error:
            if type(error).__module__ != _SIMULATOR:
                raise
            raise RuntimeError(str(error)) from error
