"""From a table to the data of a run: rows chosen, parts divided, columns encoded."""

import numpy as np
import torch
from torch import Tensor

from core.datasets.chosen import STANDARDISED, Rows, chosen_rows
from core.datasets.data import Data, Split
from core.datasets.recipe import Recipe
from core.datasets.registry import DATASETS
from core.datasets.split import divide
from core.errors import ConfigError, TableError
from core.quoting import quoted
from core.tables import INPUT_VALUES, INPUTS, Encoder, fit_encoder, spread


def tabular(made: Recipe, dtype: torch.dtype) -> Data:
    """Return the data of a run on a table.

    Args:
        made: the settings.
        dtype: of what the network gets.

    Raises:
        ConfigError: more inputs than can be taken.
        TableError: rows that cannot be learned from.
    """
    dataset = DATASETS[made.dataset]
    rows = _built_in(made) if made.table is None else chosen_rows(made, made.table)
    train, test = divide(len(rows.points), made.train_share, dataset.split, made.seed)
    encoder = fit_encoder(rows.points[train], made.features, rows.categories, made.missing or "drop rows", dtype)
    _check_inputs(encoder, len(rows.points))
    regression = not rows.classes
    mean, std = spread(rows.targets[train]) if regression else (torch.zeros(()), torch.ones(()))

    def part(index: Tensor) -> Split:
        y = ((rows.targets[index] - mean) / std).to(dtype)[:, None] if regression else rows.targets[index]
        return Split(x=encoder(rows.points[index]), y=y, points=rows.points[index].to(dtype))

    data = Data(
        kind="table",
        task="regression" if regression else "classification",
        train=part(train),
        test=part(test),
        input_names=encoder.input_names,
        point_names=made.features,
        target=made.target or dataset.target,
        classes=rows.classes,
        target_mean=float(mean),
        target_std=float(std),
        notes=rows.notes + _unseen(encoder, rows.points[test]),
        encoder=encoder,
    )
    _check_finite(data)
    return data


def _built_in(made: Recipe) -> Rows:
    dataset = DATASETS[made.dataset]
    points, targets = dataset.make()  # (N, D), (N,)
    places = [dataset.columns.index(name) for name in made.features]
    return Rows(
        points=points[:, places],
        targets=targets,
        categories=((),) * len(places),
        classes=dataset.classes,
        notes=(STANDARDISED,),
    )


def _unseen(encoder: Encoder, points: Tensor) -> tuple[str, ...]:
    """Say which categories the test part (N, D) has and the training part has not."""
    notes = []
    for name, texts, known, column in zip(
        encoder.names, encoder.categories, encoder.known, points.unbind(dim=1), strict=True
    ):
        new = [
            texts[int(value)]
            for value in np.unique(column[~column.isnan()].numpy())
            if texts and int(value) not in known
        ]
        notes += [f"{quoted(text)} of {quoted(name)} is only in the test rows: all its inputs are 0." for text in new]
    return tuple(notes)


def _check_inputs(encoder: Encoder, n_rows: int) -> None:
    n_inputs = len(encoder.input_names)
    if n_inputs not in INPUTS or n_inputs * n_rows not in INPUT_VALUES:
        most = min(INPUTS.high, INPUT_VALUES.high // n_rows)
        raise ConfigError(
            f"features make {n_inputs} inputs (one for each category); at most {most} with {n_rows:,} rows"
        )


def _check_finite(data: Data) -> None:
    """Refuse test values that lie beyond any number of the dtype once they are measured by the training part."""
    for split in (data.train, data.test):
        finite = split.x.isfinite().all(dim=0)
        if not (finite.all() and split.y.isfinite().all()):
            bad = [name for name, good in zip(data.input_names, finite.tolist(), strict=True) if not good]
            where = quoted((bad or [data.target])[0])
            raise TableError(f"The column {where} has values too far apart to be computed with in this dtype")
