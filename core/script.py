"""A run as a script of plain PyTorch, built from the very functions that ran: executed, it prints the same losses."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pprint import pformat
from textwrap import dedent
from typing import Any

from torch import nn

from core.config import TrainConfig, to_dict
from core.datasets import DATASETS, maker_source
from core.features import FEATURES
from core.initialisations import INITIALISATIONS
from core.losses import LOSSES
from core.models import SeededDropout, build
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.tables import spread
from core.training import r2


def training_script(config: TrainConfig) -> str:
    """Write the script of a run.

    Args:
        config: its settings. For "your CSV" the script imports the playground's own reader, everything else runs
            with torch (and scikit-learn, where the data comes from there) alone.
    """
    parts = [_imports(config), _data(config), _network(config), _loop(config)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def bare(thing: Callable[..., Any]) -> str:
    """Return the source of a function or class without its docstrings."""
    source = dedent(inspect.getsource(thing))
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            text = node.body[0]
            lines[text.lineno - 1 : text.end_lineno] = [""] * ((text.end_lineno or 0) - text.lineno + 1)
    kept = [line.split("  # noqa")[0] for line in lines if line.strip()]
    return "\n".join(kept)


def _imports(config: TrainConfig) -> str:
    lines = ["import math", "", "import torch", "from torch import Tensor, nn"]
    if config.table is not None:
        lines += ["", "from core.config import from_dict", "from core.datasets import load"]
        lines += ["from core.tables import read_csv"]
    elif DATASETS[config.dataset].split == "shuffled":
        lines.append("from sklearn.model_selection import train_test_split")
    return "\n".join([*lines, "", "torch.set_num_threads(1)"])


def _data(config: TrainConfig) -> str:
    if config.table is not None:
        lines = list(_own_table(config))
    else:
        source = maker_source(config.dataset).split("\n\n\n", 1)[1]
        lines = ["# The data", _without_docstring(source), "", *_drawn(config), *_divided(config)]
        lines += _standardised(config) if DATASETS[config.dataset].kind == "table" else _featured(config)
    return "\n".join([*lines, *_targets(config)])


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
    yield f"points, targets = {name}({config.n_samples}, {config.noise!r}, {config.seed}, torch.{config.dtype}{extra})"


def _divided(config: TrainConfig) -> Iterator[str]:
    rest = round(1 - (config.train_share or 0), 9)
    if DATASETS[config.dataset].split == "in order":
        yield f"train, test = torch.arange(len(points)).split([{config.n_train}, len(points) - {config.n_train}])"
    else:
        yield f"train, test = train_test_split(range(len(points)), test_size={rest!r}, random_state={config.seed})"


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
    if config.task == "regression":
        yield "t_train, t_test = y_train, y_test"
        return
    encode = LOSSES[config.loss].encode
    yield from ["", f"# The classes as {config.loss} wants them", bare(encode), ""]
    yield f"t_train, t_test = ({encode.__name__}(y, torch.{config.dtype}) for y in (y_train, y_test))"


def _network(config: TrainConfig) -> str:
    fill = INITIALISATIONS[config.init].fill
    lines = ["# The network"]
    if config.dropout:
        lines += [bare(SeededDropout), "", f"dropout = torch.Generator().manual_seed({config.seed})"]
    lines += ["model = nn.Sequential(", *(f"    {_made(module)}," for module in build(config)), ")"]
    if config.dtype != "float32":
        lines[-1] = f").to(torch.{config.dtype})"
    lines += ["", bare(fill), "", f"generator = torch.Generator().manual_seed({config.seed})"]
    lines += ["with torch.no_grad():", "    for layer in model:", "        if isinstance(layer, nn.Linear):"]
    lines += [f"            {fill.__name__}(layer, generator, {config.init_scale!r})"]
    return "\n".join(lines)


def _made(module: nn.Module) -> str:
    if isinstance(module, nn.Linear):
        return f"nn.Linear({module.in_features}, {module.out_features})"
    return (
        f"SeededDropout({module.p!r}, dropout)"
        if isinstance(module, SeededDropout)
        else f"nn.{type(module).__name__}()"
    )


def _loop(config: TrainConfig) -> str:
    loss, optimizer = LOSSES[config.loss], OPTIMIZERS[config.optimizer]
    own = loss.factory.__module__ == LOSSES["Half squared error (tanh)"].factory.__module__
    arguments = optimizer.arguments(lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay)
    written = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    lines = ["# Loss, optimizer, loop", *([bare(loss.factory), ""] if own else [])]
    lines += [f"loss_fn = {'' if own else 'nn.'}{loss.factory.__name__}()"]
    lines += [f"optimizer = torch.optim.{optimizer.factory.__name__}(model.parameters(), {written})"]
    penalty = REGULARIZATIONS[config.regularization].penalty if config.regularization_rate else None
    if penalty is not None:
        lines += ["", bare(penalty), "", "weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]"]
    if config.task == "regression":
        lines += ["", bare(r2)]
    lines += ["", f"order = torch.Generator().manual_seed({config.seed})" if _shuffled(config) else ""]
    return "\n".join([*lines, *_epochs(config, penalty)])


def _shuffled(config: TrainConfig) -> bool:
    return config.shuffle and config.batch_size is not None


def _epochs(config: TrainConfig, penalty: Callable[..., Any] | None) -> Iterator[str]:
    rate = config.regularization_rate
    yield f"for epoch in range(1, {config.epochs + 1}):"
    yield "    model.train()"
    yield from _batches(config)
    yield "        loss = loss_fn(model(x), t)"
    if penalty is not None:
        yield f"        loss = loss + {rate!r} * sum({penalty.__name__}(weight) for weight in weights)"
    if config.zero_grad:
        yield "        optimizer.zero_grad()"
    yield "        loss.backward()"
    yield from _update(config)
    yield "    model.eval()"
    yield "    with torch.no_grad():"
    yield "        out_train, out_test = model(x_train), model(x_test)"
    yield "        train_loss, test_loss = loss_fn(out_train, t_train).item(), loss_fn(out_test, t_test).item()"
    yield f"    if epoch % {max(1, config.epochs // 10)} == 0:"
    yield "        print(f'epoch {epoch}: train loss {train_loss}, test loss {test_loss}')"
    yield "    if not (math.isfinite(train_loss) and math.isfinite(test_loss)):"
    yield "        break  # the numbers exploded"
    yield from _results(config)


def _batches(config: TrainConfig) -> Iterator[str]:
    if config.batch_size is None:
        yield "    for x, t in [(x_train, t_train)]:  # all points in one step"
        return
    size = config.batch_size
    if config.shuffle:
        yield f"    full = len(x_train) <= {size}"
        yield "    new = torch.arange(len(x_train)) if full else torch.randperm(len(x_train), generator=order)"
        yield f"    for x, t in zip(x_train[new].split({size}), t_train[new].split({size})):"
    else:
        yield f"    for x, t in zip(x_train.split({size}), t_train.split({size})):"


def _update(config: TrainConfig) -> Iterator[str]:
    if config.update == "optimizer.step()":
        yield "        optimizer.step()"
    elif config.update == "by hand":
        yield "        with torch.no_grad():"
        yield "            for parameter in model.parameters():"
        yield f"                parameter.sub_({config.lr!r} * parameter.grad)"


def _results(config: TrainConfig) -> Iterator[str]:
    yield ""
    yield "print(f'train loss {train_loss}')"
    yield "print(f'test loss {test_loss}')"
    for part in ("train", "test"):
        if config.task == "regression":
            yield f"print(f'{part} R2 {{r2(out_{part}, t_{part})}}')"
        else:
            found = (
                f"out_{part}.argmax(dim=1)" if LOSSES[config.loss].per_class else f"(out_{part}.squeeze(1) > 0).long()"
            )
            yield f"print(f'{part} accuracy {{({found.format(f'out_{part}')} == y_{part}).double().mean().item()}}')"
