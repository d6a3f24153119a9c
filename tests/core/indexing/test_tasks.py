"""A task has a solution that is right, other right answers are right, and an answer that only looks right is not."""

import pytest
import torch

from core.errors import ConfigError
from core.indexing import COURSE_TASKS, judge, pick, random_task
from core.tensors.limits import LEVEL

LEVELS = range(int(LEVEL.low), int(LEVEL.high) + 1)


@pytest.mark.parametrize("name", COURSE_TASKS)
def test_the_solution_of_a_course_task_is_right(name: str) -> None:
    task = COURSE_TASKS[name]
    picked = pick(task.x, task.solution)
    assert judge(task, picked).right
    assert picked.result.reshape(-1).tolist() == ([9] if name == "9" else [3, 6, 9])


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("9", "x[0][1][2]"),
        ("9", "x[x == 9]"),
        ("9", "x[..., 1, -1]"),
        ("9", "x.argmax() // 9, 1:2, 2"),
        ("3, 6, 9", "x[:, 1]"),
        ("3, 6, 9", "x[0, 1, :]"),
        ("column 3, 6, 9", "x[0, :, 2]"),
        ("column 3, 6, 9", "x[..., -1]"),
    ],
)
def test_another_right_answer_is_right(name: str, answer: str) -> None:
    task = COURSE_TASKS[name]
    assert judge(task, pick(task.x, answer)).right


@pytest.mark.parametrize(
    ("name", "answer", "why"),
    [
        ("3, 6, 9", "x[0, [0, 1, 1], [2, 1, 2]]", "equal numbers, but out of other cells"),
        ("3, 6, 9", "x[0, 1, [2, 1, 0]]", "another order"),
        ("3, 6, 9", "x[0]", "of the cells 6 are too many"),
        ("3, 6, 9", "x[0, 1, 1:]", "of the cells 1 is missing"),
        ("3, 6, 9", "x[0, 1, [0, 1, 2, 2]]", "more than once"),
        ("9", "x[0, 2, 1]", "1 is missing and 1 is too many"),
    ],
)
def test_a_wrong_answer_is_told_why(name: str, answer: str, why: str) -> None:
    task = COURSE_TASKS[name]
    verdict = judge(task, pick(task.x, answer))
    assert not verdict.right
    assert why in verdict.says


@pytest.mark.parametrize("level", LEVELS)
def test_a_random_task_can_be_solved_and_asks_for_some_cells_only(level: int) -> None:
    for seed in range(40):
        task = random_task(level, seed)
        picked = pick(task.x, task.solution)
        assert judge(task, picked).right
        assert picked.result.numel() == 1 if level == 1 else 1 < picked.result.numel() < task.x.numel()
        assert not judge(task, pick(task.x, "x[...]")).right


@pytest.mark.parametrize("level", LEVELS)
def test_cells_written_out_one_by_one_are_right_where_the_shape_is(level: int) -> None:
    for seed in range(10):
        task = random_task(level, seed)
        picked = pick(task.x, task.solution)
        lists = [each.tolist() for each in torch.unravel_index(picked.places.reshape(-1), task.x.shape)]
        text = f"x[{', '.join(map(str, lists))}]"
        if len(text) > 120:
            continue
        verdict = judge(task, pick(task.x, text))
        assert verdict.right == (picked.result.ndim == 1)
        assert verdict.right or "the right cells" in verdict.says


@pytest.mark.parametrize("level", LEVELS)
def test_a_seed_gives_the_same_task_and_another_another(level: int) -> None:
    one, same = random_task(level, 7), random_task(level, 7)
    assert (one.solution, one.x.tolist()) == (same.solution, same.x.tolist())
    assert len({random_task(level, seed).solution for seed in range(12)}) > 3


def test_the_deepest_level_asks_for_every_kind_of_part() -> None:
    asked = " ".join(random_task(5, seed).solution for seed in range(60))
    assert all(part in asked for part in ("[[", "x > ", "None", ":, ["))


def test_a_level_or_seed_out_of_range_is_refused() -> None:
    with pytest.raises(ConfigError):
        random_task(6, 0)
    with pytest.raises(ConfigError):
        random_task(1, -1)
