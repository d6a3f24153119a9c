"""What a learner predicted, as a short text for the link: one letter for each operation, in the registry's order."""

from collections.abc import Mapping
from typing import Final, Literal

from core.errors import TensorError
from core.quoting import quoted
from core.storage.deciding import SHARING, Kind
from core.storage.limits import GUESSES
from core.storage.operations import EXAMPLE, OPERATIONS
from core.tensors.limits import check_length

Guess = Literal["v", "c", "r", "s"]

LETTERS: Final[Mapping[Guess, str]] = {"v": "a view", "c": "a copy", "r": "an error", "s": "shown"}
_NONE: Final = "-"


def read_guesses(text: str) -> dict[str, Guess]:
    """Read `v-c`: the guess for each operation that has one; what is none is left out, and told by `check_guesses`."""
    names = [name for name in OPERATIONS if name != EXAMPLE]
    pairs = zip(names, text, strict=False)
    return {name: guess for name, letter in pairs for guess in LETTERS if guess == letter}


def check_guesses(text: str) -> None:
    """Refuse a text that holds anything but guesses.

    Raises:
        TensorError: for a letter that stands for none, and for too many of them.
    """
    check_length("the text of the predictions", text, GUESSES)
    strange = next((letter for letter in text if letter not in {*LETTERS, _NONE}), None)
    if strange is not None:
        raise TensorError(
            f"predictions are written v, c, r, s or -, one for each operation, not {quoted(strange)}; the others count"
        )


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
