"""What only a browser shows of a run's health: snapshots are chosen without the server."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

LINK = "training?epochs=60&n_samples=60&hidden=4&activation=ReLU&lr=3&behind=Health"


def test_a_snapshot_is_chosen_without_the_server_and_every_word_and_mark_follows(visitor: Any):
    page = visitor.open(LINK)
    title = page.locator("svg text").get_by_text("after epoch", exact=False)
    page.get_by_text("after epoch 60", exact=True).wait_for(timeout=20_000)
    visitor.painted()
    visitor.idle()
    runs = page.evaluate("window.finishedRuns")
    slider = page.locator("input[type=range][name=step]")
    before = page.locator("svg text").get_by_text("hidden layer 1: 8 weights").first.text_content()
    slider.evaluate("(e) => { e.value = 0; e.dispatchEvent(new Event('input', {bubbles: true})); }")
    page.get_by_text("after epoch 0", exact=True).wait_for(timeout=10_000)
    assert page.locator("input[name=step] + span").count() == 0  # no number of the snapshot beside the epoch
    for epoch in (1, 2):  # a click steps on, also from where the slider was put
        title.click()
        page.get_by_text(f"after epoch {epoch}", exact=True).wait_for(timeout=5_000)
    assert title.count() == 1
    assert page.locator("svg text").get_by_text("hidden layer 1: 8 weights").first.text_content() != before
    assert page.evaluate("window.finishedRuns") == runs
    assert page.locator("svg text").get_by_text("lowest test loss").count() >= 1


def test_the_view_fits_a_narrow_dark_screen(visit: Any):
    visitor = visit(width=420, scheme="dark")
    visitor.open(LINK)
    visitor.page.get_by_text("after epoch 60", exact=True).wait_for(timeout=20_000)
    assert visitor.sideways() == 0


def test_the_axes_of_a_run_that_exploded_are_short_and_no_two_ticks_of_one_share_a_label(visitor: Any):
    page = visitor.open(
        "training?dataset=noisy+sine&lr=5&activation=Tanh&loss=MSE&hidden=8&optimizer=Momentum&momentum=0.99"
        "&behind=Health"
    )
    page.get_by_text("after epoch 2", exact=True).wait_for(timeout=20_000)
    visitor.painted()
    axes = page.evaluate(
        """() => [...document.querySelectorAll("svg g.role-axis")].map((axis) =>
             [...axis.querySelectorAll(".role-axis-label text")].map((t) => t.textContent).filter(Boolean))"""
    )
    assert all(len(set(labels)) == len(labels) for labels in axes)
    assert all(len(label) <= len("−2.5\u00a0×\u00a010¹⁷") for labels in axes for label in labels)
    assert [label for labels in axes for label in labels if "× 10" in label], axes
    page.get_by_text(re.compile(r"×\u00a010[²³]. times")).wait_for()
