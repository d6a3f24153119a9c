"""The network drawn inside the time machine: what the browser shows is what PyTorch found."""

import re
from typing import Any
from urllib.parse import quote

import pytest
import torch
from playwright.sync_api import Page, expect

from core.config import TrainConfig
from core.models import build
from core.training import TrainState, start, train

pytestmark = pytest.mark.browser

LINK = "training?dataset=circle&hidden=4%2C+2&epochs=40&activation=Tanh&batch_size=10&lr=0.1"
FORMULA = ".network .formula"
CHOICE = ".neurons select"
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"

ODD = "training?dataset=circle&activation=ReLU&lr=10&loss=MSE&n_samples=60&batch_size=5&epochs=3"
COLOURED = """(canvas) => {
  const { width, height } = canvas, copy = Object.assign(document.createElement("canvas"), { width, height });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(width / 2, 0, width / 2, height);
  const count = (more, less) => data.filter((_, i) => i % 4 === 0 && data[i + 3] > 60
    && data[i + more] > data[i + less] + 60).length;
  return { blue: count(2, 0), red: count(0, 2) };
}"""


@pytest.fixture(scope="module")
def run() -> TrainState:
    return train(
        TrainConfig(dataset="circle", hidden=(4, 2), epochs=40, activation="Tanh", batch_size=10, lr=0.1, seed=42)
    )


def opened(visitor: Any) -> Page:
    visitor.open(LINK)
    visitor.page.locator(FORMULA).get_by_text("output = ").wait_for()
    return visitor.page


def numbers(formula: str) -> list[float]:
    """The weights and the bias in what stands between the brackets."""
    terms = re.findall(r"([−]?) ?(\d+\.\d+)(?=·|$)", formula.split("(")[1].rstrip(")"))
    return [-float(size) if sign else float(size) for sign, size in terms]


def test_the_formula_of_a_neuron_holds_its_weights_and_bias_at_the_moment_shown(visitor, run):
    page = opened(visitor)
    page.locator(CHOICE).select_option("1,2")
    formula = page.locator(FORMULA)
    expect(formula).to_contain_text("h1.3 = Tanh(")
    for press, moment in (("Home", 0), ("End", -1)):
        before = formula.inner_text()
        page.locator(".transport input").press(press)
        weights = run.snapshots[moment].weights
        wanted = [*weights["0.weight"][2].tolist(), weights["0.bias"][2].item()]
        expect(page.locator(".replay .epoch b")).to_have_text(str(run.snapshots[moment].epoch))
        expect(formula).not_to_have_text(before)
        page.evaluate(FRAMES)  # the network is drawn one frame after the numbers
        assert numbers(formula.inner_text()) == pytest.approx(wanted, abs=6e-5)


def test_terms_whose_weight_is_0_are_left_out_of_the_formula_and_counted(visitor):
    gone = "; ".join(f"0: 0.weight[2,{i}]=0" for i in (0, 1)) + "; 0: 4.weight[0,1]=0"
    visitor.open(f"training?dataset=circle&hidden=4%2C+2&epochs=1&update=none&changes={quote(gone)}")
    page = visitor.page
    formula = page.locator(FORMULA)
    expect(formula).to_contain_text("·h2.1")
    expect(formula).not_to_contain_text("h2.2")
    expect(formula).to_contain_text("[left out: 1 term of weight 0]")
    page.locator(CHOICE).select_option("1,2")
    bias = start(TrainConfig(dataset="circle", hidden=(4, 2))).weights["0.bias"][2].item()
    sign = "−" if bias < 0 else ""
    expect(formula).to_have_text(f"h1.3 = Tanh({sign}{abs(bias):.4f})  [left out: 2 terms of weight 0]")


def test_what_is_no_number_is_drawn_as_neither_positive_nor_negative(visitor):
    visitor.open(ODD)
    page = visitor.page
    expect(page.locator(FORMULA)).to_contain_text("output = nan·h2.1 + nan·h2.2")
    expect(page.locator(".network .odd")).to_have_text("nan or infinite")
    canvas, tip = page.locator(".network canvas"), page.locator(".network .hover")
    inked = canvas.evaluate(COLOURED)
    assert inked["blue"] == 0
    assert inked["red"] > 1000
    canvas.hover(position={"x": canvas.bounding_box()["width"] - 33, "y": 198})
    expect(tip).to_have_text(re.compile(r"^weight h2\.\d+ → output: nan$"))
    page.locator(".output canvas").hover(position={"x": 150, "y": 150})
    expect(page.locator(".output .hover")).to_have_text("not a number (nan)")
    page.locator(".transport input").press("Home")
    expect(page.locator(FORMULA)).not_to_contain_text("nan")
    page.evaluate(FRAMES)
    assert canvas.evaluate(COLOURED)["blue"] > 0


def test_a_neuron_chosen_is_shown_large_with_its_own_output(visitor, run):
    page = opened(visitor)
    page.locator(CHOICE).select_option("2,1")
    expect(page.locator(".output figcaption")).to_have_text("What h2.2 makes of every input")
    canvas = page.locator(".output canvas")
    box = canvas.bounding_box()
    canvas.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
    told = page.locator(".output .hover")
    expect(told).to_contain_text("h2.2: ")
    width, height = box["width"] - 50, box["height"] - 46
    column, row = (int((box[side] / 2 - start) / size * 40) for side, start, size in
                   (("width", 42, width), ("height", 6, height)))  # fmt: skip
    place = torch.tensor([[-6 + 12 * (column + 0.5) / 40, 6 - 12 * (row + 0.5) / 40]])
    model = build(run.config)
    model.load_state_dict(run.weights)
    with torch.no_grad():
        wanted = model[:4](place)[0, 1].item()
    assert float(told.inner_text().split(": ")[1].replace("−", "-")) == pytest.approx(wanted, abs=2e-3)


def test_pointing_at_a_neuron_shows_it_and_a_tap_keeps_it(visitor):
    page = opened(visitor)
    canvas = page.locator(".network canvas")
    box = canvas.bounding_box()
    caption = page.locator(".output figcaption")
    canvas.hover(position={"x": 24, "y": box["height"] / 2 - 20})
    expect(caption).to_have_text("What x1 makes of every input")
    page.mouse.move(0, 0)
    expect(caption).to_have_text("How sure of each class, over all inputs")
    canvas.click(position={"x": 24, "y": box["height"] / 2 - 20})
    page.mouse.move(0, 0)
    expect(caption).to_have_text("What x1 makes of every input")
    canvas.click(position={"x": 24, "y": box["height"] / 2 - 20})
    page.mouse.move(0, 0)
    expect(caption).to_have_text("How sure of each class, over all inputs")


def test_scrubbing_moves_the_network_without_asking_the_server(visitor):
    sent: list[Any] = []

    def note(frame: Any) -> None:
        sent.append(frame)

    visitor.page.on("websocket", lambda socket: socket.on("framesent", note))
    page = opened(visitor)
    visitor.idle(1)
    before, asked = page.locator(FORMULA).inner_text(), len(sent)
    page.locator(".transport input").press("Home")
    expect(page.locator(FORMULA)).not_to_have_text(before)
    page.locator(".transport input").press("End")
    expect(page.locator(FORMULA)).to_have_text(before)
    assert len(sent) == asked
