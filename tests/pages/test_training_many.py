"""Many at once on the Training page: the fan and the grid are the core's, and what is opened becomes the run."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.ensembles import fan, grid, quality, train_many
from core.ranges import Range

Open = Callable[..., AppTest]
BASE: dict[str, Any] = {"behind": "Many at once", "n_samples": "60", "epochs": "4", "hidden": "4"}
CONFIG = TrainConfig(dataset="spiral", n_samples=60, epochs=4, hidden=(4,), activation="Tanh", lr=0.1, batch_size=25)
GRID = {"many": "a grid", "down": "learning rate", "across": "seed"}
LRS, SEEDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0), tuple(range(40, 48))


def charts(page: AppTest) -> list[dict[str, pd.DataFrame]]:
    """The data of every chart, by name."""
    found = [chart.proto for chart in page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")]
    return [
        {part.name: pa.ipc.open_stream(io.BytesIO(part.data.data)).read_pandas() for part in chart.datasets}
        for chart in found
    ]


def sound(page: AppTest) -> AppTest:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error
    return page


def words(page: AppTest) -> str:
    return "\n".join(text.value for text in [*page.markdown, *page.caption])


def box(page: AppTest, key: str) -> Any:
    return next(found for found in page.selectbox if found.key == key)


def test_a_fan_shows_every_seed_and_says_how_they_ended(open_page: Open):
    page = sound(open_page("training", **BASE, many="16 seeds"))
    state = train_many(fan(replace(CONFIG, seed=32), 16))
    curves, accuracies, losses = charts(page)
    assert curves["curves"].groupby("seed")["exact"].last().tolist() == [o.last.test_loss for o in state.outcomes]
    assert set(curves["own"]["seed"]) == {42}
    assert accuracies["bars"]["runs"].sum() == losses["bars"]["runs"].sum() == 16
    values = sorted(map(quality, state.outcomes))
    assert f"the worst {values[0]:.1%}, the best {values[-1]:.1%}" in words(page)
    assert "None of the 16 broke" in words(page)
    assert "16 networks are trained in one stack" in words(page)


def test_sixty_four_seeds_are_what_the_view_opens_with(open_page: Open):
    page = sound(open_page("training", **BASE))
    assert charts(page)[0]["curves"]["seed"].nunique() == 64
    assert "Seeds 0 to 63" in words(page)


@pytest.mark.parametrize(
    ("fixed", "words_of"), [({}, "each with points, first weights"), ({"data_seed": "3"}, "each with first")]
)
def test_what_the_seeds_change_is_said(fixed, words_of, open_page: Open):
    page = sound(open_page("training", **BASE, many="16 seeds", **fixed))
    assert words_of in words(page)
    assert ("a seed of its own" in words(page)) == bool(fixed)


def test_a_seed_opened_becomes_the_run_and_the_fan_stays(open_page: Open):
    page = open_page("training", **BASE, many="16 seeds")
    before = charts(page)[0]["curves"]
    button = next(found for found in page.button if found.label.startswith("Open the worst"))
    seed = int(button.label.split()[-1])
    button.click()
    sound(page.run())
    assert next(found for found in page.number_input if found.key == "seed").value == seed
    assert set(charts(page)[0]["own"]["seed"]) == {seed}
    assert charts(page)[0]["curves"].equals(before)


def test_a_grid_shows_every_cell_and_frames_the_run(open_page: Open):
    page = sound(open_page("training", **BASE, **GRID))
    state = train_many(grid(CONFIG, "lr", LRS, "seed", SEEDS))
    (cells,) = (chart["cells"] for chart in charts(page))
    assert cells["says"].tolist() == [f"{100 * quality(outcome):.1f}" for outcome in state.outcomes]
    framed = cells[cells["own"]]
    assert framed[["down", "across"]].to_numpy().tolist() == [["0.1", "42"]]
    box(page, "shown").set_value("test loss")
    sound(page.run())
    (losses,) = (chart["cells"] for chart in charts(page))
    assert losses["says"].tolist() == [f"{o.last.test_loss:.2g}" for o in state.outcomes]


def test_a_cell_chosen_by_the_keyboard_opens_as_the_run_and_the_grid_stays(open_page: Open):
    page = open_page("training", **BASE, **GRID)
    before = charts(page)[0]["cells"]
    box(page, "cell_row").set_value("0.3")
    box(page, "cell_column").set_value("46")
    page.run()
    page.button("open_cell").click()
    sound(page.run())
    assert box(page, "lr").value == "0.3"
    assert next(found for found in page.number_input if found.key == "seed").value == 46
    after = charts(page)[0]["cells"]
    assert after.drop(columns="own").equals(before.drop(columns="own"))
    assert after.loc[after["own"], ["down", "across"]].to_numpy().tolist() == [["0.3", "46"]]
    assert page.button("open_cell").disabled


def test_values_of_ones_own_make_the_grid_and_stay_in_the_link(open_page: Open):
    own = {"lr_values": "0.2, 0.1", "schedule_values": "cosine, constant, step"}
    page = sound(open_page("training", **BASE, many="a grid", across="schedule", **own))
    asked = ("lr", (0.2, 0.1), "schedule", ("cosine", "constant", "step"))
    (cells,) = (chart["cells"] for chart in charts(page))
    assert cells["says"].tolist() == [f"{100 * quality(o):.1f}" for o in train_many(grid(CONFIG, *asked)).outcomes]
    assert cells.loc[cells["own"], ["down", "across"]].to_numpy().tolist() == [["0.1", "constant"]]
    assert "6 networks are trained in one stack" in words(page)
    next(found for found in page.text_input if found.key == "lr_values").set_value("0.1, 0.3, 1")
    (cells,) = (chart["cells"] for chart in charts(sound(page.run())))
    assert list(dict.fromkeys(cells["down"])) == ["0.1", "0.3", "1"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("0.1, fast", "Learning rate values must be numbers with commas between, got 'fast'."),
     ("0.1, 50", "Learning rate must be from 0.00001 to 10, got 50")],
)  # fmt: skip
def test_values_that_cannot_be_are_refused_in_a_sentence_and_the_usual_ones_are_shown(typed, told, open_page: Open):
    page = sound(open_page("training", **BASE, many="a grid", across="width", lr_values=typed, width_values="2, 65"))
    first, second = (warning.value.replace("\\", "") for warning in page.warning)
    assert told in first
    assert first.endswith("The usual values are below.")
    assert "Width must be" in second
    (cells,) = (chart["cells"] for chart in charts(page))
    assert {"0.1", "1"} <= set(cells["down"])


def test_a_cell_that_broke_says_so(open_page: Open):
    page = open_page("training", **BASE | {"epochs": "60"}, **GRID, dataset="noisy sine", activation="ReLU",
                     batch_size="1")  # fmt: skip
    cells = charts(sound(page))[0]["cells"]
    assert {"✕"} == set(cells.loc[cells["word"] == "broke", "says"])
    assert "broke" in set(cells.loc[cells["down"] == "3", "word"])


def test_what_cannot_be_stacked_is_named(open_page: Open):
    page = open_page("training", **BASE, many="a grid", down="dropout", across="batch size")
    assert "cannot be stacked and are trained one after another: Dropout as chosen" in words(sound(page))


def test_too_much_at_once_is_refused_in_a_sentence_of_the_screen(open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("core.ensembles.limits.NUMBERS", Range(0, 900))
    page = sound(open_page("training", **BASE | {"epochs": "6"}, many="16 seeds"))
    (warning,) = page.warning
    assert warning.value.startswith("Numbers in data and networks of all networks together is")
    assert "choose fewer networks" in warning.value


def test_too_many_epochs_for_all_are_fewer_for_each_and_all_of_them_for_the_one_opened(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("core.ensembles.limits.WORK", Range(1, 16 * 30 * 17 * 3.5))
    page = sound(open_page("training", **BASE, many="16 seeds"))
    assert "each gets **3 epochs**, not 4" in words(page)
    state = train_many(fan(replace(CONFIG, seed=32, epochs=3), 16))
    curves = charts(page)[0]["curves"]
    assert curves.groupby("seed")["exact"].last().tolist() == [o.last.test_loss for o in state.outcomes]
    next(found for found in page.button if found.label.startswith("Open the worst")).click()
    sound(page.run())
    assert next(found for found in page.number_input if found.key == "epochs").value == 4
    page.segmented_control("many").set_value("a grid")
    assert "each gets **" in words(sound(page.run()))


def test_the_code_and_the_answer_are_written_when_opened(open_page: Open):
    page = sound(open_page("training", **BASE, many="16 seeds"))
    assert not page.code
    for key in ("many_code", "many_predict"):
        page.session_state[key] = True
    sound(page.run())
    assert "fan(config, 16)" in page.code[0].value
    assert "percentage points** of test accuracy apart" in words(page)


def test_runs_that_were_stopped_are_shown_as_they_are_and_gone_on_with(open_page: Open):
    configs = fan(replace(CONFIG, seed=32, epochs=50), 16)
    page = open_page("training", **BASE | {"epochs": "50", "behind": "Data"}, many="16 seeds")
    page.session_state["_many_paused"] = {configs: train_many(configs, lambda state: state.share < 0.1)}
    page.segmented_control("behind").set_value("Many at once")
    sound(page.run())
    assert "16 runs, stopped when" in words(page)
    assert charts(page)[0]["curves"]["epoch"].max() < 50 == charts(page)[0]["end"]["epoch"][0]
    next(found for found in page.button if found.label == "Go on with all").click()
    sound(page.run())
    assert "stopped when" not in words(page)
    assert charts(page)[0]["curves"]["epoch"].max() == 50
