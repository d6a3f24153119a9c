"""What numbers weigh: their count times their bytes, without taking any memory."""

import io
import tracemalloc
from contextlib import redirect_stdout

import pytest

from core.dtypes.memory import MODELS, SHOWN, in_units, memory_script, nbytes, training_nbytes
from core.errors import ConfigError

BYTES = {"float64": 8, "float32": 4, "bfloat16": 2, "float16": 2, "int8": 1}


@pytest.mark.parametrize("model", MODELS)
def test_a_size_is_numbers_times_bytes(model: str) -> None:
    for dtype in SHOWN:
        assert nbytes(model, dtype) == MODELS[model] * BYTES[dtype]
        assert training_nbytes(model, dtype) == (None if dtype == "int8" else 4 * nbytes(model, dtype))


def test_eight_terabytes_are_asked_for_free() -> None:
    tracemalloc.start()
    assert nbytes("1 trillion", "float64") == 8 * 10**12
    assert tracemalloc.get_traced_memory()[1] < 10**6
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("size", "said"),
    [(999, "999 bytes"), (1000, "1 kB"), (102_400_000, "102 MB"), (28 * 10**9, "28 GB"), (32 * 10**12, "32 TB")],
)  # fmt: skip
def test_sizes_are_written_with_three_digits(size: int, said: str) -> None:
    assert in_units(size) == said


def test_the_code_shown_prints_the_same_sizes() -> None:
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(memory_script("7 billion"), {})  # noqa: S102 - our own code
    lines = [line.split() for line in printed.getvalue().splitlines()]
    assert lines == [[f"torch.{name}", str(BYTES[name]), str(nbytes("7 billion", name))] for name in SHOWN]


def test_an_unknown_size_is_refused_in_a_sentence() -> None:
    with pytest.raises(ConfigError):
        nbytes("a lot", "float32")
