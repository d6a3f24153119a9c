"""The source of what runs, as it is shown: without its docstring, and what a fix changes."""

import ast
import difflib
import inspect
from collections.abc import Mapping, Sequence
from functools import cache

from core.clinic.case import Case, Snippet
from core.source import source_of


@cache
def code_of(snippet: Snippet) -> str:
    """Return the source of a function without its docstring."""
    source = source_of(snippet)
    docstring = ast.parse(source).body[0].body[0]  # type: ignore[attr-defined]
    lines = source.splitlines()
    del lines[docstring.lineno - 1 : docstring.end_lineno]
    return "\n".join(lines)


def idea_of(snippet: Snippet) -> str:
    """Return the first line of a function's docstring."""
    return (inspect.getdoc(snippet) or "").partition("\n")[0]


@cache
def changed(broken: Snippet, fix: Snippet) -> str:
    """Return the lines of a fix that the broken snippet does not have, as one."""
    before, after = (code_of(snippet).splitlines()[1:] for snippet in (broken, fix))
    new = [line[2:].strip().removeprefix("return ") for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    return "; ".join(new).replace(":; ", ": ")


def clinic_script(case: Case, typed: Mapping[str, str], cures: Sequence[str]) -> str:
    """Write the code of the snippet, of the fixes that worked, and their calls.

    Args:
        case: whose code.
        typed: the learner's own operands.
        cures: the names of the fixes that worked.
    """
    snippets = [case.broken, *(fix for fix in case.fixes if fix.__name__ in cures)]
    lines = ["import torch", "from torch import nn"]
    lines += ["from torch.nn import functional as F"]
    if case.simulated:
        lines += ["from torch._subclasses.fake_tensor import FakeTensorMode"]
    for snippet in snippets:
        lines += ["", "", code_of(snippet)]
    lines += ["", "", "def operands():", f"    return dict({', '.join(_given(case, typed))})", "", ""]
    indent = ""
    if case.simulated:
        lines += ["# No GPU is needed: tensors that keep shape, dtype and device, and have no numbers."]
        lines += ["with torch.no_grad(), FakeTensorMode(allow_non_fake_inputs=True):"]
        indent = "    "
    calls = ["try:", f"    print({case.broken.__name__}(**operands()))"]
    calls += ["except Exception as error:", '    print(f"{type(error).__name__}: {error}")']
    calls += [f"print({snippet.__name__}(**operands()))" for snippet in snippets[1:]]
    return "\n".join([*lines, *(indent + call for call in calls)])


def _given(case: Case, typed: Mapping[str, str]) -> list[str]:
    def placed(name: str) -> str:
        return f'.to("{case.places[name]}")' if name in case.places else ""

    return [f"{name}={typed.get(name, text).strip()}{placed(name)}" for name, text in case.operands.items()]
