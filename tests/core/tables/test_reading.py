"""What is read from files as people save them."""

import math
import pickle

import numpy as np
import pytest

from core.errors import ConfigError, TableError
from core.tables import CATEGORIES, MISSING_WORDS, read_csv

PLAIN = "size,colour,price\n1.5,red,10\n2.5,blue,20\n3.5,red,30\n4.5,blue,45\n5.5,red,50\n"


def column(values, name="v"):
    """Read one column of texts beside two columns of numbers."""
    lines = [f"{name}\tother\ty", *(f"{value}\t{index}\t{index}.5" for index, value in enumerate(values))]
    return read_csv("\n".join(lines).encode()).columns[0]


def known(values):
    return [None if math.isnan(value) else value for value in values.tolist()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_delimiters_line_ends_and_encodings_make_no_difference(delimiter, end, encoding):
    text = PLAIN.replace("size", "größe").replace(",", delimiter).replace("\n", end)
    table = read_csv(text.encode(encoding), "plain.csv")
    assert [column.name for column in table.columns] == ["größe", "colour", "price"]
    assert [column.kind for column in table.columns] == ["number", "category", "number"]
    assert table.columns[0].values.tolist() == [1.5, 2.5, 3.5, 4.5, 5.5]
    assert table.columns[1].categories == ("blue", "red")
    assert table.columns[1].values.tolist() == [1, 0, 1, 0, 1]
    assert table.n_rows == 5
    assert len(table.notes) == (1 if encoding == "cp1252" else 0)


def test_a_file_read_as_windows_1252_says_so_and_shows_a_word():
    table = read_csv("town,y\nMünchen,1\nKöln,2\nMünchen,3\nKöln,4\n".encode("cp1252"))
    assert "read as Windows-1252, as in 'München' (row 2)" in table.notes[0]


def test_quoted_cells_may_hold_delimiters_and_line_breaks():
    table = read_csv(b'a,"b, in m"\n1,"x, y"\n2,"x\ny"\n3,"say ""z"""\n4,"x, y"\n')
    assert table.columns[1].name == "b, in m"
    assert table.columns[1].categories == ("x\ny", "x, y", 'say "z"') or set(table.columns[1].categories) == {
        "x\ny",
        "x, y",
        'say "z"',
    }


def test_white_space_around_cells_and_blank_rows_are_dropped():
    table = read_csv(b"\n a , b \n 1 , x \n\n ,, \n".replace(b" ,, ", b" , ") + b"2, y\n3,x\n4,y\n")
    assert [column.name for column in table.columns] == ["a", "b"]
    assert table.columns[0].values.tolist() == [1, 2, 3, 4]


def test_a_decimal_comma_between_tabs_does_not_cut_cells():
    table = read_csv(b"price, EUR\tarea\n1,5\t2\n2,5\t3\n3,5\t4\n4,5\t5\n")
    assert [column.name for column in table.columns] == ["price, EUR", "area"]
    assert table.columns[0].values.tolist() == [1.5, 2.5, 3.5, 4.5]


@pytest.mark.parametrize(
    ("cells", "numbers", "style"),
    [
        (["1", "-2", "+3", "007"], [1, -2, 3, 7], ""),
        ([".5", "1.", "1e3", "-2.5E-2"], [0.5, 1, 1000, -0.025], ""),
        (["1,5", "2", "-,25", "1,5e2"], [1.5, 2, -0.25, 150], "a decimal comma"),
        (["1,234", "2,5", "3", "4"], [1.234, 2.5, 3, 4], "a decimal comma"),
        (["1,234.5", "22", "3,000,000", "4"], [1234.5, 22, 3e6, 4], "commas between the thousands"),
        (
            ["1.234,5", "22", "3.000.000", "4"],
            [1234.5, 22, 3e6, 4],
            "points between the thousands and a decimal comma",
        ),
    ],
)
def test_numbers_are_read_as_they_are_written(cells, numbers, style):
    read = column(cells)
    assert read.kind == "number"
    assert read.values.tolist() == numbers
    assert style in read.note
    assert bool(read.note) == bool(style)


def test_where_commas_part_the_cells_a_comma_in_a_number_parts_thousands():
    table = read_csv(b'a,b\n"1,234",x\n"2,000",y\n17,x\n4,y\n')
    assert table.columns[0].values.tolist() == [1234, 2000, 17, 4]
    assert table.notes == ("'a' has commas between the thousands: 1,234 was read as 1234.",)


@pytest.mark.parametrize(
    "text", ["1_000", "0x10", "inf", "-Infinity", "１２", "1e", "1 000", "12 %", "1.2.3", "--1", "+"]
)
def test_what_is_no_number_makes_a_column_of_texts_and_says_where(text):
    read = column(["1", "2", "3", text, "5"])
    assert read.kind == "category"
    assert read.note == f"'v' was read as text: 4 of its 5 values are numbers, but row 5 holds {text!r}."


@pytest.mark.parametrize("word", sorted(MISSING_WORDS))
def test_a_missing_value_is_known_by_its_word_and_counted(word):
    numbers, texts = column(["1", word, "3", "4"]), column(["x", word, "x", "y"])
    assert known(numbers.values) == [1, None, 3, 4]
    assert known(texts.values) == [0, None, 0, 1]
    assert (numbers.n_missing, texts.n_missing) == (1, 1)
    assert (numbers.n_distinct, texts.n_distinct) == (3, 2)


def test_columns_that_teach_nothing_are_flagged_and_not_suggested():
    lines = ["id,same,none,note,ready,x,y"]
    lines += [f"{100 + i},7,NA,remark {i},{'yes' if i % 2 else 'no'},{i * i},{i}.25" for i in range(40)]
    table = read_csv("\n".join(lines).encode())
    flags = {column.name: column.flag for column in table.columns if column.flag}
    assert flags == {
        "id": "it only numbers the rows",
        "same": "it has the same value in every row",
        "none": "all its values are missing",
        "note": "its 40 different texts are too many (or too long) for categories",
    }
    assert table.suggested_features("y") == ("ready", "x")
    assert table.usable_features("y") == ("id", "same", "ready", "x")


@pytest.mark.parametrize("name", ["id", "ID", "user_id", "flatId", "Index", "Unnamed: 0", "No.", "#", "row"])
def test_whole_numbers_that_all_differ_under_a_name_of_that_kind_only_number_the_rows(name):
    assert column(["3", "1", "2", "9"], name).flag == "it only numbers the rows"
    assert column(["3", "1", "2", "2"], name).flag == ""


@pytest.mark.parametrize("name", ["x", "year", "idle", "width", "humid", "notes"])
def test_counting_numbers_under_another_name_are_data(name):
    assert column(["1", "2", "3", "4"], name).flag == ""


def test_a_flagged_column_is_suggested_where_there_is_no_other():
    table = read_csv(b"id,y\n1,2.5\n2,3.5\n3,4.5\n4,5.5\n")
    assert table.suggested_features("y") == ("id",)


def test_too_many_texts_are_no_categories():
    most = int(CATEGORIES.high)
    assert column([f"t{index}" for index in range(most)]).kind == "category"
    assert column([f"t{index}" for index in range(most + 1)]).kind == "text"


@pytest.mark.parametrize(
    ("cells", "task"),
    [
        (["a", "b", "a", "b"], "classification"),
        (["0", "1", "0", "1"], "classification"),
        (["1.0", "2.0", "1.0", "2.0"], "classification"),
        (["1", "2", "3", "4"], "regression"),
        (["0.5", "1.5", "0.5", "1.5"], "regression"),
        ([str(index % 10) for index in range(20)], "classification"),
        ([str(index % 11) for index in range(33)], "regression"),
    ],
)
def test_the_task_is_found_from_the_target(cells, task):
    lines = ["x;y", *(f"{index}.5;{cell}" for index, cell in enumerate(cells))]
    table = read_csv("\n".join(lines).encode())
    assert table.suggested_target == "y"
    assert table.task("y") == task


def test_the_last_column_worth_predicting_is_suggested():
    lines = ["x,kind,remark,same", *(f"{i}.5,{'ab'[i % 2]},word {i},1" for i in range(40))]
    table = read_csv("\n".join(lines).encode())
    assert table.suggested_target == "kind"
    assert table.targets == ("x", "kind")


def test_the_task_can_be_changed_where_the_column_allows_it():
    table = read_csv(PLAIN.encode())
    assert table.checked_task("price", "") == "regression"
    assert table.checked_task("price", "classification") == "classification"
    with pytest.raises(TableError, match="'colour' holds text: it can be predicted by classification"):
        table.checked_task("colour", "regression")
    with pytest.raises(ConfigError, match="task must be one of classification, regression; got 'ranking'"):
        table.checked_task("price", "ranking")
    with pytest.raises(ConfigError, match="the table has no column 'weight'; it has size, colour, price"):
        table.checked_task("weight", "")


def test_too_many_classes_are_refused():
    lines = ["x,y", *(f"{i},{i}.5" for i in range(21))]
    with pytest.raises(TableError, match="'y' has 21 different values; at most 20 can be classes"):
        read_csv("\n".join(lines).encode()).checked_task("y", "classification")


def test_a_table_is_known_by_its_bytes():
    one, same, other = (
        read_csv(PLAIN.encode(), "a.csv"),
        read_csv(PLAIN.encode(), "b.csv"),
        read_csv(PLAIN.encode() + b"\n"),
    )
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "a.csv"
    assert len(one.digest) == 64
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301


def test_the_numbers_of_a_table_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        read_csv(PLAIN.encode()).columns[0].values[0] = 7


def test_the_head_is_the_file_s_own_text():
    assert read_csv(PLAIN.encode()).head[0] == ("1.5", "red", "10")


@pytest.mark.parametrize(("n_gaps", "suggested"), [(0, "drop rows"), (2, "drop rows"), (3, "fill with mean")])
def test_rows_are_dropped_while_few_are_lost(n_gaps, suggested):
    lines = ["x,y", *(f"{'' if index < n_gaps else index},{index}.5" for index in range(10))]
    table = read_csv("\n".join(lines).encode())
    assert table.suggested_missing == suggested
    assert table.n_missing == n_gaps


def test_no_more_features_are_suggested_than_fit():
    names = [f"c{index}" for index in range(20)]
    cells = [",".join(f"t{(row + place) % 30}" for place in range(20)) for row in range(60)]
    table = read_csv(
        "\n".join([",".join([*names, "y"]), *(f"{line},{row}.5" for row, line in enumerate(cells))]).encode()
    )
    assert table.suggested_features("y") == tuple(names[:8])  # 8 x 30 categories of 256 inputs


def test_values_are_float64_whatever_the_column_holds():
    assert {column.values.dtype for column in read_csv(PLAIN.encode()).columns} == {np.dtype("float64")}
