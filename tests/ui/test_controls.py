"""What is typed becomes settings, or one sentence; the widgets have the core's own limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core import config
from core.config import TrainConfig
from core.datasets import DATASETS
from core.errors import ConfigError
from ui.controls import AUTO, BATCH_SIZES, DEFAULTS, classes_of, parse_batch_size, parse_hidden, parse_lr, parsed
from ui.controls.defaults import LRS
from ui.controls.reading import parse_data_seed
from ui.wording import written

EVERYTHING = """
import streamlit as st
from ui.controls import (
    data_controls, dataset_control, network_controls, parsed, rare_controls, training_controls
)
data, network = data_controls(dataset_control(), None), parsed(network_controls() | training_controls())
st.session_state["_found"] = data | network | rare_controls("classification", 2)
"""


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("", ()),
        (" ", ()),
        (",", ()),
        ("8", (8,)),
        ("8, 8", (8, 8)),
        ("8,8,", (8, 8)),
        ("3;4; 5", (3, 4, 5)),
        ("0", (0,)),
    ],
)
def test_layer_sizes_are_read_as_typed(text, layers):
    assert parse_hidden(text) == layers


@given(st.lists(st.integers(0, 99_999), max_size=14))
def test_layer_sizes_written_by_python_are_read_back(layers):
    assert parse_hidden(str(layers)[1:-1]) == tuple(layers)


@pytest.mark.parametrize("text", ["abc", "8, x", "-3", "8.0", "1e3", "8 8", "٣", "²", "100000", "(8, 8)", "8, \x00"])
def test_layer_sizes_that_cannot_be_read_are_refused_with_an_example(text):
    with pytest.raises(
        ConfigError, match=r"Hidden layers must be up to 8 layer sizes from 1 to 64, such as 8, 8; got '"
    ):
        parse_hidden(text)


@given(st.text(max_size=30))
def test_any_text_is_layer_sizes_or_one_sentence(text):
    told = []
    for parse in (parse_hidden, parse_batch_size, parse_lr):
        try:
            parse(text)
        except ConfigError as error:
            told.append(str(error))
    assert not any("\n" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("text", "size"), [("full", None), ("", None), (" full ", None), ("1", 1), (" 25 ", 25), ("99999", 99_999)]
)
def test_a_batch_size_is_read_as_typed(text, size):
    assert parse_batch_size(text) == size


@pytest.mark.parametrize("text", ["-3", "0.5", "ten", "1e2", "٣", "100000", "Full!"])
def test_a_batch_size_that_cannot_be_read_is_refused(text):
    with pytest.raises(ConfigError) as caught:
        parse_batch_size(text)
    assert str(caught.value) == f"Batch size must be 'full' or a whole number from 1 to 5,000, got {text!r}"


def test_every_batch_size_offered_can_be_read():
    assert [parse_batch_size(text) for text in BATCH_SIZES] == [None, 1, 5, 10, 25, 50, 100]


@pytest.mark.parametrize("text", LRS)
def test_every_learning_rate_offered_can_be_read_and_is_written_so(text):
    assert written(parse_lr(text)) == text


@given(st.floats(config.LR.low, config.LR.high))
def test_a_learning_rate_written_out_is_read_back(lr):
    assert parse_lr(written(lr)) == lr


@pytest.mark.parametrize(
    "text", ["", "99", "-1", "nan", "inf", "1e309", "0,1", "fast", "1_0", "１", "٣", "0x1", "1e-0_1"]
)
def test_a_learning_rate_that_cannot_be_is_refused_as_it_was_typed(text):
    with pytest.raises(ConfigError) as caught:
        parse_lr(text)
    assert str(caught.value) == f"Learning rate must be a number from 0.00001 to 10, got {text!r}"


@pytest.mark.parametrize("parse", [parse_hidden, parse_batch_size, parse_lr, parse_data_seed])
@pytest.mark.parametrize("text", ["x" * 100_000, "9" * 100_000, "1_0", "１０", "'" * 5000])
def test_a_typed_text_however_long_is_refused_in_one_short_sentence(parse, text):
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert len(str(caught.value)) < 300


def test_typed_settings_are_read_and_the_others_left_alone():
    settings = {"hidden": "3, 4", "batch_size": "10", "lr": "0.5", "seed": 3, "data_seed": "7"}
    assert parsed(settings) == {"hidden": (3, 4), "batch_size": 10, "lr": 0.5, "seed": 3, "data_seed": 7}
    assert settings["hidden"] == "3, 4"


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
def test_task_and_classes_of_the_data_decide_on_the_losses_offered(dataset):
    assert classes_of({"dataset": dataset}) == (DATASETS[dataset].task, len(DATASETS[dataset].classes))


@pytest.fixture(scope="module")
def page() -> AppTest:
    return AppTest.from_string(EVERYTHING, default_timeout=60).run()


def test_untouched_controls_are_the_default_run(page):
    assert not page.exception
    found = dict(page.session_state["_found"])
    assert found.pop("loss") == ""
    assert TrainConfig(**found) == DEFAULTS


@pytest.mark.parametrize(
    ("key", "limits"),
    [
        ("epochs", config.EPOCHS), ("seed", config.SEED), ("momentum", config.MOMENTUM),
        ("weight_decay", config.WEIGHT_DECAY), ("dropout", config.DROPOUT), ("train_share", config.TRAIN_SHARE),
        ("regularization_rate", config.REGULARIZATION_RATE), ("init_scale", config.INIT_SCALE),
        ("n_samples", DATASETS["spiral"].n_samples_range), ("noise", DATASETS["spiral"].noise_range),
    ],
)  # fmt: skip
def test_a_widget_has_the_limits_of_the_core(page, key, limits):
    widget = next(w for w in (*page.number_input, *page.slider) if w.key == key)
    assert (widget.min, widget.max) == (limits.low, limits.high)


@pytest.mark.parametrize(
    ("key", "names"),
    [("dataset", DATASETS), ("dtype", config.DTYPES), ("update", config.UPDATES)],
)
def test_a_choice_offers_every_name_of_the_core(page, key, names):
    assert page.selectbox(key=key).options == list(names)


def test_only_losses_that_fit_are_offered(page):
    offered = page.selectbox(key="loss").options
    assert offered[0] == AUTO
    for name in offered[1:]:
        assert TrainConfig(dataset="spiral", loss=name).loss == name
