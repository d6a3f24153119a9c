"""Values of a grid's side as they are typed: read, put in order, or refused in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import TrainConfig
from core.ensembles import VARIED, grid, offered, own_value, read_values, values_of
from core.ensembles.listed import FULL, LISTED, LISTED_TEXT
from core.errors import ConfigError

CONFIG = TrainConfig(dataset="spiral", hidden=(4, 4), optimizer="Momentum", regularization="L2",
                     regularization_rate=0.01, init="normal", batch_size=10)  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "text", "values"),
    [
        ("lr", "0.001, 0.01, 0.1", (0.001, 0.01, 0.1)),
        ("lr", " 1,1e-3 ,, 0.5,1.0", (1.0, 0.001, 0.5)),
        ("batch_size", "Full, 7", (None, 7)),
        ("batch_size", "1000, full, 250, 249", (None, 249)),  # of 250 points
        ("width", "3,64", (3, 64)),
        ("activation", "relu, tanh", ("ReLU", "Tanh")),
        ("schedule", "Cosine", ("cosine",)),
        ("lr", " , ", ()),
        ("lr", "", ()),
    ],
)
def test_values_are_read_in_their_order_each_one_once(setting, text, values):
    assert read_values(CONFIG, setting, text) == values


def test_what_is_offered_can_be_typed():
    for setting in offered(CONFIG):
        values = values_of(CONFIG, setting)
        text = ", ".join(FULL if value is None else str(value) for value in values)
        assert read_values(CONFIG, setting, text) == values
    asked = grid(CONFIG, "lr", read_values(CONFIG, "lr", "0.2, 0.4"), "depth", read_values(CONFIG, "depth", "1, 3"))
    assert [(own_value(c, "lr"), own_value(c, "depth")) for c in asked] == [(0.2, 1), (0.2, 3), (0.4, 1), (0.4, 3)]


@pytest.mark.parametrize(
    ("setting", "text", "words"),
    [
        ("lr", "0.1, fast", "lr values must be numbers with commas between, got 'fast'"),
        ("lr", "0.1 0.2", "lr values must be numbers with commas between, got '0.1 0.2'"),
        ("lr", "0.1, 50", "lr must lie in [1e-05, 10], got 50"),
        ("lr", "nan", "lr values must be numbers with commas between, got 'nan'"),
        ("width", "2.5", "width values must be whole numbers with commas between, got '2.5'"),
        ("width", "9" * 190, "width must be a whole number in [1, 64]"),
        ("seed", "-1", "seed must be a whole number in"),
        ("optimizer", "SGD, LBFGS", "optimizer must be one of"),
        ("loss", "mse, Cross entropy", "loss must be one of"),
        ("lr", ",".join(["1"] * 17), "lr may have at most 16 values in a grid, got 17"),
        ("lr", "1" * 201, "lr values may have at most 200 characters, got 201"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(setting, text, words):
    with pytest.raises(ConfigError) as caught:
        read_values(CONFIG, setting, text)
    assert words in str(caught.value)


@given(st.sampled_from(list(VARIED)), st.text(max_size=int(LISTED_TEXT.high) + 5))
def test_any_text_is_a_bounded_list_or_refused(setting, text):
    try:
        values = read_values(CONFIG, setting, text)
    except ConfigError:
        return
    assert len(values) <= LISTED.high


@pytest.mark.parametrize("setting", ["lr", "width"])
@pytest.mark.parametrize("text", ["1_0", "１０", "٣", "nan", "inf"])
def test_values_are_written_in_plain_digits(setting: str, text: str) -> None:
    with pytest.raises(ConfigError):
        read_values(CONFIG, setting, text)
