"""One run told from another by a text, which comes from a link: what is written can be read, what cannot is said."""

from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import TrainConfig
from core.datasets import DATASETS
from core.errors import ConfigError
from core.tables import read_csv, sample_csv
from ui.controls import DEFAULTS
from ui.controls.differences import differing, read_differences, shown, write_differences

# What each setting may be changed to, and how that is written.
CHANGES: dict[str, tuple[Any, str]] = {
    "dataset": ("xor", "dataset=xor"),
    "n_samples": (80, "n_samples=80"),
    "noise": (0.25, "noise=0.25"),
    "train_share": (0.7, "train_share=0.7"),
    "true_weight": (-1.5, "true_weight=-1.5"),
    "true_bias": (2.0, "true_bias=2"),
    "features": (("x1", "x1*x2", "sin(x1)"), "features=x1, x1*x2, sin(x1)"),
    "hidden": ((5, 3), "hidden=5, 3"),
    "activation": ("ReLU", "activation=ReLU"),
    "init": ("PyTorch default", ""),
    "init_scale": (2.5, "init_scale=2.5"),
    "loss": ("Cross-entropy", "loss=Cross-entropy"),
    "optimizer": ("Adam", "optimizer=Adam"),
    "lr": (0.00003, "lr=0.00003"),
    "schedule": ("cosine", "schedule=cosine"),
    "momentum": (0.5, "momentum=0.5"),
    "weight_decay": (0.01, "weight_decay=0.01"),
    "regularization": ("L1 pruning", "regularization=L1 pruning"),
    "regularization_rate": (0.1, "regularization_rate=0.1"),
    "dropout": (0.2, "dropout=0.2"),
    "batch_size": (None, "batch_size=full"),
    "shuffle": (False, "shuffle=false"),
    "epochs": (7, "epochs=7"),
    "target_loss": (0.01, "target_loss=0.01"),
    "patience": (5, "patience=5"),
    "data_seed": (7, "data_seed=7"),
    "seed": (0, "seed=0"),
    "playground_seed": ("a;b=1, 50% ü", "playground_seed=a%3Bb=1, 50%25 %C3%BC"),
    "dtype": ("float64", "dtype=float64"),
    "update": ("by hand", "update=by hand"),
    "changes": ("2: lr=0.5; 3: 0.weight[2,1]=1.5", "changes=2: lr=0.5%3B 3: 0.weight[2,1]=1.5"),
    "zero_grad": (False, "zero_grad=false"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_is_written_and_read(name: str) -> None:
    value, text = CHANGES[name]
    other = replace(DEFAULTS, **{name: value})
    if name == "dataset":
        other = read_differences(DEFAULTS, text)
        assert other.dataset == value
    assert write_differences(DEFAULTS, other) == text
    assert read_differences(DEFAULTS, text) == other
    assert differing(DEFAULTS, read_differences(other, write_differences(other, DEFAULTS))) == ()


@pytest.mark.parametrize(
    "name", [field.name for field in fields(TrainConfig) if field.name not in {"table", "device"}]
)
def test_every_setting_but_the_file_and_the_device_can_be_told(name: str) -> None:
    text = f"{name}={shown(DEFAULTS, name)}"
    assert read_differences(replace(DEFAULTS, loss="Cross-entropy"), f"{text}; loss=BCE with logits") == DEFAULTS


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
def test_another_data_set_brings_its_own_settings(dataset: str) -> None:
    own = replace(TrainConfig(dataset=dataset), hidden=(3,))
    base = replace(own, dataset="spiral", n_samples=61, noise=0.2, features=("x1",), train_share=0.3, loss="", task="",
                   target="", missing="")  # fmt: skip
    if dataset != "spiral":
        assert read_differences(base, f"dataset={dataset}") == own
        assert read_differences(own, write_differences(own, base)) == base


def test_screen_names_spaces_and_capitals_are_understood() -> None:
    assert read_differences(DEFAULTS, " Learning rate = 0.3 ;; SEED=7;") == replace(DEFAULTS, lr=0.3, seed=7)
    assert read_differences(DEFAULTS, "") == DEFAULTS
    assert write_differences(DEFAULTS, DEFAULTS) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("faster", ["lr=0.3; optimizer=Adam", "'faster'"]),
        ("speed=3", ["no setting called 'speed'"]),
        ("__class__=3", ["no setting called '__class__'"]),
        ("device=cuda", ["no setting called 'device'"]),
        ("table=x", ["no setting called 'table'"]),
        ("dataset=your CSV", ["dataset must be one of", "'your CSV'"]),
        ("lr=nan", ["Learning rate must be a number", "'nan'"]),
        ("lr=99", ["Learning rate must be a number", "'99'"]),
        ("noise=1e999", ["noise must lie in [0, 0.5], got inf"]),
        ("noise=lots", ["noise must be a number, got 'lots'"]),
        ("epochs=1e3", ["epochs must be a whole number, got '1e3'"]),
        ("epochs=²", ["epochs must be a whole number, got '²'"]),
        ("epochs=99999", ["epochs must be a whole number in"]),
        ("seed=-1", ["seed must be a whole number, got '-1'"]),
        ("shuffle=maybe", ["shuffle must be one of true, false; got 'maybe'"]),
        ("activation=relu", ["activation must be one of", "'relu'"]),
        ("hidden=64, 64, 64, 64, 64, 64, 64, 64", ["parameters"]),
        ("optimizer=Adam; update=by hand", ["update by hand"]),
        ("x" * 4001, ["at most 4,000 characters, got 4,001"]),
        ("y" * 900, ["..."]),
    ],
)
def test_what_cannot_be_is_one_sentence(text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        read_differences(DEFAULTS, text)
    assert all(word in str(caught.value) for word in words)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_run_or_a_sentence(text: str) -> None:
    with suppress(ConfigError):
        assert isinstance(read_differences(DEFAULTS, text), TrainConfig)


@given(st.text(max_size=30))
def test_any_seed_of_the_playground_travels(seed: str) -> None:
    other = replace(DEFAULTS, playground_seed=seed)
    assert read_differences(DEFAULTS, write_differences(DEFAULTS, other)) == other


def test_a_run_on_a_table_of_ones_own_travels_only_where_the_table_is() -> None:
    table = read_csv(sample_csv(), "flats.csv")
    mine = replace(DEFAULTS, dataset="your CSV", **dict.fromkeys(("n_samples", "noise", "train_share")), features=(),
                   loss="", task="", target="", table=table)  # fmt: skip
    with pytest.raises(ConfigError, match="a file of yours"):
        write_differences(DEFAULTS, mine)
    other = replace(mine, lr=1.0)
    assert write_differences(mine, other) == "lr=1"
    assert read_differences(mine, "lr=1") == other
    assert read_differences(mine, write_differences(mine, DEFAULTS)) == DEFAULTS


def test_values_are_shown_as_their_controls_show_them() -> None:
    assert [shown(DEFAULTS, name) for name in ("hidden", "batch_size", "lr", "shuffle", "optimizer")] == [
        "16, 16", "25", "0.1", "true", "SGD"
    ]  # fmt: skip
    assert shown(replace(DEFAULTS, batch_size=None), "batch_size") == "full"


def test_columns_of_any_name_travel() -> None:
    names = ("a,b", "c;d", "100%", "e=f", "%2C")
    head = ",".join(f'"{name}"' for name in (*names, "y"))
    rows = "".join(",".join(str((i * k) % 17) for k in range(1, 7)) + "\n" for i in range(40))
    table = read_csv(f"{head}\n{rows}".encode(), "odd.csv")
    every = TrainConfig(dataset="your CSV", table=table, target="y", task="regression")
    assert set(every.features) == set(names)
    for chosen in (names[:2], names[2:], names[4:]):
        other = replace(every, features=chosen)
        assert read_differences(every, write_differences(every, other)) == other


@pytest.mark.parametrize("text", ["lr=1_0", "momentum=0.1_5", "noise=１", "noise=nan", "lr=" + "9" * 3000, "z" * 3000])
def test_a_difference_is_written_in_plain_digits_or_refused_in_one_short_sentence(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_differences(DEFAULTS, text)
    assert len(str(caught.value)) < 300
