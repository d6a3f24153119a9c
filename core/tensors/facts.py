"""What PyTorch says about a tensor: what shape, what dtype, where, and how it lies in memory."""

from dataclasses import dataclass
from typing import Final

from torch import Tensor

# The course's habit: lower case for scalars and vectors, upper case for what has more dims.
_NAMES: Final = ("scalar", "vector", "MATRIX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One tensor, described.

    Attributes:
        name: scalar, vector, MATRIX or TENSOR, also the variable's name in code.
        shape: the size of every dim.
        ndim: how many dims; for a literal, how many brackets it opens with.
        dtype: such as torch.float32.
        device: where it lives, such as cpu.
        stride: how many elements further in memory the next index of each dim lies.
        numel: how many elements.
        nbytes: their size in bytes.
        contiguous: whether they lie in memory in the order of their indices.
    """

    name: str
    shape: tuple[int, ...]
    ndim: int
    dtype: str
    device: str
    stride: tuple[int, ...]
    numel: int
    nbytes: int
    contiguous: bool


def name_of(ndim: int) -> str:
    """Name a tensor by its dims: scalar, vector, MATRIX, TENSOR."""
    return _NAMES[ndim] if ndim < len(_NAMES) else "TENSOR"


def facts_of(tensor: Tensor) -> Facts:
    """Ask PyTorch."""
    return Facts(
        name=name_of(tensor.ndim),
        shape=tuple(tensor.shape),
        ndim=tensor.ndim,
        dtype=str(tensor.dtype),
        device=str(tensor.device),
        stride=tensor.stride(),
        numel=tensor.numel(),
        nbytes=tensor.nbytes,
        contiguous=tensor.is_contiguous(),
    )


def became_infinite(tensor: Tensor, written: int = 0) -> bool:
    """Tell whether its dtype ended below a number of it.

    Args:
        tensor: of any dtype.
        written: how many infinities there were before the dtype came into it.
    """
    return tensor.is_floating_point() and int(tensor.isinf().sum()) > written


def shares_memory(one: Tensor, other: Tensor) -> bool:
    """Tell whether two tensors look at the same storage, so that writing into one changes the other."""
    return one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()


def memory_of(tensor: Tensor) -> Tensor:
    """Look at all that lies in a tensor's storage, in its order, as a vector."""
    n = tensor.untyped_storage().nbytes() // tensor.element_size()
    return tensor.as_strided((n,), (1,), 0)
