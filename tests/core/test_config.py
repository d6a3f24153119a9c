import json
import math
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import config as limits
from core.activations import ACTIVATIONS
from core.config import TrainConfig, from_dict, to_dict
from core.datasets import DATASETS, load
from core.errors import ConfigError
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.models import build
from core.optimizers import OPTIMIZERS
from core.ranges import Range
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES
from core.tables import Table, read_csv, sample_csv

NUMBERS = {
    "lr": limits.LR,
    "momentum": limits.MOMENTUM,
    "weight_decay": limits.WEIGHT_DECAY,
    "regularization_rate": limits.REGULARIZATION_RATE,
    "dropout": limits.DROPOUT,
    "init_scale": limits.INIT_SCALE,
    "true_weight": limits.TRUE_WEIGHT,
    "true_bias": limits.TRUE_BIAS,
    "train_share": limits.TRAIN_SHARE,
    "noise": DATASETS["circles"].noise_range,
    "target_loss": limits.TARGET_LOSS,
}
COUNTS = {
    "epochs": limits.EPOCHS,
    "seed": limits.SEED,
    "data_seed": limits.SEED,
    "patience": limits.PATIENCE,
    "batch_size": limits.BATCH_SIZE,
    "n_samples": DATASETS["circles"].n_samples_range,
}
OWN_VALUE_WHERE_NONE = {"data_seed", "n_samples", "noise", "train_share", "batch_size", "table"}
NAMES = {
    "dataset": DATASETS,
    "activation": ACTIVATIONS,
    "init": INITIALISATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "regularization": REGULARIZATIONS,
    "dtype": limits.DTYPES,
    "device": limits.DEVICES,
    "update": limits.UPDATES,
    "schedule": SCHEDULES,
}
SWITCHES = ("shuffle", "zero_grad")
TEXTS = ("target", "task", "missing", "playground_seed", "changes")
TUPLES = ("features", "hidden", "table")
WRONG = (math.nan, math.inf, -math.inf, "0.1", True, False, [0.1], (0.1,), {}, object, 1j, b"1")


def refusal(**settings: Any) -> str:
    """The sentence a setting is refused with."""
    with pytest.raises(ConfigError) as caught:
        TrainConfig(**settings)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert not sentence.endswith(".")
    return sentence


def outside(allowed: Range, step: float) -> tuple[float, float]:
    return allowed.low - step, allowed.high + step


@pytest.fixture(scope="module")
def table() -> Table:
    return read_csv(sample_csv(), "flats.csv")


def test_every_setting_is_tested_here():
    tested = {*NUMBERS, *COUNTS, *NAMES, *SWITCHES, *TEXTS, *TUPLES}
    assert tested == {field.name for field in fields(TrainConfig)}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_out_of_range_is_refused_with_name_range_and_value(name):
    allowed = NUMBERS[name]
    for value in outside(allowed, 1e-6) + WRONG:
        assert refusal(**{name: value}) == f"{name} must lie in [{allowed.low:g}, {allowed.high:g}], got {value!r}"


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_out_of_range_or_not_whole_is_refused_with_name_range_and_value(name):
    allowed = COUNTS[name]
    for value in (int(allowed.low) - 1, int(allowed.high) + 1, allowed.low + 0.5, float(allowed.low), *WRONG):
        sentence = refusal(**{name: value})
        limits_ = f"[{allowed.low:g}, {allowed.high:g}]"
        assert sentence == f"{name} must be a whole number in {limits_}, got {value!r}"


@pytest.mark.parametrize("name", [name for name in (*NUMBERS, *COUNTS) if name not in OWN_VALUE_WHERE_NONE])
def test_none_is_refused_where_it_means_nothing(name):
    assert refusal(**{name: None}).endswith("got None")


@pytest.mark.parametrize("name", sorted(OWN_VALUE_WHERE_NONE))
def test_none_is_the_data_sets_own_value_elsewhere(name):
    assert TrainConfig(**{name: None}) == TrainConfig()


@pytest.mark.parametrize("name", [*NUMBERS, *COUNTS])
def test_the_ends_of_a_range_are_allowed(name):
    allowed, whole = (NUMBERS | COUNTS)[name], name in COUNTS
    for end in (allowed.low, allowed.high):
        settings = {"n_samples": 20, "epochs": 1, "hidden": (), name: int(end) if whole else end}
        assert getattr(TrainConfig(**settings), name) == end


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_name_is_refused_with_every_name_allowed(name):
    for value in ("nonsense", "relu", None, 3, True, [], math.nan):
        if name == "loss" and not isinstance(value, str):
            assert refusal(loss=value) == f"loss must be text, got {value!r}"
            continue
        assert refusal(**{name: value}) in {
            f"{name} must be one of {', '.join(NAMES[name])}; got {value!r}",
            f"{name} must be one of {', '.join(NAMES[name])}, got {value!r}",
        }


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_true_or_false_and_nothing_like_it(name):
    for value in (0, 1, None, "True", math.nan):
        assert refusal(**{name: value}) == f"{name} must be True or False, got {value!r}"


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_text(name):
    for value in (0, None, True, [], math.nan):
        assert refusal(**{name: value}) == f"{name} must be text, got {value!r}"


