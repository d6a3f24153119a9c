"""The Training page while it trains, in a browser: `python benchmarks/training_page.py`.

From the key press that asks for a new run to everything drawn, against the tutorial's loop over the same epochs; the
first picture of a long run, against a rerun of the floor app; epochs a second while a run is seen growing, against
TensorFlow Playground's 60 frames of one epoch each, and beside another learner's run; a third learner's control
meanwhile; frames a second while scrubbing; and what a film weighs. All in one run: a slow moment meets both sides.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from browser import STOPWATCH, browsing, floor_app, serving
from painted import idle, press, ready

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.steps import seconds, tutorial
from ui.controls.defaults import DEFAULTS

ROUNDS = 7
EPOCHS = 200
PEER = 60  # epochs a second that TensorFlow Playground shows at most
# The peer's own network: its circle, 4 and 2 neurons, batches of 10.
LIVE = "training?dataset=circle&hidden=4%2C+2&activation=Tanh&batch_size=10&lr=0.03&epochs=8000"
SHADOWS = "[...document.querySelectorAll('[data-testid^=stBidiComponent]')].map((part) => part.shadowRoot ?? part)"
WRITTEN = f"() => ['.numbers', '.formula'].map((part) => {SHADOWS}[0]?.querySelector(part)?.textContent)"
# Resolves with the milliseconds from the key press until the last epoch of the run is painted: numbers, map, curves
# and network, whose formula is written when it has been drawn. The frame that follows paints it, and then messages are
# read.
RACE = f"""([before, epochs]) => {{
  window.race = {{}};
  const root = {SHADOWS}[0], text = (part) => root.querySelector(part)?.textContent;
  addEventListener("keydown", () => {{
    const begun = performance.now(), {{ port1, port2 }} = new MessageChannel();
    race.took = new Promise((resolve) => {{
      setTimeout(() => resolve(null), 60000);
      port1.onmessage = () => resolve(performance.now() - begun);
      const written = new MutationObserver(() => {{
        const now = [".numbers", ".formula"].map(text);
        if (!now.every((told, part) => told && told !== before[part])) return;
        if (epochs && text(".epoch b") !== epochs) return;
        written.disconnect();
        requestAnimationFrame(() => port2.postMessage(null));
      }});
      written.observe(root, {{ subtree: true, childList: true, characterData: true }});
    }});
  }}, {{ capture: true, once: true }});
}}"""
SCRUB = f"""async () => {{
  const root = {SHADOWS}[0], slider = root.querySelector(".transport input"), begun = performance.now();
  let frames = 0;
  for (; frames < 120; frames++) {{
    slider.value = frames % (Number(slider.max) + 1);
    slider.dispatchEvent(new Event("input"));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }}
  return frames / (performance.now() - begun) * 1000;
}}"""


class Tab:
    """A learner on the Training page."""

    def __init__(self, browser: Any, url: str) -> None:
        """Open the page and wait for its first picture."""
        self.page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        self.weights: list[int] = []
        self.page.on("websocket", lambda socket: socket.on("framereceived", self.note))
        self.page.goto(url)
        self.page.get_by_role("slider", name="Epoch", exact=True).wait_for(timeout=60_000)

    def note(self, frame: Any) -> None:
        """Keep how much a message weighs."""
        self.weights.append(len(frame))

    def epoch(self) -> int:
        """Return the epoch shown."""
        return int(self.page.locator(".epoch b").inner_text())

    def asked(self, epochs: int | None) -> float:
        """Press "New weights"; return the milliseconds until the run is drawn: the last epoch, or anything."""
        button = self.page.get_by_role("button", name="New weights")
        button.focus()
        idle(self.page)
        self.page.evaluate(RACE, [self.page.evaluate(WRITTEN), "" if epochs is None else str(epochs)])
        button.press("Enter")
        took = self.page.evaluate("window.race.took")
        if took is None:
            raise SystemExit(f"{self.page.url} was not drawn within a minute")
        return float(took)

    def close(self) -> None:
        """Leave: the run pauses when nobody watches."""
        self.page.context.close()


def speed(tabs: list[Tab], wait: float = 4.0) -> list[float]:
    """Return the epochs a second that go by on each tab."""
    before, begun = [tab.epoch() for tab in tabs], time.perf_counter()
    tabs[0].page.wait_for_timeout(1000 * wait)
    return [(tab.epoch() - was) / (time.perf_counter() - begun) for tab, was in zip(tabs, before, strict=True)]


def drawn(browser: Any, url: str) -> tuple[float, float]:
    """Return seconds of the tutorial's loop and milliseconds from the key press to everything drawn, medians."""
    theirs, tab = tutorial(replace(DEFAULTS, epochs=EPOCHS)), Tab(browser, f"{url}/training?epochs={EPOCHS}")
    pairs = [(seconds(theirs, EPOCHS), tab.asked(EPOCHS)) for _ in range(ROUNDS)]
    tab.close()
    return statistics.median(t for t, _ in pairs), statistics.median(o for _, o in pairs)


def main() -> int:
    """Print the table; 1 where something is beyond its limit."""
    torch.set_num_threads(1)
    good = True

    def tell(what: str, value: float, limit: float, keeps: Callable[[float, float], bool]) -> None:
        nonlocal good
        good &= keeps(value, limit)
        print(f"{what:58} {value:8.3f} {'at most' if keeps is below else 'at least'} {limit:6.2f}", flush=True)

    with floor_app() as script, serving(script) as floor, serving("app.py") as ours, browsing() as browser:
        base_tab = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        base_tab.goto(floor)
        ready(base_tab, "Factor")
        base = statistics.median(
            press(base_tab, "Factor", ("ArrowRight", "ArrowLeft")[i % 2]) for i in range(2 * ROUNDS)
        )

        theirs, took = drawn(browser, ours)
        tell(f"{EPOCHS} epochs drawn / the tutorial's training alone", took / theirs / 1000, 0.25, below)

        one = Tab(browser, f"{ours}/training?epochs={EPOCHS}&hidden=8%2C+8%2C+8")
        one.page.get_by_role("button", name="Stop").wait_for(state="detached")
        tell("heaviest message of a run with 25 neurons, MB", max(one.weights) / 1e6, 1.0, below)
        tell("frames a second while scrubbing", one.page.evaluate(SCRUB), 30.0, above)
        one.close()

        long = Tab(browser, f"{ours}/{LIVE}&seed=1")
        first = statistics.median(long.asked(None) for _ in range(ROUNDS))
        tell("first picture of a long run / a rerun of the floor app", first / base, 3.0, below)
        long.close()

        alone = Tab(browser, f"{ours}/{LIVE}&seed=20")
        (single,) = speed([alone])
        tell("epochs a second while it trains / the peer's at most", single / PEER, 3.0, above)
        alone.close()

        two = [Tab(browser, f"{ours}/{LIVE}&seed={seed}") for seed in (30, 31)]
        tell("speed of the slower of two learners / of one", min(speed(two)) / single, 0.4, above)
        third = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        third.goto(f"{ours}/activations?lab=compare")
        ready(third, "Spread")
        third.evaluate(STOPWATCH)
        moves = [press(third, "Spread", ("ArrowRight", "ArrowLeft")[i % 2]) for i in range(2 * ROUNDS)]
        tell("a third's control meanwhile / the floor app", statistics.median(moves) / base, 2.0, below)
    return int(not good)


def below(value: float, limit: float) -> bool:
    """Tell whether a value keeps below its limit."""
    return value <= limit


def above(value: float, limit: float) -> bool:
    """Tell whether a value keeps above its limit."""
    return value >= limit


if __name__ == "__main__":
    sys.exit(main())
