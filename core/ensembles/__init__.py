"""Many networks trained at once: fans of seeds and grids over two settings, stacked wherever the shapes allow."""

from core.ensembles.grouping import Group, groups, unstackable
from core.ensembles.limits import MEMBERS, NUMBERS, epochs_together
from core.ensembles.listed import read_values
from core.ensembles.many import ManyState, Outcome, advance_many, advance_part, start_many, train_many
from core.ensembles.offers import beginning, offered, own_value, values_of
from core.ensembles.plans import VARIED, fan, grid
from core.ensembles.scripts import fan_script, grid_script
from core.ensembles.spread import Quartiles, curves, quality, quartiles, seeds_needed

__all__ = [
    "MEMBERS",
    "NUMBERS",
    "VARIED",
    "Group",
    "ManyState",
    "Outcome",
    "Quartiles",
    "advance_many",
    "advance_part",
    "beginning",
    "curves",
    "epochs_together",
    "fan",
    "fan_script",
    "grid",
    "grid_script",
    "groups",
    "offered",
    "own_value",
    "quality",
    "quartiles",
    "read_values",
    "seeds_needed",
    "start_many",
    "train_many",
    "unstackable",
    "values_of",
]
