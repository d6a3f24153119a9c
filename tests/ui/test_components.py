"""The scripts of a component are one text: a name that two of them declare would leave it blank."""

import re
from collections import Counter
from pathlib import Path

import pytest

from ui.components import brackets, pixels, points, replay, steps

COMPONENTS = {"brackets": brackets, "pixels": pixels, "points": points, "replay": replay, "steps": steps}


@pytest.mark.parametrize("component", COMPONENTS.values(), ids=COMPONENTS)
def test_no_name_is_declared_twice_in_the_scripts_of_a_component(component) -> None:
    folder = Path(component.__file__).parent
    text = "\n".join(folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in component._SCRIPTS)
    names = Counter(re.findall(r"^(?:function|const|let|class) +(\w+)", text, re.MULTILINE))
    assert len(names) > 15
    assert [name for name, times in names.items() if times > 1] == []


def test_the_points_use_functions_of_the_time_machine_that_are_there() -> None:
    folder = Path(points.__file__).parent
    text = "\n".join(folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in points._SCRIPTS)
    for name in ("theme", "ready", "boxOf", "axes", "clamp", "short", "classColour", "signColour"):
        assert re.search(rf"^(?:function|const) {name}\b", text, re.MULTILINE), name
