import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.page import PAGES, ROOT, Text, read_text


def test_text_is_found_by_its_heading_in_the_files_order() -> None:
    text = Text({"One": "first", "Two": "second"})
    assert (text["Two"], list(text), len(text)) == ("second", ["One", "Two"], 2)


def test_an_unknown_heading_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_text("home")["Nowhere"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_every_heading_has_words_under_it(page: Any) -> None:
    name = "home" if page.script == "app.py" else Path(page.script).stem
    assert all(words for words in read_text(name).values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_the_words_name_no_address_of_another_machine_but_sources(page: Any) -> None:
    name = "home" if page.script == "app.py" else Path(page.script).stem
    pictures = re.findall(r"!\[[^]]*\]\(https?:", "\n".join(read_text(name).values()))
    assert not pictures, "a picture from elsewhere would tell others who reads this page"


@pytest.fixture
def in_a_page(tmp_path: Path) -> Iterator[Any]:
    def run(source: str) -> AppTest:
        return AppTest.from_string(source, default_timeout=30).run()

    return run


def test_an_explained_error_is_one_sentence_and_the_page_goes_on(in_a_page: Any) -> None:
    page = in_a_page("""
import streamlit as st
from core.errors import ConfigError
from ui.page import explained
with explained():
    raise ConfigError("lr must lie between 0 and 10, got 11")
st.text("still here")
""")
    assert [warning.value for warning in page.warning] == ["lr must lie between 0 and 10, got 11"]
    assert page.text[0].value == "still here"


def test_a_quoted_value_cannot_become_a_picture_from_elsewhere(in_a_page: Any) -> None:
    page = in_a_page("""
from core.errors import ConfigError
from ui.page import explained
with explained():
    raise ConfigError("got '![x](https://example.org/seen.png)'")
""")
    assert "](" not in page.warning[0].value


def test_a_bug_is_not_explained_away_and_not_told_to_visitors(in_a_page: Any) -> None:
    page = in_a_page("""
from ui.page import explained
with explained():
    raise ValueError("a bug")
""")
    assert not page.warning
    assert len(page.exception) == 1
    assert "a bug" not in page.exception[0].message


LABS = """
import streamlit as st
from ui.page import Text, choose_lab
choose_lab({"first": lambda text: st.text(text["A"]), "second": lambda text: st.text(text["B"])},
           Text({"A": "one", "B": "two"}))
"""


def test_the_first_lab_opens_by_itself_and_only_it(in_a_page: Any) -> None:
    assert [text.value for text in in_a_page(LABS).text] == ["one"]


def test_a_link_opens_its_lab() -> None:
    page = AppTest.from_string(LABS)
    page.query_params["lab"] = "second"
    assert [text.value for text in page.run().text] == ["two"]


def test_a_link_to_an_unknown_lab_opens_the_first() -> None:
    page = AppTest.from_string(LABS)
    page.query_params["lab"] = "third"
    assert [text.value for text in page.run().text] == ["one"]


def test_every_page_icon_is_a_file_of_ours() -> None:
    assert (ROOT / "ui" / "icon.png").read_bytes().startswith(b"\x89PNG")
