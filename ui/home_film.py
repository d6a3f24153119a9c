"""Make the film that Home plays: a real run, computed once so that Home needs no torch. `python -m ui.home_film`."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from core.config import TrainConfig
from core.datasets import load
from core.replay import replay
from core.training import TrainState, train
from ui.components.replay.pack import pack
from ui.controls import DEFAULTS

PATH: Final = Path(__file__).with_name("home_film.json")
CONFIG: Final = TrainConfig(
    dataset="spiral", hidden=(16, 16), activation="Tanh", optimizer="Adam", lr=0.01, batch_size=25, epochs=150
)
STARVED: Final = replace(CONFIG, train_share=0.1)
BETTER: Final = replace(CONFIG, features=("x1", "x2", "sin(x1)", "sin(x2)"))
GOOD: Final = 0.95
RESOLUTION: Final = 48


def _written(config: TrainConfig) -> dict[str, str | list[str]]:
    """Write every setting as the address of the Training page does."""
    return {
        "dataset": config.dataset,
        "n_samples": str(config.n_samples),
        "train_share": f"{config.train_share:g}",
        "features": list(config.features),
        "hidden": ", ".join(map(str, config.hidden)),
        "activation": config.activation,
        "optimizer": config.optimizer,
        "lr": f"{config.lr:g}",
        "batch_size": str(config.batch_size),
        "epochs": str(config.epochs),
        "seed": str(config.seed),
    }


def settings(config: TrainConfig) -> dict[str, str | list[str]]:
    """Write a run as the address of the Training page does: Streamlit adds a step back for each default named."""
    usual = _written(DEFAULTS)
    return {name: value for name, value in _written(config).items() if value != usual[name]}


def film(run: TrainState) -> dict[str, Any]:
    """Pack a run for the small picture on Home; its maps as text, as JSON needs them."""
    packed = pack(replay(run, RESOLUTION), run.config, load(run.config), run="home")
    return packed | {"maps": base64.b64encode(packed["maps"]).decode()}


def good_after(run: TrainState) -> int:
    """Return the first epoch after which the share `GOOD` of the test points is right, or the last epoch."""
    good = (record.epoch for record in run.history if (record.test_accuracy or 0.0) >= GOOD)
    return next(good, run.config.epochs)


def facts(run: TrainState) -> dict[str, Any]:
    """Gather the numbers that Home's words quote: of the film, of few points, of more features."""
    data, starved, better = load(run.config), train(STARVED), train(BETTER)
    return {
        "n_samples": run.config.n_samples,
        "n_train": len(data.train.x),
        "n_parameters": run.config.n_parameters,
        "epochs": run.config.epochs,
        "accuracy": run.history[-1].test_accuracy,
        "points": [[round(v, 2) for v in point] for point in data.train.points[:3].tolist()],
        "few": len(load(STARVED).train.x),
        "few_train_accuracy": starved.history[-1].train_accuracy,
        "few_test_accuracy": starved.history[-1].test_accuracy,
        "good": GOOD,
        "good_after": good_after(run),
        "better_after": good_after(better),
    }


def make() -> Mapping[str, Any]:
    """Train, and return all that Home shows of it."""
    run = train(CONFIG)
    links = {"film": settings(CONFIG), "few": settings(STARVED), "better": settings(BETTER)}
    return {"links": links, "facts": facts(run), "film": film(run)}


if __name__ == "__main__":
    PATH.write_text(json.dumps(make(), separators=(",", ":")) + "\n", encoding="utf-8")
