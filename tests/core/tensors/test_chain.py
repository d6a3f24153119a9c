"""Chains of operations: what the page says of shape, stride, memory and elements is what PyTorch does."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.errors import ConfigError, PlaygroundError, TensorError
from core.expressions import METHODS
from core.tensors.chain import (
    COURSE_CHAIN,
    COURSE_SIZE,
    EXAMPLES,
    chain_script,
    places_of,
    run_chain,
    start_tensor,
)
from core.tensors.facts import facts_of, memory_of, shares_memory
from core.tensors.limits import CHAIN
from core.tensors.operations import OPERATIONS
from core.tensors.reading import chain_text, parse_chain
from core.tensors.refusals import RefusedError
from core.tensors.steps import Step, legal_steps, likely_steps, repairs, works

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "tensors.json").read_text())
SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4).filter(lambda shape: torch.Size(shape).numel() <= 60)
NUMBER = st.integers(-2, 6).map(str)
ARGUMENT = st.one_of(
    NUMBER,
    NUMBER.map("dim={}".format),
    st.lists(NUMBER, max_size=3).map(lambda numbers: f"[{', '.join(numbers)}]"),
    st.sampled_from(["x > 3", "(x < 2) | (x == 5)", "x % 2 == 0", "True", "1.5", "(2, 2)"]),
)
CHOICES = st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 30)), max_size=int(CHAIN.high))


def genuine(step: Step, x: Tensor) -> Tensor:
    """Do what the code shown says, by Python itself."""
    made: Tensor = eval(step.code, {"torch": torch, "x": x})  # noqa: S307 - our own code, which learners run
    return made


@st.composite
def any_steps(draw: Any) -> tuple[Step, ...]:
    """Steps of any kind, most of them not legal."""
    return tuple(
        Step(
            name=draw(st.sampled_from(sorted(OPERATIONS))),
            arguments=tuple(
                sorted(draw(st.lists(ARGUMENT, max_size=3, unique=True)), key=lambda one: one[:4] == "dim=")
            ),
            copies=draw(st.integers(1, 3)),
            piece=draw(st.integers(-1, 2)),
        )
        for _ in range(draw(st.integers(0, int(CHAIN.high))))
    )


def legal_chain(x: Tensor, choices: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    """Take, of each operation named, one of the legal steps where there is one."""
    steps: list[Step] = []
    for name, which in choices:
        likely = list(likely_steps(name, x)) if x.numel() <= 200 else []
        start = which % max(len(likely), 1)
        step = next((step for step in [*likely[start:], *likely[:start]] if works([step], x)), None)
        if step:
            steps.append(replace(step, piece=which % len(step.parts(x)) if OPERATIONS[name].cuts else 0))
            x = steps[-1].apply(x)
    return tuple(steps)


def writing_shows(one: Tensor, other: Tensor) -> bool:
    """Tell whether writing into one tensor changes the memory of the other: what sharing memory means."""
    whole, kept = memory_of(one), memory_of(one).clone()
    before = memory_of(other).clone()
    whole.fill_(-1)
    changed = not torch.equal(before, memory_of(other))
    whole.copy_(kept)
    return changed


@given(SHAPES, CHOICES)
@settings(max_examples=100, deadline=None)
def test_what_is_said_of_every_step_is_what_pytorch_does(shape: list[int], choices: Any) -> None:
    x = start_tensor(str(shape))
    for link in run_chain(x, legal_chain(x, choices)):
        assert link.after is not None
        expected = genuine(link.step, link.before)
        assert link.after.shape == expected.shape
        assert link.after.stride() == expected.stride()
        assert torch.equal(link.after, expected)
        assert set(link.after.reshape(-1).tolist()) <= set(range(x.numel()))  # no element is invented
        assert facts_of(link.after).contiguous == expected.is_contiguous()
        if link.after.numel():
            assert link.shares == writing_shows(link.before, link.after)
            assert torch.equal(memory_of(link.after)[places_of(link.after)], link.after)


@given(SHAPES, CHOICES)
@settings(max_examples=50, deadline=None)
def test_no_step_writes_into_the_tensor_before_it(shape: list[int], choices: Any) -> None:
    x = start_tensor(str(shape))
    links = run_chain(x, legal_chain(x, choices))
    again = run_chain(start_tensor(str(shape)), [link.step for link in links])
    for link, other in zip(links, again, strict=True):
        assert torch.equal(link.before, other.before)


@given(SHAPES, any_steps())
@settings(max_examples=150, deadline=None)
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
        with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever PyTorch raises is the oracle
            genuine(last.step, last.before)
        assert last.refused.words.startswith(f"{raised.type.__name__}: ")
    else:
        assert "\n" not in str(last.refused)


@given(SHAPES, any_steps())
@settings(max_examples=60, deadline=None)
def test_every_step_offered_in_place_of_a_refused_one_works(shape: list[int], steps: Any) -> None:
    links = run_chain(start_tensor(str(shape)), steps)
    if links and links[-1].refused is not None:
        for instead in repairs(links[-1].step, links[-1].before):
            x = links[-1].before
            for step in instead:
                x = genuine(step, x)


@given(SHAPES, CHOICES)
@settings(deadline=None)
def test_a_chain_written_is_read_back(shape: list[int], choices: Any) -> None:
    steps = legal_chain(start_tensor(str(shape)), choices)
    assert parse_chain(chain_text(steps)) == steps
    for step in steps:
        assert parse_chain(step.code) == (step,)


@given(SHAPES, CHOICES)
@settings(max_examples=50, deadline=None)
def test_the_code_shown_makes_the_last_tensor(shape: list[int], choices: Any) -> None:
    x = start_tensor(str(shape))
    links = run_chain(x, legal_chain(x, choices))
    names: dict[str, Any] = {}
    exec(chain_script(str(shape), links), names)  # noqa: S102 - our own code, which learners are told to run
    last = links[-1].after if links else x
    assert torch.equal(names["x"], last)
    assert names["x"].stride() == last.stride()


def test_methods_that_write_are_told_by_their_underscore() -> None:
    x = torch.arange(6).reshape(2, 3)
    for name in METHODS:
        if not name.endswith("_"):
            for arguments in ((), (0,), (1,), (x,), (0, 1)):
                try:
                    METHODS[name](x, *arguments)
                except Exception:  # noqa: S112 - only what it does to x is looked at
                    continue
            assert x.tolist() == [[0, 1, 2], [3, 4, 5]], name


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_runs_to_its_end(name: str) -> None:
    size, chain = EXAMPLES[name]
    links = run_chain(start_tensor(size), parse_chain(chain))
    assert links[-1].after is not None
    assert chain_text([link.step for link in links]) == chain


def test_heads_of_attention_come_back_together() -> None:
    size, chain = EXAMPLES["Heads of attention, and back"]
    links = run_chain(start_tensor(size), parse_chain(chain))
    assert torch.equal(links[-1].after, start_tensor(size))
    assert links[1].after.shape == (2, 4, 3)


def test_a_row_of_the_patches_is_a_patch() -> None:
    size, chain = EXAMPLES["Patches of an image"]
    image = start_tensor(size)
    patches = run_chain(image, parse_chain(chain))[-1].after
    assert patches[1].tolist() == image[0:2, 2:4].reshape(-1).tolist()
    assert patches[5].tolist() == image[2:4, 4:6].reshape(-1).tolist()


def test_the_code_of_a_refused_chain_runs_up_to_the_refusal() -> None:
    links = run_chain(start_tensor("3, 4"), parse_chain("permute(1, 0)|view(2, 6)"))
    code = chain_script("3, 4", links)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    with pytest.raises(RuntimeError) as raised:
        names["x"].view(2, 6)
    assert f"# x.view(2, 6) raises RuntimeError: {raised.value}" in code


def test_a_scalar_is_a_start_too() -> None:
    names: dict[str, Any] = {}
    exec(chain_script("", run_chain(start_tensor(""), parse_chain("unsqueeze(0)"))), names)  # noqa: S102 - our own
    assert names["x"].tolist() == [0]


def test_the_chain_of_the_course() -> None:
    expected = COURSE["T11"]["numbers"]
    x = torch.arange(1.0, 8.0)
    z = Step(name="view", arguments=("1", "7")).apply(x)
    reshaped = Step(name="reshape", arguments=("1", "7")).apply(x)
    z[:, 0] = 5
    assert z.tolist() == expected["z"]
    assert x.tolist() == expected["x"]
    assert (reshaped[0, 0] == 5) == expected["x_reshaped_changed_too"]
    assert Step(name="stack", arguments=("dim=0",), copies=4).apply(x).tolist() == expected["stack"]
    squeezed = Step(name="squeeze").apply(reshaped)
    assert list(squeezed.shape) == expected["squeezed"]
    assert list(Step(name="unsqueeze", arguments=("0",)).apply(squeezed).shape) == expected["unsqueezed"]


def test_memory_in_the_courses_chain() -> None:
    expected = COURSE["T11b"]["numbers"]
    x = torch.arange(1.0, 8.0)
    assert list(facts_of(x).stride) == expected["x.stride"]
    assert list(facts_of(x.view(1, 7)).stride) == expected["view.stride"]
    assert shares_memory(x, x.view(1, 7)) == expected["same_storage_view"]
    assert shares_memory(x, x.reshape(1, 7)) == expected["same_storage_reshape"]
    assert shares_memory(x, torch.stack([x] * 4)) != expected["stack_is_copy"]
    (link,) = run_chain(start_tensor("224, 224, 3"), parse_chain("permute(2, 0, 1)"))
    image, permuted = link.before, link.after
    assert list(permuted.shape) == COURSE["T11"]["numbers"]["permuted"]
    assert list(facts_of(image).stride) == expected["img.stride"]
    assert list(facts_of(permuted).stride) == expected["permuted.stride"]
    assert facts_of(permuted).contiguous == expected["permuted.contiguous"]
    assert link.shares == expected["permute_shares"]
    assert shares_memory(permuted, permuted.reshape(-1)) != expected["reshape_of_permuted_copies"]


def test_a_view_of_permuted_memory_is_refused_in_the_words_of_the_course() -> None:
    link = run_chain(start_tensor("3, 4"), parse_chain("permute(1, 0)|view(2, 6)"))[-1]
    assert isinstance(link.refused, RefusedError)
    assert link.refused.words == COURSE["T11b"]["numbers"]["view_of_permuted"]
    assert [chain_text(instead) for instead in repairs(link.step, link.before)][:2] == [
        "reshape(2, 6)",
        "contiguous()|view(2, 6)",
    ]


def test_what_is_written_into_the_image_shows_in_the_permuted_one() -> None:
    expected = COURSE["T12"]["numbers"]
    (link,) = run_chain(start_tensor("224, 224, 3"), parse_chain("permute(2, 0, 1)"))
    link.before[0, 0, 0] = 728218
    assert [link.before[0, 0, 0].item(), link.after[0, 0, 0].item()] == expected


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
        ("torch.flatten(x, start_dim=0, end_dim=1)", ["flatten(start_dim=0, end_dim=1)"]),
        ("torch.flatten(x, 0)", ["flatten(0)"]),
        ("x.permute(1, 0).flatten().split(5)[1] | T", ["permute(1, 0)", "flatten()", "split(5)[1]", "T"]),
        ("split(2)", ["split(2)[0]"]),
        ("x.T", ["T"]),
        ("x", []),
        ("masked_select((x > 3) | (x < 1))", ["masked_select((x > 3) | (x < 1))"]),
        ("torch.masked_select(x, x>3)", ["masked_select(x > 3)"]),
        ("x.index_select(0, torch.tensor([0,2]))", ["index_select(0, [0, 2])"]),
        ("torch.cat((x, x), 1)", ["cat(x, x, dim=1)"]),
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
    "reshape(x.add_(1).numel())",
    "reshape(x.zero_())",
    "masked_select(x.fill_(1) > 0)",
    "stack(x,x,x,x,x,x,x)",
    "stack(y, y)",
    "stack([x, y])",
    "stack([x, x + 1])",
    "stack(x, x, dim=x)",
    "stack(x, x, out=1)",
    "cat()",
    "flatten(dim=1)",
    "permute(dims=1)",
    "repeat(99999, 99999)",
    "expand(99999, 99999, 2, 3)",
    "x[0]",
    "x + 1",
    "(x + 1).flatten()",
    "split(2)[0:1]",
    "split(2)[x]",
    "split(2)[9]",
    "flatten()[0]",
    "T()",
    "x.mT",
    "x.data",
    "torch.T",
    "torch.load(x)",
    "torch.view(x, 2, 3)",
    "squeeze();import os",
    "squeeze()\nsqueeze()",
    "squeeze() squeeze()",
    "unsqueeze(0)|" * 9,
    "a" * 500,
    "(" * 250,
    "|" * 401,
    "x." * 150,
    "x" + ".squeeze()" * 39,
    "\x00",
    "squeeze(１)",
    "😀()",
    "torch.torch.squeeze()",
    "os.squeeze()",
    "view.__func__(1)",
    "type(2)",
    "view('int8')",
    "gather(0, 'a')",
    "masked_select(x if x else 1)",
    "masked_select(x > y)",
    "masked_select([i for i in x])",
]


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_what_is_no_chain_ends_in_one_sentence(text: str) -> None:
    try:
        refused: Exception | None = run_chain(start_tensor("2, 3"), parse_chain(text))[-1].refused
    except PlaygroundError as error:
        refused = error
    assert refused is not None
    assert "\n" not in str(refused)
    assert len(str(refused)) < 500


@given(st.one_of(st.text(max_size=80), st.text("reshapviwctk(),x|=0123- dim[]_.>", max_size=120)))
@settings(max_examples=150)
def test_any_text_is_a_chain_or_one_sentence(text: str) -> None:
    try:
        links = run_chain(start_tensor("2, 3"), parse_chain(text))
    except PlaygroundError as error:
        links, said = (), str(error)
        assert said.isprintable()
    assert len(links) in CHAIN


def test_a_chain_that_grows_too_large_is_refused_where_it_does() -> None:
    link = run_chain(start_tensor("60000"), parse_chain("stack(x,x,x,dim=0)|cat(x,x,dim=0)"))[-1]
    assert str(link.refused) == "torch.cat would have 360,000 elements; up to 200,000 are taken"
    assert "is left out" in chain_script("60000", [link])


def test_a_start_outside_the_limits_is_refused() -> None:
    for size in ("0", "200001", "a"):
        with pytest.raises(TensorError):
            start_tensor(size)


def test_a_step_outside_the_limits_does_not_exist() -> None:
    with pytest.raises(ConfigError, match="the operation must be one of"):
        Step(name="zero_")
    with pytest.raises(ConfigError, match="number of tensors"):
        Step(name="cat", copies=7)


def test_all_pieces_are_there_and_the_chain_goes_on_with_the_chosen_one() -> None:
    first, second = run_chain(start_tensor("3, 5"), parse_chain("split(2, dim=1)[2]|flatten()"))
    assert [part.tolist() for part in first.parts] == [part.tolist() for part in start_tensor("3, 5").split(2, dim=1)]
    assert second.before.tolist() == [[4], [9], [14]]


@pytest.mark.parametrize("chain", ["split(2)[5]", "chunk(2)[-3]"])
def test_a_piece_that_is_not_there_is_refused_and_those_that_are_offered(chain: str) -> None:
    (link,) = run_chain(start_tensor("3, 5"), parse_chain(chain))
    assert isinstance(link.refused, RefusedError)
    assert "fewer pieces" in link.refused.meaning
    assert [step.piece for (step,) in repairs(link.step, link.before)][:2] == [0, 1]


@pytest.mark.parametrize("name", ["reshape", "view"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2)])
def test_all_shapes_of_up_to_three_dims_that_work_are_offered(name: str, order: tuple[int, ...]) -> None:
    x = torch.arange(12).reshape(2, 2, 3).permute(order)
    sizes = range(1, 13)
    shapes = [(a,) for a in sizes] + [(a, b) for a in sizes for b in sizes]
    shapes += [(a, b, c) for a in sizes for b in sizes for c in sizes]
    expected = set()
    for shape in shapes:
        try:
            getattr(x, name)(shape)
        except RuntimeError:
            continue
        expected.add(f"{name}({', '.join(map(str, shape))})")
    own = f"{name}({', '.join(map(str, x.shape))})"
    assert {step.text for step in legal_steps(name, x)} == expected - {own}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_steps_offered_work_and_are_written_as_code_that_runs(name: str) -> None:
    x = (
        torch.arange(12).reshape(3, 4).T
        if OPERATIONS[name].read
        else torch.arange(12).reshape(3, 1, 4).permute(2, 0, 1)
    )
    steps = legal_steps(name, x)
    assert steps
    for step in steps:
        assert torch.equal(genuine(step, x), step.apply(x))
