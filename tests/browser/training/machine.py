"""The time machine of a tab, as tests handle it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.training import TrainState

SMALL = "training?epochs=80&n_samples=60&hidden=4"
LONG: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 20, "hidden": (2,), "activation": "Tanh", "batch_size": 1, "epochs": 10_000,
}  # fmt: skip
LONG_LINK = "training?n_samples=20&hidden=2&batch_size=1&epochs=10000"
MINE = b"a,b,kind\n" + b"".join(f"{i},{i * i % 11},{'xyz'[i % 3]}\n".encode() for i in range(60))


class Machine:
    """The time machine of a tab, and every frame the tab sends to the server."""

    def __init__(self, visitor: Any) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.sent: list[Any] = []
        self.page.on("websocket", lambda socket: socket.on("framesent", self.note))
        self.slider = self.page.get_by_role("slider", name="Epoch", exact=True)
        self.picture = self.page.locator(".output canvas")
        self.curve = self.page.locator("[data-curve=loss] canvas")

    def note(self, frame: Any) -> None:
        self.sent.append(frame)

    def open(self, link: str) -> "Machine":
        self.visitor.open(link)
        self.slider.wait_for()
        self.page.get_by_role("button", name="Stop", exact=True).wait_for(
            state="detached"
        )  # grown, the page runs once more
        self.visitor.idle()
        return self

    def epoch(self, epoch: int) -> None:
        """Wait until this moment is shown."""
        self.page.locator(".epoch b").get_by_text(str(epoch), exact=True).wait_for(timeout=20_000)

    def now(self) -> int:
        return int(self.page.locator(".epoch b").inner_text())

    def numbers(self) -> dict[str, str]:
        names, values = (self.page.locator(f".numbers {tag}").all_inner_texts() for tag in ("dt", "dd"))
        return dict(zip(names, values, strict=True))

    def says(self, wanted: dict[str, str]) -> None:
        """Wait until these are the numbers shown."""
        self.page.wait_for_function(
            "(wanted) => JSON.stringify([...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot"
            " ? [...e.shadowRoot.querySelectorAll('.numbers dd')].map((d) => d.innerText) : []))"
            " === JSON.stringify(wanted)",
            arg=list(wanted.values()), timeout=60_000,
        )  # fmt: skip

    def pixels(self) -> str:
        return self.picture.evaluate("(canvas) => canvas.toDataURL()")

    def changed(self, before: str) -> str:
        """Wait until the picture is another one, and return it."""
        handle = self.picture.element_handle()
        self.page.wait_for_function(
            "([canvas, old]) => canvas.toDataURL() !== old", arg=[handle, before], timeout=10_000
        )
        return self.pixels()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Refuse any frame to the server meanwhile, and any run of the script."""
        self.visitor.idle()
        sent, runs = len(self.sent), self.page.evaluate("window.finishedRuns")
        assert sent > 0  # frames are seen at all
        yield
        assert self.page.evaluate("window.finishedRuns") == runs
        assert len(self.sent) == sent

    @contextmanager
    def more(self) -> Iterator[None]:
        """Open the settings that are touched rarely; close them in the end."""
        with self.visitor.rerun():  # opened and closed, it runs the script
            self.page.get_by_role("button", name="More settings").click()
        self.page.get_by_label("Train share").first.wait_for()
        yield
        with self.visitor.rerun():
            self.page.keyboard.press("Escape")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


def told(state: TrainState) -> dict[str, str]:
    """What the page says of the last moment of a run."""
    last = state.history[-1]
    return {
        "Train loss": f"{last.train_loss:.4f}",
        "Test loss": f"{last.test_loss:.4f}",
        "Train accuracy": f"{100 * last.train_accuracy:.1f} %",
        "Test accuracy": f"{100 * last.test_accuracy:.1f} %",
    }


def type_into(machine: Machine, label: str, text: str) -> None:
    box = machine.page.get_by_label(label, exact=True)
    with machine.visitor.rerun():
        box.fill(text)
        box.press("Enter")


def choose(machine: Machine, label: str, option: str) -> None:
    box = machine.page.get_by_role("combobox", name=label)
    box.scroll_into_view_if_needed()  # a list of options closes where the page scrolls under it
    machine.visitor.idle()
    box.click()
    with machine.visitor.rerun():
        machine.page.get_by_role("option", name=option, exact=True).click()


# The learner's own table.
def upload(machine: Machine, path: Path) -> None:
    with machine.page.expect_file_chooser() as chooser:
        machine.page.locator("[data-testid=stFileUploaderDropzone] button").last.click()
    with machine.visitor.rerun():
        chooser.value.set_files(path)
