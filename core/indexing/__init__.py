"""Indexing: which cells an index picks, what each part of it does to a dim, and tasks that ask for an index.

The index is read by `core.expressions` and done by PyTorch, once on the values and once on the places of the cells.
"""

from core.indexing.accounts import Account, account, notes
from core.indexing.judging import Verdict, judge
from core.indexing.picking import COURSE_INDEX, COURSE_VALUES, Picked, indexed, pick, places_of
from core.indexing.scripts import index_script
from core.indexing.tasks import COURSE_TASKS, Task, random_task
from core.indexing.writing import WAYS, outcome, way_code, write

__all__ = [
    "COURSE_INDEX",
    "COURSE_TASKS",
    "COURSE_VALUES",
    "WAYS",
    "Account",
    "Picked",
    "Task",
    "Verdict",
    "account",
    "index_script",
    "indexed",
    "judge",
    "notes",
    "outcome",
    "pick",
    "places_of",
    "random_task",
    "way_code",
    "write",
]
