"""From bytes to text, without ever guessing at garbage."""

import codecs
import re
from contextlib import suppress
from typing import Final

from core.errors import TableError
from core.quoting import quoted
from core.tables.limits import TABLE_BYTES

_KINDS: Final = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
    b"PK\x03\x04": "an Excel workbook or another ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a compressed file",
    b"PAR1": "a Parquet file",
    b"SQLite": "a database",
    b"{\\rtf": "a word processor's document",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"<?xml": "XML",
    b"{": "JSON",
    b"[{": "JSON",
}
_MARKS: Final = {  # the longer mark first: UTF-32's begins with UTF-16's
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WESTERN: Final = "ÄÖÜäöüßÀÂÇÈÉÊËÎÏÔŒÙÛàâçèéêëîïôœùûÁÍÓÚÑáíóúñÃÕãõÅÆØåæø€£§°²³µ·½«»–—‘’“”…×¿¡ºª\u00a0"
_FOREIGN_WORD: Final = re.compile(rf"[^\x00-\x7f{_WESTERN}]|[^\W\d_a-zA-Z]{{3}}")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a CSV file, and a note where its encoding had to be found out.

    Args:
        data: the file. UTF-8, or UTF-16 and UTF-32 with their mark; Western European Windows-1252 with a note.

    Raises:
        TableError: empty, too large, another kind of file, or an encoding that cannot be told.
    """
    if not data.strip():
        raise TableError("The file is empty: a table needs a header and rows")
    if len(data) not in TABLE_BYTES:
        raise TableError(
            f"The file is {len(data) / 1024**2:.1f} MB; at most {TABLE_BYTES.high / 1024**2:g} MB can be read"
        )
    start = data[:64].lstrip().lower()
    for mark, kind in _KINDS.items():
        if start.startswith(mark.lower()):
            raise TableError(f"This is {kind}, not a CSV file: export the table as CSV first")
    text, notes = _text(data)
    control = _CONTROL.search(text)
    if control:
        raise TableError(
            f"This is not a CSV file: row {_row(text, control.start())} holds the control character"
            f" U+{ord(control[0]):04X}, as only binary files (or UTF-16 without its mark) do"
        )
    return text, notes


def encoding_of(data: bytes) -> str:
    """Name the encoding with which `decode` reads a file that it takes."""
    with suppress(UnicodeDecodeError):
        marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
        data.decode(marked)
        return marked
    return "cp1252"


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise TableError(f"The file begins as {encoding.upper()} but is damaged: save it as CSV UTF-8") from error
        return _western(data, error.start)


def _western(data: bytes, position: int) -> tuple[str, tuple[str, ...]]:
    """Read as Windows-1252, if what comes out looks like Western European text."""
    text = data.decode("cp1252", errors="replace")
    row = _row(text, position)  # one byte is one character here
    if _FOREIGN_WORD.search(text):
        raise TableError(
            f"Row {row} holds the byte 0x{data[position]:02X}, which is not UTF-8: save the file as CSV UTF-8"
        )
    word = re.split(r"[\s,;|\"]", text[:position])[-1] + re.split(r"[\s,;|\"]", text[position:])[0]
    return text, (
        f"The file is not UTF-8 and was read as Windows-1252, as in {quoted(word)} (row {row}):"
        " if that looks wrong, save it as CSV UTF-8.",
    )


def _row(text: str, position: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:position])) + 1
