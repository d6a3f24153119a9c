"""The code shown is code that runs: executed, it prints the losses of the page, digit for digit."""

import ast
import contextlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.config import TrainConfig
from core.datasets import DATASETS
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.playground_link import parse
from core.schedules import SCHEDULES
from core.script import training_script
from core.tables import read_csv, sample_csv
from core.training import TrainState, advance, start, train

ROOT = Path(__file__).resolve().parents[2]
SMALL: dict[str, Any] = {"hidden": (4,), "epochs": 4, "batch_size": 16}


def results(state: TrainState) -> list[str]:
    """What a script of this run prints last."""
    last = state.history[-1]
    metric = "accuracy" if last.train_accuracy is not None else "r2"
    shown = "accuracy" if metric == "accuracy" else "R2"
    return [
        f"train loss {last.train_loss}",
        f"test loss {last.test_loss}",
        *(f"{part} {shown} {getattr(last, f'{part}_{metric}')}" for part in ("train", "test")),
    ]


def printed(script: str) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(script, "train.py", "exec"), {"__name__": "__main__"})  # noqa: S102 (that it runs is the test)
    return out.getvalue().splitlines()


def proved(config: TrainConfig) -> str:
    """Compare a script with the run it was made from; return it."""
    script, state = training_script(config), train(config)
    lines = printed(script)
    assert lines[-4:] == results(state)
    every = max(1, config.epochs // 10)
    told = [record for record in state.history if record.epoch and record.epoch % every == 0]
    log = [f"epoch {r.epoch}: train loss {r.train_loss}, test loss {r.test_loss}" for r in told]
    assert lines[:-4] == log
    return script


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_data_set(dataset, dtype):
    proved(TrainConfig(**SMALL, dataset=dataset, dtype=dtype, lr=0.01, seed=5, train_share=0.7))


@pytest.mark.parametrize("dataset", ["straight line", "noisy sine", "moons", "gauss"])
def test_data_with_settings_of_its_own(dataset):
    more = {"true_weight": -1.5, "true_bias": 0.25} if dataset == "straight line" else {}
    proved(TrainConfig(**SMALL, dataset=dataset, n_samples=77, noise=0.2, seed=11, **more))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("dataset", ["moons", "noisy sine", "iris"])
def test_every_loss(dataset, loss):
    if LOSSES[loss].accepts(DATASETS[dataset].task, len(DATASETS[dataset].classes)):
        proved(TrainConfig(**SMALL, dataset=dataset, loss=loss, lr=0.05))


@pytest.mark.parametrize("schedule", [name for name in SCHEDULES if name != "constant"])
@pytest.mark.parametrize(
    "more",
    [{}, {"optimizer": "Adam"}, {"update": "none"}, {"regularization": "L1 pruning", "regularization_rate": 0.01}],
    ids=str,
)
def test_every_schedule_is_torchs_own_and_steps_once_an_epoch(schedule, more):
    config = TrainConfig(**SMALL | {"epochs": 7}, dataset="xor", n_samples=40, schedule=schedule, **more)
    script = proved(config)
    made = f"torch.optim.lr_scheduler.{SCHEDULES[schedule].factory.__name__}(optimizer, "
    assert (made in script) == ("    scheduler.step()" in script) == (config.update != "none")


@pytest.mark.parametrize(
    "more",
    [
        {"changes": "0: 0.weight[1,1]=2; 1: lr=0.5; 3: 2.bias[0]=-1.5; 7: 0.bias[0]=9; 8: lr=1"},
        {"changes": "2: batch_size=full; 4: batch_size=3", "shuffle": False},
        {"changes": "0: batch_size=3; 4: lr=0.5", "batch_size": None, "update": "by hand"},
        {"changes": "2: regularization_rate=0.1; 2: lr=1; 4: regularization_rate=0", "regularization": "L1 pruning"},
        {"changes": "2: regularization_rate=0.1; 4: regularization_rate=0", "regularization": "L2"},
        {"changes": "2: dropout=0.6; 4: 3.weight[0,1]=0", "dropout": 0.1},
        {"changes": "0: noise=0.1; 3: noise=0.5; 3: batch_size=full; 4: noise=0"},
        {"changes": "4: noise=0.4", "playground_seed": "0.3", "init": "uniform ±0.5"},
        {"changes": "4: noise=0.4", "dataset": "moons", "features": ("x1", "x1^2", "sin(x2)")},
        {"changes": "4: noise=0.4; 4: lr=0.02", "dataset": "noisy sine", "dtype": "float64"},
        {"changes": "4: noise=3", "dataset": "blobs"},
        {"changes": "4: noise=0.3", "dataset": "straight line", "true_weight": 2.0},
        {"changes": "4: noise=0.3", "dataset": "reg-gauss", "playground_seed": "a"},
    ],
    ids=str,
)
def test_changes_on_the_way_are_plain_lines_of_the_script(more):
    settings = SMALL | {"epochs": 7, "dataset": "xor", "n_samples": 40} | more
    script = proved(TrainConfig(**settings))
    assert "    if epoch == 4:" in script or "    if epoch == 3:" in script
    assert "epoch == 7" not in script


@pytest.mark.parametrize(
    "more",
    [{"target_loss": 0.6}, {"patience": 3, "lr": 3.0}, {"patience": 3, "lr": 3.0, "target_loss": 0.6}],
    ids=str,
)
def test_a_run_that_ends_where_it_was_asked_to_breaks_off_in_the_script(more):
    config = TrainConfig(**SMALL | {"epochs": 60, "optimizer": "SGD"} | more, dataset="xor", n_samples=40)
    script = training_script(config)
    assert 1 < train(config).epoch < 60
    assert printed(script)[-4:] == results(train(config))
    assert "break" in script.split("# the numbers exploded")[1]


def test_the_script_of_a_run_stopped_on_its_way_ends_there_but_keeps_the_schedule_of_the_whole():
    config = TrainConfig(**SMALL | {"epochs": 50}, dataset="xor", n_samples=40, schedule="cosine")
    script = training_script(config, 7)
    assert "T_max=50" in script
    assert printed(script)[-4:] == results(advance(start(config), 7))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer(optimizer):
    proved(TrainConfig(**SMALL, dataset="xor", n_samples=40, optimizer=optimizer, momentum=0.8, weight_decay=0.01))


def test_an_activation_for_each_layer_and_a_seed_for_the_data():
    script = proved(TrainConfig(**SMALL | {"hidden": (4, 3)}, dataset="moons", activation="ReLU, Tanh", data_seed=7))
    assert script.index("nn.ReLU()") < script.index("nn.Tanh()")
    assert script.count("nn.ReLU()") == script.count("nn.Tanh()") == 1


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation):
    proved(TrainConfig(**SMALL, dataset="xor", n_samples=40, activation=activation))


