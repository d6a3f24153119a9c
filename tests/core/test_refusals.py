"""Whatever is handed to core gives a result or one short sentence: however long, deep or odd it is."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

import numpy as np
import pytest
import torch

from core.activations.depth import StackConfig
from core.config import TrainConfig
from core.config.changes import read_changes
from core.config.plain import from_dict, to_dict
from core.descent.chain import ChainConfig
from core.descent.config import DescentConfig
from core.errors import PlaygroundError
from core.loss_landscape import Window
from core.playground_link import read
from core.quoting import LONGEST, quoted
from core.tables import points_csv, read_csv
from core.tensors.creators import Recipe
from core.tensors.literals import parse_literal
from core.tensors.reading import parse_chain
from core.tensors.seeds import Experiment
from core.tensors.sizes import parse_size

SHORT: Final = 300  # characters of a sentence
LONG: Final = 100_000
NAMES: Final = ("x1", "x2", "class")


def nested(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


ODD: Final[dict[str, Any]] = {
    "a long text": "x" * LONG,
    "a text of quotes": "'\"\\" * LONG,
    "a long line of numbers": "1," * LONG,
    "digits": "9" * LONG,
    "lines": "\n" * LONG + "é",
    "a huge number": 10**5000,
    "a huge negative number": -(10**5000),
    "a huger number": 1 << 400_000,
    "deep lists": nested(5_000),
    "a long list": ["x" * LONG] * 1000,
    "a tuple of long texts": ("x" * LONG,) * 9,
    "a tuple of huge numbers": (10**5000,) * 3,
    "a long tuple": tuple(range(LONG)),
    "an array": np.zeros((300, 300)),
    "a tensor": torch.zeros(300, 300),
    "a dict": {10**5000: nested(50)},
    "bytes": b"x" * LONG,
    "nan": float("nan"),
    "a complex number": 1j,
    "nothing": None,
    "yes": True,
    "itself": object(),
}
CONFIGS: Final = (TrainConfig, DescentConfig, ChainConfig, StackConfig, Window, Recipe, Experiment)
TEXTS: Final = {name: value for name, value in ODD.items() if isinstance(value, str)}
PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "changes": read_changes,
    "playground link": read,
    "playground links": lambda text: read(f"https://playground.tensorflow.org/#networkShape={text[:3000]}&seed=1"),
    "literal": parse_literal,
    "size": parse_size,
    "size of a size": lambda text: parse_size(text[:60]),
    "chain": parse_chain,
    "steps": lambda text: parse_chain(text[:300]),
    "a step": lambda text: parse_chain(f"reshape({text[:250]})"),
    "change": lambda text: read_changes(text[:900]),
    "a value": lambda text: read_changes(f"1: lr={text[:40]}"),
    "csv": lambda text: read_csv(text.encode()),
    "cells": lambda text: read_csv(f"{text},b\n1,{text}\n2,{text}\n3,{text}\n4,{text}".encode()),
    "points": lambda text: points_csv(NAMES, [(text, 1.0, "a"), *[(0.0, 0.0, text)] * 4], "regression"),
    "classes": lambda text: points_csv(NAMES, [(0.0, 0.0, text)] * 4, "classification"),
}


def gives_a_result_or_a_sentence(made: Callable[[], Any]) -> None:
    said = ""
    try:
        made()
    except PlaygroundError as error:
        said = str(error)
    assert len(said) <= SHORT, said[:1000]
    assert "\n" not in said


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: str(config.__name__))
def test_a_config_takes_anything_or_says_in_a_sentence_why_not(config: type, what: str) -> None:
    for field in fields(config):
        gives_a_result_or_a_sentence(lambda name=field.name: config(**{name: ODD[what]}))


@pytest.mark.parametrize("what", ODD)
def test_a_config_is_read_from_anything_or_a_sentence_says_why_not(what: str) -> None:
    plain = to_dict(TrainConfig())
    gives_a_result_or_a_sentence(lambda: from_dict(ODD[what]))
    for name in plain:
        gives_a_result_or_a_sentence(lambda name=name: from_dict(plain | {name: ODD[what]}))
    for name in ("hidden", "features"):
        gives_a_result_or_a_sentence(lambda name=name: from_dict(plain | {name: [ODD[what]]}))


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("parser", PARSERS)
def test_a_text_is_read_or_a_sentence_says_why_not(parser: str, what: str) -> None:
    gives_a_result_or_a_sentence(lambda: PARSERS[parser](TEXTS[what]))


@pytest.mark.parametrize("what", ODD)
def test_a_quote_is_one_short_line(what: str) -> None:
    assert len(quoted(ODD[what])) <= 3 * LONGEST
    assert "\n" not in quoted(ODD[what])


def test_what_is_short_is_quoted_as_it_stands() -> None:
    for value in ("+1e5", "it's", 7, -0.5, (4, 2), (4,), [1, "a"], None, True):
        assert quoted(value) == repr(value)
