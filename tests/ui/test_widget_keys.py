"""No key of one lab is used with another kind of value in another: Streamlit keeps a value while labs are changed."""

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).parents[2] / "ui"
OPENED = {"expander", "popover"}  # they keep whether they are open
LINKED = {  # the place of the key among the arguments of what ties a widget to the link
    "linked": 0, "_weight": 0, "switch": 2, "lr_control": 2, "choice": 3, "several": 3, "typed": 3, "count": 3,
    "number": 3, "slide": 3, "one_of": 4, "whole_slide": 4,
}  # fmt: skip


def uses(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every key that is written out, and what kind of widget it is of."""
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call):
                yield from _uses(call, names)


def _uses(call: ast.Call, names: dict[str, object]) -> Iterator[tuple[str, str]]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [keyword.value for keyword in call.keywords if keyword.arg == "key"]
    given += call.args[LINKED[name] :][:1] if name in LINKED else []
    for value in given:
        key = names.get(value.id) if isinstance(value, ast.Name) else getattr(value, "value", None)
        if isinstance(key, str):
            yield key, "opened" if name in OPENED else "linked" if name in LINKED else name


def clashing(root: Path) -> dict[str, set[str]]:
    """Return the keys that both a link and a part that is opened have, or an opened part and another widget."""
    kinds: dict[str, set[str]] = {}
    for key, kind in uses(root):
        kinds.setdefault(key, set()).add(kind)
    return {key: found for key, found in kinds.items() if len(found) > 1 and "opened" in found}


def test_no_key_of_a_part_that_is_opened_is_the_key_of_another_widget() -> None:
    assert clashing(UI) == {}


def test_most_keys_are_found() -> None:
    found = list(uses(UI))
    assert {"curve", "numbers", "x", "guesses", "activation"} <= {key for key, kind in found if kind == "linked"}
    assert {"code", "steps_numbers", "ends"} <= {key for key, kind in found if kind == "opened"}


def test_a_clash_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('with st.expander("Numbers", key="numbers"):\n    pass\n')
    (tmp_path / "other.py").write_text('_KEY: Final = "numbers"\ntyped("Numbers", "1 2", LENGTH, _KEY)\n')
    assert clashing(tmp_path) == {"numbers": {"opened", "linked"}}
