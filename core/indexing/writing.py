"""What becomes of x where its index is written to: through the result, or by an assignment."""

from collections.abc import Mapping
from typing import Final, Literal

from torch import Tensor

from core.expressions import evaluate
from core.indexing.picking import Picked, pick
from core.indexing.reading import brackets, code_of, parts_of
from core.ranges import check_name
from core.tensors.refusals import attempt

Outcome = Literal["through", "apart", "assigned", "assigned all the same", "lost", "nowhere", "nothing"]

WAYS: Final[Mapping[str, str]] = {"read": "", "y.fill_(0)": "y.fill_(0)", "x[...] = 0": "{code} = 0"}


def write(picked: Picked, way: str) -> Tensor:
    """Write 0 to what an index picks.

    Args:
        picked: the index.
        way: in `WAYS`: into the result `y`, or by an assignment to the index itself.

    Returns:
        x afterwards.

    Raises:
        ConfigError: if there is no such way.
        RefusedError: with PyTorch's own words, where it raises.
    """
    check_name("the way to write", way, WAYS)
    x = picked.x.clone()
    last = brackets(picked.tree)[-1]
    if way == "y.fill_(0)":
        evaluate(f"{picked.code}.fill_(0)", {"x": x})
    elif way == "x[...] = 0":
        whole = evaluate(code_of(last.value), {"x": x})
        index = tuple(part for _, part in parts_of(last, x))
        with attempt():
            whole[index] = 0
    return x


def way_code(picked: Picked, way: str) -> str:
    """Write the line that does it; nothing where x is only read."""
    return WAYS[way].format(code=picked.code)


def outcome(picked: Picked, way: str, after: Tensor) -> tuple[Outcome, int]:
    """Tell what became of x, and how many of its cells are not what they were; nan counts as itself."""
    same = after.eq(picked.x) | (after.isnan() & picked.x.isnan())
    n = int((~same).sum())
    if not picked.places.numel():
        nowhere = any(not mask.any() for mask in picked.masks.values())
        return ("nowhere" if nowhere else "nothing"), n
    if way == "y.fill_(0)":
        return ("through" if picked.shares else "apart"), n
    last = brackets(picked.tree)[-1]
    if n == 0 and len(brackets(picked.tree)) > 1 and not pick(picked.x, code_of(last.value)).shares:
        return "lost", n
    return ("assigned" if picked.shares else "assigned all the same"), n
