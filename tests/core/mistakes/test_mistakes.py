"""Where a network is wrong, against scikit-learn's measures and a network asked by hand."""

import contextlib
import io
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from sklearn import metrics

from core.config import TrainConfig
from core.datasets import load
from core.mistakes import PARTS, Residuals, accuracy, confusion, judge, mistakes_script, per_class, residuals, standing
from core.models import build
from core.script import training_script
from core.training import train

CLASSES: dict[str, dict[str, Any]] = {
    "three classes": {"dataset": "iris", "epochs": 10},
    "ten classes": {"dataset": "digits", "epochs": 4, "batch_size": 100, "lr": 0.02, "hidden": (8,)},
    "a class never said": {"dataset": "wine", "epochs": 1, "lr": 0.0001},
    "two classes": {"dataset": "circles", "n_samples": 80, "epochs": 5},
    "two classes, softmax": {"dataset": "circles", "n_samples": 80, "epochs": 5, "loss": "Cross-entropy"},
    "two classes, squared": {"dataset": "circles", "n_samples": 80, "epochs": 5, "loss": "MSE"},
}
REGRESSIONS: dict[str, dict[str, Any]] = {
    "table": {"dataset": "diabetes", "epochs": 20, "lr": 0.01},
    "plane": {"dataset": "noisy sine", "epochs": 20},
}


def asked(config: TrainConfig, part: str) -> Any:
    state, data = train(config), load(config)
    return state, data, (config, standing(state), data, part)


@pytest.mark.parametrize("settings", CLASSES.values(), ids=CLASSES)
@pytest.mark.parametrize("part", PARTS)
def test_the_measures_are_those_of_scikit_learn(settings, part):
    config = TrainConfig(**settings)
    state, _, question = asked(config, part)
    found = judge(*question)
    y, said, n = found.y.numpy(), found.found.numpy(), config.n_classes
    counts = confusion(found.y, found.found, n)
    assert np.array_equal(counts.numpy(), metrics.confusion_matrix(y, said, labels=range(n)))
    wanted = metrics.precision_recall_fscore_support(y, said, labels=range(n), zero_division=np.nan)
    measured = per_class(counts)
    for name, column in zip(("precision", "recall", "f1", "support"), wanted, strict=True):
        assert [getattr(row, name) for row in measured] == pytest.approx(list(column), nan_ok=True)
    assert accuracy(counts) == pytest.approx(metrics.accuracy_score(y, said))
    assert accuracy(counts) == getattr(state.history[-1], f"{part}_accuracy")


@pytest.mark.parametrize("name", CLASSES)
def test_probabilities_are_those_of_the_network_and_add_up_to_one(name):
    config = TrainConfig(**CLASSES[name])
    state, data, question = asked(config, "test")
    found = judge(*question)
    model = build(config).eval()
    model.load_state_dict(state.weights)
    with torch.no_grad():
        output = model(data.test.x)
    assert torch.equal(found.output, output)
    if config.loss == "MSE":
        assert found.shares is None
        assert torch.equal(found.sureness, output[:, 0].abs())
        return
    assert torch.allclose(found.shares.sum(dim=1), torch.ones(len(output)))
    exp = (
        output.double().exp()
        if config.loss == "Cross-entropy"
        else torch.cat([torch.ones_like(output), output.exp()], 1)
    )
    assert torch.allclose(found.shares.double(), exp.double() / exp.double().sum(dim=1, keepdim=True), atol=1e-6)
    assert torch.equal(found.shares.argmax(dim=1), found.found)


def test_the_points_of_a_cell_are_those_surest_mistakes_and_shakiest_right_answers_first():
    config = TrainConfig(**CLASSES["ten classes"])
    _, _, question = asked(config, "test")
    found = judge(*question)
    counts = confusion(found.y, found.found, 10)
    seen = []
    for true in range(10):
        for said in range(10):
            places = found.cell(true, said)
            assert len(places) == counts[true, said]
            assert (found.y[places] == true).all()
            assert (found.found[places] == said).all()
            sure = found.sureness[places]
            assert torch.equal(sure, sure.sort(descending=true != said)[0])
            seen += places.tolist()
    assert sorted(seen) == list(range(len(found.y)))


