"""Sentences as tensors: ids, padding, what is unknown, one-hot, and the code that does the same."""

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.encoding.limits import SENTENCES, TOKENS, VOCABULARY
from core.encoding.sentences import FORMS, UNITS, encode_sentences, one_hot, sentences_script
from core.errors import ConfigError, TensorError

KNOWN, TOLD = "the cat sat on the mat", "the cat sat\nthe dog sat on the mat"


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    return names


def test_words_become_their_places_and_unknown_ones_one() -> None:
    batch = encode_sentences(KNOWN, TOLD)
    assert list(batch.vocabulary) == ["<pad>", "<unk>", "the", "cat", "sat", "on", "mat"]
    assert batch.ids.tolist() == [[2, 3, 4, 0, 0, 0], [2, 1, 4, 5, 2, 6]]
    assert batch.ids.dtype == torch.int64
    assert batch.n_unknown == 1


def test_one_hot_has_a_single_one_at_the_id() -> None:
    batch = encode_sentences(KNOWN, TOLD)
    hot = one_hot(batch)
    assert hot.shape == (2, 6, 7)
    assert torch.equal(hot.argmax(dim=-1), batch.ids)
    assert torch.equal(hot.sum(dim=-1), torch.ones(2, 6))


def test_one_hot_times_weights_looks_rows_up_as_an_embedding_does() -> None:
    batch = encode_sentences(KNOWN, TOLD)
    weights = torch.arange(28.0).reshape(7, 4)
    assert torch.equal(one_hot(batch) @ weights, torch.nn.functional.embedding(batch.ids, weights))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("told", [TOLD, "It's \"quoted\" \\n, isn't it?\n  Käse  ", "'''\n{x}\n\"\"\""])
def test_the_code_shown_gives_the_tensor_shown(unit: str, form: str, told: str) -> None:
    batch = encode_sentences(KNOWN + " it's", told, unit)
    names = run(sentences_script(KNOWN + " it's", told, unit, form))
    shown = one_hot(batch) if form == "one-hot" else batch.ids
    made = names["TENSOR" if form == "one-hot" else "MATRIX"]
    assert made.dtype == shown.dtype
    assert torch.equal(made, shown)
    assert names["vocabulary"] == batch.vocabulary


@given(st.text(max_size=60), st.text(max_size=80), st.sampled_from(list(UNITS)))
def test_any_text_becomes_ids_or_one_sentence(known: str, told: str, unit: str) -> None:
    try:
        batch = encode_sentences(known, told, unit)
    except TensorError as error:
        assert "\n" not in str(error)  # noqa: PT017 - one of the two
        return
    assert len(batch.ids) in SENTENCES
    assert batch.ids.shape[1] in TOKENS
    assert batch.ids.max() < len(batch.vocabulary) in VOCABULARY
    for tokens, ids in zip(batch.tokens, batch.ids.tolist(), strict=True):
        assert ids == [batch.vocabulary.get(token, 1) for token in tokens] + [0] * (batch.ids.shape[1] - len(tokens))


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ("", "a"),
        ("a", ""),
        ("a", "\n \n"),
        ("a" * 301, "a"),
        ("a", "a\n" * 7),
        ("a", "a " * 49),
        ("\u200b \u0301", "a"),
    ],
)
def test_nothing_and_too_much_are_refused(known: str, told: str) -> None:
    if known.strip() and "\u200b" in known:
        assert encode_sentences(known, told).ids.tolist() == [[1]]
        return
    with pytest.raises(TensorError):
        encode_sentences(known, told)


def test_a_vocabulary_has_an_end() -> None:
    with pytest.raises(TensorError, match="vocabulary has 102 entries; here it may have 3 to 80"):
        encode_sentences(" ".join(f"{i:x}" for i in range(100)), "a")


def test_units_and_forms_are_those_offered() -> None:
    with pytest.raises(ConfigError):
        encode_sentences("a", "a", "syllables")
    with pytest.raises(ConfigError):
        sentences_script("a", "a", "words", "two-hot")
