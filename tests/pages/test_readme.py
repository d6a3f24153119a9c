"""What the README says is so: its code runs, its links open what they promise, its files are there."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from ui.page import PAGES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
LINKS = re.findall(r"\(http://localhost:8501/([^)\s]*)\)", README)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_code_in_the_readme_runs(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(0 < float(number) < 1 for number in done.stdout.split())


def test_there_is_a_link_to_every_page_but_home() -> None:
    pages = {Path(page.script).stem for page in PAGES if page.script != "app.py"}
    assert {urlsplit(link).path for link in LINKS} == pages, "README.md links to http://localhost:8501/<page>"


@pytest.mark.parametrize("link", LINKS)
def test_a_link_in_the_readme_opens_with_its_settings(link: str, open_page: Callable[..., AppTest]) -> None:
    address = urlsplit(link)
    settings = parse_qs(address.query, strict_parsing=True)
    page = open_page(address.path, **settings)
    assert not page.exception
    assert not page.warning
    widgets: dict[str, Any] = {}
    todo = [page.main]
    while todo:
        for child in todo.pop().children.values():
            if hasattr(child, "children"):
                todo.append(child)
            elif getattr(child, "key", None) and hasattr(child, "value"):
                widgets[child.key] = child.value
    for name, values in settings.items():
        found = widgets[name] if isinstance(widgets[name], list) else [widgets[name]]
        assert [str(value) for value in found] == values or [f"{value:g}" for value in found] == values


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_files_named_in_the_documents_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^):#]+)\)", text)
    named = re.findall(r"`((?:core|ui|pages|tests|benchmarks|\.ci)/[\w./]*)`", text)
    missing = [path for path in [*linked, *named] if not (ROOT / path).exists()]
    assert not missing
