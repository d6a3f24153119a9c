"""The picture of a chain: every element keeps its number and is drawn, and said to lie, where PyTorch has it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tensors.chain import EXAMPLES, run_chain, start_tensor
from core.tensors.facts import memory_of
from core.tensors.limits import CHAIN_DRAWN
from core.tensors.reading import parse_chain
from ui.components import steps
from ui.components.steps.pack import pack

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4)
CHAINS = st.sampled_from(
    ["permute(*)", "flatten()", "stack(x, x, dim=0)", "flip(0)|T", "split(2)[-1]", "masked_select(x % 2 == 1)",
     "unsqueeze(0)|expand(3, *)", "roll(1)|unbind()[0]", "view(5, 5)", "repeat(*)"]
)  # fmt: skip


def picture(size: str, chain: str) -> dict[str, Any]:
    x = start_tensor(size)
    return json.loads(steps.wire(pack(x, run_chain(x, parse_chain(chain)))))


@given(SHAPES, CHAINS)
def test_every_tensor_on_the_way_is_packed_as_pytorch_has_it(shape: list[int], chain: str) -> None:
    backwards = ", ".join(map(str, reversed(range(len(shape)))))
    chain = chain.replace("permute(*)", f"permute({backwards})").replace(
        "expand(3, *)", f"expand(3{', -1' * len(shape)})"
    )
    chain = chain.replace("repeat(*)", f"repeat(2{', 1' * len(shape)})")
    x = start_tensor(str(shape))
    links = run_chain(x, parse_chain(chain))
    tiles = picture(str(shape), chain)["tiles"]
    assert len(tiles) == len(links) + 1
    for tile, link in zip(tiles[1:], links, strict=True):
        assert tile["code"] == link.step.code
        if link.after is None:
            assert tile["note"] == "refused"
            assert tile["parts"] == []
            continue
        part = tile["parts"][tile["chosen"]]
        assert (part["shape"], part["stride"]) == (list(link.after.shape), list(link.after.stride()))
        assert part["values"] == link.after.reshape(-1).tolist()
        assert part["offset"] == link.after.storage_offset()
        kind = "itself: same" if link.after is link.before else "view: same" if link.shares else "copy: new"
        assert tile["verdict"].startswith(kind)
        assert ("not contiguous" in tile["verdict"]) != link.after.is_contiguous()
        assert (tile["memory"] or []) == memory_of(link.after).tolist()
        assert [other["values"] for other in tile["parts"]] == [other.reshape(-1).tolist() for other in link.parts][
            :24
        ]


def test_contiguous_of_what_is_contiguous_is_the_tensor_itself() -> None:
    verdicts = [tile["verdict"] for tile in picture("3, 4", "squeeze()|contiguous()|T|contiguous()")["tiles"]]
    assert verdicts[1:] == [
        "view: same memory", "itself: same tensor", "view: same memory, not contiguous", "copy: new memory",
    ]  # fmt: skip


def test_of_very_many_pieces_the_chosen_one_is_among_those_that_are_drawn() -> None:
    tile = picture("60", "unbind()[41]")["tiles"][1]
    assert len(tile["parts"]) == 24
    assert tile["verdict"] == "view: same memory, 24 of 60 drawn"
    assert tile["parts"][tile["chosen"]]["values"] == [41]
    assert tile["parts"][tile["chosen"]]["name"] == "[41]"


def test_a_tensor_too_large_to_draw_travels_as_its_shape_alone() -> None:
    x, permuted = picture("224, 224, 3", "permute(2, 0, 1)")["tiles"]
    assert x["parts"][0] == {"name": "", "shape": [224, 224, 3], "stride": [672, 3, 1], "offset": 0, "values": None}
    assert permuted["note"] == "[3, 224, 224] · stride (1, 672, 3)"
    assert permuted["memory"] is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_picture_stays_small(name: str) -> None:
    size, chain = EXAMPLES[name]
    assert len(json.dumps(picture(size, chain))) < 60_000


def test_the_largest_tensor_that_is_drawn_is_drawn() -> None:
    assert picture(str(int(CHAIN_DRAWN.high)), "")["tiles"][0]["parts"][0]["values"] is not None
