"""What others wrote is shown letter by letter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.words import verbatim


def read(markdown: str) -> str:
    """Take the backslashes and the joiners away, as a reader of the page does not see them."""
    return re.sub(r"\\([^\w\s]|_)", r"\1", markdown).replace("\u2060", "")


@given(text=st.text(st.sampled_from("ab1 .:/\\`*_[]()<>#$~|!&^=-+@{}\n\t")))
def test_every_letter_stays_and_stands_on_one_line(text):
    assert read(verbatim(text)) == " ".join(text.split())
    assert "\n" not in verbatim(text)


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://e.co)",
        "<img src=//e.co>",
        "[x](//e.co)",
        "`code`",
        "**x** _y_ ~~z~~",
        "$x$",
        "| a | b |",
        ":material/home:",
        ":red[x]",
        ":smile:",
        ":streamlit:",
        "&copy; &#33;",
        "https://e.co ftp://e.co",
        "# a",
        "===",
        "---",
        "+ a",
        "- a",
        "1. a",
        "> a",
        "\\",
        "[^1]",
    ],
)
def test_no_sign_is_left_that_markdown_or_streamlit_would_act_on(text):
    bare = re.sub(r"\\([^\w\s]|_)", "x", verbatim(text))
    assert not re.search(r"[\\`*_\[\]()<>#$~|!^]|&[#\w]|:[\w/]|^[-+=]|^\d+\.", bare)


@pytest.mark.parametrize("text", ["me@e.co", "www.e.co", "a -> b", "<->", "x -- y", "a >= 1", "a ~= b", "<="])
def test_no_address_is_made_and_no_sign_drawn_of_several(text):
    assert "\u2060" in verbatim(text)
    assert not re.search(r"(?<!\S)(->|--)(?!\S)|@(?!\u2060)|www\.", verbatim(text))


@pytest.mark.parametrize("text", ["Left out: c.", "R = 5, a & b; x-y, 10.5", "It holds 3 rows"])
def test_plain_words_stay_as_they_are(text):
    assert verbatim(text) == text