@pytest.mark.parametrize("value", [None, 8, "8", [8], {8}, (8,) * 9, math.nan])
def test_hidden_is_a_tuple_of_at_most_eight(value):
    assert refusal(hidden=value) == f"hidden must be a tuple of at most 8 layer sizes, got {value!r}"


@pytest.mark.parametrize("size", [0, -1, 65, 8.0, True, "8", None, math.nan, math.inf])
def test_a_layer_has_1_to_64_neurons_and_the_refusal_says_which_layer(size):
    assert refusal(hidden=(8, size)) == f"hidden layer 2 must be a whole number in [1, 64], got {size!r}"


@pytest.mark.parametrize("value", [None, "x1", 3, True, {"x1"}, math.nan])
def test_features_are_a_tuple(value):
    assert refusal(features=value) == f"features must be a tuple of names, got {value!r}"


@pytest.mark.parametrize("value", ["x3", "", 1, None, []])
def test_a_feature_the_data_does_not_have_is_refused(value):
    assert refusal(features=(value,)).endswith(f"got {value!r}")
    assert refusal(features=("x1", "x1")) == "features must differ from each other, got 'x1' twice"


@pytest.mark.parametrize("value", ["flats.csv", 3, True, b"a,b", []])
def test_a_table_is_a_table(value):
    assert "table must be a table that was read from a CSV file" in refusal(table=value, dataset="your CSV")
    assert refusal(table=value).startswith("table")


def test_a_table_and_the_data_set_for_it_go_together(table):
    assert "go together" in refusal(table=table)
    assert "go together" in refusal(dataset="your CSV")


@pytest.mark.parametrize(("setting", "value"), [("target", "no such"), ("task", "clustering"), ("missing", "guess")])
def test_what_a_table_does_not_have_is_refused(table, setting, value):
    assert value in refusal(dataset="your CSV", table=table, **{setting: value})


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_that_does_not_fit_the_data_is_refused_and_those_that_do_are_named(dataset, loss):
    classes, task = len(DATASETS[dataset].classes), DATASETS[dataset].task
    fits = {
        "BCE with logits": classes == 2,
        "Cross-entropy": task == "classification",
    }.get(loss, task == "regression" or classes == 2)
    if fits:
        assert TrainConfig(dataset=dataset, loss=loss).loss == loss
        return
    sentence = refusal(dataset=dataset, loss=loss)
    what = f"{classes} classes" if classes else "a number as target"
    assert sentence.startswith(f"loss {loss} does not fit {what}; ")
    assert TrainConfig(dataset=dataset).loss in sentence


def test_by_hand_is_plain_gradient_descent_only():
    assert TrainConfig(update="by hand").optimizer == "SGD"
    assert "got optimizer Adam and weight_decay 0" in refusal(update="by hand", optimizer="Adam")
    assert "got optimizer SGD and weight_decay 0.1" in refusal(update="by hand", weight_decay=0.1)
    assert "got schedule cosine, constant would fit" in refusal(update="by hand", schedule="cosine")


def test_the_work_of_a_run_is_bounded():
    assert refusal(hidden=(64,) * 8) == (f"hidden {(64,) * 8} makes 29,377 parameters; at most 20,000 are allowed")
    assert refusal(epochs=10_000, batch_size=1).startswith(
        "epochs x batches is 8,000,000 optimizer steps; at most 200"
    )
    assert refusal(epochs=10_000, hidden=(64,) * 4).startswith(
        "epochs x samples x parameters is 1.0e+11; at most 2e+10"
    )


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
def test_every_data_set_runs_with_the_defaults_of_everything_else(dataset):
    config = TrainConfig(dataset=dataset)
    assert config.n_classes == len(DATASETS[dataset].classes)
    assert config.task == DATASETS[dataset].task


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
@pytest.mark.parametrize("train_share", [0.1, 0.29, 0.57, 0.8, 0.9])
def test_points_and_steps_are_counted_as_they_are_trained_on(dataset, train_share):
    config = TrainConfig(dataset=dataset, train_share=train_share, batch_size=7)
    assert config.n_train == len(load(config).train.x)
    assert config.steps_per_epoch == math.ceil(config.n_train / 7)
    assert replace(config, batch_size=None).steps_per_epoch == 1


