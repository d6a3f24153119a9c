"""The charts of the Activations page: their specs stand still, their frames hold what was measured."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from core.activations import ACTIVATIONS
from core.activations.curves import curve
from core.activations.depth import StackConfig, layer_gradients
from core.activations.neuron import neuron
from core.activations.plane import plane
from core.activations.responses import hill
from ui.charts.activations import overlay_chart, overlay_frames, probe_chart, probe_frame
from ui.charts.depth import depth_chart, depth_frames
from ui.charts.neuron import neuron_chart, neuron_frames, plane_chart, plane_frames
from ui.charts.series import NAMES, spread_apart

SPECS: dict[str, Callable[[], dict[str, Any]]] = {
    "probe": probe_chart,
    "value": lambda: overlay_chart("value"),
    "slope": lambda: overlay_chart("slope"),
    "neuron": neuron_chart,
    "plane": plane_chart,
    "depth": depth_chart,
}
FRAMES: dict[str, Callable[[], dict[str, pd.DataFrame]]] = {
    "probe": lambda: {"curve": probe_frame(curve("GELU"))},
    "value": lambda: overlay_frames({"ReLU": curve("ReLU")}, hill(curve("ReLU").x, 1.0).tolist()),
    "slope": lambda: overlay_frames({"ReLU": curve("ReLU")}, hill(curve("ReLU").x, 1.0).tolist()),
    "neuron": lambda: neuron_frames(neuron("Tanh", 2.0, 1.0)),
    "plane": lambda: plane_frames(plane("Tanh", (1.0, 1.0), 0.0)),
    "depth": lambda: depth_frames({"Tanh": layer_gradients(StackConfig(activation="Tanh"))}),
}


def collected(spec: Any, key: str) -> set[Any]:
    """Gather every value of a key, wherever it stands in a spec."""
    if isinstance(spec, dict):
        here = {spec[key]} if isinstance(spec.get(key), str) else set()
        return here.union(*(collected(value, key) for value in spec.values()))
    return set().union(*(collected(value, key) for value in spec)) if isinstance(spec, list) else set()


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_is_built_once_and_holds_no_data(name: str) -> None:
    assert SPECS[name]() is SPECS[name]()
    assert "datasets" not in SPECS[name]()
    assert len(json.dumps(SPECS[name]())) < 10_000


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_finds_every_column_that_it_names_in_its_frames(name: str) -> None:
    frames, spec = FRAMES[name](), SPECS[name]()
    columns = {column for frame in frames.values() for column in frame.columns}
    assert collected(spec, "field") - columns <= {"role"} | collected(spec, "as")
    assert {found["name"] for found in _data(spec)} == set(frames)


def _data(spec: Any) -> list[dict[str, str]]:
    if isinstance(spec, dict):
        here = [spec["data"]] if "data" in spec else []
        return here + [d for value in spec.values() for d in _data(value)]
    return [d for value in spec for d in _data(value)] if isinstance(spec, list) else []


def test_a_chart_has_no_colour_of_its_own() -> None:
    text = "".join(json.dumps(spec()) for spec in SPECS.values())
    assert "#" not in text.replace("/#", "")


def test_nothing_chosen_makes_empty_frames_with_all_columns() -> None:
    for empty, full in ((overlay_frames({}, []), FRAMES["value"]()), (depth_frames({}), FRAMES["depth"]())):
        assert set(empty) == set(full)
        for name, frame in full.items():
            assert list(empty[name].columns) == list(frame.columns)
            assert empty[name].empty


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_there_is_room_for_every_tangent_which_reaches_as_far_to_both_sides(name: str) -> None:
    frame = probe_frame(curve(name))
    rise = (frame["high"] - frame["low"]) / 3  # it is three wide
    assert rise.to_numpy() == pytest.approx(frame["slope"].abs().to_numpy())
    middle = (frame["low"] + frame["high"]) / 2
    assert middle.to_numpy() == pytest.approx(frame["value"].to_numpy())


def test_every_step_of_the_probes_slider_has_a_row() -> None:
    rows = set(probe_frame(curve("Tanh"))["x"])
    assert {float(f"{step / 20:.2f}") for step in range(-120, 121)} == rows


def test_every_activation_has_a_colour_and_dashes_that_no_other_has() -> None:
    assert sorted(NAMES) == sorted(ACTIVATIONS)
    dashes = overlay_chart("value")["layer"][1]["layer"][0]["encoding"]["strokeDash"]["scale"]
    assert dashes["domain"] == NAMES
    looks = {(index % 8, str(dash)) for index, dash in enumerate(dashes["range"])}
    assert len(looks) == len(NAMES)


def test_labels_that_would_overlap_move_apart_and_keep_their_order() -> None:
    wanted, seen = pd.Series([1.0, 1.0, 0.99, 0.0]), pd.Series([0.0, 1.0])
    placed = spread_apart(wanted, seen)
    gaps = placed.sort_values().diff().dropna()
    assert gaps.min() >= 0.075 - 1e-9
    assert placed[2] < min(placed[0], placed[1])
    assert placed[3] == 0.0
    assert placed[:3].mean() == pytest.approx(wanted[:3].mean())


def test_a_centre_out_of_sight_is_not_drawn() -> None:
    assert neuron_frames(neuron("ReLU", 1.0, -9.0))["centre"].empty
    assert neuron_frames(neuron("ReLU", 0.0, 1.0))["centre"].empty
    assert list(neuron_frames(neuron("ReLU", 2.0, -4.0))["centre"]["x"]) == [2.0]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("weight", "bias"), [(2.0, -2.0), (1.0, -6.0), (1.0, 6.0), (-2.0, 3.0), (0.0, 1.0)])
def test_no_curve_runs_through_what_is_written_beside_it(name: str, weight: float, bias: float) -> None:
    frames = neuron_frames(neuron(name, weight, bias))
    curve = frames["curve"]
    both = pd.concat([curve["value"], curve["ghost"], pd.Series([0.0])])
    labels = [*frames["centre"].itertuples(), *frames["zero"].itertuples()]
    spans = [sorted((label.x, label.x + 1.8 * label.side)) for label in labels]
    if len(labels) == 2 and max(spans)[0] < min(spans)[1]:
        assert abs(labels[0].foot - labels[1].foot) > 0.05 * (both.max() - both.min())
    for label in labels:
        assert abs(label.x + 1.8 * label.side) < 6  # left of the names at the ends
        beside = curve[(label.side * (curve["x"] - label.x)).between(0, 1.8)]
        above = label.foot + 0.05 * (both.max() - both.min())
        assert not beside["value"].between(label.foot, above).any()
        assert not beside["ghost"].between(label.foot, above).any()


def test_the_shades_of_a_map_turn_at_the_decision_line() -> None:
    made = plane("Sigmoid", (1.0, -2.0), 0.5)
    cells = plane_frames(made)["cells"]
    sums = made.x[:, 0] - 2 * made.x[:, 1] + 0.5
    assert ((cells["shade"].to_numpy() > 0) == (sums.numpy() > 0)).all()
    assert cells["shade"].abs().max() == pytest.approx(1)


def test_a_map_without_weights_is_grey() -> None:
    assert (plane_frames(plane("Tanh", (0.0, 0.0), 0.0))["cells"]["shade"] == 0).all()


def test_a_gradient_of_zero_has_no_place_on_a_log_axis() -> None:
    frames = depth_frames({"ReLU": (0.0, 0.0, 0.5), "Tanh": (0.1, 0.2, float("nan"))})
    assert list(frames["layers"]["gradient"]) == [0.5, 0.1, 0.2]
    assert list(frames["ends"]["name"]) == ["Tanh"]
