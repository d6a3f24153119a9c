"""The door to session state, in the test runner; tests/browser/test_settings.py has the browser's side."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

ONE = """
import streamlit as st
from ui.state import assign, enter, linked, recall, remember
enter("one")
kind = st.selectbox("Kind", ["a", "b"], **linked("kind"), on_change=lambda: assign({"count": 7}))
options = [1, 2, 3] if kind == "a" else [10, 20]
st.selectbox("Size", options, **linked("size", options.__contains__))
st.number_input("Count", 0, 9, 4, **linked("count"))
st.text_input("Name", "nobody", **linked("name", text=True))
st.text(recall("note", "nothing"))
remember("note", f"last time {kind}")
"""


@pytest.fixture
def page() -> Any:
    return AppTest.from_string(ONE, default_timeout=30)


def test_a_link_sets_what_it_names_and_leaves_the_rest(page: Any) -> None:
    page.query_params["kind"] = "b"
    page.run()
    assert (page.selectbox(key="kind").value, page.number_input(key="count").value) == ("b", 4)


NONSENSE = [("kind", "z"), ("size", "99"), ("unknown", "inf")]
NONSENSE += [("count", value) for value in ("10", "many", "", "nan", "1e999", "-inf")]


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_a_bad_link_falls_back_to_the_defaults(page: Any, name: str, value: str) -> None:
    page.query_params[name] = value
    page.run()
    assert not page.exception
    values = page.selectbox(key="kind").value, page.selectbox(key="size").value, page.number_input(key="count").value
    assert values == ("a", 1, 4)


@pytest.mark.parametrize("value", ["inf", "-Infinity", "1e999", "nan", "7"])
def test_what_reads_like_a_number_stays_as_it_was_written_in_a_text_field(page: Any, value: str) -> None:
    page.query_params["name"] = value
    page.query_params["count"] = value
    page.run()
    assert not page.exception
    assert page.text_input(key="name").value == value
    assert page.number_input(key="count").value == (7 if value == "7" else 4)


def test_a_value_that_another_choice_rules_out_is_forgotten(page: Any) -> None:
    page.run()
    page.selectbox(key="size").select(3).run()
    page.selectbox(key="kind").select("b").run()
    assert not page.exception
    assert page.selectbox(key="size").value == 10


def test_a_value_still_valid_stays(page: Any) -> None:
    page.run()
    page.selectbox(key="size").select(3).run()
    page.number_input(key="count").set_value(5).run()
    assert page.selectbox(key="size").value == 3


def test_a_callback_sets_other_widgets(page: Any) -> None:
    page.run()
    page.selectbox(key="kind").select("b").run()
    assert page.number_input(key="count").value == 7


def test_what_is_remembered_is_recalled_in_the_same_session_only(page: Any) -> None:
    assert page.run().text[0].value == "nothing"
    assert page.run().text[0].value == "last time a"
    assert AppTest.from_string(ONE, default_timeout=30).run().text[0].value == "nothing"
