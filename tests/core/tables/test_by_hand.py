"""Points set by hand become a file and a table that hold them exactly, or one sentence says which cell is wrong."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config import TrainConfig
from core.errors import TableError
from core.tables import COORDINATE, OWN_POINTS, POINTS_FILE, points_csv, points_table, respelled
from core.training import train

NAMES = ("x1", "x2", "class")
FOUR = [(0.5, -1.25, "a"), (1.0, 2.0, "b"), (0.125, 0.0, "a"), (3.0, -0.001, "b")]


def refusal(rows, task="classification") -> str:
    with pytest.raises(TableError) as caught:
        points_table(points_csv(NAMES, rows, task), "class", task)
    return str(caught.value)


def test_the_file_is_plain_csv() -> None:
    data = points_csv(NAMES, FOUR, "classification")
    assert data == b"x1,x2,class\n0.5,-1.25,a\n1.0,2.0,b\n0.125,0.0,a\n3.0,-0.001,b\n"
    assert points_table(data, "class", "classification").name == POINTS_FILE


numbers = st.floats(COORDINATE.low, COORDINATE.high).map(lambda value: round(value, 6))
labels = st.sampled_from(["a", "b", "upper left", "+1", "-1", "x_2", "é.1"])


@settings(max_examples=60)
@given(st.lists(st.tuples(numbers, numbers, labels), min_size=4, max_size=30))
def test_the_table_holds_the_points_that_were_given(rows) -> None:
    try:
        table = points_table(points_csv(NAMES, rows, "classification"), "class", "classification")
    except TableError as error:
        assert "class" in str(error)  # noqa: PT017 (a class of one point, or one class for all)
        return
    for place, name in enumerate(NAMES[:2]):
        np.testing.assert_array_equal(table.column(name).values, [row[place] for row in rows])
    column = table.column("class")
    if column.categories:
        assert [column.categories[int(value)] for value in column.values] == [row[2] for row in rows]


def test_heights_are_kept_as_numbers() -> None:
    rows = [(0.0, 1.0, 0.5), (1.0, 1.0, 2.0), (2.0, 1.0, -1.0), (3.0, 0.0, 0.0)]
    table = points_table(points_csv(("a", "b", "y"), rows, "regression"), "y", "regression")
    assert table.column("y").values.tolist() == [0.5, 2.0, -1.0, 0.0]


def test_a_run_on_them_learns() -> None:
    rows = [
        (x / 10, y / 10, "in" if x * x + y * y < 30 else "out") for x in range(-9, 10, 2) for y in range(-9, 10, 2)
    ]
    table = points_table(points_csv(NAMES, rows, "classification"), "class", "classification")
    config = TrainConfig(dataset="your CSV", table=table, hidden=(8,), activation="Tanh", optimizer="Adam", epochs=150)
    assert config.target == "class"
    assert config.features == ("x1", "x2")
    assert (train(config).history[-1].test_accuracy or 0) > 0.8


def test_an_empty_row_is_left_out() -> None:
    empty = [(None, None, None), (math.nan, None, " ")]
    assert points_csv(NAMES, [*empty, *FOUR], "classification") == points_csv(NAMES, FOUR, "classification")


WRONG = {
    "Row 2 has no x2: give it a number from -1,000,000 to 1,000,000": (1.0, None, "a"),
    "Row 2 has no x1: give it": (math.nan, 1.0, "a"),
    "Row 2 has 'inf' as x1: it must be a number from": (math.inf, 1.0, "a"),
    "Row 2 has '2000000.0' as x2": (1.0, 2e6, "a"),
    "Row 2 has 'high' as x2": (1.0, "high", "a"),
    "Row 2 has no class: give it the name of a class": (1.0, 1.0, None),
    "Row 2 has 'NA' as class, which stands for a missing value": (1.0, 1.0, "NA"),
    "Row 2 has 'a;b' as class: up to 20 letters, digits": (1.0, 1.0, "a;b"),
    "Row 2 has 'aaaaaaaaaaaaaaaaaaaaa' as class": (1.0, 1.0, "a" * 21),
}


@pytest.mark.parametrize("said", WRONG)
def test_a_bad_cell_is_named_with_its_row(said: str) -> None:
    assert said in refusal([FOUR[0], WRONG[said], *FOUR[1:]])


@pytest.mark.parametrize(("text", "kept"), [("+1", "1"), ("007", "7"), ("1e3", "1000"), ("1.0", "1"), ("-0", "0")])
def test_a_label_that_the_file_would_give_back_as_another_one_is_said(text: str, kept: str) -> None:
    rows = [(0.0, 0.0, "2"), (1.0, 1.0, "2"), (2.0, 2.0, text), (3.0, 3.0, text)]
    file = points_csv(NAMES, rows, "classification")
    assert respelled(file) == f"Classes that are all numbers are read as numbers: '{text}' becomes {kept}."
    assert points_table(file, "class", "classification").column("class").values.tolist()[-1] == float(kept)
    with pytest.raises(TableError, match="gives both back as the number"):
        points_csv(NAMES, [*rows, (4.0, 4.0, kept), (5.0, 5.0, kept)], "classification")
    table = points_table(points_csv(NAMES, [*rows, *FOUR], "classification"), "class", "classification")
    assert text in table.column("class").categories  # beside words it stays as it was typed


@pytest.mark.parametrize("text", ["1_0", "１", "nan", "1e999", "0x1"])
def test_a_coordinate_is_written_in_plain_digits(text: str) -> None:
    assert refusal([FOUR[0], (text, 1.0, "a"), *FOUR[1:]]).startswith(f"Row 2 has '{text}' as x1: it must be a number")


def test_too_few_points_and_too_many_are_refused() -> None:
    assert refusal(FOUR[:3]) == "From 4 to 2,000 points can be trained on; here are 3"
    assert refusal([]) == "From 4 to 2,000 points can be trained on; here are 0"
    assert "here are 2,001" in refusal([FOUR[0]] * int(OWN_POINTS.high + 1))


def test_each_class_needs_another_one_and_two_points() -> None:
    assert refusal([(*row[:2], "a") for row in FOUR]) == "All points have the same class, 'a': give some another one"
    assert refusal([*FOUR, (0.0, 0.0, "c")]).startswith("A single point has 'c' as class; each class needs two")


def test_more_classes_than_fit_are_refused() -> None:
    rows = [(float(at), 0.0, f"c{at // 2}") for at in range(42)]
    assert "at most 20 can be classes" in refusal(rows)


def test_heights_that_are_all_equal_are_refused() -> None:
    assert "the same value in every row" in refusal([(*row[:2], 1.0) for row in FOUR], "regression")
