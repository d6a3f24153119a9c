"""A table of words that come from a file shows them letter by letter."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from ui.labs.save_load.tables import show_table

    show_table(("<b>a", "n"), [("<img src=x>", 12345), ("x", "&amp; <script>")], label='"><script>', height=100)


def test_nothing_in_a_table_is_markup_and_numbers_are_grouped():
    (table,) = AppTest.from_function(_page).run().get("html")
    body = table.proto.body
    assert not [mark for mark in ("<b>", "<img", "<script") if mark in body]
    assert "&lt;img src=x&gt;" in body
    assert "&amp;amp; &lt;script&gt;" in body
    assert ">12,345<" in body
