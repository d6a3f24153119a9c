"""Every case of the clinic: it breaks, what is said of it is found out by running it, and what is listed works."""

import contextlib
import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch

import core.clinic
from core.clinic import ANSWERS, CASES, KINDS, clinic_script, code_of, described, diagnose, idea_of, of_kind
from core.clinic.operands import fresh, read_operands
from core.clinic.results import difference
from core.clinic.running import run
from core.tensors.refusals import _OTHERWISE

ROOT = Path(__file__).resolve().parents[3]
SILENT = {name for name, case in CASES.items() if case.silent}


def test_there_are_cases_of_every_kind_and_some_are_silent() -> None:
    assert len(CASES) >= 60
    assert {case.kind for case in CASES.values()} == set(KINDS)
    assert min(len(of_kind(kind)) for kind in KINDS) >= 5
    assert len(SILENT) >= 6
    names = [case.broken.__name__ for case in CASES.values()]
    assert len(set(names)) == len(names)  # they stand in the link


def test_without_a_kind_all_are_offered_and_the_kinds_are_mixed() -> None:
    assert sorted(of_kind(None)) == sorted(CASES)
    assert len({CASES[name].kind for name in of_kind(None)[:9]}) == len(KINDS)


@pytest.mark.parametrize("name", CASES)
def test_a_case_raises_or_is_wrong_in_silence(name: str) -> None:
    case, found = CASES[name], diagnose(CASES[name])
    if case.silent:
        assert found.outcome.refused is None
        values = read_operands(case, {})
        right = run(case.meant, values)
        assert difference(run(case.broken, values).value, right.value)
        assert found.right == described(right.value)
    else:
        assert found.outcome.refused is not None
        assert found.outcome.refused.meaning != _OTHERWISE
    assert found.answer == case.answer in ANSWERS


@pytest.mark.parametrize("name", sorted(set(CASES) - SILENT))
def test_what_is_said_is_what_python_raises_just_now(name: str) -> None:
    case = CASES[name]
    if case.simulated:
        assert re.match("RuntimeError: .* found at least two devices", diagnose(case).outcome.refused.words)
        return
    given = {key: value.to(case.places.get(key, "cpu")) if isinstance(value, torch.Tensor) else value
             for key, value in read_operands(case, {}).items()}  # fmt: skip
    with pytest.raises(Exception) as raised:  # noqa: PT011 (of whatever type)
        case.broken(**given)
    words = diagnose(case).outcome.refused.words
    assert words == f"{raised.type.__name__}: {raised.value}".partition("\n")[0]


@pytest.mark.parametrize("name", sorted(set(CASES) - SILENT))
def test_no_message_is_stored(name: str) -> None:
    words = diagnose(CASES[name]).outcome.refused.words.partition(": ")[2]
    for file in [*(ROOT / "core" / "clinic").rglob("*.py"), *(ROOT / "ui" / "labs" / "tensors").glob("*.py"),
                 ROOT / "pages" / "text" / "tensors.md", ROOT / "core" / "tensors" / "refusals.py"]:  # fmt: skip
        assert words not in file.read_text(), file


@pytest.mark.parametrize("name", CASES)
def test_what_is_to_blame_is_marked(name: str) -> None:
    found = diagnose(CASES[name])
    assert found.marks
    for mark in found.marks:
        value = found.values[mark.operand]
        assert mark.aspect in {"shape", "dtype", "device", "value"}
        if mark.dim is not None:
            assert str(value.shape[mark.dim]) in mark.says
        if found.answer in {"dtype", "device"} and found.outcome.refused:
            assert mark.aspect == found.answer


