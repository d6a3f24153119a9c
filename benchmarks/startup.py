"""From `streamlit run` to the first painted Home, against the floor app: `python benchmarks/startup.py`.

A fresh server each time, in turns; the clock starts before the process and stops at the first painted picture.
"""

import sys
import time
from collections.abc import Callable

from browser import browsing, floor_app, report, serving
from playwright.sync_api import Browser

MOST = 1.5
ROUNDS = 5
PAINTED = """() => [...document.querySelectorAll("[data-testid=stVegaLiteChart], [data-testid^=stBidiComponent]")]
  .some((part) => {
    const root = part.shadowRoot ?? part;
    const inked = [...root.querySelectorAll("canvas")].some((canvas) => canvas.width > 0 && canvas.height > 0 &&
      new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)
        .some((pixel, _, all) => pixel !== all[0]));
    return inked || root.querySelector("svg path[d], svg image") !== null;
  })"""


def start(browser: Browser, script: str) -> float:
    """Start a server, open its first page, return the milliseconds until something is painted."""
    begun = time.perf_counter()
    with serving(script) as url:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        page = context.new_page()
        page.goto(url)
        page.wait_for_function(PAINTED, timeout=60_000)
        took = 1000 * (time.perf_counter() - begun)
        context.close()
    return took


def main() -> int:
    """Print the table; 1 where Home is slower than the limit allows."""
    with floor_app() as floor, browsing() as browser:
        runs: dict[str, Callable[[], float]] = {
            "floor app": lambda: start(browser, floor),
            "Home": lambda: start(browser, "app.py"),
        }
        for run in runs.values():
            run()
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                times[name].append(run())
        return report(times, "floor app", {"Home": MOST})


if __name__ == "__main__":
    sys.exit(main())
