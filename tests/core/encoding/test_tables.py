"""Tables as tensors: as they are or standardised, and the code that does the same with a file."""

import csv
import io
import itertools
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

from core.encoding.numeric import numeric_part
from core.encoding.tables import COLUMNS, table_script, table_tensor
from core.errors import ConfigError, TableError
from core.tables.sample import sample_csv
from core.tensors.limits import TABLE_COLUMNS


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    return names


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("columns", COLUMNS)
def test_the_code_shown_reads_a_table_as_the_page_does(
    columns: str, words: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_bytes(sample_csv())
    part = numeric_part(sample_csv(), 120)
    assert part.values.isnan().any()
    shown = table_tensor(part, columns, words=words)
    made = run(table_script(part, columns, words=words))["MATRIX"]
    assert made.dtype == shown.dtype
    assert torch.equal(made.nan_to_num(-1), shown.nan_to_num(-1))
    assert len(part.columns) + words * 10 == shown.shape[1]


FILES = {
    "a semicolon and decimal commas": b"a;b\n1,5;2\n2,5;3\n",
    "points between thousands": b"a;b\n1.234,5;2,25\n2.345,6;3\n",
    "two ways in one file": b"a;b;c\n1.234,5;2.5;x\n2.345,6;3.125;y\n",
    "commas between thousands": b'p,q\n"1,200",3\n"2,300.5",4\n',
    "commas of two kinds": b'p;q\n1,200;"1,200,300"\n2,3;5\n',
    "tabs": b"a\tb\n1\t2\n3\t4\n",
    "bars": b"a|b|w\n1|2|x\n3|4|y\n",
    "UTF-16": "größe,b\n1,2\n3,4\n".encode("utf-16"),
    "a mark": b"\xef\xbb\xbfa,b\n1,2\n",
    "Western European": "größe,b\n1,2\n3,4\n".encode("latin-1"),
    "spaces": b"a, b , w\n 1 , 2 , x\n3,4,x \nNA , 5,y\n",
    "blank rows": b",\na,b\n,\n1,2\n\n , \n3,4\n,\n",
    "other words for missing": b"a,w\n?,x\nna,y\n3,NAN\n4,?\n",
    "words that pandas takes for missing": b"a,w\n1,-nan\n2,#NA\n3,x\n,\n",
    "words that are no words to pandas": b"a,w\n1,True\n2,TRUE\n3,inf\n4,-inf\n5,1\n6,01\n7,y\n8,z\n",
    "one column": b"x\n1\n\n2\n",
    "one column of commas": b"x\n1,5\n2,25\n",
    "one row": b"a,b\n1,2\n",
    "words only": b"w,v\nx,p\ny,\nx,q\n",
    "old ends of lines": b"a,b\r1,2\r3,4\r",
    "cells of two lines": b'a,w\n1,"x\ny"\n2,"say ""z"""\n',
    "large whole numbers": b"a,b\n99999999999999999999999,1\n5,18446744073709551615\n",
    "names in quotes": b'it\'s,"q""q"\n1,2\n3,4\n',
}


def check_code(data: bytes, folder: Path, n_rows: int = 8) -> None:
    """Run the code for a file in every way, and compare."""
    part = numeric_part(data, n_rows)
    (folder / "it's.csv").write_bytes(data)
    for columns, words in itertools.product(COLUMNS, (False, True)):
        shown = table_tensor(part, columns, words=words)
        code = table_script(part, columns, words=words, name=str(folder / "it's.csv"))
        made = run(code)["MATRIX"]
        assert made.dtype == shown.dtype, code
        assert made.shape == shown.shape, code
        torch.testing.assert_close(made, shown, equal_nan=True, msg=code)


@pytest.mark.parametrize("name", FILES)
def test_the_code_shown_reads_every_file_that_the_page_reads(name: str, tmp_path: Path) -> None:
    check_code(FILES[name], tmp_path)
    check_code(FILES[name], tmp_path, 1)


POOLS = [
    ["1", "-2.5", "1.234", "+3", ".5", "6.", "1e3", "2E-2", "007", "NA"],
    ["1,5", "2,25", "3", "-,5", "", "nan", "1,234"],
    ["1,234", "1,234,567", "1,234.5", "12", "?"],
    ["1.234", "1.234,5", "12.345.678", "7", "na"],
    ["1", " 2", "3 ", "NA ", "4.5"],
    ["red", "blue", "x y", "it's", "a,b", "ß", "", "?", "NA", "-nan", "#NA", " pad"],
    ["True", "TRUE", "true", "False", "inf", "-inf", "1", "01", "1.0"],
]
COLUMN = st.sampled_from(POOLS).flatmap(lambda pool: st.lists(st.sampled_from(pool), min_size=6, max_size=6))


@settings(max_examples=40)
@given(
    st.lists(COLUMN, min_size=1, max_size=3),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", ",", " "]),
)
def test_the_code_shown_reads_any_file_that_the_page_reads(
    tmp_path_factory: pytest.TempPathFactory, columns: list[list[str]], sep: str, encoding: str, end: str, blank: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=sep, lineterminator=end)
    rows = [*zip(*columns, strict=True)]
    writer.writerow("abc"[: len(columns)])
    writer.writerows(rows[:1])
    file.write(blank.replace(",", sep * 2) + end)
    writer.writerows(rows[1:])
    try:
        numeric_part(file.getvalue().encode(encoding), 3)
    except TableError:
        return
    check_code(file.getvalue().encode(encoding), tmp_path_factory.mktemp("table"), 3)


def test_the_code_for_a_plain_file_is_plain() -> None:
    assert "read_csv('flats.csv')\n" in table_script(numeric_part(sample_csv(), 8), name="flats.csv")
    german = table_script(numeric_part(b"a;b\n1.234,5;2\n2.345,6;3\n", 8), name="a.csv")
    assert """read_csv('a.csv', sep=';', decimal=",", thousands=".")\n""" in german


def test_standardised_columns_are_those_of_scikit_learn() -> None:
    part = numeric_part(sample_csv(), 60)
    expected = torch.from_numpy(StandardScaler().fit_transform(part.values.numpy())).nan_to_num(0).float()
    torch.testing.assert_close(table_tensor(part), expected)


def test_a_column_that_never_changes_or_is_missing_is_zero() -> None:
    part = numeric_part(b"a,b,c\n5,,1\n5,,2\n5,1,3\n5,2,4\n", 2)
    assert table_tensor(part).tolist() == [[0, 0, -1], [0, 0, 1]]
    rounded = numeric_part(b"a,b\n0.1,1\n0.1,2\n0.1,3\n0.1,4\n", 3)
    assert table_tensor(rounded)[:, 0].abs().max() < 1e-9
    largest = numeric_part(b"a,b\n1e30,1\n-1e30,2\n1e30,3\n0,4\n", 4)
    assert table_tensor(largest).isfinite().all()


def test_a_word_becomes_a_column_that_is_one_where_the_row_has_it() -> None:
    part = numeric_part(b"n,color\n1,red\n2,blue\n3,\n4,red\n", 3)
    assert part.words == (("color", ("blue", "red")),)
    assert part.left_out == ()
    assert table_tensor(part, "as they are", words=True).tolist() == [[1, 0, 1], [2, 1, 0], [3, 0, 0]]
    assert table_tensor(part, "as they are").tolist() == [[1], [2], [3]]


def test_words_take_no_more_columns_than_there_is_room_for() -> None:
    rows = [f"{i},{chr(97 + i % 20)},{chr(97 + i % 19)},{chr(97 + i % 3)}" for i in range(60)]
    part = numeric_part(("n,a,b,c\n" + "\n".join(rows)).encode(), 5)
    assert [name for name, _ in part.words] == ["a", "c"]
    assert part.left_out == ("b",)


def test_only_numeric_columns_and_the_first_rows_are_taken() -> None:
    part = numeric_part(b"name,a,b\nx,1,2.5\ny,3,\nz,5,6\nz,7,8\n", 2)
    assert part.columns == ("a", "b")
    assert part.words == (("name", ("x", "y", "z")),)
    assert part.values.nan_to_num(-1).tolist() == [[1, 2.5], [3, -1]]


def test_many_columns_are_cut_to_the_limit() -> None:
    names = [f"c{i}" for i in range(60)]
    part = numeric_part("\n".join([",".join(names), *[",".join(str(row) * 60) for row in range(4)]]).encode(), 2)
    assert len(part.columns) == TABLE_COLUMNS.high
    assert part.left_out == ()
    assert part.beyond == tuple(names[int(TABLE_COLUMNS.high) :])


def test_a_column_that_is_numbers_but_for_one_is_left_out_with_the_reason() -> None:
    part = numeric_part(b"a,b\n1,1\n2,inf\n3,3\n4,4\n", 4)
    assert part.columns == ("a",)
    assert part.left_out == ()
    assert part.notes == ("'b' was read as text: 3 of its 4 values are numbers, but row 3 holds 'inf'.",)
    with pytest.raises(TableError, match=r"row 3 holds 'inf'\); a tensor needs one"):
        numeric_part(b"b\n1\ninf\n3\n4\n", 4)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"a,b\n", b"a,b\n,\nNA,?\n", b"just words", b"\xff\xfe\x00"])
def test_what_is_no_table_with_numbers_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(TableError) as caught:
        numeric_part(data, 5)
    assert "\n" not in str(caught.value)


def test_rows_outside_the_limits_are_refused() -> None:
    with pytest.raises(ConfigError, match="rows"):
        numeric_part(sample_csv(), 0)


def test_a_column_that_only_numbers_the_rows_is_no_feature() -> None:
    part = numeric_part(b"id,a\n1,5\n2,5\n3,6\n4,7\n", 4)
    assert (part.columns, part.numbering) == (("a",), ("id",))
    alone = numeric_part(b"id,color\n1,red\n2,red\n3,blue\n4,red\n", 4)
    assert (alone.columns, alone.numbering) == (("id",), ())
