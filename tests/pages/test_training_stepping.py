"""A run stopped at one of its moments and taken on batch by batch: each is told, and the whole is the run itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import load
from core.replay import beyond, replay
from core.training import TrainState, advance, start, train, within
from ui.components.replay.pack import pack
from ui.labs.training import reaching
from ui.labs.training.stepping import step_from
from ui.labs.training.views import VIEWS

Open = Callable[..., AppTest]
CONFIG = TrainConfig(
    dataset="spiral", n_samples=60, epochs=4, hidden=(5, 3), activation="Tanh", lr=0.1, batch_size=12, optimizer="Adam"
)
LINK: dict[str, Any] = {"n_samples": "60", "epochs": "4", "hidden": "5, 3", "batch_size": "12", "optimizer": "Adam"}


@pytest.fixture
def stopped(open_page: Open) -> Callable[..., AppTest]:
    """Return a function that opens the page with its run stopped after an epoch, as the time machine asks for it."""

    def run(epoch: int = 2, **more: Any) -> AppTest:
        page = open_page("training", **LINK | more)
        page.session_state["_step_from"] = (train(page.session_state["_good_config"]), epoch)
        return page.run()

    return run


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.warning
    return page


def said(page: AppTest) -> str:
    return "\n".join(part.value for part in [*page.markdown, *page.caption])


def kept(page: AppTest) -> TrainState:
    found: TrainState = page.session_state["_run_paused"][CONFIG]
    return found


def same(found: TrainState, wanted: TrainState) -> bool:
    """Whether two states are the same, bit for bit."""
    return (found.epoch, found.history) == (wanted.epoch, wanted.history) and all(
        repr(getattr(found, name)) == repr(getattr(wanted, name))
        and all(a.equal(b) for a, b in zip(found.weights.values(), wanted.weights.values(), strict=True))
        for name in ("weights", "gradients", "optimizer", "random")
    )


def test_batch_by_batch_the_page_tells_each_one_and_comes_to_the_next_epoch_of_the_run(stopped: Any):
    page, state = stopped(), advance(start(CONFIG), 2)
    assert "Stopped after epoch 2 of 4." in said(page)
    assert same(kept(page), state)
    for batch in (1, 2, 3):
        words, found = said(press(page, "One batch")), within(state, batch)
        done = batch == 3
        where = "after epoch 3 of 4." if done else f"in epoch 3 of 4, after batch {batch} of 3."
        assert f"Stopped {where}" in words
        losses = (found.own[1], found.after.train_loss)
        assert all(f"**{loss:.4f}**" in words for loss in losses)
        assert f"{len(found.rows)} of 30 training points, ringed at the last moment of the picture" in " ".join(
            words.split()
        )
        assert same(kept(page), advance(state, 1) if done else state)
    press(press(page, "One batch"), "One epoch")  # the rest of the last epoch
    assert "Stopped" not in said(page)
    assert "Batch" not in said(page)


@pytest.mark.parametrize("batches", [1, 2])
def test_from_inside_an_epoch_it_goes_on_as_the_run_that_nobody_stopped(stopped: Any, batches: int):
    page = stopped(1)
    for _ in range(batches):
        press(page, "One batch")
    assert same(kept(press(page, "One epoch")), advance(start(CONFIG), 2))
    assert "Batch" not in said(page)
    press(press(page, "One batch"), "Go on")
    assert "Stopped" not in said(page)
    with_run = press_behind(page, "Every epoch")
    assert with_run.dataframe[0].value["train_loss"].tolist() == [r.train_loss for r in train(CONFIG).history]


def press_behind(page: AppTest, view: str) -> AppTest:
    page.button_group(key="behind").set_value(view).run()
    assert not page.exception
    return page


@pytest.mark.parametrize("view", ["Code", "Health", "Mistakes", "One step"])
def test_inside_an_epoch_a_view_says_that_it_stands_at_the_last_whole_one(stopped: Any, view: str):
    told = "This is the run as it stood after epoch 1: the batches done in epoch 2 are not in it yet."
    page = press_behind(stopped(1), view)
    assert told not in said(page)
    assert told in said(press(page, "One batch"))
    assert "goes on from there, whichever moment is shown" in " ".join(said(page).split())
    assert told not in said(press(page, "One epoch"))


def test_the_epoch_under_way_can_be_looked_into_step_by_step(stopped: Any):
    page = press_behind(press(stopped(1), "One batch"), "One step")
    after = next(slider for slider in page.select_slider if slider.label == "After epoch")
    assert after.options == ["0", "1"]
    after.set_value("1").run()
    assert not page.exception
    page = press_behind(stopped(0), "One step")
    assert "After epoch" not in [slider.label for slider in page.select_slider]
    assert "There is no step to look into" not in said(page)


def test_a_full_batch_is_an_epoch(stopped: Any):
    words = said(press(stopped(1, batch_size="full"), "One batch"))
    assert "Stopped after epoch 2 of 4." in words
    assert "**Batch 1 of 1 in epoch 2**: all 30 training points" in words


def test_points_that_are_not_drawn_are_named(stopped: Any):
    page = stopped(1, dataset="iris", batch_size="50")
    config = page.session_state["_good_config"]
    rows = within(advance(start(config), 1), 1).rows
    words = " ".join(said(press(page, "One batch")).split())
    named = ", ".join(str(row + 1) for row in rows[:8])
    assert f"50 of {config.n_train} training points, numbers {named} and 42 more" in words


def test_what_is_asked_for_in_vain_is_forgotten(open_page: Open):
    page = open_page("training", **LINK)
    page.session_state["_step_from"] = (train(TrainConfig(epochs=2, n_samples=20)), 1)
    assert "Stopped" not in said(page.run())
    assert page.session_state["_step_from"] is None


def test_a_far_epoch_is_reached_in_slices(stopped: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reaching, "GLIMPSE", 0)
    page = stopped(3)
    assert "Stopped" not in said(page)
    assert "behind" not in [group.key for group in page.button_group]  # nothing but the picture meanwhile
    for _ in range(8):
        page.run()
    assert "Stopped after epoch 3 of 4." in said(page)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_opened_at_the_very_start_and_inside_an_epoch(stopped: Any, view: str):
    page = stopped(0, behind=view)
    assert "Stopped after epoch 0 of 4." in said(page)
    next(button for button in page.button if button.label == "One batch").click().run()
    assert "Stopped in epoch 1 of 4, after batch 1 of 3." in said(page)
    assert not page.exception
    assert ["never moved" in warning.value for warning in page.warning] == [True] * (view == "Loss landscape")


def test_the_film_tells_the_batch_and_rings_its_points():
    state, data = advance(start(CONFIG), 2), load(CONFIG)
    for batch in (1, 3):
        found = within(state, batch)
        shown = beyond(state, found) if batch < 3 else advance(state, 1)
        film = json.loads(json.dumps(pack(replay(shown), CONFIG, data, "a run", batch=found), default=repr))
        assert film["epochs"] == [0, 1, 2, 2 + batch / 3]
        assert film["history"]["epoch"] == [0, 1, 2, 2 + batch / 3]
        assert film["history"]["test_loss"][-1] == found.after.test_loss
        told = film["batch"]
        assert (told["epoch"], told["batch"], told["of"]) == (3, batch, 3)
        ringed = [film["points"][place][:2] for place in told["points"]]
        assert sorted(ringed) == sorted(
            [round(v, 5) for v in data.train.points[row].double().tolist()] for row in found.rows
        )


def test_nothing_is_asked_for_beyond_the_run(monkeypatch: pytest.MonkeyPatch):
    asked: list[Any] = []
    monkeypatch.setattr("ui.labs.training.stepping.remember", lambda _, value: asked.append(value))
    run = train(CONFIG)
    for epoch in (-1, 5, 0, 4):
        step_from(run, epoch)
    assert [epoch for _, epoch in asked] == [0, 4]
