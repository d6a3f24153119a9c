"""TensorFlow Playground's links: its recorded runs, an engine written anew, and links that people really paste."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from playground_engine import Network, run

from core.config import TrainConfig
from core.datasets import SeedRandom, load
from core.errors import ConfigError
from core.playground_link import parse, read, write
from core.playground_link.names import ACTIVATIONS, DATA, FEATURES, KNOWN
from core.training import advance, start, train

RUNS = {
    trajectory["name"]: trajectory
    for trajectory in json.loads((Path(__file__).parents[1] / "reference" / "tfplayground_runs.json").read_text())[
        "trajectories"
    ]
}
PASTED = (
    "https://playground.tensorflow.org/#activation=sigmoid®ularization=L1&batchSize=10&dataset=circle®Dataset="
    "reg-plane&learningRate=0.001®ularizationRate=0.001&noise=0&networkShape=3,3,2,2,2&seed=0.36083&showTestData=false"
    "&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=true&ySquared=true&cosX=false&sinX=false"
    "&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)


def link(recorded):
    """The link of a recorded run."""
    key = "dataset" if recorded["problem"] == "classification" else "regDataset"
    features = "".join(f"&{name}={str(name in recorded['features']).lower()}" for name in FEATURES)
    shape = ",".join(map(str, recorded["hidden"]))
    return (
        f"https://playground.tensorflow.org/#problem={recorded['problem']}&{key}={recorded['dataset']}"
        f"&noise={recorded['noise']}&percTrainData={recorded['perc_train']}&seed={recorded['seed']}"
        f"&networkShape={shape}&activation={recorded['activation']}&learningRate={recorded['learning_rate']}"
        f"&batchSize={recorded['batch_size']}&regularization={recorded['regularization']}"
        f"&regularizationRate={recorded['regularization_rate']}{features}"
    )


def rows(config, part):
    split = getattr(load(config), part)
    targets = split.y.flatten().tolist() if config.task == "regression" else (2 * split.y - 1).tolist()
    return [(*point, target) for point, target in zip(split.points.tolist(), targets, strict=True)]


def parameters(weights, kind):
    return [tensor.tolist() for name, tensor in weights.items() if name.endswith(kind)]


@pytest.mark.parametrize("name", RUNS)
def test_a_link_gives_the_points_weights_and_losses_that_were_recorded(name):
    recorded = RUNS[name]
    config = replace(parse(link(recorded["config"])), n_samples=recorded["config"]["num_samples"], epochs=50)
    for part in ("train", "test"):
        assert torch.tensor(rows(config, part)).double().numpy() == pytest.approx(
            torch.tensor(recorded[part]).double().numpy(), abs=1e-6
        )
    state = train(config)
    assert state.snapshots[0].weights["0.weight"].tolist() == recorded["initial"]["weights"][0]
    for at in recorded["losses"]:
        record = state.history[at["epoch"]]
        assert record.train_loss == pytest.approx(at["train_loss"], abs=1e-12)
        assert record.test_loss == pytest.approx(at["test_loss"], abs=1e-12)
    for ours, theirs in zip(parameters(state.weights, "weight"), recorded["final"]["weights"], strict=True):
        for row, recorded_row in zip(ours, theirs, strict=True):
            assert row == pytest.approx(recorded_row, abs=1e-12)


@pytest.mark.parametrize("dataset", [*DATA["dataset"], *DATA["regDataset"]])
@pytest.mark.parametrize(("activation", "regularization"), [("relu", "L1"), ("sigmoid", "L2"), ("tanh", "L1")])
def test_other_links_agree_with_an_engine_written_anew(dataset, activation, regularization):
    key, problem = ("regDataset", "regression") if dataset.startswith("reg") else ("dataset", "classification")
    config = parse(
        f"#{key}={dataset}&problem={problem}&noise=20&seed=hello&networkShape=5,3&activation={activation}&sinX=true"
        f"&xSquared=true&regularization={regularization}&regularizationRate=0.01&batchSize=8&percTrainData=30"
    )
    config = replace(config, n_samples=120, epochs=6)
    state, first = train(config), start(config).weights
    network = Network(
        parameters(first, "weight"), parameters(first, "bias"), activation, regression=problem == "regression"
    )
    theirs = run(
        network, rows(config, "train"), rows(config, "test"), ["x", "y", "xSquared", "sinX"], epochs=6, batch_size=8,
        lr=0.03, regularization=regularization, rate=0.01,
    )  # fmt: skip
    assert [(r.train_loss, r.test_loss) for r in state.history] == [pytest.approx(pair, abs=1e-9) for pair in theirs]
    dead = sum(flag for layer in network.dead for row in layer for flag in row)
    assert dead == sum(int(kept["dead"].sum()) for kept in state.optimizer["state"].values() if "dead" in kept)


def test_pruned_weights_stay_zero_when_a_run_goes_on_from_a_state():
    config = replace(parse("#dataset=gauss&seed=1&regularization=L1&regularizationRate=0.3&networkShape="), epochs=20)
    state, pieces = train(config), start(config)
    for _ in range(10):
        pieces = advance(pieces, 2)
    assert (state.weights["0.weight"] == 0).any()
    assert all(torch.equal(state.weights[name], pieces.weights[name]) for name in state.weights)


def test_the_damaged_link_of_the_notes_is_repaired():
    found = read(PASTED)
    assert found.config == TrainConfig(
        dataset="circle", noise=0.0, train_share=0.5, features=("x1", "x2", "x1^2", "x2^2"), hidden=(3, 3, 2, 2, 2),
        activation="Sigmoid", init="uniform ±0.5", loss="Half squared error (tanh)", optimizer="SGD", lr=0.001,
        regularization="L1 pruning", regularization_rate=0.001, batch_size=10, shuffle=False, epochs=200,
        playground_seed="0.36083", dtype="float64",
    )  # fmt: skip
    assert found.notes == ("The link was damaged by copying and has been repaired.",)


@pytest.mark.parametrize(
    "damaged",
    [
        PASTED.replace("®", "&reg"),
        PASTED.replace("®", "&reg;"),
        PASTED.replace("®", "%C2%AE"),
        PASTED.replace("®", "&reg").replace("&", "&amp;"),
        PASTED.replace("&", "\n&"),
        PASTED.replace("#", "?"),
        PASTED.partition("#")[2],
        f"  {PASTED}  ",
        PASTED.replace("®", "&reg").replace("#", "%23").replace("&", "%26").replace("=", "%3D"),
    ],
)
def test_damage_of_other_kinds_is_repaired_too(damaged):
    assert parse(damaged) == parse(PASTED)


def test_the_bare_address_is_the_default_page():
    found = read("https://playground.tensorflow.org/")
    assert (found.config.hidden, found.config.lr, found.config.batch_size) == ((4, 2), 0.03, 10)
    assert "names no seed" in found.notes[0]


@pytest.mark.parametrize(
    "stranger",
    ["", "   ", "hello", "https://example.org/#a=1", "https://example.org", "#a=b&c=d", "x" * 5000, "###", 3],
)
def test_what_is_no_such_link_is_refused_in_a_sentence(stranger):
    with pytest.raises(ConfigError, match="link"):
        parse(stranger)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("learningRate=abc", "learningRate cannot be 'abc'"),
        ("learningRate=1e9", "learningRate 1e\\+09 lies outside"),
        ("learningRate=nan", "learningRate cannot be 'nan'"),
        ("noise=80", "noise 80 lies outside"),
        ("batchSize=0", "batchSize 0 lies outside"),
        ("activation=swish", "activation cannot be 'swish'"),
        ("networkShape=4,x", "networkShape cannot be '4,x'"),
        ("networkShape=900", "networkShape goes beyond"),
        ("networkShape=1,1,1,1,1,1,1,1,1,1", "networkShape goes beyond"),
        ("x=false&y=false", "without any input"),
        ("seed=" + "9" * 200, "longer than 100"),
        ("batchSize=30", "10 points are left over"),
        ("batchSize=400", "would never"),
        ("wow=1", "does not know it: 'wow'"),
    ],
)
def test_what_cannot_be_used_is_replaced_and_said(setting, told):
    found = read(f"https://playground.tensorflow.org/#seed=1&{setting}")
    (note,) = found.notes
    assert re.search(told, note)


@settings(max_examples=200)
@given(
    st.text(max_size=60)
    | st.dictionaries(st.sampled_from(sorted(KNOWN)), st.text(max_size=12) | st.floats().map(str), min_size=1).map(
        lambda values: "#" + "&".join(f"{name}={value}" for name, value in values.items())
    )
)
def test_any_text_is_a_run_or_one_sentence(text):
    try:
        found = read(text)
    except ConfigError as error:
        found = error
    assert "\n" not in str(found) if isinstance(found, ConfigError) else found.config.playground_seed


@settings(max_examples=60)
@given(
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    data=st.sampled_from([("classification", "dataset", name) for name in DATA["dataset"]]
                         + [("regression", "regDataset", name) for name in DATA["regDataset"]]),
    hidden=st.lists(st.integers(1, 32), max_size=8),
    noise=st.integers(0, 50),
    percent=st.sampled_from([10, 20, 50, 80, 90]),
    regularization=st.sampled_from(["none", "L1", "L2"]),
    zero=st.booleans(),
    seed=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9),
)  # fmt: skip
def test_a_link_written_is_read_back_as_the_same_run(data, hidden, seed, **chosen):
    problem, key, name = data
    activation, noise, percent = chosen["activation"], chosen["noise"], chosen["percent"]
    regularization, zero = chosen["regularization"], chosen["zero"]
    config = replace(
        parse(
            f"#problem={problem}&{key}={name}&activation={activation}&noise={noise}&percTrainData={percent}&seed=s"
            f"&networkShape={','.join(map(str, hidden))}&regularization={regularization}&initZero={str(zero).lower()}"
        ),
        playground_seed=seed,
    )
    if not config.hidden:  # it has no activation to remember
        config = replace(config, activation="Tanh")
    assert parse(write(config)) == config


@pytest.mark.parametrize(
    "change",
    [
        {"dataset": "moons"},
        {"n_samples": 100},
        {"activation": "GELU"},
        {"init": "He"},
        {"loss": "MSE"},
        {"optimizer": "Adam"},
        {"regularization": "L1"},
        {"dropout": 0.1},
        {"schedule": "cosine"},
        {"target_loss": 0.1},
        {"patience": 3},
        {"changes": "1: lr=0.5"},
        {"shuffle": True},
        {"zero_grad": False},
        {"playground_seed": ""},
        {"batch_size": 30},
    ],
)
def test_what_such_a_link_cannot_express_is_named(change):
    with pytest.raises(ConfigError, match=next(iter(change))):
        write(replace(parse("#seed=1"), **change))


def test_the_stream_is_the_one_of_the_package_seedrandom():
    # The first numbers of Math.seedrandom('hello.') as its documentation gives them.
    stream = SeedRandom("hello.")
    assert [stream.random(), stream.random()] == [0.9282578795792454, 0.3752569768646784]


def test_its_seed_belongs_to_its_own_data_sets_and_is_of_bounded_length():
    assert TrainConfig(dataset="moons", playground_seed="0.42").playground_seed == ""
    assert TrainConfig(dataset="xor", playground_seed="0.42").playground_seed == "0.42"
    with pytest.raises(ConfigError, match="playground_seed must have at most 100 characters, got 101"):
        TrainConfig(dataset="xor", playground_seed="x" * 101)