@pytest.mark.parametrize("init", INITIALISATIONS)
def test_every_initialisation(init):
    proved(TrainConfig(**SMALL, dataset="xor", n_samples=40, init=init, init_scale=0.3))


@pytest.mark.parametrize(
    "choices",
    [
        {"features": ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")},
        {"features": ("x1*x2",), "dtype": "float64"},
        {"dataset": "noisy sine", "features": ("x1", "sin(x1)")},
        {"dataset": "wine", "features": ("alcohol", "hue")},
        {"dataset": "diabetes", "features": ("body mass index",)},
        {"hidden": ()},
        {"hidden": (3, 4, 5), "dropout": 0.25},
        {"dropout": 0.5, "dtype": "float64", "batch_size": None},
        {"regularization": "L1", "regularization_rate": 0.01},
        {"regularization": "L2", "regularization_rate": 0.5, "dropout": 0.1},
        {"regularization": "L1"},
        {"update": "by hand", "lr": 0.03},
        {"update": "by hand", "zero_grad": False},
        {"update": "none"},
        {"zero_grad": False},
        {"shuffle": False},
        {"batch_size": None},
        {"batch_size": 1},
        {"batch_size": 5000},
        {"epochs": 1},
        {"epochs": 23},
        {"lr": 1e-05, "momentum": 0.0, "optimizer": "Nesterov"},
        {"device": "cuda"},
    ],
    ids=str,
)
def test_every_other_setting(choices):
    proved(TrainConfig(**{"dataset": "xor", "n_samples": 40, **SMALL, **choices}))


def test_a_run_that_explodes():
    config = TrainConfig(dataset="straight line", loss="MSE", lr=10.0, epochs=200, optimizer="Momentum", hidden=(3,))
    state = train(config)
    assert state.stop is not None
    assert printed(training_script(config))[-4:] == results(state)


@settings(max_examples=15)
@given(
    st.fixed_dictionaries(
        {
            "dataset": st.sampled_from(["spiral", "blobs", "polynomial", "reg-plane"]),
            "n_samples": st.integers(20, 60),
            "train_share": st.floats(0.1, 0.9),
            "noise": st.floats(0.1, 0.5),
            "activation": st.sampled_from(list(ACTIVATIONS)),
            "optimizer": st.sampled_from(list(OPTIMIZERS)),
            "lr": st.floats(1e-5, 10),
            "dropout": st.sampled_from([0.0, 0.3]),
            "batch_size": st.none() | st.integers(1, 60),
            "seed": st.integers(0, 2**31 - 1),
            "epochs": st.integers(1, 5),
        }
    )
)
def test_any_settings(choices):
    config = TrainConfig(**choices, hidden=(4,))
    assert printed(training_script(config))[-4:] == results(train(config))


CSV = sample_csv()
RUN_ON_CSV: list[dict[str, Any]] = [
    {},
    {"target": "heating"},
    {"target": "rooms", "task": "classification", "missing": "fill with mean"},
    {"features": ("area_m2", "district"), "dtype": "float64", "dropout": 0.2},
]


@pytest.mark.parametrize("choices", RUN_ON_CSV, ids=str)
def test_the_learners_own_table(choices, tmp_path, monkeypatch):
    (tmp_path / "flats.csv").write_bytes(CSV)
    monkeypatch.chdir(tmp_path)
    for name in ("flats.csv", "flats.csv (sample)"):
        proved(TrainConfig(**SMALL, dataset="your CSV", table=read_csv(CSV, name), lr=0.02, **choices))


def test_an_odd_file_name_stays_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = 'it\'s "mine" {x} \\n.csv'
    (tmp_path / name).write_bytes(CSV)
    proved(TrainConfig(**SMALL, dataset="your CSV", table=read_csv(CSV, name)))


@pytest.mark.parametrize("dataset", ["blobs", "your CSV"])
def test_downloaded_and_run_as_a_program_of_its_own(dataset, tmp_path):
    table = read_csv(CSV, "flats.csv") if dataset == "your CSV" else None
    config = TrainConfig(**SMALL, dataset=dataset, table=table)
    (tmp_path / "flats.csv").write_bytes(CSV)
    (tmp_path / "train.py").write_text(training_script(config), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "train.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT) if table else ""},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines()[-4:] == results(train(config))


def imported(script: str) -> set[str]:
    nodes = [node for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[0] for name in [*names, *(str(n.module) for n in nodes if isinstance(n, ast.ImportFrom))]}


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "your CSV"])
def test_a_script_needs_nothing_of_the_playground(dataset):
    script = training_script(TrainConfig(dataset=dataset, dropout=0.1, regularization="L1", regularization_rate=0.1))
    assert imported(script) <= {"math", "torch", "sklearn", "numpy"}
    assert "noqa" not in script
    assert '"""' not in script
    assert max(map(len, script.splitlines())) <= 125


@pytest.mark.parametrize("dataset", ["circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss"])
@pytest.mark.parametrize("regularization", ["L1", "none"])
def test_a_run_imported_from_a_link(dataset, regularization):
    key, problem = ("regDataset", "regression") if dataset.startswith("reg") else ("dataset", "classification")
    link = f"#problem={problem}&{key}={dataset}&seed=7&regularization={regularization}&regularizationRate=0.1&noise=10"
    script = proved(replace(parse(link), epochs=4))
    assert ("step_and_prune" in script) == (regularization == "L1")
    assert "core" not in script
