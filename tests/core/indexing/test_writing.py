"""What becomes of x when its index is written to is what PyTorch does to it."""

from typing import Any

import pytest
import torch

from core.errors import ConfigError, PlaygroundError
from core.indexing import COURSE_VALUES, index_script, indexed, outcome, pick, write

INDICES = ["x[0]", "x[0, 1]", "x[:, :, 1]", "x[0, 1, 2]", "x[..., ::2]", "x[0][1]"]
COPIES = ["x[x > 5]", "x[0, [2, 0]]", "x[:, [True, False, True]]", "x[0, [0, 1], [1, 2]]"]


def done(index: str, line: str) -> torch.Tensor:
    """Run the two lines as a learner would."""
    names: dict[str, Any] = {"x": indexed(COURSE_VALUES), "torch": torch}
    exec(f"y = {index}\n{line}", names)  # noqa: S102 - our own list above
    after: torch.Tensor = names["x"]
    return after


@pytest.mark.parametrize("index", [*INDICES, *COPIES, "x[[0]][0, 1]", "x[x > 5][0]"])
def test_x_afterwards_is_what_python_makes_of_it(index: str) -> None:
    picked = pick(indexed(COURSE_VALUES), index)
    assert write(picked, "read").equal(picked.x)
    assert write(picked, "y.fill_(0)").equal(done(index, "y.fill_(0)"))
    assert write(picked, "x[...] = 0").equal(done(index, f"{index} = 0"))


@pytest.mark.parametrize(
    ("index", "filled", "assigned"),
    [
        ("x[0, 1]", ("through", 3), ("assigned", 3)),
        ("x[x > 5]", ("apart", 0), ("assigned all the same", 2)),
        ("x[[0]][0, 1]", ("apart", 0), ("lost", 0)),
        ("x[0][x[0] > 5]", ("apart", 0), ("assigned all the same", 2)),
        ("x[0:0]", ("nothing", 0), ("nothing", 0)),
        ("x[x > 100]", ("nowhere", 0), ("nowhere", 0)),
        ("x[0, x[0] > 100]", ("nowhere", 0), ("nowhere", 0)),
    ],
)
def test_the_outcome_is_named(index: str, filled: tuple[str, int], assigned: tuple[str, int]) -> None:
    picked = pick(indexed(COURSE_VALUES), index)
    for way, expected in (("y.fill_(0)", filled), ("x[...] = 0", assigned)):
        assert outcome(picked, way, write(picked, way)) == expected


@pytest.mark.parametrize("text", ["[True, False]", "[nan, 1.0]", "5"])
def test_other_values_are_written_to(text: str) -> None:
    picked = pick(indexed(text), "x[...]")
    after = write(picked, "x[...] = 0")
    assert not after.any()
    assert outcome(picked, "x[...] = 0", after)[1] == (1 if text != "[nan, 1.0]" else 2)


@pytest.mark.parametrize("index", ["x[torch.tensor(True)]", "x[[[0]]]", "x[None]", "x[True]", "x[()]", "x[0, False]"])
def test_an_odd_index_is_written_to_or_refused_in_a_sentence(index: str) -> None:
    try:
        picked = pick(indexed(COURSE_VALUES), index)
        write(picked, "x[...] = 0")
        write(picked, "y.fill_(0)")
    except PlaygroundError:
        return
    assert set(outcome(picked, "y.fill_(0)", picked.x)) & {"through", "apart", "nothing", "nowhere"}


def test_another_way_is_refused() -> None:
    with pytest.raises(ConfigError):
        write(pick(indexed(COURSE_VALUES), "x[0]"), "del x")


def test_the_script_writes_too() -> None:
    script = index_script(indexed(COURSE_VALUES), "x[0, 1]", "x[...] = 0")
    assert script.endswith("x[0, 1] = 0\nprint(x)")
    names: dict[str, Any] = {"print": lambda *said: None}
    exec(script, names)  # noqa: S102 - our own code, which learners are told to run
    assert names["x"].equal(write(pick(indexed(COURSE_VALUES), "x[0, 1]"), "x[...] = 0"))
