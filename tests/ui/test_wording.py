"""The core's sentences in the words of the screen."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import EPOCHS, LR, SEED, TrainConfig
from core.errors import ConfigError
from ui.wording import LABELS, grouped, on_screen, span, written


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("lr must lie in [1e-05, 10], got 99.0", "Learning rate must be from 0.00001 to 10, got 99.0"),
        ("noise must be a whole number in [20, 2000], got 5", "Noise must be a whole number from 20 to 2,000, got 5"),
        (
            "hidden must be a tuple of at most 8 layer sizes, got (9, 9)",
            "Hidden layers must be at most 8 layer sizes, got 9, 9",
        ),
        ("hidden (64,) makes 29,377 parameters", "Hidden layers 64 make 29,377 parameters"),
        ("epochs x samples x parameters is 2.5e+10; at most",
         "Epochs x samples x parameters is 2.5\u00a0×\u00a010¹⁰; at most"),
        ("the column holds '1e-05' and weight_decay 0", "the column holds '1e-05' and weight decay 0"),
        ("a link has no place for lr 3", "a link has no place for learning rate 3"),
        ("zero_grad() is a method", "zero_grad() is a method"),
        ("Row 3 has 2 cells where the header has 3", "Row 3 has 2 cells where the header has 3"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_put_in_the_words_of_the_screen(sentence, shown):
    assert on_screen(sentence) == shown


@pytest.mark.parametrize(
    "bad",
    [{"epochs": 0}, {"seed": -1}, {"lr": 99.0}, {"hidden": (9,) * 9}, {"hidden": (999,)}, {"n_samples": 5},
     {"weight_decay": 9.0}, {"train_share": 2.0}, {"init_scale": 99.0}, {"regularization_rate": 99.0},
     {"update": "by hand", "optimizer": "Adam"}, {"batch_size": 0}, {"hidden": (64,) * 8}],
    ids=str,
)  # fmt: skip
def test_no_refusal_keeps_a_name_of_the_code(bad):
    with pytest.raises(ConfigError) as caught:
        TrainConfig(dataset="spiral", **bad)
    shown = on_screen(str(caught.value))
    assert not re.search(r"\w_\w|\d+e[+-]?\d|\[|\blr must|^[a-z]", shown), shown


@pytest.mark.parametrize(
    "typed", ["+1e5", "1e5", "-2e-7x", "batch_size", "a 'b' 1e5", 'it"s 1e5', "must lie in [1, 2e9]"]
)
def test_what_a_learner_typed_is_quoted_as_it_was_typed(typed):
    said = on_screen(f"batch_size must be a whole number in [1, 5000], got {typed!r}")
    assert said == f"Batch size must be a whole number from 1 to 5,000, got {typed!r}"


def test_limits_are_written_in_plain_numbers():
    assert [span(limits) for limits in (LR, EPOCHS, SEED)] == ["0.00001 to 10", "1 to 10,000", "0 to 2,147,483,647"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_out_exactly(value):
    assert float(written(value)) == value
    assert float(grouped(value).replace(",", "")) == value
    assert "e" not in written(value)


def test_the_labels_are_those_on_the_screen():
    controls = "".join(path.read_text(encoding="utf-8") for path in Path("ui/controls").glob("*.py"))
    missing = [label for label in LABELS.values() if f'"{label}"' not in controls]
    assert missing == ["Regularization rate"]  # beside "Regularization" the screen says "Its rate"
