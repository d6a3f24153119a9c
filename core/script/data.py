"""The part of a script that makes the data."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pprint import pformat

from core.config import TrainConfig, to_dict
from core.datasets import DATASETS, maker_source, seedrandom, tfplayground_stream
from core.datasets.recipe import recipe
from core.features import FEATURES
from core.losses import LOSSES
from core.script.bare import bare, bare_module
from core.tables import spread


def data_code(config: TrainConfig) -> str:
    """Write the data, divided, and its targets as the loss wants them."""
    if config.table is not None:
        lines = list(_own_table(config))
    else:
        lines = ["# The data", *(_streamed(config) if config.playground_seed else _made(config)), *_divided(config)]
        lines += _standardised(config) if DATASETS[config.dataset].kind == "table" else _featured(config)
    return "\n".join([*lines, *_targets(config)])


def redrawn_code(config: TrainConfig, noise: float | None) -> Iterator[str]:
    """Write how the same points are drawn with another noise, below `data_code`."""
    noisy = replace(config, noise=noise, changes="")
    seed = config.playground_seed
    yield from _stream_drawn(noisy, f"SeedRandom({seed!r})") if seed else _drawn(noisy)
    yield from _featured(noisy)
    yield from _encoded(noisy)


def _made(config: TrainConfig) -> Iterator[str]:
    source = maker_source(config.dataset).split("\n\n\n", 1)[1]
    yield from [_without_docstring(source), "", *_drawn(config)]


def _streamed(config: TrainConfig) -> Iterator[str]:
    yield from [bare_module(seedrandom), "", bare_module(tfplayground_stream), ""]
    yield f"stream = SeedRandom({config.playground_seed!r})"
    yield from _stream_drawn(config, "stream")


def _stream_drawn(config: TrainConfig, stream: str) -> Iterator[str]:
    yield f"points, targets = stream_points({config.dataset!r}, {config.n_samples}, {config.noise!r}, {stream})"
    yield f"points = points.to(torch.{config.dtype})"
    if config.task == "regression":
        yield f"targets = targets.to(torch.{config.dtype})"


def _without_docstring(source: str) -> str:
    node = ast.parse(source).body[0]
    text = node.body[0]  # type: ignore[attr-defined]
    lines = source.splitlines()
    kept = lines[: text.lineno - 1] + lines[text.end_lineno :]
    return "\n".join(line for line in kept if line.strip())


def _drawn(config: TrainConfig) -> Iterator[str]:
    dataset = DATASETS[config.dataset]
    name = dataset.make.__name__
    if dataset.kind == "table":
        yield f"points, targets = {name}()"
        places = [dataset.columns.index(feature) for feature in config.features]
        if len(places) < len(dataset.columns):
            yield f"points = points[:, {places}]  # {', '.join(config.features)}"
        return
    extra = "".join(f", {key}={getattr(config, key)!r}" for key in dataset.extra)
    drawn = f"{config.n_samples}, {config.noise!r}, {recipe(config).seed}, torch.{config.dtype}{extra}"
    yield f"points, targets = {name}({drawn})"


def _divided(config: TrainConfig) -> Iterator[str]:
    rest = round(1 - (config.train_share or 0), 9)
    if DATASETS[config.dataset].split == "in order":
        yield f"train, test = torch.arange(len(points)).split([{config.n_train}, len(points) - {config.n_train}])"
    else:
        seed = recipe(config).seed
        yield f"train, test = train_test_split(range(len(points)), test_size={rest!r}, random_state={seed})"


def _featured(config: TrainConfig) -> Iterator[str]:
    code = ", ".join(FEATURES[name].code for name in config.features)
    yield f"inputs = torch.stack([{code}], dim=1)  # {', '.join(config.features)}"
    if config.task == "regression":
        yield "targets = targets[:, None]"
    yield "x_train, x_test, y_train, y_test = inputs[train], inputs[test], targets[train], targets[test]"


def _standardised(config: TrainConfig) -> Iterator[str]:
    yield from ["", "# Standardised by the training part alone", bare(spread), ""]
    yield "mean, std = spread(points[train])"
    yield f"x_train, x_test = (((points[part] - mean) / std).to(torch.{config.dtype}) for part in (train, test))"
    if config.task == "regression":
        yield "mean, std = spread(targets[train])"
        yield f"targets = ((targets - mean) / std).to(torch.{config.dtype})[:, None]"
    yield "y_train, y_test = targets[train], targets[test]"


def _own_table(config: TrainConfig) -> Iterator[str]:
    name = config.table.name.removesuffix(" (sample)") if config.table else ""
    yield "# The data: run this beside your file, with the playground's folder on the path"
    yield f"with open({name!r}, 'rb') as file:"
    yield f"    table = read_csv(file.read(), {name!r})"
    yield f"settings = {pformat(to_dict(config), width=100, compact=True, sort_dicts=False)}"
    yield "data = load(from_dict(settings, table))"
    yield "x_train, y_train, x_test, y_test = data.train.x, data.train.y, data.test.x, data.test.y"


def _targets(config: TrainConfig) -> Iterator[str]:
    if config.task != "regression":
        yield from ["", f"# The classes as {config.loss} wants them", bare(LOSSES[config.loss].encode), ""]
    yield from _encoded(config)


def _encoded(config: TrainConfig) -> Iterator[str]:
    if config.task == "regression":
        yield "t_train, t_test = y_train, y_test"
        return
    encode = LOSSES[config.loss].encode
    yield f"t_train, t_test = ({encode.__name__}(y, torch.{config.dtype}) for y in (y_train, y_test))"
