"""A run as a Jupyter notebook: the script, cut where one thing ends and the next begins.

Source: the format, version 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from core.config import TrainConfig
from core.datasets import DATASETS
from core.script.data import data_code
from core.script.loop import loop_lines, result_lines, setup_lines
from core.script.network import network_code
from core.script.whole import imports

_LANGUAGE: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_CURVE: Final = """
try:
    import matplotlib.pyplot as plt
except ImportError:
    every = max(1, len(history) // 10)
    print("epoch   train loss    test loss")
    for reached, on_train, on_test in history[every - 1 :: every]:
        print(f"{reached:5d}  {on_train:11.4g}  {on_test:11.4g}")
else:
    reached, on_train, on_test = zip(*history)
    plt.plot(reached, on_train, label="train")
    plt.plot(reached, on_test, "--", label="test")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()
"""


def training_notebook(config: TrainConfig, last: int | None = None) -> str:
    """Write the notebook of a run, as JSON; its cells need what `training_script` needs.

    The last cell draws the losses where matplotlib is installed, and prints some of them where it is not.

    Args:
        config: its settings.
        last: the epoch that the run was stopped after; None for the config's last.
    """
    cells = [_cell("markdown", "about", _about(config))]
    for name, words, code in _parts(config, last or config.epochs):
        cells += [_cell("markdown", f"{name}-words", words), _cell("code", name, code)]
    return json.dumps({"cells": cells, "metadata": _LANGUAGE, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def _cell(kind: str, name: str, text: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": text.strip("\n").splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _about(config: TrainConfig) -> str:
    needs = " Your table stands beside this notebook, the playground's folder on the path." if config.table else ""
    return (
        f"# A network learns: {config.dataset}\n\nThis run in plain PyTorch. Run the cells from top to bottom:"
        f" they print the losses of Torch Playground's page, digit for digit.{needs}"
    )


def _parts(config: TrainConfig, last: int) -> Iterator[tuple[str, str, str]]:
    """Yield name, words and code of each part."""
    noted = ["history.append((epoch, train_loss, test_loss))"]
    sizes = " → ".join(map(str, config.sizes))
    yield "imports", "## Imports\n\nOn one thread: networks this small lose time to more.", imports(config)
    yield "data", f"## The data\n\n{DATASETS[config.dataset].idea}", data_code(config)
    yield "network", f"## The network\n\n{sizes}: {config.n_parameters:,} parameters.", network_code(config)
    yield (
        "loss",
        f"## Loss and optimizer\n\n{config.loss} is what {config.optimizer} makes smaller.",
        "\n".join(setup_lines(config)),
    )
    yield (
        "loop",
        "## The loop\n\nForward, loss, backward, step; `history` keeps the losses after every epoch.",
        "\n".join(["history = []", *loop_lines(config, last, noted)]),
    )
    yield "result", "## The result\n\nWhat the page shows after the last epoch.", "\n".join(result_lines(config))
    yield "curve", "## The losses, epoch by epoch\n\nDrawn where matplotlib is installed.", _CURVE
