"""The charts of gradient descent: constant specs, and frames that say what the run said."""

import base64
import io
import json
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.descent.basins import DIVERGED, basins
from core.descent.chain import ChainConfig, learn
from core.descent.config import SURFACES, DescentConfig
from core.descent.curves import CURVES
from core.descent.formulas import filled
from core.descent.landscapes import LANDSCAPES
from core.descent.path import descend
from core.optimizers import OPTIMIZERS
from ui.charts import theme
from ui.charts.descent.basins import LETTERS, basins_chart, basins_frames
from ui.charts.descent.chain import chain_chart
from ui.charts.descent.chain_frames import PHASES, chain_frames
from ui.charts.descent.hatching import LOST, MODES, WANDERING, painted
from ui.charts.descent.race import NAMES, race_chart
from ui.charts.descent.race_frames import FLOOR, map_image, race_frames, top
from ui.charts.descent.scrub import below_the_top
from ui.charts.descent.steps import steps_chart, steps_frames

LAST = 50


def frames(**settings: Any) -> dict[str, Any]:
    return steps_frames(descend(DescentConfig(**settings)), LAST)


def names_of_data(spec: Any) -> set[str]:
    if isinstance(spec, list):
        return {name for part in spec for name in names_of_data(part)}
    if not isinstance(spec, dict):
        return set()
    own = {spec["data"]["name"]} if isinstance(spec.get("data"), dict) else set()
    return own | {name for part in spec.values() for name in names_of_data(part)}


def picture_of(uri: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.split(",")[1]))).convert("RGBA"))


def step_param(spec: dict[str, Any]) -> dict[str, Any]:
    return next(param for param in spec["params"] if param["name"] == "step")


# One weight


@pytest.mark.parametrize("curve", CURVES)
def test_the_frames_have_every_source_and_field_that_the_chart_names(curve: str) -> None:
    spec, made = steps_chart(curve, LAST), frames(surface=curve)
    assert names_of_data(spec) == set(made)
    path = made["path"]
    assert {"step", "w", "loss", "left", "right", "at_left", "at_right", "w_next", "loss_next"} <= set(path)
    assert path["step"].tolist() == list(range(LAST + 1))


def test_the_spec_depends_on_the_curve_alone_so_that_the_scrub_position_survives() -> None:
    assert steps_chart("Waves", LAST) is steps_chart("Waves", LAST)
    assert "datasets" not in steps_chart("Waves", LAST)


def test_the_slider_runs_over_every_step_and_moves_without_the_server() -> None:
    param = step_param(steps_chart("Parabola", LAST))
    assert (param["value"], param["bind"]["min"], param["bind"]["max"]) == (0, 0, LAST)
    events = json.dumps(param["on"])
    assert '"timer"' in events
    assert '"click"' in events


def test_the_words_over_the_picture_are_the_filled_formulas() -> None:
    path = descend(DescentConfig(optimizer="Momentum"))
    made = steps_frames(path, LAST)["path"]
    for step in (0, 1, 20, LAST):
        assert (made["memory"][step], made["update"][step]) == filled(path, step)
    assert made["here"][1] == "Step 1\u2003w = 1\u2003loss L = 16\u2003slope dL/dw = −8"


def test_the_tangent_touches_the_curve_at_the_step_with_the_slope_there() -> None:
    made = frames(surface="Waves", lr=0.05)["path"]
    rise = (made["at_right"] - made["at_left"]) / (made["right"] - made["left"])
    middle = (made["at_right"] + made["at_left"]) / 2
    assert rise.to_numpy() == pytest.approx(made["slope"].to_numpy(), rel=1e-5, abs=1e-5)
    assert middle.to_numpy() == pytest.approx(made["loss"].to_numpy(), rel=1e-5, abs=1e-5)


