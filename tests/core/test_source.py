"""The source shown is the source that runs, also after its file has changed."""

import importlib.util
import sys
from pathlib import Path

import pytest

from core import source
from core.models import SeededDropout
from core.script import training_script
from core.source import keep, source_of
from core.training import r2

FIRST = """import functools


class Outer:
    def method(self):
        return 1


@functools.cache
def twice(x):
    return 2 * x
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    name, path = f"changing_{tmp_path.name}", tmp_path / "changing.py"  # a name for each test: sources are kept
    path.write_text(FIRST)
    spec = importlib.util.spec_from_file_location(name, path)
    found = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, found)
    spec.loader.exec_module(found)
    return found


def test_the_source_of_functions_methods_and_classes_is_found(module):
    assert source_of(module.twice) == "@functools.cache\ndef twice(x):\n    return 2 * x\n"
    assert source_of(module.Outer.method).strip() == "def method(self):\n        return 1"
    assert source_of(module.Outer).startswith("class Outer:")


def test_a_file_that_changes_after_it_was_kept_changes_no_source(module):
    keep([module.twice])
    Path(module.__file__).write_text("# another file\n" * 30)
    assert source_of(module.twice).endswith("return 2 * x\n")
    Path(module.__file__).unlink()
    assert source_of(module.Outer).startswith("class Outer:")


def test_what_a_module_does_not_have_is_said(module):
    module.twice.__wrapped__.__qualname__ = module.twice.__qualname__ = "gone"
    with pytest.raises(OSError, match=r"changing_.* has no source of gone"):
        source_of(module.twice)


def test_what_scripts_are_made_of_is_kept_as_soon_as_they_can_be_written(monkeypatch):
    """A run's script needs no file any more."""
    from ui.controls import DEFAULTS

    def refuse(*_):
        raise OSError("could not get source code")

    monkeypatch.setattr(source.inspect, "getsource", refuse)
    assert "class SeededDropout" in source_of(SeededDropout)
    assert "def r2" in source_of(r2)
    assert "def spiral" in training_script(DEFAULTS)
