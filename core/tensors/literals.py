"""Nested lists of numbers, read by a small scanner: no name is looked up, nothing is called, nothing recurses."""

import math
import re
from typing import Any, Final

import torch
from torch import Tensor

from core.errors import TensorError
from core.tensors.limits import (
    ELEMENTS,
    LITERAL_LENGTH,
    NDIM,
    NOTHING,
    check_elements,
    check_length,
    check_ndim,
)
from core.tensors.refusals import attempt
from core.tensors.tokens import Token, tokens

_WORDS: Final = {"True": True, "False": False, "None": None}
_PRINTED: Final = re.compile(r"\s*(?:torch\.)?tensor\((.*)\)\s*", re.DOTALL)
_OPTION: Final = re.compile(r",\s*((?:dtype|device|requires_grad|grad_fn|size)\s*=\s*[\w.<>:'\"]{0,40})", re.ASCII)

Nested = Any  # a number, or a list of Nested; also None and str, about which PyTorch has its own words


def _value(token: Token) -> Nested:
    if token.kind == "text":
        return token.text[1:-1]
    if token.text in _WORDS:
        return _WORDS[token.text]
    whole = token.kind == "number" and not set(token.text) & set(".eE")
    return int(token.text) if whole else float(token.text)


class _Reader:
    """Builds the nested list, one token at a time, on a stack of the lists that are open."""

    def __init__(self) -> None:
        self.whole: list[Nested] = []
        self.open = [self.whole]
        self.ready = True  # whether a value may come next

    def take(self, token: Token) -> None:
        if token.kind == "comma":
            self._comma(token)
        elif token.kind == "close":
            self._close(token)
        else:
            self._put(token)

    def _put(self, token: Token) -> None:
        if not self.ready:
            raise TensorError(f"a comma is missing before {token.text[:20]!r} at character {token.place + 1}")
        inside = self.open[-1]
        if token.kind != "open":
            inside.append(_value(token))
            self.ready = False
            return
        if len(self.open) > NDIM.high:
            raise TensorError(f"the brackets are nested more than {NDIM.high} deep; this page takes up to {NDIM.high}")
        inside.append([])
        self.open.append(inside[-1])

    def _comma(self, token: Token) -> None:
        if self.ready or len(self.open) == 1:
            raise TensorError(
                f"the comma at character {token.place + 1} does not stand between two values in brackets"
            )
        self.ready = True

    def _close(self, token: Token) -> None:
        if len(self.open) == 1:
            raise TensorError(f"the bracket ] at character {token.place + 1} closes nothing")
        self.open.pop()
        self.ready = False

    def finish(self) -> Nested:
        if len(self.open) > 1:
            left = len(self.open) - 1
            these = "a bracket [ is" if left == 1 else f"{left} brackets [ are"
            raise TensorError(f"{these} opened and not closed with ]")
        return self.whole[0]


def parse_literal(text: str) -> Nested:
    """Read a number or a nested list of numbers; a printed `tensor(...)` may be pasted as it is.

    Raises:
        TensorError: in one sentence, for whatever is none.
    """
    check_length("the text", text, LITERAL_LENGTH)
    printed = _PRINTED.fullmatch(text)
    if printed and (option := _OPTION.search(text)):
        raise TensorError(
            f"only the numbers in their brackets are wanted here, without {option[1]}; the dtype has its own field"
        )
    reader = _Reader()
    for token in tokens(text, *(printed.span(1) if printed else (0, len(text)))):
        reader.take(token)
    if not reader.whole:
        raise TensorError(NOTHING)
    return reader.finish()


def tensor_from(nested: Nested, dtype: torch.dtype | None = None) -> Tensor:
    """Call `torch.tensor` on what was read.

    Raises:
        RefusedError: with PyTorch's own words, for ragged lists, text, None, and numbers that do not fit the dtype.
    """
    with attempt():
        tensor = torch.tensor(nested, dtype=dtype)
    check_ndim(tensor.ndim)
    check_elements(tensor.numel(), ELEMENTS)
    return tensor


def count_numbers(nested: Nested) -> int:
    """Count what was written; after an empty first list PyTorch looks no further, and keeps fewer."""
    return sum(map(count_numbers, nested)) if isinstance(nested, list) else 1


def literal_code(nested: Nested) -> str:
    """Write what was read as Python; the same as `repr` but for nan and the infinities."""
    if isinstance(nested, list):
        return "[" + ", ".join(map(literal_code, nested)) + "]"
    if isinstance(nested, float) and not math.isfinite(nested):
        return f'float("{nested}")'
    return repr(nested)
