"""A real browser on a real server.

Fixtures: `server` (fresh for each test file), `visitor` (a tab of 1400x900, light, on that server), `visit` (more
tabs: narrow, dark, with their own session), `serve` (another app on a server of its own).
A tab that met an error in its console, a failed request or one to another machine fails its test, and so does a server
whose log holds anything but its greeting. Nothing here skips: without Chromium these tests fail.
"""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
GREETING = re.compile(r"^\s*$|Uvicorn server started on|You can now view your Streamlit app|^\s*URL: |^\s*Stopping")

# Counts the runs that ended by the server's own message (field 6 of its ForwardMsg, script_finished): a short run
# begins and ends between two frames of the page, so that its state attribute never changes.
COUNT_RUNS = """
window.finishedRuns = 0;
const varint = (bytes, at) => {
  let value = 0, shift = 0;
  for (;; at += 1, shift += 7) {
    value += (bytes[at] & 127) * 2 ** shift;
    if (bytes[at] < 128) return [value, at + 1];
  }
};
const fields = (bytes) => {
  const found = [];
  for (let at = 0, tag, size; at < bytes.length; at += size) {
    [tag, at] = varint(bytes, at);
    found.push(tag >> 3);
    size = 0;
    if ((tag & 7) === 2) [size, at] = varint(bytes, at);
    else if ((tag & 7) === 0) [, at] = varint(bytes, at);
    else size = (tag & 7) === 1 ? 8 : 4;
  }
  return found;
};
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", async ({data}) => {
      const bytes = new Uint8Array(data instanceof Blob ? await data.arrayBuffer() : data);
      if (!fields(bytes).includes(6)) return;
      requestAnimationFrame(() => requestAnimationFrame(() => { window.finishedRuns += 1; }));
    });
  }
};
"""
IDLE = """(runs) => {
  const app = document.querySelector("[data-testid=stApp]");
  return app !== null && window.finishedRuns >= runs
    && app.dataset.testConnectionState === "CONNECTED"
    && app.dataset.testScriptState === "notRunning"
    && document.querySelector("[data-stale=true], [data-testid=stSkeleton]") === null;
}"""
PAINTED = """() => {
  const scratch = Object.assign(document.createElement("canvas"), {width: 200, height: 200});
  const pixels = (canvas) => {
    const context = scratch.getContext("2d", {willReadFrequently: true});
    context.clearRect(0, 0, 200, 200);
    context.drawImage(canvas, 0, 0, 200, 200);
    return new Uint32Array(context.getImageData(0, 0, 200, 200).data.buffer);
  };
  const marked = (part) => [...part.querySelectorAll("canvas")].some((canvas) => canvas.width > 0
      && canvas.height > 0 && pixels(canvas).some((pixel, _, all) => pixel !== all[0]))
    || part.querySelector("svg path[d], svg image, svg circle, svg rect, [data-drawn]") !== null;
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((part) => part.checkVisibility());
  const charts = seen("[data-testid=stVegaLiteChart]");
  const components = seen("[data-testid^=stBidiComponent]").map((part) => part.shadowRoot ?? part);
  return charts.every(marked) && [...charts, ...components].some(marked);
}"""


class Server:
    """One Streamlit server, with everything it printed."""

    def __init__(self, script: str) -> None:
        command = [sys.executable, "-W", "default", "-m", "streamlit", "run", script, "--server.headless=true"]
        command += ["--server.address=127.0.0.1", "--server.port=0", "--server.fileWatcherType=none"]
        self.lines: list[str] = []
        self.url = ""
        self._up = threading.Event()
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._up.wait(120)
        assert self.url, f"the server did not come up: {self.lines}"

    def _read(self) -> None:
        for line in self._process.stdout:
            self.lines.append(line.rstrip())
            found = re.search(r"URL: (http://127\.0\.0\.1:\d+)", line)
            if found:
                self.url = found[1]
                self._up.set()
        self._up.set()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join(20)
        self._process.stdout.close()

    def complaints(self) -> list[str]:
        """Everything in the log but the greeting and the goodbye."""
        return [line for line in self.lines if not GREETING.search(line)]


class Visitor:
    """One tab, which remembers everything that went wrong in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        page.add_init_script(COUNT_RUNS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        # A deep link makes Streamlit ask for PAGE/_stcore/..., which is its own 404; other statuses: see _response.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"a request to another machine: {request.url}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the tab itself gave it up, as its page or picture was left
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Any) -> None:
        if response.status >= 400 and "/_stcore/" not in response.url:
            self.complaints.append(f"HTTP {response.status}: {response.url}")

    def open(self, path: str = "") -> Page:
        """Go to a page by its address (a cold deep link for this tab) and wait until its script has run."""
        self.page.goto(f"{self.url}/{path}")
        self.idle(1)
        return self.page

    def idle(self, runs: int = 0) -> None:
        """Wait until at least `runs` runs have ended since the page was loaded, and none is going on."""
        self.page.wait_for_function(IDLE, arg=runs, timeout=30_000)

    @contextmanager
    def rerun(self) -> Iterator[None]:
        """Wait, after the body's actions, until the script has run once more."""
        before = self.page.evaluate("window.finishedRuns")
        yield
        self.idle(before + 1)

    def painted(self) -> None:
        """Wait until every chart in sight has marks, and there is at least one, or a component that has drawn."""
        self.page.wait_for_function(PAINTED, timeout=20_000)

    def setting(self, name: str) -> str | None:
        """Read a setting from the address bar."""
        return self.page.evaluate("(name) => new URLSearchParams(location.search).get(name)", name)

    def sideways(self) -> int:
        """Return by how many pixels the page can be scrolled sideways."""
        return self.page.evaluate(
            """() => Math.max(...[document.documentElement, document.querySelector("[data-testid=stMain]")]
                 .filter(Boolean).map((e) => e.scrollWidth - e.clientWidth))"""
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the browser tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@contextmanager
def _served(script: str) -> Iterator[Server]:
    started = Server(script)
    try:
        yield started
    finally:
        started.stop()
    assert started.complaints() == []


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., Server]]:
    """Return a function that starts another server: `serve("app.py")`; it runs until the file's tests are done."""
    with ExitStack() as servers:
        yield lambda script="app.py": servers.enter_context(_served(str(script)))


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    return serve()


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a tab: `visit(width=420, scheme="dark")`, `visit(server=another)`."""
    tabs: list[Visitor] = []

    def open_tab(*, width: int = 1400, height: int = 900, scheme: Any = "light", server: Any = None) -> Visitor:
        url = (server or request.getfixturevalue("server")).url
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        tabs.append(Visitor(context.new_page(), url))
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.page.context.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """A tab of 1400x900 in light mode."""
    return visit()
