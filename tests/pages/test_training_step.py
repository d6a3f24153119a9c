"""The view of one step: its numbers are those of the X-ray, its claims are measured, its settings are in the link."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.training import advance, start
from core.xray import STAGES, accumulate, step_of, step_script
from ui.charts.xray import COLUMNS, ROWS, tensors_of, xray_frames
from ui.labs.training import reaching
from ui.labs.training.views.step_numbers import numbers_frame

Open = Callable[..., AppTest]
BASE: dict[str, Any] = {"n_samples": "60", "epochs": "4", "hidden": "5, 3", "behind": "One step"}
CONFIG = TrainConfig(dataset="spiral", n_samples=60, epochs=4, hidden=(5, 3), activation="Tanh", lr=0.1, batch_size=25)


def said(page: AppTest) -> str:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.warning
    return " ".join(part.value for part in page.markdown)


@pytest.mark.parametrize("stage", STAGES)
def test_a_link_opens_the_step_the_stage_and_the_numbers_of_the_run(stage: str, open_page: Open):
    page = open_page("training", **BASE, stage=stage, step_epoch="2", step_batch="2", step_layer="output layer")
    words = said(page)
    xray = step_of(advance(start(CONFIG), 2), 2)
    assert page.dataframe[0].value.equals(numbers_frame(xray, stage))
    claims = {
        "forward": "`torch.equal` says so for 6 of 6", "loss": "wrong the 5 answers are: **0.",
        "zero_grad": "equal to before: 6 of 6",
        "backward": "**6 of 6**; `data_ptr()` and `_version` are as before for 6 of 6",
        "step": "37 of 37 numbers moved",
    }  # fmt: skip
    assert claims[stage] in " ".join(words.split())
    assert ("bit for bit? **True**" in words) == (stage == "step")
    assert page.code[0].value


def test_the_controls_move_the_step(open_page: Open):
    page = open_page("training", **BASE)
    words = said(page)
    assert "`.grad` holds None" in words
    page.button_group(key="stage").set_value("step")
    page.select_slider(key="step_epoch").set_value(3)
    page.number_input(key="step_batch").set_value(2).run()
    assert "last batch of epoch 4" in said(page)
    assert page.dataframe[0].value.equals(numbers_frame(step_of(advance(start(CONFIG), 3), 2), "step"))
    page.select_slider(key="step_epoch").set_value(1).run()  # back again
    assert page.dataframe[0].value.equals(numbers_frame(step_of(advance(start(CONFIG), 1), 2), "step"))


def test_a_step_that_is_far_is_reached_in_slices(open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reaching, "GLIMPSE", 0)
    page = open_page("training", **BASE | {"epochs": "40"}, step_epoch="33")
    assert not page.dataframe
    for _ in range(20):
        if page.dataframe:
            break
        page.run()
    said(page)
    far = step_of(advance(start(replace(CONFIG, epochs=40)), 33), 1)
    assert page.dataframe[0].value.equals(numbers_frame(far, "forward"))


def test_a_bad_link_falls_back_to_the_first_step(open_page: Open):
    page = open_page(
        "training", **BASE, stage="sideways", step_epoch="99", step_batch="-3", step_layer="7", tensor="?"
    )
    assert not page.exception
    assert all(name in page.warning[0].value for name in ("Stage", "After epoch", "Batch", "Layer", "All numbers of"))
    assert page.dataframe[0].value.equals(numbers_frame(step_of(start(CONFIG), 1), "forward"))


def test_a_smaller_run_drops_the_step_it_no_longer_has(open_page: Open):
    page = open_page("training", **BASE, step_epoch="3", step_batch="2", step_layer="hidden layer 2", stage="loss")
    page.number_input(key="epochs").set_value(2)
    page.text_input(key="hidden").set_value("")
    next(box for box in page.selectbox if box.key == "batch_size").set_value("full")
    page.run()
    said(page)
    assert page.dataframe[0].value["Tensor"].tolist()[:2] == ["loss", "x"]


def test_gradients_add_up_and_the_script_is_that_of_the_step(open_page: Open):
    page = open_page("training", **BASE, step_epoch="2")
    page.session_state["step_answer"] = page.session_state["step_script"] = True
    words = said(page.run())
    together = accumulate(advance(start(CONFIG), 2), 1).together["4.weight"].flatten()[0].item()
    assert f"**{together:.6g}**" in words
    assert "for all 6 parameters: **True**" in words
    assert page.code[1].value == step_script(CONFIG, 2, 1).strip()
    assert "This is the very first step" not in words


def test_what_a_run_leaves_out_is_said(open_page: Open):
    page = open_page("training", **BASE, zero_grad="false", update="none", stage="zero_grad", step_batch="2")
    assert "leaves it out: `.grad` still holds the gradients of the step before" in said(page)
    page.button_group(key="stage").set_value("step").run()
    assert "no weight moves. 6 of 6 are equal" in said(page)


def test_all_numbers_of_one_tensor_can_be_read(open_page: Open):
    page = open_page("training", **BASE, tensor="2.weight")
    said(page)
    weight = start(CONFIG).weights["2.weight"]
    assert page.dataframe[1].value.astype(float).to_numpy() == pytest.approx(weight.numpy(), rel=1e-5)


def test_the_tiles_of_a_layer_are_cut_and_those_that_changed_are_solid():
    config = TrainConfig(dataset="spiral", hidden=(40, 3), epochs=1, optimizer="Adam")
    xray = step_of(start(config), 1)
    assert [seen.name for seen in tensors_of(xray, 1)][:5] == ["a1", "2.weight", "2.bias", "z2", "a2"]
    frames = xray_frames(xray, "step", 1)
    titles, cells = frames["titles"], frames["cells"]
    assert titles["more"].tolist()[:2] == [f"first {ROWS} × {COLUMNS}", f"new, first 3 × {COLUMNS}"]
    solid = cells.groupby("tile")["solid"].agg(["min", "max"])
    new = titles[titles["more"].str.startswith("new")].index
    assert (solid.loc[new] == 1).all(axis=None)
    assert (solid.drop(new) < 1).all(axis=None)
    assert len(cells) < 3072
    assert "does not exist yet" in xray_frames(xray, "forward", 1)["titles"]["note"].tolist()


def test_the_columns_before_and_after_have_room_for_the_longest_numbers_and_the_name_stays(open_page: Open):
    (table, *_) = open_page("training", **BASE).dataframe
    columns = json.loads(table.proto.columns)
    longest = max(len(text) for name in ("Before", "After") for text in table.value[name])
    assert columns["Tensor"]["pinned"]
    assert columns["Before"]["width"] == columns["After"]["width"] >= 6.5 * longest
