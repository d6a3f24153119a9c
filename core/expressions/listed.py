"""What may be called and read, by name; nothing else can be reached.

A name is looked up in these tables and never on an object, so that what is not listed does not exist.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional

from core.expressions.parsing import ExpressionError
from core.ranges import Range


def _names(text: str) -> list[str]:
    return text.split()


_ALIKE: Final = _names("""
    reshape flatten unflatten squeeze unsqueeze permute transpose t movedim swapaxes tile flip fliplr flipud roll
    rot90 narrow select chunk split tensor_split unbind clone diagonal diag tril triu index_select gather take
    take_along_dim masked_select masked_fill nonzero argwhere repeat_interleave sort argsort topk kthvalue unique
    bincount scatter scatter_add index_add abs neg sign sqrt rsqrt exp log log2 log10 log1p sin cos tan tanh
    sigmoid relu round floor ceil trunc frac clamp clip pow square reciprocal add sub mul div true_divide
    floor_divide remainder fmod maximum minimum matmul mm bmm mv dot outer kron softmax log_softmax cumsum cumprod
    cummax cummin diff eq ne lt le gt ge logical_and logical_or logical_not logical_xor isnan isinf isfinite
    isclose sum mean min max amin amax std var prod norm median mode argmax argmin all any count_nonzero logsumexp
    quantile equal allclose numel is_floating_point lerp trace
    """)
_METHODS: Final = _names("""
    view view_as reshape_as expand expand_as repeat unfold contiguous detach ravel where float double half bfloat16 int
    long short char byte bool type_as item tolist dim size stride is_contiguous element_size storage_offset nelement
    add_ sub_ mul_ div_ fill_ zero_
    """)
_MAKERS: Final = _names("""
    zeros ones full arange linspace logspace eye
    """)
_DRAWS: Final = _names("""
    rand randn randint randperm
    """)
_FUNCTIONS: Final = _names("""
    zeros_like ones_like full_like cat concat concatenate stack hstack vstack dstack meshgrid cartesian_prod where
    einsum tensordot broadcast_to result_type promote_types can_cast is_tensor
    """)
_FUNCTIONAL: Final = _names("""
    relu softmax log_softmax sigmoid tanh gelu silu leaky_relu elu softplus one_hot pad linear normalize mse_loss
    l1_loss cross_entropy nll_loss binary_cross_entropy binary_cross_entropy_with_logits
    """)

MAKERS: Final[Mapping[str, Callable[..., Tensor]]] = {f"torch.{name}": getattr(torch, name) for name in _MAKERS}
DRAWS: Final[Mapping[str, Callable[..., Tensor]]] = {f"torch.{name}": getattr(torch, name) for name in _DRAWS}

_SIZE: Final = Range(-(2**40), 2**40)  # PyTorch cannot write down a shape with a number beyond 63 bits


def _size(sizes: Sequence[int] = ()) -> torch.Size:
    if not isinstance(sizes, list | tuple) or not all(type(size) is int and size in _SIZE for size in sizes):
        raise ExpressionError("torch.Size(...) is a shape, written as a list of whole numbers: torch.Size([2, 3])")
    return torch.Size(sizes)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "torch.tensor": torch.tensor,
    **MAKERS,
    **DRAWS,
    **{f"torch.{name}": getattr(torch, name) for name in [*_FUNCTIONS, *_ALIKE]},
    **{f"torch.nn.functional.{name}": getattr(functional, name) for name in _FUNCTIONAL},
    "torch.finfo": torch.finfo,
    "torch.iinfo": torch.iinfo,
    "torch.Size": _size,
    "torch.cuda.is_available": torch.cuda.is_available,
    "torch.cuda.device_count": torch.cuda.device_count,
}


def _to(x: Tensor, to: torch.dtype | Tensor | str) -> Tensor:
    if isinstance(to, str) and to not in {"cpu", "cuda"}:
        raise ExpressionError(f"a device here is 'cpu' or 'cuda', got {to!r}")
    return x.to(to)


METHODS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: getattr(Tensor, name) for name in [*_ALIKE, *_METHODS]},
    "to": _to,
}


def _turned(x: Tensor) -> Tensor:
    if x.ndim != 2:
        instead = ".mT turns the last two, .permute any" if x.ndim > 2 else ".unsqueeze(0) makes a row of a vector"
        raise ExpressionError(f".T is for matrices and this has {x.ndim} dim{'' if x.ndim == 1 else 's'}; {instead}")
    return x.T


# What may be read off a value, by its type; a `max` along a dim returns values and indices.
ATTRIBUTES: Final[Mapping[type, Mapping[str, Callable[[Any], Any]]]] = {
    Tensor: {
        **{name: attrgetter(name) for name in ("shape", "ndim", "dtype", "mT", "requires_grad", "nbytes", "itemsize")},
        "device": lambda x: str(x.device),
        "T": _turned,
    },
    tuple: {name: attrgetter(name) for name in ("values", "indices")},
    torch.finfo: {name: attrgetter(name) for name in ("max", "min", "eps", "tiny", "bits")},
    torch.iinfo: {name: attrgetter(name) for name in ("max", "min", "bits")},
}

_DTYPES: Final = "float16 bfloat16 float32 float64 half float double int8 int16 int32 int64 uint8 int long short bool"
CONSTANTS: Final[Mapping[str, Any]] = {
    **{f"torch.{name}": getattr(torch, name) for name in _DTYPES.split()},
    **{f"torch.{name}": getattr(torch, name) for name in ("pi", "e", "inf", "nan")},
}

KEYWORDS: Final = frozenset(
    _names("""
    alpha as_tuple atol axis base bias chunks correction decimals descending diagonal dim dim0 dim1 dims dtype end
    end_dim eps equal_nan exponent fill_value high ignore_index index indexing input k keepdim keepdims largest low
    mask max min mode n negative_slope num_classes offset ord other p pad q reduction repeats return_counts
    return_inverse rounding_mode rtol shifts size sizes sorted source split_size stable start start_dim step steps
    target unbiased value weight
    """)
)


_IN_FULL: Final = {"F": "torch.nn.functional", "nn": "torch.nn"}


def named(path: str) -> str:
    """Return the full name of a function or constant: `F.relu` is `torch.nn.functional.relu`."""
    root, _, rest = path.partition(".")
    return f"{_IN_FULL[root]}.{rest}" if root in _IN_FULL and rest else path
