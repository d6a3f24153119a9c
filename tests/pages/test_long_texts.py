"""A text that is longer than a box takes: it stays in the box, and one sentence says why nothing came of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
UI = Path(__file__).resolve().parents[2] / "ui"
RUN = {"dataset": "spiral", "epochs": "2", "n_samples": "40"}
BOXES = [
    ("literal", {"lab": "create"}),
    ("called", {"lab": "create"}),
    ("size", {"lab": "create", "source": "ones"}),
    ("x", {"lab": "reshape"}),
    ("chain", {"lab": "reshape"}),
    ("x_is", {"lab": "storage", "tried": "your own"}),
    ("y_is", {"lab": "storage", "tried": "your own"}),
    ("guesses", {"lab": "storage"}),
    ("values", {"lab": "index"}),
    ("index", {"lab": "index"}),
    ("reply", {"lab": "index", "task": "random"}),
    ("numbers", {"lab": "reduce"}),
    ("a", {"lab": "matmul"}),
    ("equation", {"lab": "einsum"}),
    ("einsum_a", {"lab": "einsum"}),
    ("number", {"lab": "dtype", "about": "bits"}),
    ("calculation", {"lab": "dtype", "about": "breaks"}),
    ("multiply_a", {"lab": "errors", "error": "two batches multiplied"}),
    ("answer_1", {"lab": "exercises"}),
    ("solved", {"lab": "exercises"}),
    ("drawing", {"lab": "data"}),
    ("known", {"lab": "data", "data": "sentence"}),
    ("sentences", {"lab": "data", "data": "sentence"}),
    ("hidden", RUN),
    ("data_seed", RUN),
    ("changes", RUN),
    ("playground_seed", RUN | {"init": "uniform ±0.5"}),
]


def said(page: AppTest) -> Iterator[str]:
    """Yield what a page warns of, and the words of a refusal."""
    assert not page.exception, [error.message for error in page.exception]
    for warning in page.warning:
        yield str(warning.value).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize(("key", "settings"), BOXES, ids=[key for key, _ in BOXES])
def test_a_text_that_is_too_long_stays_and_gets_its_sentence(
    key: str, settings: dict[str, str], open_page: Open
) -> None:
    page = open_page("tensors" if "lab" in settings else "training", **settings)
    assert not [*said(page)]
    (box,) = [box for box in [*page.text_input, *page.text_area] if box.key == key]
    text = "1" * 2345
    box.set_value(text).run()
    (sentence,) = said(page)
    assert "2,345" in sentence or repr(text)[:5] in sentence
    (box,) = [box for box in [*page.text_input, *page.text_area] if box.key == key]
    assert box.value == text


def test_no_box_drops_what_is_too_long_without_a_word() -> None:
    """Streamlit's own limit lets a paste that is too long vanish."""
    assert not [path.name for path in UI.rglob("*.py") if "max_chars=" in path.read_text(encoding="utf-8")]
