"""Nobody gets out of the language, or more of the machine than is given: one sentence, or a small value."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from attacks import HEAVY, OUT
from torch import Tensor

from core.errors import PlaygroundError
from core.expressions import evaluate, spelled
from core.expressions.limits import ELEMENTS

MOST_MEGABYTES = 200
ROOT = Path(__file__).resolve().parents[3]


def x() -> Tensor:
    return torch.arange(12.0).reshape(3, 4)


def sentence(error: PlaygroundError) -> str:
    said = str(error)
    assert 10 < len(said) < 600
    assert "\n" not in said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("attack", range(len(OUT)), ids=lambda i: f"{i:03}")
def test_what_lies_outside_the_language_is_refused_in_one_sentence(attack):
    with pytest.raises(PlaygroundError) as caught:
        evaluate(OUT[attack], {"x": x()})
    sentence(caught.value)


@pytest.mark.parametrize("attack", range(len(HEAVY)), ids=lambda i: f"{i:03}")
def test_what_would_be_heavy_or_is_nonsense_gives_a_sentence_or_something_small(attack):
    try:
        value = evaluate(HEAVY[attack], {"x": x()})
    except PlaygroundError as error:
        sentence(error)
    else:
        assert not isinstance(value, Tensor) or value.numel() in ELEMENTS
        assert len(spelled(value)) <= 1500


def test_the_generator_that_all_share_is_left_alone():
    before = torch.get_rng_state()
    for attack in (*OUT, *HEAVY, "torch.rand(3)", "torch.randperm(5)", "torch.randint(5, (3,))"):
        try:
            evaluate(attack, {"x": x()})
        except PlaygroundError:
            continue
    assert torch.equal(torch.get_rng_state(), before)


def test_all_attacks_together_take_less_memory_than_a_browser_tab():
    script = f"""
import resource, sys, warnings
sys.path.insert(0, "tests/reference")
warnings.simplefilter("ignore")
import torch
torch.set_num_threads(1)
from core.errors import PlaygroundError
from core.expressions import evaluate
from attacks import HEAVY, OUT
x = torch.arange(12.0).reshape(3, 4)
evaluate("torch.einsum('ij,kj->ik', x, x).softmax(0).sort()[0][0]", {{"x": x}})
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, worst = peak(), ""
for attack in [*OUT, *HEAVY]:
    was = peak()
    try:
        evaluate(attack, {{"x": x.clone()}})
    except PlaygroundError:
        pass
    if peak() - was > 20:
        worst += f"{{attack[:60]}} {{peak() - was}} MB\\n"
print(worst)
sys.exit(peak() - before > {MOST_MEGABYTES})
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("call", ["x.div({b}, rounding_mode='trunc')", "torch.div(x, {b}, rounding_mode='trunc')",
                                  "x.div_({b}, rounding_mode='trunc')", "x.div(other={b}, rounding_mode='trunc')",
                                  "torch.div(rounding_mode='trunc', other={b}, input=x)"])  # fmt: skip
@pytest.mark.parametrize("b", ["-1", "x.sign()"])
@pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
def test_the_quotient_at_which_the_processor_stops_is_not_computed(call: str, b: str, dtype: torch.dtype) -> None:
    x = torch.tensor([torch.iinfo(dtype).min, 6], dtype=dtype)
    with pytest.raises(PlaygroundError, match="would end Python itself"):
        evaluate(call.format(b=b), {"x": x})
    assert evaluate("(x // 2).div(-1, rounding_mode='trunc')", {"x": x}).tolist() == (-(x // 2)).tolist()