@pytest.mark.parametrize("settings", REGRESSIONS.values(), ids=REGRESSIONS)
@pytest.mark.parametrize("part", PARTS)
def test_residuals_are_measured_as_scikit_learn_does_in_the_unit_of_the_target(settings, part):
    config = TrainConfig(**settings)
    state, _, question = asked(config, part)
    found = residuals(*question)
    true, said = found.true.numpy(), found.predicted.numpy()
    assert found.mae == pytest.approx(metrics.mean_absolute_error(true, said))
    assert found.rmse == pytest.approx(metrics.root_mean_squared_error(true, said))
    assert found.r2 == pytest.approx(metrics.r2_score(true, said), abs=1e-5)
    assert found.r2 == getattr(state.history[-1], f"{part}_r2")
    gaps = np.abs(true - said)
    assert gaps[found.worst].tolist() == sorted(gaps, reverse=True)[:5]
    quarter = len(true) // 4
    assert found.mean_of_quarter(largest=True) == pytest.approx(
        (true - said)[np.argsort(-true, kind="stable")[:quarter]].mean()
    )
    assert found.mean_of_quarter(largest=False) == pytest.approx(
        (true - said)[np.argsort(true, kind="stable")[:quarter]].mean()
    )


def test_the_targets_of_a_table_come_back_as_they_stand_in_it():
    from sklearn.datasets import load_diabetes

    config = TrainConfig(**REGRESSIONS["table"])
    _, _, question = asked(config, "test")
    whole = load_diabetes(scaled=False).target
    assert np.isin(residuals(*question).true.numpy().round(3), whole).all()


def test_a_run_that_exploded_is_judged_by_its_last_weights_before():
    state = train(TrainConfig(dataset="noisy sine", lr=10, optimizer="Momentum", epochs=50))
    assert state.stop is not None
    assert standing(state).epoch == state.stop.epoch - 1
    assert standing(replace(state, stop=replace(state.stop, epoch=0))) is None


def test_measures_without_points_are_not_defined():
    measured = per_class(torch.tensor([[3, 0, 0], [1, 0, 0], [0, 0, 0]]))
    assert (measured[0].precision, measured[0].recall, measured[0].support) == (0.75, 1, 3)
    assert math.isnan(measured[1].precision)
    assert (measured[1].recall, measured[1].f1) == (0, 0)
    assert math.isnan(measured[2].recall)
    assert math.isnan(measured[2].f1)
    assert math.isnan(accuracy(torch.zeros(2, 2, dtype=torch.long)))


@pytest.mark.parametrize(
    "settings", [CLASSES["three classes"], CLASSES["two classes"], *REGRESSIONS.values()], ids=str
)
def test_the_lines_shown_print_what_the_page_shows(settings):
    config = TrainConfig(**settings)
    _, data, question = asked(config, "test")
    lines = training_script(config) + mistakes_script(config, "test", data.target_std)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(lines, {})  # noqa: S102 - our own code, which learners are told to run
    told = dict(line.split(" ", 1) for line in printed.getvalue().splitlines()[-7:] if " " in line)
    if config.task == "classification":
        found = judge(*question)
        assert told["confusion"] == str(confusion(found.y, found.found, config.n_classes).tolist())
        measured = per_class(confusion(found.y, found.found, config.n_classes))
        numbers = [float(n) for n in told["F1"].strip("[]").split(",")]
        assert numbers == pytest.approx([row.f1 for row in measured], rel=1e-6)
    else:
        found = residuals(*question)
        assert float(told["mean"].split()[-1]) == pytest.approx(found.mae, rel=1e-9)
        assert told["worst"] == str(found.worst)


@pytest.mark.parametrize(
    ("predicted", "pull"),
    [
        ([0.9, 1.2, 1.8, 2.1], "drawn"),
        ([0.0, 3.0, 0.0, 3.0], "astray"),  # spread as widely as the targets, and not along with them
        ([0.0, 1.0, 2.1, 3.0], "true"),
        ([-2.0, 0.0, 3.0, 5.0], "stretched"),
        ([2.0, 2.0, 2.0, 2.0], "drawn"),
    ],
)
def test_whether_predictions_are_drawn_to_the_middle_follows_from_slope_and_spread(predicted, pull):
    true, said = torch.arange(4.0).double(), torch.tensor(predicted).double()
    found = Residuals(true=true, predicted=said, r2=0.0)
    assert found.slope == pytest.approx(np.polyfit(true, said, 1)[0], abs=1e-12)
    assert found.spread == pytest.approx(np.std(said.numpy()) / np.std(true.numpy()))
    assert found.pull == pull


def test_targets_that_do_not_vary_draw_nothing():
    same = torch.full((3,), 0.1, dtype=torch.float64)
    assert Residuals(true=same, predicted=torch.arange(3.0).double(), r2=math.nan).pull == "undefined"


def test_predictions_that_are_spread_more_widely_than_the_targets_are_not_said_to_be_drawn():
    few = {"train_share": 0.1, "hidden": (16,), "optimizer": "Adam", "lr": 0.01, "epochs": 150}
    found = residuals(*asked(TrainConfig(dataset="diabetes", **few), "test")[2])
    assert found.mean_of_quarter(largest=True) > 0 > found.mean_of_quarter(largest=False)
    assert found.spread > 1
    assert found.pull == "astray"
