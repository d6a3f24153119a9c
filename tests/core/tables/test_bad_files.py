"""Every file that cannot be used gets one sentence that says what, where and what would do."""

import gzip
import io
import zipfile

import pytest

from core.errors import TableError
from core.tables import TABLE_BYTES, read_csv


def rows(*lines):
    return "\n".join(lines).encode()


def workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


GOOD = ["a,b", "1,2", "3,4", "5,6.5", "7,8.5", "9,10.5"]

BAD = {
    "nothing": (b"", "The file is empty"),
    "white space": (b" \n\r\n\t ", "The file is empty"),
    "delimiters alone": (b",,\n,,\n", "The file is empty"),
    "unbreakable spaces": (b"\xc2\xa0\n\xc2\xa0", "The file is empty"),
    "a mark alone": (b"\xef\xbb\xbf", "The file is empty"),
    "too large": (b"a,b\n" + b"1,2\n" * 1_400_000, "The file is 5.3 MB; at most 5 MB can be read"),
    "PDF": (b"%PDF-1.7\n...", "This is a PDF, not a CSV file: export the table as CSV"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00", "This is a picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture"),
    "Excel": (workbook(), "This is an Excel workbook"),
    "gzip": (gzip.compress(b"a,b\n1,2\n"), "This is a compressed file"),
    "HTML": (b"\n<!DOCTYPE html><html></html>", "This is a web page"),
    "JSON": (b'[{"a": 1}]', "This is JSON"),
    "pickle": (b"\x80\x04\x95\x00\x00\x00a,b\n1,2", "Row 1 holds the byte 0x80, which is not UTF-8"),
    "binary": (b"a,b\n1,2\n\x00\x01\x02", r"not a CSV file: row 3 holds the control character U\+0000"),
    "UTF-16 without its mark": ("a,b\n1,2\n".encode("utf-16-le"), "row 1 holds the control character"),
    "UTF-16 cut in two": ("a,b\n1,2\n".encode("utf-16")[:-1], "begins as UTF-16 but is damaged: save it as CSV UTF-8"),
    "Cyrillic": ("a,b\nПривет,1\n".encode("cp1251"), "Row 2 holds the byte 0xCF, which is not UTF-8"),
    "Japanese": ("a,b\n1,2\nこんにちは,1\n".encode("shift_jis"), "Row 3 holds the byte 0x82"),
    "DOS umlauts": ("a,b\nMünchen,1\n".encode("cp850"), "Row 2 holds the byte 0x81"),
    "header alone": (b"a,b\n", "has only a header"),
    "empty rows": (b"a,b,c\n,,\n,,\n,,\n", "has a header, but all its rows are empty"),
    "empty rows in quotes": (b'a;b\r\n"";""\r\n', "has a header, but all its rows are empty"),
    "one row": (rows("a,b", "1,2"), "has one row below its header; at least 4"),
    "two rows": (rows("a,b", "1,2", "3,4"), "has 2 rows below its header; at least 4"),
    "too many rows": (b"a,b\n" + b"1,2\n" * 20_001, "more than 20,000 rows"),
    "too many columns": (
        rows(",".join(f"c{i}" for i in range(101)), *[",".join("1" * 101)] * 5),
        "The file has 101 columns; at most 100",
    ),
    "too many cells": (
        rows(",".join(f"c{i}" for i in range(60)), *[",".join("1" * 60)] * 17_000),
        "17,000 rows of 60 cells; at most 1,000,000",
    ),
    "one column": (rows("a", "1", "2", "3", "4"), "Only one column was found"),
    "prose": (b"It was a bright cold day in April\nand the clocks\nwere striking\nthirteen.\n", "Only one column"),
    "no header": (
        rows("5.1,3.5,setosa", "4.9,3.0,setosa"),
        "The header must hold the names of the columns, not .* 5.1",
    ),
    "no header, whole numbers": (rows("1,2", "3,4", "5,6", "7,8"), "not numbers such as 1"),
    "empty header": (rows("a,,c", *["1,2,3"] * 5), "Column 2 has no name in the header"),
    "pandas index": (rows(",a,b", *["0,2,3"] * 5), "Column 1 has no name in the header"),
    "duplicate header": (rows("a,b, a", *["1,2,3"] * 5), "Columns 1 and 3 are both named 'a'"),
    "endless header": (rows("a," + "b" * 81, *["1,2"] * 5), "Column 2 has a name of 81 characters; at most 80"),
    "short row": (rows(*GOOD, "7"), "Row 7 has 1 cell where the header has 2"),
    "long row": (rows(*GOOD[:3], "", "1,2,3", *GOOD[3:]), "Row 5 has 3 cells where the header has 2"),
    "open quotation mark": (
        rows(*GOOD, '"7,8'),
        "cannot be told apart from row 7 on, where a quotation mark is opened",
    ),
    "quotation mark inside": (rows("a,b", '"1"x,2', *GOOD), "cannot be told apart from row 2 on"),
    "endless cell": (rows(*GOOD, "7," + "8" * 200_000), "a cell is endless"),
    "all missing": (rows("a,b", *["NA,?"] * 5), "Every value in the file is missing"),
    "no numbers": (rows("colour,shape", *["red,round", "blue,flat"] * 3), "No column holds numbers"),
    "nothing changes": (rows("a,b", *["1,2"] * 5), "No column can be predicted: the column 'b' has the same value"),
    "texts alone beside the target": (
        rows("name,y", *[f"n{i},{i}.5" for i in range(40)]),
        "No column is left to predict 'y' from",
    ),
    "infinite": (
        rows(*GOOD, "7,1e999"),
        r"Row 7 holds '1e999' in the column 'b'; numbers must lie in \[-1e\+30, 1e\+30\]",
    ),
}


def test_the_file_that_the_bad_ones_are_made_from_is_good():
    assert read_csv(rows(*GOOD)).n_rows == 5


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_one_sentence(kind):
    data, words = BAD[kind]
    with pytest.raises(TableError, match=words) as refusal:
        read_csv(data, "file.csv")
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 220


def test_the_largest_file_allowed_is_read():
    data = b"a,b\n" + b"1,2.5\n2,3.5\n" * 5
    padded = data.ljust(int(TABLE_BYTES.high), b"\n")
    assert read_csv(padded).n_rows == 10
    with pytest.raises(TableError, match="at most 5 MB"):
        read_csv(padded + b"\n")
