"""Two tensors in two places, GPUs simulated: by the rule, in PyTorch's words, and the code shown does the same."""

import io
from contextlib import redirect_stdout

import pytest
import torch

from core.errors import ConfigError
from core.tensors.hardware import answers, ask_for, chosen_device, device_script, devices_here, moving, to_numpy
from core.tensors.places import MEETINGS, NUMBER, PLACES, SCALAR, meet, meeting_script, partners, ways_out
from core.tensors.simulated import simulated


@pytest.mark.parametrize("meeting", MEETINGS)
def test_two_tensors_meet_exactly_where_both_are_in_one_place(meeting: str) -> None:
    for a in PLACES:
        for b in partners(meeting):
            met = meet(meeting, a, b)
            assert met.device == (a if b in {a, NUMBER, SCALAR} else "")
            assert (met.refused is None) == bool(met.device)


def test_the_words_are_those_of_a_gpu() -> None:
    refused = meet("A @ B", "cuda:0", "cpu").refused
    assert refused is not None
    assert refused.words == (
        "RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"
    )
    assert refused.meaning.startswith("the two live in different places")


@pytest.mark.parametrize("meeting", MEETINGS)
def test_what_is_refused_has_ways_out_and_what_works_needs_none(meeting: str) -> None:
    for a in PLACES:
        for b in partners(meeting):
            assert bool(ways_out(meeting, a, b)) == (meet(meeting, a, b).refused is not None)


@pytest.mark.parametrize("meeting", MEETINGS)
@pytest.mark.parametrize("b", ["cpu", "cuda:0", NUMBER])
def test_the_code_shown_prints_the_devices_that_the_page_names(meeting: str, b: str) -> None:
    if b not in partners(meeting):
        return
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(meeting_script(meeting, "cuda:0", b), {})  # noqa: S102 - our own code
    met = meet(meeting, "cuda:0", b)
    wanted = [way.device for way in ways_out(meeting, "cuda:0", b)] if met.refused else [met.device]
    assert printed.getvalue().split() == wanted


def test_a_change_in_place_offers_no_way_that_changes_a_copy() -> None:
    assert [way.code for way in ways_out("A.add_(B)", "cuda:0", "cpu")] == ["A.add_(B.to(A.device))"]


@pytest.mark.parametrize(
    ("meeting", "a", "b"), [("A", "cpu", "cpu"), ("A + B", "tpu", "cpu"), ("A @ B", "cpu", NUMBER)]
)
def test_unknown_places_are_refused_in_a_sentence(meeting: str, a: str, b: str) -> None:
    with pytest.raises((ConfigError, KeyError)):
        meet(meeting, a, b)


def test_two_devices_are_refused_by_the_name_that_the_error_has_on_a_gpu() -> None:
    assert meet("A + B", "cuda:0", "cpu").refused.words.startswith("RuntimeError: ")
    with pytest.raises(RuntimeError) as raised, simulated():
        torch.ones(2) + torch.ones(2, device="cuda")
    assert raised.type is RuntimeError


def test_the_simulation_ends_where_it_is_left_also_by_an_error() -> None:
    with pytest.raises(ZeroDivisionError), simulated():
        1 / 0  # noqa: B018
    assert torch.ones(2).sum().item() == 2
    assert torch.is_grad_enabled()


def test_this_server_is_described_as_it_is() -> None:
    names = [device.name for device in devices_here()]
    assert names[0] == "cpu"
    assert len([name for name in names if name.startswith("cuda")]) == torch.cuda.device_count()
    assert answers()["torch.cuda.is_available()"] == str(torch.cuda.is_available())
    for device in ("cuda", "mps"):
        here = any(name.startswith(device) for name in names)
        assert (ask_for(device) is None) == here
    assert ask_for("cpu") is None


def test_the_course_s_choice_of_a_device_runs_and_comes_to_what_is_said() -> None:
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(device_script(), {})  # noqa: S102 - our own code
    assert printed.getvalue().splitlines()[0] == chosen_device()
    assert f"print(device)  # {chosen_device()}" in device_script()


def test_what_to_does() -> None:
    assert moving() == {
        "x.to('cpu') is x": "True",
        "x = x.to('cuda:0'); x.device": "cuda:0",
        "x.to('cuda:0'); x.device": "cpu",
        "model.to('meta') is model": "True",
        "x.nbytes": "4,000,000",
    }


def test_numpy_takes_tensors_of_the_cpu_only() -> None:
    refused = to_numpy()
    assert refused is not None
    assert "Use Tensor.cpu() to copy the tensor to host memory first" in refused.words
