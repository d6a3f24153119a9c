"""What the browser benchmarks share: servers, the floor app, and a stopwatch that runs inside the page."""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

# The least that an app with a control and a chart can do: bare Streamlit, one slider, one spec built beforehand.
FLOOR = """
import streamlit as st

SPEC = {
    "mark": "line", "height": 340,
    "encoding": {"x": {"field": "x", "type": "quantitative", "scale": {"domain": [0, 199]}},
                 "y": {"field": "y", "type": "quantitative", "scale": {"domain": [-10, 10]}}},
}
factor = st.slider("Factor", 0, 100, 50, key="factor", bind="query-params")
st.vega_lite_chart({**SPEC, "datasets": {}, "data": {"values": [
    {"x": x, "y": factor / 10 * (1 if x % 20 < 10 else -1)} for x in range(200)]}})
"""

# Resolves with the milliseconds from the key press to the first frame after a picture has changed: Vega wrote into a
# chart's SVG (or a new chart has taken its place) and it has marks, or a component of ours wrote into its shadow tree.
STOPWATCH = """() => {
  window.watch = {};
  const roots = () => [...document.querySelectorAll("[data-testid=stVegaLiteChart], [data-testid^=stBidiComponent]")]
    .map((part) => part.shadowRoot ?? part);
  const drawn = (root) => root.querySelector("svg path[d], svg image, canvas, [data-drawn]") !== null;
  addEventListener("keydown", () => {
    const begun = performance.now();
    watch.took = new Promise((resolve) => {
      let changed = false;
      const observer = new MutationObserver(() => { changed = true; });
      const before = roots();
      for (const root of before) {
        observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      }
      const look = () => {
        const now = roots();
        if ((changed || now.some((root, index) => root !== before[index])) && now.every(drawn)) {
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - begun));
        } else if (performance.now() - begun > 15000) resolve(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }, { capture: true });
}"""


@contextmanager
def serving(script: str) -> Iterator[str]:
    """Run an app with the project's settings; yield its address."""
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless=true", "--server.port=0",
               "--server.address=127.0.0.1", "--server.fileWatcherType=none"]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            output: Any = process.stdout
            yield next(found[1] for line in output if (found := re.search(r"URL: (http://127\.0\.0\.1:\d+)", line)))
        finally:
            process.terminate()
            process.communicate()  # read what it says at the end: on a closed pipe it would not end


@contextmanager
def floor_app() -> Iterator[str]:
    """Write the floor app to a file; yield its path."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "floor.py"
        script.write_text(FLOOR, encoding="utf-8")
        yield str(script)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def report(times: Mapping[str, Sequence[float]], floor: str, limits: Mapping[str, float]) -> int:
    """Print medians and their ratios to the floor's; return 1 where one is beyond its limit."""
    base, kept = statistics.median(times[floor]), True
    print(f"{'':34} {'median':>9} {'of floor':>9} {'at most':>8}")
    for name, values in times.items():
        ratio, most = statistics.median(values) / base, limits.get(name, 1.0)
        print(f"{name[:34]:34} {statistics.median(values):7.0f} ms {ratio:9.2f} {most:8.2f}")
        kept &= ratio <= most
    return int(not kept)
