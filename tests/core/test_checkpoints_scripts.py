"""Code shown to learners is code that runs, and gives the numbers of the page."""

import contextlib
import io

import pytest
import torch
from torch import nn

from core.activations import ACTIVATIONS
from core.checkpoints import (
    SAMPLES,
    guess,
    guessed_script,
    inside_script,
    listing_script,
    load_script,
    network,
    refused_script,
    resume_script,
    ritual_script,
    save,
    shapes,
    to_bytes,
)
from core.checkpoints.samples import MESSAGE
from core.config import TrainConfig
from core.models import build
from core.training import advance, start, train

CONFIG = TrainConfig(dataset="moons", n_samples=40, hidden=(4, 3), optimizer="Adam", lr=0.03, epochs=12, shuffle=False)
POINTS = [[0.5, 0.25], [-1.0, 0.125]]


@pytest.fixture
def executed(tmp_path, monkeypatch):
    """Return a function that runs a script beside a file and returns what it printed."""
    monkeypatch.chdir(tmp_path)

    def run(script: str, name: str, data: bytes) -> str:
        tmp_path.joinpath(name).write_bytes(data)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(script, "script", "exec"), {})  # noqa: S102
        return out.getvalue()

    return run


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_ritual_prints_the_predictions_of_the_trained_network_and_true(executed, activation):
    config = TrainConfig(dataset="moons", n_samples=40, hidden=(4, 3), activation=activation, epochs=2)
    run = train(config)
    model = build(config)
    model.load_state_dict(run.weights)
    with torch.inference_mode():
        wanted = f"<All keys matched successfully>\n{model(torch.tensor(POINTS))}\nTrue\n"
    assert executed(ritual_script(config, POINTS), "weights.pth", save(run, "weights")) == wanted


@pytest.mark.parametrize("optimizer", ["Momentum", "Adam", "SGD"])
def test_going_on_from_a_checkpoint_ends_at_the_very_loss(executed, optimizer):
    config = TrainConfig(dataset="moons", n_samples=40, hidden=(4, 3), optimizer=optimizer, lr=0.03, epochs=12,
                         shuffle=False)  # fmt: skip
    printed = executed(resume_script(config), "checkpoint.pth", save(advance(start(config), 5)))
    assert float(printed) == train(config).history[-1].train_loss


def test_looking_inside_runs_nothing(executed):
    printed = executed(inside_script("file.pth"), "file.pth", SAMPLES["prints when opened"].make(start(CONFIG)))
    assert "archive/data.pkl" in printed
    assert "GLOBAL     '__builtin__ print'" in printed
    assert "Unsupported global: GLOBAL print was not an allowed global" in printed
    printed = executed(inside_script("file.pth"), "file.pth", save(start(CONFIG), "weights"))
    assert "odict_keys(['0.weight', '0.bias', '2.weight', '2.bias', '4.weight', '4.bias'])" in printed


def test_loading_strictly_and_leniently(executed):
    state = start(CONFIG)
    printed = executed(load_script("file.pth", build(CONFIG)), "file.pth", save(state, "weights"))
    assert printed.startswith("0.weight (4, 2)\n0.bias (4,)\n")
    assert printed.endswith("<All keys matched successfully>\n")
    script = load_script("file.pth", build(CONFIG), place=("model", "net"))
    printed = executed(script, "file.pth", to_bytes({"model": {"net": dict(state.weights)}}))
    assert printed.endswith("<All keys matched successfully>\n")
    renamed = SAMPLES["one layer renamed"].make(state)
    with pytest.raises(RuntimeError, match="Missing key"):
        executed(load_script("file.pth", build(CONFIG)), "file.pth", renamed)
    printed = executed(load_script("file.pth", build(CONFIG), fits=False), "file.pth", renamed)
    assert 'Missing key(s) in state_dict: "0.weight", "0.bias"' in printed
    assert "missing_keys=['0.weight', '0.bias']" in printed


def _guessed(weights, place=()) -> tuple[str, nn.Sequential]:
    found = guess(shapes(weights))
    model = network(found, weights, "Tanh")
    return guessed_script("file.pth", found, model, place=place), model


def test_the_guessed_network_is_built_and_filled_by_its_script(executed, tmp_path):
    plain = dict(start(CONFIG).weights)
    cases = {
        (): {"weights": torch.tensor([0.57844]), "bias": torch.tensor([0.35131])},
        ("model", "net"): {f"layer.{name}": tensor for name, tensor in plain.items()},
        ("a",): {name: tensor.double() for name, tensor in plain.items()},
        ("b",): {name.replace("weight", "w weight").replace("bias", "w bias"): t for name, t in plain.items()},
    }
    for place, weights in cases.items():
        script, model = _guessed(weights, place)
        value = weights
        for key in reversed(place):
            value = {key: value}
        printed = executed(script + "torch.save(model.state_dict(), 'filled.pth')\n", "file.pth", to_bytes(value))
        assert "<All keys matched successfully>" in printed
        filled = torch.load(tmp_path / "filled.pth", weights_only=True)
        assert list(filled) == list(model.state_dict())
        assert all(torch.equal(filled[name], tensor) for name, tensor in model.state_dict().items())
        assert ("y = 0.5784 x + 0.3513" in printed) == (place == ())
        assert ("Tanh()" in script) == (place != ())


def test_what_is_in_a_file_is_listed_where_nothing_is_guessed(executed):
    data = to_bytes({"net": {"conv.weight": torch.ones(2, 1, 3, 3)}})
    assert executed(listing_script("file.pth", place=("net",)), "file.pth", data) == "conv.weight (2, 1, 3, 3)\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [("cut off", "PytorchStreamReader failed"), ("whole model", "Unsupported global"),
     ("prints when opened", "Unsupported global"), ("claims 10¹² numbers", "tensor([[0., 0., 0.,  ..., 0., 0., 0.]")],
)  # fmt: skip
def test_the_script_for_a_refused_file_asks_pytorch_and_runs_nothing_in_it(executed, name, words):
    printed = executed(refused_script("file.pth"), "file.pth", SAMPLES[name].make(start(CONFIG)))
    assert words in printed
    assert MESSAGE not in printed
