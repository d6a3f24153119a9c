"""Texts of a visitor that would do something as Markdown, and the check that they do not."""

import re

from streamlit.testing.v1 import AppTest

HOSTILE = [
    "![a](//e.co/x.png)",
    "[click me](http://evil.example)",
    "<http://evil.example>",
    "http://evil.example www.evil.example a@evil.example",
    "[a]: //e.co",
    "__import__('os') **b** ~~c~~ $d$ `e`",
    ":red[a] :material/home: :smile:",
    "# a\n| b | c |\n|---|---|",
    "\\[a](//e.co)",
]


def markup(page: AppTest) -> str:
    """What of the page's Markdown is more than text: without escaped characters, code, and brackets of our own."""
    said = [*page.markdown, *page.caption, *page.warning]
    labels = [*(widget.label for widget in [*page.button, *page.expander])]
    text = "\n".join([*(str(part.value) for part in said), *labels])
    return re.sub(r"\\.|`[^`]*`", "", text)


def assert_plain(shown: str) -> None:
    """Nothing in it that a browser would fetch or a visitor could click, and no foreign emphasis."""
    assert not re.search(r"\]\(|://|www\.|@e|__|~~|\$|<|:(red\[a|material|smile)|^# |^\| b", shown, re.MULTILINE)
