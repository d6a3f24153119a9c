"""What the tests of the training page read off it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.script import training_script
from core.training import train

Open = Callable[..., AppTest]
# A base that trains at once; the spiral of the page with fewer points and epochs.
BASE: dict[str, Any] = {"n_samples": "60", "epochs": "3"}
SPIRAL: dict[str, Any] = {
    "dataset": "spiral", "n_samples": 60, "epochs": 3, "hidden": (16, 16), "activation": "Tanh", "lr": 0.1,
    "batch_size": 25,
}  # fmt: skip


def widget(page: AppTest, key: str) -> Any:
    groups = (page.selectbox, page.number_input, page.slider, page.multiselect, page.text_input, page.toggle)
    return next(found for group in groups for found in group if found.key == key)


trained = cache(train)


def film(page: AppTest) -> dict[str, Any]:
    """What the time machine got; of its pictures, from where to where their bytes go."""
    got = page.get("bidi_component")[0].proto.bytes
    end = 4 + int.from_bytes(got[:4], "little")
    return {"size": len(got) - end} | json.loads(got[4:end])


def sound(page: AppTest) -> AppTest:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error
    return page


def shows(page: AppTest, config: TrainConfig) -> None:
    """The page shows this run: its code, and its numbers in the time machine."""
    sound(page)
    assert page.code[0].value == training_script(config).strip()
    history = film(page)["history"]
    expected = [trained(config).history[epoch] for epoch in history["epoch"]]
    assert history["train_loss"] == [record.train_loss for record in expected]
    assert history["test_loss"] == [record.test_loss for record in expected]


def refused(page: AppTest, *words: str) -> str:
    """The page says one sentence with these words."""
    sound(page)
    (warning,) = page.warning
    assert "\n" not in warning.value
    read = warning.value.replace("\\", "").replace(
        "\u2060", ""
    )  # as it is read, without what keeps it from being markup
    for word in words:
        assert word in read
    return warning.value


OTHERS = {"hidden": (16, 16), "activation": "Tanh", "lr": 0.1, "batch_size": 25}


def upload(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader(key="upload").upload(name, content, "text/csv")
    return page.run()
