"""Sentences become numbers: tokens, a vocabulary, ids, a padded batch, one-hot."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.encoding.limits import SENTENCES, TEXT_LENGTH, TOKENS, VOCABULARY
from core.errors import TensorError
from core.quoting import quoted
from core.ranges import check_name
from core.tensors.limits import check_length

PAD, UNKNOWN = "<pad>", "<unk>"


@dataclass(frozen=True, slots=True)
class Unit:
    """What counts as one token.

    Attributes:
        split: cuts a text, in lower case, into tokens.
        code: the same as code.
    """

    split: Callable[[str], list[str]]
    code: str


UNITS: Final[Mapping[str, Unit]] = {
    "words": Unit(lambda text: re.findall(r"\w+|[^\w\s]", text.lower()), r're.findall(r"\w+|[^\w\s]", text.lower())'),
    "characters": Unit(lambda text: list(text.lower()), "list(text.lower())"),
}
FORMS: Final = ("token ids", "one-hot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sentences, with all that lies between them and the tensor.

    Attributes:
        tokens: of each sentence.
        vocabulary: from token to id; 0 fills up, 1 stands for what is unknown.
        ids: (sentences, longest), int64.
    """

    tokens: tuple[tuple[str, ...], ...]
    vocabulary: Mapping[str, int]
    ids: Tensor

    @property
    def n_unknown(self) -> int:
        """How many tokens the vocabulary does not have."""
        return sum(token not in self.vocabulary for sentence in self.tokens for token in sentence)


def encode_sentences(known: str, text: str, unit: str = "words") -> Batch:
    """Turn sentences into a batch of token ids.

    Args:
        known: the text that the vocabulary is made from.
        text: the sentences, one a line.
        unit: a name in `UNITS`.

    Raises:
        TensorError: if there is nothing to encode, or too much.
        ConfigError: if there is no such unit.
    """
    check_name("unit", unit, UNITS)
    vocabulary = _vocabulary(known, unit)
    sentences = sentences_of(text)
    tokens = tuple(tuple(UNITS[unit].split(sentence)) for sentence in sentences)
    for sentence, found in zip(sentences, tokens, strict=True):
        if len(found) not in TOKENS:
            raise TensorError(f"{quoted(sentence)} has {len(found)} {unit}; a sentence may have up to {TOKENS.high}")
    ids = [torch.tensor([vocabulary.get(token, 1) for token in sentence]) for sentence in tokens]
    padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True)  # (N, longest)
    return Batch(tokens=tokens, vocabulary=vocabulary, ids=padded)


def sentences_of(text: str) -> tuple[str, ...]:
    """Cut a text into its sentences: one a line, empty lines left out.

    Raises:
        TensorError: if there are none, or too many.
    """
    _check_text("the text", text)
    sentences = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(sentences) not in SENTENCES:
        raise TensorError(
            f"there are {len(sentences)} sentences; this page takes {SENTENCES.low} to {SENTENCES.high}, one a line"
        )
    return sentences


def one_hot(batch: Batch) -> Tensor:
    """Turn ids into rows with a single 1, (sentences, longest, vocabulary), float32."""
    return torch.nn.functional.one_hot(batch.ids, len(batch.vocabulary)).float()


def _vocabulary(known: str, unit: str) -> dict[str, int]:
    _check_text("the known text", known)
    vocabulary = {PAD: 0, UNKNOWN: 1}
    for token in UNITS[unit].split(known.strip()):
        vocabulary.setdefault(token, len(vocabulary))
    if len(vocabulary) not in VOCABULARY:
        raise TensorError(
            f"the vocabulary has {len(vocabulary)} entries; here it may have {VOCABULARY.low} to {VOCABULARY.high}"
        )
    return vocabulary


def _check_text(what: str, text: str) -> None:
    if not text.strip():
        raise TensorError(f"{what} is empty; there is nothing to make numbers from")
    check_length(what, text, TEXT_LENGTH)


def sentences_script(known: str, text: str, unit: str, form: str) -> str:
    """Write the code that turns sentences into the tensor."""
    check_name("form", form, FORMS)
    hot = form == "one-hot"
    lines = [
        *(["import re", ""] if unit == "words" else []),
        "import torch",
        "",
        f"known = {known.strip()!r}",
        f"sentences = {list(sentences_of(text))!r}",
        "",
        "",
        "def split(text):",
        f"    return {UNITS[unit].code}",
        "",
        "",
        f'vocabulary = {{"{PAD}": 0, "{UNKNOWN}": 1}}',
        "for token in split(known):",
        "    vocabulary.setdefault(token, len(vocabulary))",
        "ids = [torch.tensor([vocabulary.get(token, 1) for token in split(sentence)]) for sentence in sentences]",
        "MATRIX = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True)  # 0 fills up to the longest",
        *(["TENSOR = torch.nn.functional.one_hot(MATRIX, len(vocabulary)).float()"] if hot else []),
        "print({0}.shape, {0}.dtype, {0}.device)  # what shape, what dtype, where".format(
            "TENSOR" if hot else "MATRIX"
        ),
    ]
    return "\n".join(lines)
