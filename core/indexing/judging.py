"""Whether an index is a right answer: by the cells it picks and their order, not by equal numbers alone."""

from dataclasses import dataclass

from core.indexing.picking import Picked, pick
from core.indexing.tasks import Task
from core.tensors.sizes import shape_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Right or not, and why."""

    right: bool
    says: str


def judge(task: Task, answer: Picked) -> Verdict:
    """Compare what an answer picks with what is wanted, place by place."""
    wanted = pick(task.x, task.solution)
    if answer.places.equal(wanted.places):
        return Verdict(right=True, says=f"these cells, in this order, as {shape_text(wanted.result.shape)}")
    mine, asked = (picked.places.reshape(-1).tolist() for picked in (answer, wanted))
    shapes = f"{shape_text(answer.result.shape)} and not {shape_text(wanted.result.shape)}"
    if mine == asked and task.any_shape:
        return Verdict(right=True, says=f"these cells; {task.solution} returns them too, as {_shape(wanted)}")
    if mine == asked:
        return Verdict(right=False, says=f"the right cells, but as {shapes}")
    if sorted(mine) == sorted(asked):
        return Verdict(right=False, says="the right cells, in another order")
    if answer.result.reshape(-1).equal(wanted.result.reshape(-1)):
        return Verdict(right=False, says="equal numbers, but out of other cells")
    missing, extra = len(set(asked) - set(mine)), len(set(mine) - set(asked))
    wrong = [f"{n} {'is' if n == 1 else 'are'} {what}" for n, what in ((missing, "missing"), (extra, "too many")) if n]
    return Verdict(right=False, says=f"of the cells {' and '.join(wrong) or 'some are picked more than once'}")


def _shape(picked: Picked) -> str:
    return shape_text(picked.result.shape)
