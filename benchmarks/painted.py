"""From a key press to the painted chart, for a cached change on each page: `python benchmarks/painted.py`.

Each page against the floor app, in turns, the two alone in one browser; every value was on the screen before, so that
it is in the cache. The stopwatch runs in the page: it starts at the key press and ends with the frame after the
picture changed.
"""

import statistics
import sys
from typing import Any

from browser import STOPWATCH, browsing, floor_app, serving

MOST = 1.5
LABS_OF_TENSORS = 2.0  # at their limits
ROUNDS = 15
SETTLED = """() => new Promise((resolve) => {
  const wait = (frames) => requestAnimationFrame(() => (frames ? wait(frames - 1) : resolve(null)));
  wait(6);
})"""
AT_END = """(end) => {
  const last = [...document.querySelectorAll("[role=listbox] [role=option]")].at(end);
  return last !== undefined && document.activeElement.getAttribute("aria-activedescendant") === last.id;
}"""
Control = str | tuple[str, ...]
# Page, and the control that is moved one step and back by arrow keys: a slider, or a list, which is
# open by then and goes to its end and back; or two buttons of a row, which are chosen in turns; or a text field and
# two texts, each there before it is sent.
CONTROLS: dict[str, Control] = {
    "activations?lab=neuron": "Weight",
    "activations?lab=compare": "Spread",
    "gradient_descent": "Learning rate",
    "gradient_descent?lab=race": "Momentum",
    "tensors?lab=create&source=ones&size=6, 16": "dtype",
    "tensors?lab=data&made=photo&pixels=11": ("0 to 1", "-1 to 1"),
    "tensors?lab=data&data=sound": "Pitch in Hz",
    "tensors?lab=index&values=4x4x4&index=x[...]": ("y.fill_(0)", "x[...] = 0"),
    "tensors?lab=storage&tried=your own&x_is=torch.arange(28.).reshape(4, 7)&y_is=x.T.clone()&written=5": "into",
    "tensors?lab=exercises": "Exercise",
    "tensors?lab=reshape": "Examples",
    "tensors?lab=errors&kind=device": "What broke?",
    "tensors?lab=reduce&numbers=4x4x4": ("0", "1"),
    "tensors?lab=matmul&a=8x8&b=8x8": ("A", "7x8", "8x8"),
    "tensors?lab=einsum&einsum_a=8x8&einsum_b=8x8&equation=ij,jk->ik": ("Equation", "ij,jk->ki", "ij,jk->ik"),
    "tensors?lab=dtype": "dtype of A",
    "tensors?lab=dtype&about=breaks&times=19900": "so many times",
    "tensors?lab=dtype&about=memory": "Numbers in the model",
    "tensors?lab=seed": "Numbers in each tensor",
    "tensors?lab=seed&ask=Why+start+random%3F": ("all alike", "random"),
    "training?epochs=50": "Activation",
    "save_load": "Epochs",
}


def limit(name: str) -> float:
    """Return how many times the floor app's time a page may take."""
    return LABS_OF_TENSORS if name.startswith("tensors?") and name != "tensors?lab=seed" else MOST


def ready(page: Any, label: Control) -> None:
    """Wait for the first picture, start the stopwatch, warm both values of the control."""
    control(page, label).wait_for(timeout=60_000)
    idle(page)
    page.evaluate(STOPWATCH)
    for key in ("ArrowRight", "ArrowLeft") * 2:
        press(page, label, key)


def idle(page: Any) -> None:
    """Wait until the page's script has run."""
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'", timeout=60_000
    )


def control(page: Any, label: Control, key: str = "ArrowRight") -> Any:
    """Return the control of this name; of two buttons the one whose turn it is."""
    if isinstance(label, str):
        return page.get_by_role("slider", name=label).or_(page.get_by_role("combobox", name=label)).first
    if len(label) == 3:
        return page.get_by_role("textbox", name=label[0], exact=True)
    return page.get_by_role("radio", name=label[key == "ArrowRight"], exact=True).first


def press(page: Any, label: Control, key: str) -> float:
    """Move a control one step by a key; return the milliseconds until the picture has changed."""
    idle(page)
    control(page, label, key).focus()
    if not isinstance(label, str):
        if len(label) == 3:
            control(page, label).fill(label[2 - (key == "ArrowRight")])
        key = "Enter"
    elif control(page, label).get_attribute("role") == "combobox":
        page.keyboard.press("ArrowDown")
        page.get_by_role("listbox").wait_for()
        page.keyboard.press({"ArrowRight": "End", "ArrowLeft": "Home"}[key])
        page.wait_for_function(AT_END, arg={"ArrowRight": -1, "ArrowLeft": 0}[key])
        key = "Enter"
    page.evaluate(SETTLED)  # else what the last press still draws would stop the watch of this one
    page.keyboard.press(key)
    took = page.evaluate("window.watch.took")
    if took is None:
        raise SystemExit(f"{page.url}: {key} changed no picture within 15 s")
    return float(took)


def turns(browser: Any, floor: str, url: str, label: Control) -> tuple[float, float]:
    """Return the median milliseconds of the floor app and of a page, moved in turns, with no other page open."""
    tabs = {}
    for address, moved in ((floor, "Factor"), (url, label)):
        page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        page.goto(address)
        ready(page, moved)
        tabs[page] = moved
    times: list[list[float]] = [[], []]
    for number in range(2 * ROUNDS):
        for took, (page, moved) in zip(times, tabs.items(), strict=True):
            page.bring_to_front()
            took.append(press(page, moved, ("ArrowRight", "ArrowLeft")[number % 2]))
    for page in tabs:
        page.context.close()
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> int:
    """Print the table; 1 where a page is slower than the limit allows."""
    kept = True
    with floor_app() as script, serving(script) as floor, serving("app.py") as ours, browsing() as browser:
        print(f"{'':40} {'floor app':>9} {'page':>9} {'ratio':>6} {'at most':>8}")
        for name, label in CONTROLS.items():
            base, took = turns(browser, floor, f"{ours}/{name}", label)
            kept &= took / base <= limit(name)
            row = f"{base:6.0f} ms {took:6.0f} ms {took / base:6.2f} {limit(name):8.2f}"
            print(f"{name[:40]:40} {row}", flush=True)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
