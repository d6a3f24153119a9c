"""Seeds: a generator is a tape of numbers, and a seed says where it starts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.config import SEED
from core.ranges import check_name
from core.tensors.limits import DRAWS

COLUMNS: Final = int(2 * DRAWS.high) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reseeding:
    """When the seed is set, and on whose generator.

    Attributes:
        before: whether it is set before the first draw.
        between: whether it is set again before the second.
        own: whether the draws have a generator of their own.
        idea: one sentence on what comes of it.
    """

    before: bool
    between: bool
    own: bool
    idea: str


RESEEDING: Final[Mapping[str, Reseeding]] = {
    "twice": Reseeding(
        before=True, between=True, own=False, idea="The tape is wound back in between: both read the same numbers."
    ),
    "once": Reseeding(
        before=True, between=False, own=False, idea="The tape runs on: D starts where the last draw ended."
    ),
    "never": Reseeding(
        before=False, between=False, own=False, idea="The tape starts anywhere: run it again and all is different."
    ),
    "own generator": Reseeding(
        before=True, between=False, own=True, idea="A tape of your own, which nobody else can move."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """Two tensors drawn one after the other.

    Attributes:
        seed: given to `manual_seed`.
        draws: how many numbers each of the two takes.
        reseed: a name in `RESEEDING`.
        stranger: whether somebody else draws one number in between, from the global generator.
    """

    seed: int = 42
    draws: int = 8
    reseed: str = "once"
    stranger: bool = False

    def __post_init__(self) -> None:
        """Refuse what lies outside the limits."""
        SEED.check_count("seed", self.seed)
        DRAWS.check_count("draws", self.draws)
        check_name("reseed", self.reseed, RESEEDING)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draw:
    """Numbers taken from a tape.

    Attributes:
        who: C, D, or somebody else.
        start: the place on the tape of the first of them, counted from the seed.
        values: (draws,), float32, in [0, 1).
    """

    who: str
    start: int
    values: Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What came of it.

    Attributes:
        tape: the numbers from the seed on, (COLUMNS,).
        draws: who took which of them, in the order of time; without those taken from another tape.
        equal: whether C and D are bit for bit the same.
        fingerprint: the first digits of a hash over the bits of C and D.
    """

    tape: Tensor
    draws: tuple[Draw, ...]
    equal: bool
    fingerprint: str


def draw_twice(experiment: Experiment) -> Outcome:
    """Draw C and D as the experiment has it, from generators that belong to it alone.

    A `torch.Generator` stands in for PyTorch's global one, which all visitors of a server would share.
    """
    how = RESEEDING[experiment.reseed]
    seed = experiment.seed if how.before else torch.Generator().seed()
    tape = torch.rand(COLUMNS, generator=_seeded(seed))
    generator, place = _seeded(seed), 0
    draws: list[Draw] = []
    for who, count in _events(experiment):
        if who == "D" and how.between:
            generator, place = _seeded(seed), 0
        draws.append(Draw(who=who, start=place, values=torch.rand(count, generator=generator)))
        place += count
    first, last = draws[0].values, draws[-1].values
    digest = hashlib.sha256(torch.cat([first, last]).numpy().tobytes()).hexdigest()
    return Outcome(tape=tape, draws=tuple(draws), equal=torch.equal(first, last), fingerprint=digest[:8])


def _seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _events(experiment: Experiment) -> list[tuple[str, int]]:
    disturbed = experiment.stranger and not RESEEDING[experiment.reseed].own
    return [("C", experiment.draws), *([("somebody else", 1)] if disturbed else []), ("D", experiment.draws)]


_SHOWN: Final = (
    "",
    "print(C, D, torch.equal(C, D), sep='\\n')",
    "print(hashlib.sha256(torch.cat([C, D]).numpy().tobytes()).hexdigest()[:8])  # the fingerprint",
)


def seed_script(experiment: Experiment) -> str:
    """Write the experiment as code, with PyTorch's global generator where it uses that."""
    how, n = RESEEDING[experiment.reseed], experiment.draws
    set_seed = f"torch.manual_seed({experiment.seed})"
    option = ", generator=generator" if how.own else ""
    if how.own:
        set_seed = f"generator = torch.Generator().manual_seed({experiment.seed})"
    lines = ["import hashlib", "", "import torch", ""]
    lines += [set_seed] if how.before else []
    lines.append(f"C = torch.rand({n}{option})")
    lines += ["torch.rand(1)  # somebody else draws"] if experiment.stranger else []
    lines += [set_seed] if how.between else []
    lines.append(f"D = torch.rand({n}{option})")
    return "\n".join([*lines, *_SHOWN])
