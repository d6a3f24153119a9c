"""Expressions that a learner types: a small, documented part of Python over tensors, run on PyTorch.

What is taken: numbers, lists and tuples of them, the names that a lab offers, the listed functions of `torch` and
`torch.nn.functional` (also as `F`), modules of `torch.nn` (also as `nn`) without weights that are called at once, the
listed methods and attributes of a tensor, operators, comparisons, indexing.
The text is parsed, every node of its syntax tree is checked and computed here; nothing is handed to `eval`.
"""

from core.expressions.bounding import TooLargeError
from core.expressions.evaluating import evaluate
from core.expressions.listed import ATTRIBUTES, CONSTANTS, FUNCTIONS, METHODS
from core.expressions.parsing import ExpressionError, NotTakenError, parse, written
from core.expressions.spelled import Value, alike, spelled

__all__ = [
    "ATTRIBUTES",
    "CONSTANTS",
    "FUNCTIONS",
    "METHODS",
    "ExpressionError",
    "NotTakenError",
    "TooLargeError",
    "Value",
    "alike",
    "evaluate",
    "parse",
    "spelled",
    "written",
]
