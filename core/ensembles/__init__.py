"""Many networks trained at once: fans of seeds and grids over two settings, stacked wherever the shapes allow."""

from core.ensembles.grouping import Group, groups
from core.ensembles.limits import MEMBERS, NUMBERS
from core.ensembles.many import ManyState, Outcome, advance_many, advance_part, start_many, train_many
from core.ensembles.plans import VARIED, fan, grid

__all__ = [
    "MEMBERS",
    "NUMBERS",
    "VARIED",
    "Group",
    "ManyState",
    "Outcome",
    "advance_many",
    "advance_part",
    "fan",
    "grid",
    "groups",
    "start_many",
    "train_many",
]
