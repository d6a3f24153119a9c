"""Code shown to learners is code that runs, and gives the numbers of the page."""

import contextlib
import io

import pytest
import torch

from core.activations import ACTIVATIONS
from core.checkpoints import SAMPLES, inside_script, load_script, resume_script, ritual_script, save, to_bytes
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
    printed = executed(load_script("file.pth", build(CONFIG), strict=False), "file.pth", renamed)
    assert "missing_keys=['0.weight', '0.bias']" in printed
