"""Chains of operations: what the page says of shape, stride, memory and elements is what PyTorch does."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.errors import ConfigError, PlaygroundError, TensorError
from core.tensors.chain import (
    COURSE_CHAIN,
    COURSE_SIZE,
    chain_script,
    chain_text,
    parse_chain,
    run_chain,
    start_tensor,
)
from core.tensors.facts import facts_of, memory_of, shares_memory
from core.tensors.limits import CHAIN, CHAIN_ELEMENTS
from core.tensors.operations import OPERATIONS
from core.tensors.refusals import RefusedError
from core.tensors.steps import Step, legal_steps, repairs

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "tensors.json").read_text())
SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4).filter(lambda shape: torch.Size(shape).numel() <= 60)

# Written without the registry: each operation as a learner would call it.
CALLS: dict[str, Any] = {
    "reshape": lambda x, step: x.reshape(*step.arguments),
    "view": lambda x, step: x.view(*step.arguments),
    "flatten": lambda x, step: x.flatten(*step.arguments),
    "permute": lambda x, step: x.permute(*step.arguments),
    "transpose": lambda x, step: x.transpose(*step.arguments),
    "squeeze": lambda x, step: x.squeeze(*step.arguments),
    "unsqueeze": lambda x, step: x.unsqueeze(*step.arguments),
    "stack": lambda x, step: torch.stack([x for _ in range(step.copies)], *step.arguments),
    "cat": lambda x, step: torch.cat([x for _ in range(step.copies)], *step.arguments),
}


@st.composite
def any_steps(draw: Any) -> tuple[Step, ...]:
    """Steps of any kind, most of them not legal."""
    return tuple(
        Step(
            name=draw(st.sampled_from(sorted(OPERATIONS))),
            arguments=tuple(draw(st.lists(st.integers(-2, 6), max_size=4))),
            copies=draw(st.integers(1, 3)),
        )
        for _ in range(draw(st.integers(0, int(CHAIN.high))))
    )


def legal_chain(x: Tensor, choices: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    """Take, of each operation named, one of the legal steps where there is one."""
    steps: list[Step] = []
    for name, which in choices:
        offered = legal_steps(name, x)
        if offered:
            steps.append(offered[which % len(offered)])
            x = steps[-1].apply(x)
    return tuple(steps)


CHOICES = st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 11)), max_size=int(CHAIN.high))


def writing_shows(one: Tensor, other: Tensor) -> bool:
    """Tell whether writing into one tensor changes the other: what sharing memory means."""
    before, kept = other.clone(), one.clone()
    one.fill_(-1)
    changed = not torch.equal(before, other)
    one.copy_(kept)
    return changed


def test_the_calls_of_the_test_cover_the_registry() -> None:
    assert set(CALLS) == set(OPERATIONS)


@given(SHAPES, CHOICES)
@settings(max_examples=100)
def test_what_is_said_of_every_step_is_what_pytorch_does(shape: list[int], choices: Any) -> None:
    x = start_tensor(str(shape))
    links = run_chain(x, legal_chain(x, choices))
    for link in links:
        assert link.after is not None
        expected = CALLS[link.step.name](link.before, link.step)
        assert link.after.shape == expected.shape
        assert link.after.stride() == expected.stride()
        assert torch.equal(link.after, expected)
        assert link.shares == writing_shows(link.before, link.after)
        assert set(link.after.reshape(-1).tolist()) == set(range(x.numel()))  # no element is lost, none invented
        assert memory_of(link.after)[0] == memory_of(link.after).flatten()[0]
        assert facts_of(link.after).contiguous == link.after.is_contiguous()


@given(SHAPES, any_steps())
@settings(max_examples=100)
def test_a_chain_of_any_steps_ends_in_a_tensor_or_in_pytorchs_own_words(shape: list[int], steps: Any) -> None:
    links = run_chain(start_tensor(str(shape)), steps)
    assert all(link.refused is None for link in links[:-1])
    if not links or links[-1].refused is None:
        assert len(links) == len(steps)
        return
    last = links[-1]
    assert last.after is None
    assert last.shares is None
    if isinstance(last.refused, RefusedError):
        with pytest.raises(Exception) as genuine:  # noqa: PT011 - whatever PyTorch raises is the oracle
            CALLS[last.step.name](last.before, last.step)
        assert last.refused.words.startswith(genuine.type.__name__)
    else:
        assert (
            CALLS[last.step.name](last.before, last.step).numel() > CHAIN_ELEMENTS.high or len(shape) + len(steps) > 6
        )


@given(SHAPES, any_steps())
def test_every_step_offered_in_place_of_a_refused_one_works(shape: list[int], steps: Any) -> None:
    links = run_chain(start_tensor(str(shape)), steps)
    if links and links[-1].refused is not None:
        for step in repairs(links[-1].step, links[-1].before):
            CALLS[step.name](links[-1].before, step)


@given(any_steps())
def test_a_chain_written_is_read_back(steps: tuple[Step, ...]) -> None:
    read = parse_chain(chain_text(steps))
    assert chain_text(read) == chain_text(steps)
    joins = [(step.name, step.arguments, step.copies if OPERATIONS[step.name].joins else 1) for step in steps]
    assert [(step.name, step.arguments, step.copies) for step in read] == joins


@given(SHAPES, CHOICES)
def test_the_code_shown_makes_the_last_tensor(shape: list[int], choices: Any) -> None:
    x = start_tensor(str(shape))
    links = run_chain(x, legal_chain(x, choices))
    names: dict[str, Any] = {}
    exec(chain_script(str(shape), links), names)  # noqa: S102 - our own code, which learners are told to run
    last = links[-1].after if links else x
    assert torch.equal(names["x"], last)
    assert names["x"].stride() == last.stride()


def test_the_code_of_a_refused_chain_runs_up_to_the_refusal() -> None:
    links = run_chain(start_tensor("3, 4"), parse_chain("permute(1, 0)|view(2, 6)"))
    code = chain_script("3, 4", links)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    with pytest.raises(RuntimeError) as genuine:
        names["x"].view(2, 6)
    assert f"# x.view(2, 6) raises RuntimeError: {genuine.value}" in code


def test_a_scalar_is_a_start_too() -> None:
    names: dict[str, Any] = {}
    exec(chain_script("", run_chain(start_tensor(""), parse_chain("unsqueeze(0)"))), names)  # noqa: S102 - our own
    assert names["x"].tolist() == [0]


def test_the_chain_of_the_course() -> None:
    expected = COURSE["T11"]["numbers"]
    x = torch.arange(1.0, 8.0)
    z = Step(name="view", arguments=(1, 7)).apply(x)
    reshaped = Step(name="reshape", arguments=(1, 7)).apply(x)
    z[:, 0] = 5
    assert z.tolist() == expected["z"]
    assert x.tolist() == expected["x"]
    assert (reshaped[0, 0] == 5) == expected["x_reshaped_changed_too"]
    assert Step(name="stack", arguments=(0,), copies=4).apply(x).tolist() == expected["stack"]
    squeezed = Step(name="squeeze").apply(reshaped)
    assert list(squeezed.shape) == expected["squeezed"]
    assert list(Step(name="unsqueeze", arguments=(0,)).apply(squeezed).shape) == expected["unsqueezed"]


def test_memory_in_the_courses_chain() -> None:
    expected = COURSE["T11b"]["numbers"]
    x = torch.arange(1.0, 8.0)
    assert list(facts_of(x).stride) == expected["x.stride"]
    assert list(facts_of(x.view(1, 7)).stride) == expected["view.stride"]
    assert shares_memory(x, x.view(1, 7)) == expected["same_storage_view"]
    assert shares_memory(x, x.reshape(1, 7)) == expected["same_storage_reshape"]
    assert shares_memory(x, torch.stack([x] * 4)) != expected["stack_is_copy"]
    image = torch.zeros(224, 224, 3)
    permuted = OPERATIONS["permute"].call(image, 2, 0, 1)
    assert list(permuted.shape) == COURSE["T11"]["numbers"]["permuted"]
    assert list(facts_of(image).stride) == expected["img.stride"]
    assert list(facts_of(permuted).stride) == expected["permuted.stride"]
    assert facts_of(permuted).contiguous == expected["permuted.contiguous"]
    assert shares_memory(image, permuted) == expected["permute_shares"]
    assert shares_memory(permuted, permuted.reshape(-1)) != expected["reshape_of_permuted_copies"]


def test_a_view_of_permuted_memory_is_refused_in_the_words_of_the_course() -> None:
    link = run_chain(start_tensor("3, 4"), parse_chain("permute(1, 0)|view(2, 6)"))[-1]
    assert isinstance(link.refused, RefusedError)
    assert link.refused.words == COURSE["T11b"]["numbers"]["view_of_permuted"]
    assert repairs(link.step, link.before)[0].text == "reshape(2, 6)"


def test_the_opening_chain_copies_in_its_second_step() -> None:
    links = run_chain(start_tensor(COURSE_SIZE), parse_chain(COURSE_CHAIN))
    assert [link.shares for link in links] == [True, False]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", []),
        (" | ", []),
        ("x.permute(1, 0) | x.reshape((2, 6))", ["permute(1, 0)", "reshape(2, 6)"]),
        ("torch.stack([x, x], dim=0)", ["stack(x, x, dim=0)"]),
        ("stack(x,x,1)", ["stack(x, x, dim=1)"]),
        ("cat(x, x)", ["cat(x, x)"]),
        ("torch.flatten(x, start_dim=0, end_dim=1)", ["flatten(0, 1)"]),
        ("reshape([-1, 3])", ["reshape(-1, 3)"]),
        ("squeeze()", ["squeeze()"]),
    ],
)
def test_a_chain_is_read_however_it_is_written(text: str, steps: list[str]) -> None:
    assert [step.text for step in parse_chain(text)] == steps


ATTACKS = [
    "eval(1)",
    "__class__()",
    "x.__class__()",
    "apply_(1)",
    "numpy()",
    "tolist()",
    "reshape",
    "reshape(",
    "reshape)",
    "reshape(2, 6",
    "reshape(2, 6))",
    "reshape((((2, 6))))",
    "reshape(a)",
    "x.reshape(x)",
    "reshape(1e3)",
    "reshape(2.0, 6)",
    "reshape(٣)",
    "reshape(99999999999)",
    "reshape(20000)",
    "reshape(1,1,1,1,1,1,1,1)",
    "reshape(*[2, 6])",
    "reshape(__import__('os'))",
    "reshape(lambda: 1)",
    "stack(x,x,x,x,x,x,x)",
    "stack(y, y)",
    "stack(x, x, dim=x)",
    "stack(x, x, out=1)",
    "flatten(end_dim=1)",
    "flatten(dim=1)",
    "permute(dims=1)",
    "squeeze();import os",
    "squeeze()\nsqueeze()",
    "squeeze() squeeze()",
    "squeeze()||" * 8,
    "unsqueeze(0)|" * 7,
    "a" * 400,
    "(" * 250,
    "|" * 301,
    "\x00",
    "ＳＱＵＥＥＺＥ()",
    "squeeze(１)",
    "😀()",
    "torch.torch.squeeze()",
    "os.squeeze()",
    "view.__func__(1)",
    "type(2)",
    "view('int8')",
    "reshape(--2)",
    "reshape(2|6)",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_what_is_no_chain_ends_in_one_sentence(text: str) -> None:
    with pytest.raises(PlaygroundError) as caught:
        parse_chain(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@given(st.one_of(st.text(max_size=80), st.text("reshapviwctk(),x|=0123- dim[]_.", max_size=120)))
@settings(max_examples=150)
def test_any_text_is_a_chain_or_one_sentence(text: str) -> None:
    try:
        links = run_chain(start_tensor("2, 3"), parse_chain(text))
    except PlaygroundError as error:
        links, said = (), str(error)
        assert said.isprintable()
    assert len(links) in CHAIN


def test_a_chain_that_grows_too_large_is_refused_where_it_does() -> None:
    link = run_chain(start_tensor("60"), parse_chain("stack(x,x,x,x,dim=0)|cat(x,x,dim=0)"))[-1]
    assert str(link.refused) == "the tensor has 480 elements; here it may have 1 to 240"
    assert "is left out" in chain_script("60", [link])


def test_a_start_outside_the_limits_is_refused() -> None:
    for size in ("0", "241", "a"):
        with pytest.raises(TensorError):
            start_tensor(size)


def test_a_step_outside_the_limits_does_not_exist() -> None:
    with pytest.raises(ConfigError, match="the operation must be one of"):
        Step(name="expand")
    with pytest.raises(ConfigError, match="number of tensors"):
        Step(name="cat", copies=7)
    with pytest.raises(ConfigError, match="an argument of view"):
        Step(name="view", arguments=(10**9,))
    with pytest.raises(TensorError, match="got 8 numbers"):
        Step(name="view", arguments=(1,) * 8)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_steps_offered_work_and_are_written_as_code_that_runs(name: str) -> None:
    x = torch.arange(12).reshape(3, 1, 4).permute(2, 0, 1)
    steps = legal_steps(name, x)
    assert steps
    for step in steps:
        made = eval(step.code, {"torch": torch, "x": x})  # noqa: S307 - our own code, which learners are told to run
        assert torch.equal(made, step.apply(x))
