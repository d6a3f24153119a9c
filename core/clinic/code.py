"""The source of what runs, as it is shown: without its docstring, and what a fix changes."""

import ast
import inspect
import textwrap
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from core.clinic.case import Case, Snippet
from core.clinic.operands import SEED
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
    """Return the one line of a fix that stands in the place of another; else all of it, with a word at what is new."""
    before, after = (textwrap.dedent(code_of(snippet).partition("\n")[2]).splitlines() for snippet in (broken, fix))
    steps = [step for step in SequenceMatcher(None, before, after).get_opcodes() if step[0] != "equal"]
    new = [j for *_, start, stop in steps for j in range(start, stop)]
    if len(steps) == len(new) == 1 and steps[0][2] - steps[0][1] == 1:
        return after[new[0]].strip().removeprefix("return ")
    known = {line.strip() for line in before}
    words = {j: "  # moved" if after[j].strip() in known else "  # new" for j in new}
    return "\n".join(f"{line}{words.get(j, '')}" for j, line in enumerate(after))


def clinic_script(case: Case, typed: Mapping[str, str], cures: Sequence[str]) -> str:
    """Write the code of the snippet, of the fixes that ran, and their calls.

    Args:
        case: whose code.
        typed: the learner's own operands.
        cures: the names of the fixes that ran.
    """
    snippets = [case.broken, *(fix for fix in case.fixes if fix.__name__ in cures)]
    lines = ["import torch", "from torch import nn"]
    lines += ["from torch.nn import functional as F"]
    if case.simulated:
        lines += ["from torch._subclasses.fake_tensor import FakeTensorMode"]
    for snippet in snippets:
        lines += ["", "", code_of(snippet)]
    layers = any("nn." in line for line in lines[3:])
    lines += ["", "", *_operands(case, typed, seeded=layers), "", ""]
    indent = ""
    if case.simulated:
        lines += ["# No GPU is needed: tensors that keep shape, dtype and device, and have no numbers."]
        lines += ["with torch.no_grad(), FakeTensorMode(allow_non_fake_inputs=True):"]
        indent = "    "
    calls = ["try:", f"    print({case.broken.__name__}(**operands()))"]
    calls += ["except Exception as error:"]
    if case.simulated:  # by its name on a GPU
        calls += ['    kind = type(error).__name__.replace("FakeTensorDeviceMismatchError", "RuntimeError")']
        calls += ['    print(f"{kind}: {error}")']
    else:
        calls += ['    print(f"{type(error).__name__}: {error}")']
    calls += [f"print({snippet.__name__}(**operands()))" for snippet in snippets[1:]]
    return "\n".join([*lines, *(indent + call for call in calls)])


def _operands(case: Case, typed: Mapping[str, str], *, seeded: bool) -> list[str]:
    """Write the function that makes the operands, and leaves the generator as layers find it."""
    seed = f"    torch.manual_seed({SEED})"
    lines, given = ["def operands():"], []
    for name, usual in case.operands.items():
        text = typed.get(name, usual).strip()
        lines += [seed] * ("rand" in text) + [f"    {name} = {text}"]
        given.append(f'"{name}": {name}' + (f'.to("{case.places[name]}")' if name in case.places else ""))
    return [*lines, *[f"{seed}  # for the first weights of layers"] * seeded, f"    return {{{', '.join(given)}}}"]
