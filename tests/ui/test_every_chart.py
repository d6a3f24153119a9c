"""What holds for every chart: no tooltip but its own."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ui import charts

SETTINGS: dict[str, tuple[Any, ...]] = {
    "blamed_chart": (200,),
    "basins_chart": ("Himmelblau",),
    "bits_chart": (400,),
    "chain_chart": (5,),
    "ends_chart": ("test accuracy", True),
    "heat_chart": ("learning rate", "batch size", 8, False),
    "gradients_chart": (3,),
    "layers_chart": (3, 59),
    "losses_chart": (True,),
    "forgotten_chart": (("with it", "without it"),),
    "overlay_chart": ("slope",),
    "parting_chart": (3, 20),
    "product_chart": (3, 0),
    "race_chart": ("Ravine", 100, 1),
    "steps_chart": ("Parabola", 50),
    "tiles_chart": ("diverging", 300),
}
"""What the charts that take settings are built with here."""


def builders() -> Iterator[Callable[..., dict[str, Any]]]:
    """Yield every function that builds a chart."""
    for found in pkgutil.walk_packages(charts.__path__, "ui.charts."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if name.endswith("_chart") and value.__module__ == module.__name__:
                yield value


BUILDERS = {build.__name__: build for build in builders()}


def test_every_chart_is_found() -> None:
    assert set(SETTINGS) < set(BUILDERS)
    assert len(BUILDERS) > len(SETTINGS) + 5


@pytest.mark.parametrize("name", BUILDERS)
def test_no_chart_shows_the_raw_data_of_a_mark_under_the_mouse(name: str) -> None:
    spec = BUILDERS[name](*SETTINGS.get(name, ()))
    assert spec["config"]["mark"]["tooltip"] is None
    assert '"tooltip": true' not in json.dumps(spec)
    assert '"content"' not in json.dumps(spec)


@pytest.mark.parametrize("name", BUILDERS)
def test_what_a_tooltip_names_is_no_pixel_and_no_picture(name: str) -> None:
    fields = set(_tooltip_fields(BUILDERS[name](*SETTINGS.get(name, ()))))
    assert not fields & {"url", "light", "dark", "left", "top", "column", "column2", "row2", "y2"}


def _tooltip_fields(spec: Any) -> Iterator[str]:
    if isinstance(spec, list):
        for part in spec:
            yield from _tooltip_fields(part)
    elif isinstance(spec, dict):
        tooltip = spec.get("encoding", {}).get("tooltip") or []
        yield from (tip["field"] for tip in (tooltip if isinstance(tooltip, list) else [tooltip]) if "field" in tip)
        for part in spec.values():
            yield from _tooltip_fields(part)
