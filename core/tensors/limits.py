"""How large, how deep, how long: every bound of the Tensors page, written once."""

from typing import Final

import torch

from core.errors import TensorError
from core.ranges import Range

ELEMENTS: Final = Range(0, 4096)
NDIM: Final = Range(0, 6)
LITERAL_LENGTH: Final = Range(1, 2000)
SIZE_LENGTH: Final = Range(0, 60)
BOUND: Final = Range(-1e6, 1e6)
STEPS: Final = Range(0, 200)
EYE: Final = Range(1, 64)


IMAGE_SIDE: Final = Range(8, 32)
TABLE_ROWS: Final = Range(1, 128)
TABLE_COLUMNS: Final = Range(1, 32)

CHAIN: Final = Range(0, 8)
CHAIN_LENGTH: Final = Range(0, 400)
COPIES: Final = Range(1, 6)
CHAIN_ELEMENTS: Final = Range(1, 200_000)  # a picture of 224 x 224 x 3 fits
CHAIN_DRAWN: Final = Range(0, 1024)  # elements that are drawn one by one; a larger tensor is a box

OPERAND_ELEMENTS: Final = Range(1, 64)
RESULT_ELEMENTS: Final = Range(0, 512)
DRAWS: Final = Range(1, 12)

INDEXED_ELEMENTS: Final = Range(1, 64)
PICKED_ELEMENTS: Final = Range(0, 96)
REDUCED_ELEMENTS: Final = Range(1, 64)
INDEX_LENGTH: Final = Range(0, 120)
LEVEL: Final = Range(1, 5)

NOTHING: Final = "there are no numbers yet; type one, or several in square brackets such as [1, 2, 3]"

DTYPES: Final = {
    "inferred": None,
    "float32": torch.float32,
    "float64": torch.float64,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "int64": torch.int64,
    "int32": torch.int32,
    "int16": torch.int16,
    "int8": torch.int8,
    "uint8": torch.uint8,
    "bool": torch.bool,
}


def check_ndim(ndim: int) -> None:
    """Refuse more dims than the page draws.

    Raises:
        TensorError: with the number of dims and the limit.
    """
    if ndim not in NDIM:
        raise TensorError(f"ndim is {ndim}; this page takes up to {NDIM.high} dims")


def check_elements(numel: int, allowed: Range) -> None:
    """Refuse a tensor with too many or too few elements.

    Raises:
        TensorError: with the number of elements and the limits.
    """
    if numel not in allowed:
        raise TensorError(f"the tensor has {numel:,} elements; here it may have {allowed.low} to {allowed.high:,}")


def check_length(what: str, text: str, allowed: Range) -> None:
    """Refuse a text that is too long or, where there must be one, missing.

    Raises:
        TensorError: with what it was, its length and the limit.
    """
    if len(text) > allowed.high:
        raise TensorError(f"{what} has {len(text):,} characters; this page takes up to {allowed.high:,}")
    if allowed.low > 0 and not text.strip():
        raise TensorError(NOTHING)
