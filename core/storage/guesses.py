"""What a learner predicted, as a short text for the link: one letter for each operation, in the registry's order."""

from collections.abc import Mapping
from typing import Final, Literal

from core.errors import TensorError
from core.storage.deciding import SHARING, Kind
from core.storage.operations import EXAMPLE, OPERATIONS

Guess = Literal["v", "c", "r", "s"]

LETTERS: Final[Mapping[Guess, str]] = {"v": "a view", "c": "a copy", "r": "an error", "s": "shown"}
_NONE: Final = "-"


def read_guesses(text: str) -> dict[str, Guess]:
    """Read `v-c`: the guess for each operation that has one; what goes beyond the operations is left out.

    Raises:
        TensorError: for a letter that stands for none.
    """
    names = [name for name in OPERATIONS if name != EXAMPLE]
    found: dict[str, Guess] = {}
    for name, letter in zip(names, text, strict=False):
        known = next((guess for guess in LETTERS if guess == letter), None)
        if known is not None:
            found[name] = known
        elif letter != _NONE:
            raise TensorError(f"guesses are written v, c, r, s or -, one for each operation, not {letter!r}")
    return found


def guesses_text(guesses: Mapping[str, Guess]) -> str:
    """Write guesses as the link has them."""
    names = [name for name in OPERATIONS if name != EXAMPLE]
    return "".join(guesses.get(name, _NONE) for name in names).rstrip(_NONE)


def is_right(guess: Guess, kind: Kind) -> bool:
    """Tell whether a guess came true; that a result is x itself counts as the same memory."""
    return guess == ("v" if kind in SHARING else {"copy": "c", "refused": "r"}.get(kind))


def is_scored(guess: Guess) -> bool:
    """Tell whether it was a guess; who asked to be shown gave none."""
    return guess != "s"
