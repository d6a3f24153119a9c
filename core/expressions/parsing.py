"""From a text to a syntax tree in which every node is of a kind that is taken."""

import ast
import warnings
from functools import lru_cache
from typing import Final

from core.errors import TensorError
from core.expressions.limits import BITS, LENGTH, NESTING, NODES, TEXT

SOURCE: Final = "<expression>"
# What Python and PyTorch only warn of would go to the log of the server, where the learner does not read it.
warnings.filterwarnings("ignore", module=rf"{SOURCE}|core\.expressions\.")

_QUOTED: Final = 50  # characters of code in a sentence
TAKEN: Final = (
    ast.Expression, ast.Constant, ast.Name, ast.Attribute, ast.Call, ast.keyword, ast.BinOp, ast.UnaryOp,
    ast.Compare, ast.Subscript, ast.Slice, ast.Tuple, ast.List,
)  # fmt: skip
_SMALL: Final = (ast.operator, ast.unaryop, ast.cmpop, ast.expr_context)
INSTEAD: Final[dict[type[ast.AST], str]] = {
    ast.BoolOp: "`and` and `or` ask for one truth value; on tensors write & and |",
    ast.Lambda: "a function of one's own (lambda) is not taken here",
    ast.IfExp: "`if ... else` is not taken here; torch.where(condition, a, b) chooses element by element",
    ast.ListComp: "a comprehension is not taken here; most have a function of torch that does it at once",
    ast.SetComp: "a comprehension is not taken here; most have a function of torch that does it at once",
    ast.DictComp: "a comprehension is not taken here; most have a function of torch that does it at once",
    ast.GeneratorExp: "a comprehension is not taken here; most have a function of torch that does it at once",
    ast.Starred: "a star before an argument is not taken here; write the arguments out",
    ast.JoinedStr: "texts are not taken here, except such as einsum's",
    ast.NamedExpr: "giving a name with := is not taken here",
    ast.Dict: "curly brackets are not taken here; tensors are made of lists in square ones",
    ast.Set: "curly brackets are not taken here; tensors are made of lists in square ones",
    ast.Await: "await is not taken here",
    ast.Yield: "yield is not taken here",
    ast.YieldFrom: "yield is not taken here",
}


class ExpressionError(TensorError):
    """A text is no expression of the kind that is taken, or would be too large to compute."""


class NotTakenError(ExpressionError):
    """A part of an expression is of a kind that is not taken; says what is written instead."""


@lru_cache(maxsize=256)
def parse(text: str) -> ast.Expression:
    """Read an expression.

    Raises:
        ExpressionError: in one sentence, for whatever is none.
    """
    if len(text) > LENGTH.high:
        raise ExpressionError(f"the expression has {len(text):,} characters; up to {LENGTH.high} are taken")
    if not text.strip():
        raise ExpressionError("nothing is written yet; an expression such as x.sum(dim=0) is wanted")
    if "\\" in text:
        raise ExpressionError("a backslash has no place in an expression")
    try:
        tree = ast.parse(text.strip(), SOURCE, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError, Warning) as error:
        raise _unreadable(text, error) from None
    _check(tree)
    return tree


def written(tree: ast.expr) -> str:
    """Write a part of an expression as code, shortened to fit into a sentence."""
    code = ast.unparse(tree)
    return code if len(code) <= _QUOTED else code[: _QUOTED - 3] + "..."


def _unreadable(text: str, error: BaseException) -> ExpressionError:
    if isinstance(error, SyntaxError) and error.msg:
        statement = text.split(maxsplit=1)[0] in {"import", "from", "del", "def", "class", "for", "while", "with"}
        if statement or _assigns(text):
            return ExpressionError("one expression is wanted, whose value is looked at: no statement, no name and =")
        where = f" at character {error.offset}" if error.offset and error.offset > 0 else " to its end"
        return ExpressionError(f"Python cannot read this{where}: {error.msg[:120]}")
    return ExpressionError("Python cannot read this; an expression such as x.sum(dim=0) is wanted")


def _assigns(text: str) -> bool:
    name, equals, rest = text.partition("=")
    return bool(equals) and not rest.startswith("=") and name.rstrip(" +-*/@").isidentifier()


def _check(tree: ast.Expression) -> None:
    """Look at every node, without recursion: a tree may be as deep as it likes until here."""
    below: list[ast.AST] = [tree]
    n_nodes = deep = 0
    while below:
        deep, n_nodes = deep + 1, n_nodes + len(below)
        if n_nodes > NODES.high:
            raise ExpressionError(f"the expression has more than {NODES.high} parts; split it")
        if deep > NESTING.high:
            raise ExpressionError(f"the expression is nested more than {NESTING.high} deep; split it")
        for node in below:
            _check_node(node)
        below = [child for node in below for child in ast.iter_child_nodes(node) if not isinstance(child, _SMALL)]


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, TAKEN):
        raise NotTakenError(INSTEAD.get(type(node), "this kind of expression is not taken here"))
    if isinstance(node, ast.Constant):
        _check_constant(node.value)
    name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None)
    if isinstance(name, str) and name.startswith("_"):
        raise NotTakenError("a name that begins with an underscore is not taken here")
    if isinstance(node, ast.Call) and len({keyword.arg for keyword in node.keywords}) < len(node.keywords):
        raise NotTakenError(f"an argument is given twice in {written(node)}")
    if isinstance(node, ast.keyword) and node.arg is None:
        raise NotTakenError("two stars before an argument are not taken here; write the arguments out")


def _check_constant(value: object) -> None:
    if isinstance(value, str):
        if len(value) not in TEXT:
            raise NotTakenError(f"a text of {len(value):,} characters is not taken; up to {TEXT.high} are")
    elif isinstance(value, bytes | complex):
        raise NotTakenError(f"{type(value).__name__} values are not taken here; numbers are")
    elif isinstance(value, int) and value.bit_length() > BITS:
        raise ExpressionError(f"a whole number beyond {BITS} bits fits into no tensor")
