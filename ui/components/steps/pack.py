"""A chain as plain values for the browser."""

from collections.abc import Sequence
from typing import Any, Final

from torch import Tensor

from core.tensors.chain import Link
from core.tensors.facts import memory_of
from core.tensors.limits import CHAIN_DRAWN
from core.tensors.sizes import shape_text

_MOST_PARTS: Final = 24
_REFUSED: Final = {"note": "refused", "verdict": "", "parts": [], "chosen": 0, "memory": None}


def pack(x: Tensor, links: Sequence[Link]) -> dict[str, Any]:
    """Write a chain as plain values.

    Args:
        x: the start, whose elements are their own places.
        links: its steps.

    Returns:
        `numel` and `last` (the size of x's last dim), and a tile for each tensor on the way: `code`, `note` (shape
        and stride), `verdict`, `parts`, the `chosen` one, and what lies in `memory`.
        A part that is too large to be drawn has no `values`, a memory that is too large is None.
    """
    tiles = [_tile("x", (x,), 0, "")]
    for link in links:
        code = link.step.code
        if link.after is None:
            tiles.append(_REFUSED | {"code": code})
        else:
            said = verdict(link) + (
                f", {_MOST_PARTS} of {len(link.parts)} drawn" if len(link.parts) > _MOST_PARTS else ""
            )
            tiles.append(_tile(code, link.parts, link.step.piece % len(link.parts), said))
    return {"numel": x.numel(), "last": x.shape[-1] if x.ndim else 1, "tiles": tiles}


def verdict(link: Link) -> str:
    """Say whether a step gives a view, a copy or the tensor itself, and if its elements lie in another order."""
    kind = "itself: same tensor" if link.itself else "view: same memory" if link.shares else "copy: new memory"
    return kind if link.after is None or link.after.is_contiguous() else f"{kind}, not contiguous"


def _tile(code: str, parts: Sequence[Tensor], chosen: int, said: str) -> dict[str, Any]:
    first = max(0, min(chosen - _MOST_PARTS + 1, len(parts) - _MOST_PARTS))
    shown = parts[first : first + _MOST_PARTS]
    tensor = parts[chosen]
    return {
        "code": code,
        "note": f"{shape_text(tensor.shape)} · stride {tensor.stride()}",
        "verdict": said,
        "parts": [_part(part, sum(map(Tensor.numel, shown)), first + at, len(parts)) for at, part in enumerate(shown)],
        "chosen": chosen - first,
        "memory": _memory(tensor),
    }


def _part(tensor: Tensor, together: int, at: int, n_parts: int) -> dict[str, Any]:
    drawn = together in CHAIN_DRAWN
    return {
        "name": f"[{at}]" if n_parts > 1 else "",
        "shape": list(tensor.shape),
        "stride": list(tensor.stride()),
        "offset": tensor.storage_offset(),
        "values": tensor.reshape(-1).tolist() if drawn else None,
    }


def _memory(tensor: Tensor) -> list[int] | None:
    memory = memory_of(tensor)
    places: list[int] = memory.tolist() if memory.numel() in CHAIN_DRAWN else []
    return places or None