@pytest.mark.parametrize("name", CASES)
def test_only_fixes_that_work_are_listed_what_is_mostly_meant_first(name: str) -> None:
    case, found = CASES[name], diagnose(CASES[name])
    fixes = {fix.__name__: fix for fix in case.fixes}
    assert found.cures[0].name == case.fixes[0].__name__
    assert not found.cures[0].differs
    assert found.failed == len(fixes) - len(found.cures)
    for cure in found.cures:
        again = run(fixes[cure.name], read_operands(case, {}), case.places)
        assert again.refused is None
        assert cure.gives == described(again.value, 4)
        assert cure.code
        assert cure.idea == idea_of(fixes[cure.name])
        assert cure.idea.endswith(".")
    for fix in set(fixes) - {cure.name for cure in found.cures}:
        assert run(fixes[fix], read_operands(case, {}), case.places).refused is not None


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.meant])
def test_what_is_meant_is_what_the_first_fix_gives_for_the_cases_own_operands(name: str) -> None:
    case = CASES[name]
    values = read_operands(case, {})
    meant, fixed = run(case.meant, values), run(case.fixes[0], values)
    assert meant.refused is None
    assert not difference(meant.value, fixed.value)


@pytest.mark.parametrize("name", CASES)
def test_a_fix_is_shown_with_the_place_of_what_is_new(name: str) -> None:
    """One line stands for another of the broken snippet; what is more than that is shown as a whole."""
    case, found = CASES[name], diagnose(CASES[name])
    broken = [line.strip().removeprefix("return ") for line in code_of(case.broken).splitlines()]
    fixes = {fix.__name__: fix for fix in case.fixes}
    for cure in found.cures:
        shown, body = cure.code.splitlines(), code_of(fixes[cure.name]).splitlines()[1:]
        if len(shown) == 1:
            assert shown[0] not in broken
            assert len(body) == len(broken) - 1
        else:
            assert [line.partition("  # ")[0].strip() for line in shown] == [line.strip() for line in body]
            assert "  # new" in cure.code or "  # moved" in cure.code or len(body) < len(broken) - 1


def test_a_fix_that_works_and_means_something_else_is_told() -> None:
    differs = [cure.differs for cure in diagnose(CASES["two batches multiplied"]).cures]
    assert differs == ["", "another shape", "other numbers"]
    assert [cure.differs for cure in diagnose(CASES["a photo into Conv2d"]).cures][1] == "other numbers"


@pytest.mark.parametrize("name", CASES)
def test_the_code_shown_is_the_code_that_runs(name: str) -> None:
    """Executed, the script prints what the page says: the refusal; and every fix listed gives the page's numbers."""
    case, found = CASES[name], diagnose(CASES[name])
    printed, names = io.StringIO(), {}
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(clinic_script(case, {}, [cure.name for cure in found.cures]), name, "exec"), names)  # noqa: S102
        if not case.simulated:
            for cure in found.cures:
                assert described(names[cure.name](**names["operands"]()), 4) == cure.gives
            if case.silent:
                assert described(names[case.broken.__name__](**names["operands"]())) == found.gives
    first = printed.getvalue().splitlines()[0]
    if found.outcome.refused is not None:
        assert first.startswith(found.outcome.refused.words)
    assert len(code_of(case.broken).splitlines()) > 1
    assert '"""' not in code_of(case.broken)


@pytest.mark.parametrize("name", CASES)
def test_a_case_leaves_everything_as_it_was(name: str) -> None:
    case = CASES[name]
    state, filters = torch.random.get_rng_state(), list(warnings.filters)
    values = read_operands(case, {})
    copies = fresh(values)
    for snippet in (case.broken, *case.fixes):
        run(snippet, values, case.places)
    for key, value in values.items():
        assert not isinstance(value, torch.Tensor) or torch.equal(value, copies[key])
        assert not getattr(value, "requires_grad", False)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert warnings.filters == filters


def test_the_courses_own_error_and_its_mending_come_out_to_the_letter() -> None:
    found = diagnose(CASES["two batches multiplied"])
    course = json.loads((ROOT / "tests" / "reference" / "tensors.json").read_text())["T05"]["numbers"]
    assert found.outcome.refused.words == course["error"]
    assert CASES["two batches multiplied"].fixes[0](**found.values).tolist() == course["A@B.T"]


def test_every_snippet_is_used() -> None:
    used = {snippet.__name__ for case in CASES.values() for snippet in (case.broken, *case.fixes)}
    written: set[Any] = set()
    for file in (Path(core.clinic.__file__).parent / "snippets").glob("*.py"):
        written |= {line[4:].partition("(")[0] for line in file.read_text().splitlines() if line.startswith("def ")}
    assert {name for name in written if not name.startswith("_")} == used