def test_a_run_that_breaks_off_fills_the_slider_with_its_last_words_and_no_infinite_number() -> None:
    made = frames(surface="Flat bottom", lr=1.2)["path"]
    assert len(made) == LAST + 1
    assert set(made["update"][5:]) == {"L is inf after 5 steps: no number to go on with"}
    assert not np.isinf(made.select_dtypes("number").to_numpy()).any()


def test_a_weight_off_the_picture_is_told_in_words() -> None:
    made = frames(lr=1.2)["path"]
    assert made["away"][0] == ""
    assert made["away"][2].startswith("← w is off the picture: −4.8")
    assert made["away"][3].endswith("→")


def test_the_lower_plot_shows_a_run_until_it_leaves_the_picture_and_says_how_far_it_went() -> None:
    made = frames(lr=1.05)
    assert made["track"]["step"].tolist() == list(range(6))
    assert made["track"]["w"].iloc[-2:].between(-3, 13).tolist() == [True, False]
    assert made["left"]["says"].tolist() == ["w leaves the picture at step 5; at step 50 it is −581.95"]
    calm = frames()
    assert len(calm["track"]) == LAST + 1
    assert calm["left"].empty


def test_the_dot_of_the_first_step_has_room_below_the_edge() -> None:
    scales = [y["scale"] for y in encodings(steps_chart("Parabola", LAST), "y") if y.get("field") == "step"]
    assert scales
    assert all(scale["padding"] >= (120 / np.pi) ** 0.5 for scale in scales)


# Races


def race(surface: str = "Ravine", last: int = 100, stride: int = 2, **settings: Any) -> dict[str, Any]:
    configs = [DescentConfig(surface=surface, optimizer=name, steps=last, **settings) for name in OPTIMIZERS]
    return race_frames([descend(config) for config in configs], last, stride)


def test_a_race_has_every_source_that_its_chart_names_and_a_row_per_step_drawn() -> None:
    made = race()
    assert names_of_data(race_chart("Ravine", 100, 2)) == set(made)
    assert step_param(race_chart("Ravine", 100, 2))["bind"]["step"] == 2
    for _, rows in made["paths"].groupby("optimizer"):
        assert rows["step"].tolist() == list(range(0, 101, 2))


def test_the_rows_of_a_race_are_the_steps_of_its_paths() -> None:
    made = race(surface="Saddle")["paths"]
    path = descend(DescentConfig(surface="Saddle", optimizer="Adam", steps=100))
    adam = made[made["optimizer"] == "Adam"]
    assert adam["x"].tolist() == path.w[::2, 0].tolist()
    assert adam["y"].tolist() == path.w[::2, 1].tolist()
    above = path.loss[::2] + 0.25
    drawn = above >= FLOOR
    assert adam["gap"][drawn].to_numpy() == pytest.approx(above[drawn])
    assert (adam["gap"][~drawn] < FLOOR).all()


def test_losses_fit_a_log_scale_and_none_is_drawn_above_the_highest_of_the_map() -> None:
    gap = race(surface="Rosenbrock", lr=0.01)["paths"].groupby("optimizer")["gap"]
    assert (gap.min() > 0).all()
    assert (gap.max() <= top("Rosenbrock")).all()
    assert gap.apply(lambda values: values.isna().any())["SGD"]


def test_a_run_that_leaves_the_picture_for_good_stays_at_its_edge_and_says_when_it_left() -> None:
    made = race(surface="Ravine", lr=0.2, stride=1)
    sgd = made["paths"][made["paths"]["optimizer"] == "SGD"]
    assert made["left"].iloc[0].tolist()[:2] == [1, "SGD left the picture at step 1"]
    assert len(set(sgd["y"][1:])) == 1
    assert "clamp(datum.y, -2, 2)" in json.dumps(race_chart("Ravine", 100, 1))
    assert sgd["gap"][2:].isna().all()
    assert "RMSprop" not in " ".join(made["left"]["says"])


