"""Progress is a short text, and whatever a link holds is progress or one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TensorError
from core.exercises import NAMES
from core.exercises.progress import (
    NOTHING,
    PROGRESS_LENGTH,
    Mark,
    counts,
    next_open,
    progress_text,
    read_progress,
    with_mark,
)

PROGRESS = st.tuples(*[st.sampled_from(list(map(Mark, range(4))))] * len(NAMES))


@given(PROGRESS)
def test_progress_written_and_read_is_the_same(progress):
    text = progress_text(progress)
    assert read_progress(text) == progress
    assert len(text) in PROGRESS_LENGTH
    assert not text.endswith("0")


@given(st.one_of(st.text(max_size=30), st.text(alphabet="0123456789abcdefABCDEF ", max_size=22)))
def test_any_text_is_progress_or_one_sentence(text):
    said, progress = "", NOTHING
    try:
        progress = read_progress(text)
    except TensorError as error:
        said = str(error)
    assert not said or "digits 0 to 9 and a to f" in said
    assert len(progress) == len(NAMES)
    assert read_progress(progress_text(progress)) == progress


@pytest.mark.parametrize("text", ["g", "0x1", "1 2", "-1", "1" * 21, "１", "_", "1\n"])
def test_a_text_that_is_no_progress_is_said(text):
    with pytest.raises(TensorError, match="up to 20 of the digits 0 to 9 and a to f, got"):
        read_progress(text)


def test_nothing_is_written_as_nothing():
    assert progress_text(NOTHING) == ""
    assert read_progress("") == NOTHING


def test_a_solution_looked_at_counts_only_before_it_is_solved():
    alone = with_mark(with_mark(NOTHING, NAMES[0], Mark.SOLVED), NAMES[0], Mark.SHOWN)
    helped = with_mark(with_mark(NOTHING, NAMES[0], Mark.SHOWN), NAMES[0], Mark.SOLVED)
    assert (counts(alone), counts(helped)) == ((1, 0), (1, 1))
    assert (progress_text(alone), progress_text(helped)) == ("1", "3")
    assert counts(with_mark(NOTHING, NAMES[0], Mark.SHOWN)) == (0, 0)


def test_the_next_one_open_comes_round_and_ends():
    progress = NOTHING
    for name in NAMES[1:]:
        progress = with_mark(progress, name, Mark.SOLVED)
    assert next_open(progress, NAMES[-1]) == NAMES[0] == next_open(progress, NAMES[0])
    assert next_open(with_mark(progress, NAMES[0], Mark.SOLVED), NAMES[5]) is None
    assert next_open(NOTHING, NAMES[0]) == NAMES[1]
