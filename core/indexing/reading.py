"""From what was typed to an index of x: `x[0][:, 1]`, or only what stands between the brackets."""

import ast
import copy
from collections.abc import Iterator
from typing import Any, Final

from torch import Tensor

from core.errors import TensorError
from core.expressions import evaluate, parse
from core.tensors.limits import INDEX_LENGTH, check_length

_PLACES: Final = "places"


def read_index(text: str) -> ast.expr:
    """Read an index, written as `x[0, :]`, `[0, :]` or `0, :`.

    Returns:
        The tree of `x[...]`, or of several brackets after each other.

    Raises:
        TensorError: if it is none.
    """
    check_length("the index", text, INDEX_LENGTH)
    bare = text.strip()
    if bare in {"", "x"}:
        raise TensorError("x alone is all of it; write square brackets behind it, such as x[0] or x[:, 1]")
    forms = [bare] if bare.startswith("x[") else [f"x{bare}"] if bare.startswith("[") else []
    for form in forms:
        tree = parse(form).body
        if _is_index(tree):
            return tree
    tree = parse(f"x[{bare}]").body
    if not _is_index(tree):
        raise TensorError("this is no index; write x and square brackets, such as x[0, :, 1]")
    return tree


def _is_index(tree: ast.expr) -> bool:
    while isinstance(tree, ast.Subscript):
        tree = tree.value
        if isinstance(tree, ast.Name) and tree.id == "x":
            return True
    return False


def brackets(tree: ast.expr) -> list[ast.Subscript]:
    """Return the brackets of an index, the first one first."""
    found: list[ast.Subscript] = []
    while isinstance(tree, ast.Subscript):
        found.append(tree)
        tree = tree.value
    return found[::-1]


def code_of(tree: ast.expr) -> str:
    """Write an index as Python writes it, without brackets around its parts."""
    return ast.unparse(tree)


def on_places(tree: ast.expr, x: Tensor, places: Tensor) -> Tensor:
    """Do an index on the places of x's cells; where it speaks of x, it means the values all the same."""
    turned = copy.deepcopy(tree)
    brackets(turned)[0].value = ast.Name(_PLACES)
    found: Tensor = evaluate(ast.unparse(turned), {"x": x.clone(), _PLACES: places})
    return found


def parts_of(bracket: ast.Subscript, x: Tensor) -> Iterator[tuple[str, Any]]:
    """Yield the parts of one bracket: as written, and as PyTorch gets them."""
    inside = bracket.slice
    if isinstance(inside, ast.Tuple):
        yield from ((ast.unparse(part), _value(part, x)) for part in inside.elts)
        return
    value = _value(inside, x)
    if isinstance(value, tuple) or _stands_for_a_tuple(value):
        written = inside.elts if isinstance(inside, ast.List) else [None] * len(value)
        for number, (node, part) in enumerate(zip(written, value, strict=True)):
            yield f"part {number}" if node is None else ast.unparse(node), part
    else:
        yield ast.unparse(inside), value


def _stands_for_a_tuple(value: Any) -> bool:
    """Tell whether PyTorch takes a list for the parts themselves: one with more in it than plain places.

    It says so in a warning, and that it will take `x[[[0, 1]]]` for a table of places one day.
    """
    return isinstance(value, list) and any(each is None or not isinstance(each, bool | int | float) for each in value)


def _value(part: ast.expr, x: Tensor) -> Any:
    if isinstance(part, ast.Slice):
        return slice(*(each and _value(each, x) for each in (part.lower, part.upper, part.step)))
    if isinstance(part, ast.Constant):
        return part.value
    return evaluate(ast.unparse(part), {"x": x.clone()})