def encodings(spec: Any, channel: str) -> list[dict[str, Any]]:
    if isinstance(spec, list):
        return [found for part in spec for found in encodings(part, channel)]
    if not isinstance(spec, dict):
        return []
    own = [spec["encoding"][channel]] if channel in spec.get("encoding", {}) else []
    return own + [found for part in spec.values() for found in encodings(part, channel)]


def test_a_loss_that_falls_below_the_floor_leaves_the_plot_instead_of_lying_on_it() -> None:
    spec = race_chart("Ravine", 100, 1)
    (y,) = {json.dumps(axis["scale"]): axis for axis in encodings(spec, "y") if axis.get("field") == "gap"}.values()
    assert y["scale"]["domain"][0] == FLOOR
    assert "10⁻⁶" in y["title"]
    sgd = race()["paths"].query("optimizer == 'SGD'")
    assert sgd["gap"].iloc[-1] < FLOOR
    assert "×\u00a010⁻" in sgd["height"].iloc[-1]


def test_the_crosses_of_the_minima_stand_on_top_of_the_runs_that_end_there() -> None:
    layers = race_chart("Ravine", 100, 1)["vconcat"][1]["layer"]
    order = [layer["data"]["name"] for layer in layers]
    assert max(at for at, name in enumerate(order) if name == "paths") < order.index("minima")


def test_sgd_and_rmsprop_whose_blues_are_alike_differ_in_their_dashes() -> None:
    dashes = dict(zip(NAMES, encodings(race_chart("Bowl", 100, 1), "strokeDash")[0]["scale"]["range"], strict=True))
    assert dashes["SGD"] == [1, 0]
    assert dashes["RMSprop"] == [2, 2]


def test_every_optimizer_can_be_told_apart_by_colour_and_shape_and_the_first_ten_by_shape_alone() -> None:
    spec = race_chart("Bowl", 100, 1)
    shapes = encodings(spec, "shape")
    assert shapes
    assert all(shape["scale"]["domain"] == NAMES for shape in shapes)
    assert list(OPTIMIZERS) == NAMES
    marks = shapes[0]["scale"]["range"]
    assert len(set(marks[:10])) == min(10, len(NAMES))
    assert len({(mark, index % theme.SERIES) for index, mark in enumerate(marks)}) == len(NAMES)
    dashes = encodings(spec, "strokeDash")
    assert dashes
    assert all(len(dash["scale"]["range"]) == len(NAMES) for dash in dashes)


@pytest.mark.parametrize("surface", LANDSCAPES)
def test_a_map_is_a_small_picture_that_is_clearest_at_the_lowest_minimum(surface: str) -> None:
    uri = map_image(surface)
    assert len(uri) < 60_000
    picture = picture_of(uri)
    height, width = picture.shape[:2]
    across, up = SURFACES[surface].domain
    x, y = SURFACES[surface].minima[0]
    row = int((up.high - y) / (up.high - up.low) * height)
    column = int((x - across.low) / (across.high - across.low) * width)
    around = picture[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3, 3]
    assert around.min() <= 20
    assert picture[:, :, 3].max() > 80


# Basins


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("surface", ["Himmelblau", "Saddle", "Egg box"])
def test_a_map_of_starts_is_one_picture_in_which_every_start_has_the_look_of_its_end(surface: str, mode: str) -> None:
    found = basins(DescentConfig(surface=surface, optimizer="Momentum", lr=0.05, steps=40), 30, 20)
    made = basins_frames(surface, found)
    assert names_of_data(basins_chart(surface)) == set(made)
    assert len(made["map"]) == 1
    picture = picture_of(made["map"][mode][0])
    alike = {kind: picture_of(painted(np.full((20, 30), look), mode)) for kind, look in LOOKS.items()}
    for row, column in np.ndindex(20, 30):
        cell = np.s_[4 * (19 - row) : 4 * (20 - row), 4 * column : 4 * (column + 1)]
        assert (picture[cell] == alike[found[row, column]][cell]).all()


