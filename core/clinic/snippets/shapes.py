"""Broken by shape: products, sums, joining and rearranging.

Source: the first is the course's own, https://www.learnpytorch.io/00_pytorch_fundamentals/, with its numbers.
"""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn

from core.clinic.case import Case, Marks
from core.clinic.marking import broadcast, inner, into, n_dims, unequal, whole


def multiply(a, b):
    """Two batches of two features, multiplied: the first error of most courses."""
    return a @ b


def multiply_turned(a, b):
    """Turns b: every row of a meets every row of b."""
    return a @ b.T


def multiply_columns(a, b):
    """Turns a: every column of a meets every column of b, which is another product."""
    return a.T @ b


def multiply_reshaped(a, b):
    """Reads b's numbers on in the order of memory, whatever row they were in."""
    return a @ b.reshape(a.shape[-1], -1)


def glue(first, second):
    """Two tables are to become one; by default they are put below each other."""
    return torch.cat([first, second])


def glue_beside(first, second):
    """Puts them beside each other, along dim 1."""
    return torch.cat([first, second], dim=1)


def glue_cut(first, second):
    """Below each other, with columns of the second thrown away."""
    return torch.cat([first, second[:, : first.shape[1]]])


def collect(first, second):
    """Two sentences of token ids are to become a batch."""
    return torch.stack([first, second])


def collect_padded(first, second):
    """Fills the shorter one up with zeros, as a batch of texts is."""
    return nn.utils.rnn.pad_sequence([first, second], batch_first=True)


def collect_in_a_row(first, second):
    """Puts one behind the other: one long sentence, no batch."""
    return torch.cat([first, second])


def lay_out(x):
    """A tensor is turned and then laid out as one row."""
    return x.permute(1, 0).view(-1)


def lay_out_reshaped(x):
    """Copies the numbers into the new order, as view cannot."""
    return x.permute(1, 0).reshape(-1)


def lay_out_contiguous(x):
    """Says that it copies; then view does."""
    return x.permute(1, 0).contiguous().view(-1)


def lay_out_unturned(x):
    """Leaves out the turning, and with it the order that was asked for."""
    return x.view(-1)


def arrange(x):
    """A row of numbers is to become a table of two rows."""
    return x.reshape(2, 3)


def arrange_cut(x):
    """Leaves out what is too much."""
    return x[:6].reshape(2, 3)


def arrange_any(x):
    """Keeps all of them, in a column."""
    return x.reshape(-1, 1)


def add_fee(prices, fee):
    """Every row of prices has a fee of its own."""
    return prices + fee


def add_fee_as_column(prices, fee):
    """Makes the fees a column: each goes along a row."""
    return prices + fee.unsqueeze(1)


def add_fee_turned(prices, fee):
    """Turns the prices, adds, and turns back."""
    return (prices.T + fee).T


def add_fee_cut(prices, fee):
    """Adds to the columns as many of the fees as there are columns."""
    return prices + fee[: prices.shape[1]]


def batch_product(x, w):
    """A product of two matrices, by the function for batches of them."""
    return torch.bmm(x, w)


def batch_product_plain(x, w):
    """Takes the function for any number of dims."""
    return torch.matmul(x, w)


def batch_product_of_one(x, w):
    """Makes batches of one of them: a dim more comes out."""
    return torch.bmm(x.unsqueeze(0), w.unsqueeze(0))


def put_row(table, row):
    """A row is written into a table."""
    table[0] = row
    return table


def put_row_cut(table, row):
    """Writes as much of it as there is room for."""
    table[0] = row[: table.shape[1]]
    return table


def put_column(table, row):
    """Writes it into a column."""
    table[:, 0] = row
    return table


def _fees(prices: Tensor, fee: Tensor) -> Marks:
    to_columns = fee.ndim == 1 and prices.ndim == 2 and fee.shape[0] == prices.shape[1]
    return (
        broadcast(prices=prices, fee=fee)
        or whole("fee", "its sizes are read from the right: one a column") * to_columns
    )


def _a_fee_for_each_row(prices: Tensor, fee: Tensor) -> Tensor:
    (n_rows,), (n_fees, _) = fee.shape, prices.shape
    if n_rows != n_fees:
        raise ValueError("there are not as many fees as rows")
    return torch.stack([row + each for row, each in zip(prices, fee, strict=True)])


CASES: Final[Mapping[str, Case]] = {
    "two batches multiplied": Case(
        kind="shape", answer="shape", broken=multiply,
        fixes=(multiply_turned, multiply_columns, multiply_reshaped),
        operands={"a": "torch.tensor([[1., 2.], [3., 4.], [5., 6.]])",
                  "b": "torch.tensor([[7., 10.], [8., 11.], [9., 12.]])"},
        marks=inner,
    ),
    "two tables glued": Case(
        kind="shape", answer="shape", broken=glue, fixes=(glue_beside, glue_cut),
        operands={"first": "torch.rand(2, 3)", "second": "torch.rand(2, 4)"},
        marks=lambda **two: unequal(0, **two),
    ),
    "sentences in a batch": Case(
        kind="shape", answer="shape", broken=collect, fixes=(collect_padded, collect_in_a_row),
        operands={"first": "torch.tensor([12, 7, 93, 4])", "second": "torch.tensor([12, 55])"},
        marks=unequal,
    ),
    "turned and laid out": Case(
        kind="shape", answer="shape", broken=lay_out,
        fixes=(lay_out_reshaped, lay_out_contiguous, lay_out_unturned),
        operands={"x": "torch.arange(6).reshape(2, 3)"}, meant=lay_out_reshaped,
        marks=lambda x: whole("x", f"turned, its stride is {x.t().stride()}") if x.ndim == 2 else n_dims("x", x, 2),
    ),
    "a row into a table": Case(
        kind="shape", answer="shape", broken=arrange, fixes=(arrange_cut, arrange_any),
        operands={"x": "torch.arange(7)"}, meant=arrange_cut,
        marks=lambda x: whole("x", f"elements: {x.numel()}, and 2 x 3 = 6 wanted") if x.numel() != 6 else (),
    ),
    "a fee for every row": Case(
        kind="shape", answer="shape", broken=add_fee, fixes=(add_fee_as_column, add_fee_turned, add_fee_cut),
        operands={"prices": "torch.tensor([[10., 20.], [30., 40.], [50., 60.]])", "fee": "torch.tensor([1., 2., 3.])"},
        marks=_fees, meant=_a_fee_for_each_row,
    ),
    "a product for batches": Case(
        kind="shape", answer="shape", broken=batch_product, fixes=(batch_product_plain, batch_product_of_one),
        operands={"x": "torch.rand(2, 3)", "w": "torch.rand(3, 2)"},
        marks=lambda x, w: n_dims("x", x, 3) + n_dims("w", w, 3) or inner(x=x, w=w),
    ),
    "a row put into a table": Case(
        kind="shape", answer="shape", broken=put_row, fixes=(put_column, put_row_cut),
        operands={"table": "torch.zeros(3, 2)", "row": "torch.tensor([1., 2., 3.])"},
        marks=lambda table, row: into("row", row, table[0]),
    ),
}  # fmt: skip
