"""A snippet run for real: what comes out, what PyTorch raises, what it warns of."""

import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from core.clinic.case import Snippet
from core.clinic.operands import SEED, fresh
from core.tensors.refusals import RefusedError, explain, shortened
from core.tensors.simulated import simulated

_LISTENING: Final = threading.Lock()  # Python keeps its filters of warnings for all threads together
_DRAWN: Final = ("uniform_", "normal_")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What became of a snippet.

    Attributes:
        value: what it returned; None where it was refused, and where it returned that.
        refused: what PyTorch raised.
        warned: what PyTorch warned of, in its own words.
    """

    value: Any = None
    refused: RefusedError | None = None
    warned: tuple[str, ...] = ()


class _Seeded(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Lets layers draw their first weights from a generator of their own, not from the one that all threads share."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._generator = torch.Generator().manual_seed(SEED)

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        settings = dict(kwargs or {})
        if func.overloadpacket.__name__ in _DRAWN:
            settings["generator"] = self._generator
        return func(*args, **settings)


def run(snippet: Snippet, operands: Mapping[str, Any], places: Mapping[str, str] | None = None) -> Outcome:
    """Run a snippet on copies of its operands.

    Args:
        snippet: what to run.
        operands: by parameter name.
        places: which of them lie on another device. Where one is a GPU, PyTorch's own FakeTensor stands for it, which
            keeps shape, dtype and device and has no numbers; what fails without a GPU fails here the same.
    """
    elsewhere = places or {}
    if any(place.startswith("cuda") for place in elsewhere.values()):
        here = run(snippet, operands)
        if here.refused is not None:  # it is not the place that is the matter
            return here
    with _listening() as heard:
        try:
            with _world(elsewhere):
                given = {name: _placed(x, elsewhere.get(name)) for name, x in fresh(operands).items()}
                value, refused = snippet(**given), None
        except Exception as error:  # whatever a snippet raises is what is taught
            value, refused = None, explain(error, "Python" if isinstance(error, ZeroDivisionError) else "PyTorch")
    return Outcome(value=value, refused=refused, warned=tuple(_words(warning) for warning in heard))


@contextmanager
def _listening() -> Iterator[list[warnings.WarningMessage]]:
    """Catch every warning, also those that PyTorch gives only once in the life of a process."""
    with _LISTENING, warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        torch.set_warn_always(True)
        try:
            yield heard
        finally:
            torch.set_warn_always(False)


@contextmanager
def _world(places: Mapping[str, str]) -> Iterator[None]:
    """Enter the modes in which a snippet runs."""
    with ExitStack() as modes:
        if any(place.startswith("cuda") for place in places.values()):
            modes.enter_context(simulated())
        else:
            modes.enter_context(_Seeded())
        yield


def _placed(value: Any, place: str | None) -> Any:
    return value.to(place) if place is not None and isinstance(value, Tensor) else value


def _words(warning: warnings.WarningMessage) -> str:
    text = " ".join(str(warning.message).split()).partition(" (Triggered internally")[0]
    return f"{warning.category.__name__}: {shortened(text)}"
