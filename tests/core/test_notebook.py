"""The notebook holds the script in cells that run from top to bottom and print the losses of the page."""

import contextlib
import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.config import TrainConfig
from core.playground_link import parse
from core.script import training_notebook, training_script
from core.tables import read_csv, sample_csv
from core.training import train

SMALL: dict[str, Any] = {"hidden": (4,), "epochs": 4, "batch_size": 16}
RUNS = {
    "spiral": TrainConfig(**SMALL, dataset="spiral", activation="Tanh"),
    "line by hand": TrainConfig(**SMALL | {"hidden": ()}, dataset="straight line", update="by hand", dtype="float64"),
    "digits": TrainConfig(**SMALL | {"epochs": 2}, dataset="digits", optimizer="Adam", lr=0.01),
    "L1 and dropout": TrainConfig(
        **SMALL, dataset="moons", n_samples=40, dropout=0.2, regularization="L1", regularization_rate=0.01
    ),
    "schedule": TrainConfig(**SMALL | {"epochs": 23, "batch_size": None}, dataset="xor", schedule="cosine"),
    "exploded": TrainConfig(dataset="straight line", loss="MSE", lr=10.0, epochs=200, hidden=(3,), momentum=0.9),
    "import": replace(parse("#dataset=xor&seed=7&regularization=L1&regularizationRate=0.1&networkShape=3"), epochs=4),
}


def code_cells(notebook: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]


def printed(notebook: str, monkeypatch: pytest.MonkeyPatch, plotting: ModuleType | None = None) -> list[str]:
    """Run the cells in one namespace, with this matplotlib or with none; return what they print, a text for each."""
    monkeypatch.setitem(sys.modules, "matplotlib", plotting)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", getattr(plotting, "pyplot", None))
    space: dict[str, Any] = {"__name__": "__main__"}
    told = []
    for code in code_cells(notebook):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(code, "cell", "exec"), space)  # noqa: S102 (that it runs is the test)
        told.append(out.getvalue())
    return told


def results(config: TrainConfig) -> list[str]:
    last = train(config).history[-1]
    metric, shown = ("accuracy", "accuracy") if last.train_accuracy is not None else ("r2", "R2")
    return [
        f"train loss {last.train_loss}",
        f"test loss {last.test_loss}",
        *(f"{part} {shown} {getattr(last, f'{part}_{metric}')}" for part in ("train", "test")),
    ]


@pytest.mark.parametrize("name", RUNS)
def test_its_cells_print_the_losses_of_the_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = RUNS[name]
    *_, loop, result, table = printed(training_notebook(config), monkeypatch)
    assert result.splitlines() == results(config)
    history = train(config).history
    every = max(1, config.epochs // 10)
    assert loop.splitlines() == [
        f"epoch {r.epoch}: train loss {r.train_loss}, test loss {r.test_loss}"
        for r in history
        if r.epoch and r.epoch % every == 0
    ]
    every = max(1, (len(history) - 1) // 10)
    rows = [[str(r.epoch), f"{r.train_loss:.4g}", f"{r.test_loss:.4g}"] for r in history[every::every]]
    assert [line.split() for line in table.splitlines()[1:]] == rows


def test_the_losses_are_drawn_where_matplotlib_is(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[Any, ...]] = []
    matplotlib, pyplot = ModuleType("matplotlib"), ModuleType("matplotlib.pyplot")
    for name in ("plot", "xlabel", "ylabel", "legend", "show"):
        setattr(pyplot, name, lambda *args, name=name, **more: drawn.append((name, *args, *more.values())))
    matplotlib.pyplot = pyplot  # type: ignore[attr-defined]
    assert printed(training_notebook(RUNS["spiral"]), monkeypatch, matplotlib)[-1] == ""
    history = train(RUNS["spiral"]).history[1:]
    assert drawn[0] == ("plot", (1, 2, 3, 4), tuple(record.train_loss for record in history), "train")
    assert drawn[1][2] == tuple(record.test_loss for record in history)
    assert drawn[-1] == ("show",)


@pytest.mark.parametrize("name", RUNS)
def test_it_is_a_notebook_of_version_4_5(name: str) -> None:
    notebook = json.loads(training_notebook(RUNS[name]))
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert {"name", "display_name"} <= set(notebook["metadata"]["kernelspec"])
    assert notebook["metadata"]["language_info"]["name"] == "python"
    for cell in notebook["cells"]:
        own = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | own
        assert cell["metadata"] == {}
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
        assert "".join(cell["source"]).strip()
        if own:
            assert (cell["execution_count"], cell["outputs"]) == (None, [])
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    kinds = [cell["cell_type"] for cell in notebook["cells"]]
    assert kinds == ["markdown"] + ["markdown", "code"] * 7


@pytest.mark.parametrize("name", RUNS)
def test_it_says_what_the_script_says(name: str) -> None:
    """Beside the last cell, only the list of losses is more."""
    cells = code_cells(training_notebook(RUNS[name], last=2))[:-1]
    lines = [line for line in "\n".join(cells).splitlines() if line.strip() and "history" not in line]
    assert lines == [line for line in training_script(RUNS[name], last=2).splitlines() if line.strip()]


def test_the_learners_table_is_read_from_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = TrainConfig(**SMALL, dataset="your CSV", table=read_csv(sample_csv(), "flats.csv"))
    (tmp_path / "flats.csv").write_bytes(sample_csv())
    monkeypatch.chdir(tmp_path)
    notebook = training_notebook(config)
    assert printed(notebook, monkeypatch)[-2].splitlines() == results(config)
    assert "the playground's folder on the path" in notebook
