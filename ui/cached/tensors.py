"""Caches of the Tensors page."""

import streamlit as st
from torch import Tensor

from core.clinic import CASES, Diagnosis, diagnose
from core.dtypes.promotion import Cell, measure
from core.dtypes.sums import Sum, add_up
from core.encoding.wav import Sound, read_wav
from core.exercises import Verdict, cases, check, exercise_of, given, solve
from core.indexing import indexed, pick
from core.reducing import Call, numbers, reduce
from core.storage.deciding import Kind, decide
from core.storage.operations import OPERATIONS
from core.tensors.chain import run_chain, start_tensor
from core.tensors.creation import Recipe, make
from core.tensors.einsum import contract
from core.tensors.facts import name_of
from core.tensors.fixes import choose
from core.tensors.places import PLACES, meet, partners
from core.tensors.products import operand
from core.tensors.reading import parse_chain
from core.tensors.seeds import Experiment, draw_twice
from core.tensors.steps import legal_steps
from core.tensors.symmetry import Parting, parting
from ui.cached.bounds import FEW, SOME
from ui.charts.tensors import (
    Frames,
    answer_frames,
    blamed_frames,
    collapse_frames,
    meeting_frames,
    picked_frames,
    tape_frames,
    tensor_frames,
)
from ui.charts.tensors.einsum import einsum_frames
from ui.charts.tensors.symmetry import parting_frames
from ui.components.steps import wire
from ui.components.steps.pack import pack
from ui.draw import packed
from ui.images import Photo, read_image


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_tensor_frames(recipe: Recipe) -> Frames:
    """Return a tensor's picture."""
    tensor = make(recipe)
    return tensor_frames(tensor, name_of(tensor.ndim))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_chain_picture(size: str, chain: str) -> bytes:
    """Return the picture of a chain of operations."""
    x = start_tensor(size)
    return wire(pack(x, run_chain(x, parse_chain(chain))))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_legal_steps(size: str, chain: str, name: str) -> list[str]:
    """Return the steps of this operation that PyTorch accepts at the end of a chain that it accepts, as text."""
    x = start_tensor(size)
    for step in parse_chain(chain):
        x = step.apply(x)
    return [step.text for step in legal_steps(name, x)]


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_meeting_frames(operator: str, a: str, b: str, fix: str) -> Frames:
    """Return the picture of A @ B or A + B."""
    return meeting_frames(operator, choose(operator, operand(a), operand(b), fix))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_tape_frames(experiment: Experiment) -> Frames:
    """Return the tape of a seed with what was read from it."""
    return tape_frames(experiment, draw_twice(experiment))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_einsum_frames(equation: str, *operands: str) -> dict[str, bytes]:
    """Return the picture of an einsum of one or two operands that PyTorch does."""
    return packed(einsum_frames(contract(equation, *map(operand, operands))))


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cached_parting(start: str, seed: int) -> Parting:
    """Return what becomes of the neurons of a network that starts so; nobody writes into its weights."""
    return parting(start, seed)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_parting_frames(start: str, seed: int) -> dict[str, bytes]:
    """Return the picture of that."""
    found = cached_parting(start, seed)
    return packed(parting_frames(found.epochs, found.weights))


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_photo(data: bytes, side: int) -> Photo:
    """Return a picture, decoded and made small."""
    return read_image(data, side)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_kind(operation: str) -> Kind:
    """Return what comes of an operation of the storage lab, for the count of predictions."""
    return decide(OPERATIONS[operation]).kind


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_picked_frames(values: str, index: str, solution: str, way: str) -> Frames:
    """Return a tensor with what an index picks of it lit, and what a solution picks outlined; "" for none."""
    x = indexed(values)
    return picked_frames(x, pick(x, index) if index else None, pick(x, solution) if solution else None, way)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cached_verdict(name: str, answer: str) -> Verdict:
    """Return what is said of an answer to an exercise; nobody writes into its tensors."""
    return check(exercise_of(name), answer)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_answer_frames(name: str, answer: str) -> Frames:
    """Return the picture of an exercise, with an answer to it where there is one."""
    exercise, verdict = exercise_of(name), cached_verdict(name, answer) if answer else None
    case = verdict.case if verdict else cases(exercise)[0]
    shown = exercise.formula or (verdict is not None and verdict.right)
    wanted = solve(exercise, case) if shown else None
    return answer_frames(given(exercise, case), wanted, verdict and verdict.yours, shapes=exercise.formula)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_collapse_frames(text: str, call: Call) -> Frames:
    """Return a tensor and what a reduction makes of it."""
    x = numbers(text)
    return collapse_frames(x, reduce(call, x))


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_promotion(operation: str) -> tuple[Cell, ...]:
    """Return what comes of every pair of dtypes."""
    return measure(operation)


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_sums(term: float, times: int) -> tuple[Sum, ...]:
    """Return a number added up in every float dtype."""
    return add_up(term, times)


@st.cache_resource(max_entries=SOME, show_spinner=False)
def cached_diagnosis(name: str, typed: tuple[tuple[str, str], ...]) -> Diagnosis:
    """Return a case of the error clinic, examined; typed are the learner's operands by name."""
    return diagnose(CASES[name], dict(typed))


@st.cache_data(max_entries=SOME, show_spinner=False)
def cached_blamed_frames(name: str, typed: tuple[tuple[str, str], ...], *, told: bool) -> dict[str, bytes]:
    """Return the picture of a case: with what is to blame and what is meant, once that is told."""
    found = cached_diagnosis(name, typed)
    results = {"it gives": found.outcome.value, "what is meant": found.meant if told else None}
    drawn = {label: x.detach() for label, x in results.items() if isinstance(x, Tensor) and x.numel()}
    return packed(blamed_frames({**found.values, **drawn}, CASES[name].places, found.marks if told else ()))


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_sound(data: bytes) -> Sound:
    """Return what a WAV file holds."""
    return read_wav(data)


@st.cache_data(max_entries=FEW, show_spinner=False)
def cached_meetings(meeting: str) -> tuple[str, ...]:
    """Return where the result is for every pair of places, row by row; nothing where PyTorch refuses."""
    return tuple(meet(meeting, a, b).device for a in PLACES for b in partners(meeting))