LOOKS = {**{at: at for at in range(len(LETTERS))}, -1: WANDERING, DIVERGED: LOST}


@pytest.mark.parametrize("mode", MODES)
def test_areas_differ_without_their_colours(mode: str) -> None:
    grey = {kind: picture_of(painted(np.full((12, 12), look), mode)).mean(axis=2) for kind, look in LOOKS.items()}
    inked = {kind: np.abs(area - area[1, 6]) > 8 for kind, area in grey.items()}
    for one, other in combinations(LOOKS, 2):
        assert (inked[one] != inked[other]).any()


def test_the_key_names_every_minimum_and_both_ways_to_end_nowhere() -> None:
    found = basins(DescentConfig(surface="Saddle", steps=5), 4, 4)
    assert basins_frames("Saddle", found)["key"]["name"].tolist() == ["A", "B", "on its way", "diverged"]


# The chain


def chain(**settings: float) -> dict[str, Any]:
    config = ChainConfig(**settings)
    return chain_frames(config.x, learn(config), {phase: f"in {phase}" for phase in PHASES})


def test_the_chain_has_every_source_that_its_chart_names() -> None:
    assert names_of_data(chain_chart(5)) == set(chain())
    assert step_param(chain_chart(5))["bind"]["max"] == 19
    assert chain()["words"]["title"].tolist()[:5] == [*(f"Round 1: {phase}" for phase in PHASES), "Round 2: forward"]


def test_weights_change_in_the_update_and_in_no_other_phase() -> None:
    nodes = chain()["nodes"].pivot(index="step", columns="name", values="value")
    for step in range(1, 20):
        changed = bool((nodes.loc[step, ["w", "b"]] != nodes.loc[step - 1, ["w", "b"]]).any())
        assert changed == (PHASES[step % 4] == "update")


def test_the_thick_edges_mark_what_a_phase_has_just_computed() -> None:
    nodes = chain()["nodes"]
    marked = nodes[nodes["changed"]].groupby("step")["name"].agg(set)
    assert marked[0] == {"z", "a", "L"}
    assert marked[2] == {"w", "b"}
    assert {1, 3}.isdisjoint(marked.index)


def test_gradients_are_there_from_backward_until_they_are_forgotten() -> None:
    nodes = chain()["nodes"]
    shown = nodes[nodes["name"] == "w"]["grad"].tolist()[:5]
    assert shown == [".grad None", ".grad −0.1081", ".grad −0.1081", ".grad None", ".grad None"]


def test_the_three_factors_appear_in_the_backward_phase_only() -> None:
    links = chain()["links"]
    assert set(links[links["back"]]["step"] % 4) == {PHASES.index("backward")}
    first = links[(links["step"] == 1) & links["back"]]
    assert dict(zip(first["label"], first["factor"], strict=True)) == {
        "dz/dw": "1.5",
        "da/dz": "0.1683",
        "dL/da": "−0.4283",
    }


def test_the_numbers_of_the_chain_rule_follow_the_round_and_come_with_the_backward_phase() -> None:
    rounds = learn(ChainConfig())
    proof = chain()["words"]["proof"]
    assert "w.grad = None" in proof[0]
    assert proof[1].splitlines() == [
        "dL/dw = (−0.4283) · 0.1683 · 1.5 = −0.1081",
        "product −0.10813082, w.grad −0.10813082",
        "difference 0",
    ]
    for n, done in enumerate(rounds):
        assert f"w.grad {done.w_grad:.9g}".replace("-", "−") in proof[4 * n + 1]
    assert "w.grad = None" in proof[3]


def test_no_label_of_an_axis_stands_where_its_title_is() -> None:
    assert below_the_top(-2, 2, 1) == [-2, -1, 0, 1]
    assert below_the_top(-1.5, 4.5, 1) == [-1, 0, 1, 2, 3, 4]