@pytest.mark.parametrize("hidden", [(), (3,), (4, 5, 6)])
@pytest.mark.parametrize("dataset", ["straight line", "blobs", "iris", "spiral"])
def test_parameters_are_counted_as_pytorch_counts_them(dataset, hidden):
    config = TrainConfig(dataset=dataset, hidden=hidden)
    assert config.n_parameters == sum(p.numel() for p in build(config).parameters())


def test_a_config_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        TrainConfig().lr = 0.5  # type: ignore[misc]


def test_equal_configs_are_equal_and_hash_equal_whatever_was_left_to_the_data(table):
    spelled_out = TrainConfig(
        dataset="circles", n_samples=1000, noise=0.03, train_share=0.8, features=("x2", "x1"), loss="BCE with logits"
    )
    assert spelled_out == TrainConfig()
    assert hash(spelled_out) == hash(TrainConfig())
    again = read_csv(sample_csv(), "other name.csv")
    mine, theirs = (TrainConfig(dataset="your CSV", table=t) for t in (table, again))
    assert mine == theirs
    assert hash(mine) == hash(theirs)
    assert TrainConfig(seed=1) != TrainConfig()


CONFIGS = st.builds(
    TrainConfig,
    dataset=st.sampled_from(["circles", "moons", "spiral", "gauss", "xor"]),
    n_samples=st.none() | st.integers(20, 2000),
    noise=st.none() | st.floats(0, 0.5),
    train_share=st.none() | st.floats(0.1, 0.9),
    features=st.sets(st.sampled_from(["x1", "x2", "x1^2", "sin(x2)", "x1*x2"])).map(tuple),
    hidden=st.lists(st.integers(1, 12), max_size=8).map(tuple),
    activation=st.sampled_from(list(ACTIVATIONS)),
    init=st.sampled_from(list(INITIALISATIONS)),
    loss=st.sampled_from(["", *LOSSES]),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    lr=st.floats(1e-5, 10),
    schedule=st.sampled_from(list(SCHEDULES)),
    dropout=st.floats(0, 0.9),
    batch_size=st.none() | st.integers(50, 5000),
    epochs=st.integers(1, 100),
    target_loss=st.floats(0, 100),
    patience=st.integers(0, 10_000),
    seed=st.integers(0, 2**31 - 1),
    dtype=st.sampled_from(["float32", "float64"]),
    shuffle=st.booleans(),
    zero_grad=st.booleans(),
    changes=st.sampled_from(["", "3: batch_size=60", " 0:0.bias[0]=.5;2 : regularization_rate = 1e-3"]),
)


@given(CONFIGS)
def test_a_config_comes_back_from_plain_values_even_through_json(config):
    written = json.loads(json.dumps(to_dict(config)))
    assert from_dict(written) == config
    assert hash(from_dict(written)) == hash(config)
    assert from_dict(to_dict(config)) == config


def test_plain_values_that_are_left_out_take_their_defaults():
    assert from_dict({}) == TrainConfig()
    assert from_dict({"lr": 0.3}) == TrainConfig(lr=0.3)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"speed": 3}, "unknown setting 'speed'"),
        ({3: 4}, "unknown setting 3"),
        ({"hidden": 8}, "hidden must be a list, got 8"),
        ({"features": "x1"}, "features must be a list, got 'x1'"),
        ({"lr": math.nan}, "lr must lie in [1e-05, 10], got nan"),
        ({"hidden": [[8]]}, "hidden layer 1 must be a whole number in [1, 64], got [8]"),
    ],
)
def test_plain_values_that_make_no_config_are_refused(values, sentence):
    with pytest.raises(ConfigError) as caught:
        from_dict(values)
    assert str(caught.value) == sentence


def test_a_run_on_a_table_comes_back_only_with_the_same_table(table):
    config = TrainConfig(dataset="your CSV", table=table, missing="fill with mean")
    written = json.loads(json.dumps(to_dict(config)))
    assert from_dict(written, table) == config
    other = read_csv(sample_csv() + b"999,1,1,1,2000,centre,no,gas,1,700\n", "flats.csv")
    for wrong in (None, other):
        with pytest.raises(ConfigError, match="upload the same file first"):
            from_dict(written, wrong)


def test_one_activation_for_each_hidden_layer_or_one_for_all():
    assert TrainConfig(hidden=(4, 3), activation="ReLU").hidden_activations == ("ReLU", "ReLU")
    each = TrainConfig(hidden=(4, 3), activation=" ReLU,Tanh ")
    assert each.activation == "ReLU, Tanh"
    assert each.activations == ("ReLU", "Tanh", "Identity")
    assert TrainConfig(hidden=(), activation="ReLU").hidden_activations == ()
    assert refusal(hidden=(4,), activation="ReLU, Tanh") == (
        "activation must be one name, or one for each of the 1 hidden layers, got 'ReLU, Tanh'"
    )
    assert refusal(hidden=(4, 3), activation="ReLU, ").startswith("activation must be one of ReLU, ")
