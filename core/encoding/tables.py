"""A table becomes numbers: its numeric columns, one row each."""

from typing import Final

import torch
from torch import Tensor

from core.encoding.numeric import NumericPart
from core.encoding.table_code import reading_code
from core.ranges import check_name

COLUMNS: Final = ("as they are", "standardised")


def table_tensor(part: NumericPart, columns: str = "standardised", *, words: bool = False) -> Tensor:
    """Turn a table into a MATRIX (rows, columns).

    Args:
        part: the numbers.
        columns: "as they are", float64 as pandas and NumPy have it; or "standardised": mean 0 and standard deviation
            1, float32, a missing value at the mean.
        words: whether columns of words follow, one-hot: a column for each word, 1 where the row has it. They do in any
            case where there are no numbers.
    """
    check_name("columns", columns, COLUMNS)
    numbers = _numbers(part.values, columns)
    if not part.words or (part.columns and not words):
        return numbers
    hot = [
        codes[:, None] == torch.arange(len(each)) for codes, (_, each) in zip(part.codes.T, part.words, strict=True)
    ]
    return torch.cat([numbers, *(one.to(numbers.dtype) for one in hot)], dim=1)


def _numbers(matrix: Tensor, columns: str) -> Tensor:
    if columns == "as they are":
        return matrix
    mean = matrix.nanmean(dim=0)
    std = (matrix - mean).square().nanmean(dim=0).sqrt()
    std = std.where(std > 1e-9 * mean.abs(), 1)
    return ((matrix - mean) / std).nan_to_num(0).float()


_STANDARDISED: Final = (
    "mean = MATRIX.nanmean(dim=0)  # of each column, without what is missing",
    "std = (MATRIX - mean).square().nanmean(dim=0).sqrt()",
    "std = std.where(std > 1e-9 * mean.abs(), 1)  # a column that never changes, but for rounding, becomes 0",
    "MATRIX = (MATRIX - mean) / std",
    "MATRIX = MATRIX.nan_to_num(0).float()  # what is missing becomes the mean",
)


def table_script(
    part: NumericPart, columns: str = "standardised", *, words: bool = False, name: str = "table.csv"
) -> str:
    """Write the code that turns a CSV file into the tensor, and prints what the page shows of it."""
    n = len(part.values)
    names = [each for each, _ in part.words] if words or not part.columns else []
    dtype = "torch.float32" if columns == "standardised" else "torch.float64"
    numbers = [
        f"numbers = table[{list(part.columns)}].head({n})",
        'MATRIX = torch.tensor(numbers.to_numpy("float64").tolist(), dtype=torch.float64)',
        *(_STANDARDISED if columns == "standardised" else ()),
    ]
    hot = [
        f"names = {names}",
        f"hot = pandas.get_dummies(table[names], columns=names).head({n})  # a column for each word",
        f"{'HOT' if part.columns else 'MATRIX'} = torch.tensor(hot.to_numpy(), dtype={dtype})",
        *(["MATRIX = torch.cat([MATRIX, HOT], dim=1)"] if part.columns else []),
    ]
    return "\n".join(
        [
            "import pandas",
            "import torch",
            "",
            *reading_code(name, part.file, part.columns, names, n),
            *(numbers if part.columns else ()),
            *(hot if names else ()),
            "print(MATRIX.shape, MATRIX.dtype, MATRIX.device)  # what shape, what dtype, where",
        ]
    )
