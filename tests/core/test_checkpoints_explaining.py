"""Why a file does not fit is said in sentences, against PyTorch's own account of it."""

import json
import re
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from core.checkpoints import attempt, compare, explain, guess, lenient, nearest, network, shapes, straight_line

COURSE = json.loads(Path(__file__).parents[1].joinpath("reference", "save_load.json").read_text())["S06"]["got"]
WANTED = {"0.weight": (8, 2), "0.bias": (8,), "2.weight": (1, 8), "2.bias": (1,)}


def _filled(shapes_by_name):
    return {name: torch.ones(shape) for name, shape in shapes_by_name.items()}


def test_pytorchs_own_words_are_the_courses():
    model, fitting = nn.Linear(2, 3), {"weight": torch.ones(3, 2), "bias": torch.ones(3)}
    wrong_name = {"weights": fitting["weight"], "bias": fitting["bias"]}
    assert attempt(model, wrong_name) == COURSE["wrong names"]
    assert attempt(model, wrong_name, strict=False) == COURSE["strict=False"]
    wrong_size = fitting | {"weight": torch.ones(3, 3)}
    assert attempt(model, wrong_size, strict=False) == COURSE["wrong size (strict=False does not help)"]
    assert attempt(model, fitting) == "<All keys matched successfully>"


@given(found=st.dictionaries(st.sampled_from([*WANTED, "weights", "1.weight"]), st.sampled_from([(8, 2), (8,), (1,)])))
def test_missing_unexpected_and_wrong_sizes_are_those_that_pytorch_names(found):
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    mismatch, words = compare(WANTED, found), attempt(model, _filled(found))
    quoted = {key: re.findall(rf"{key} key\(s\) in state_dict: (.*)", words) for key in ("Missing", "Unexpected")}
    assert set(re.findall(r'"(.+?)"', "".join(quoted["Missing"]))) == set(mismatch.missing)
    assert set(re.findall(r'"(.+?)"', "".join(quoted["Unexpected"]))) == set(mismatch.unexpected)
    assert set(re.findall(r"size mismatch for (.+?):", words)) == set(mismatch.wrong_shape)
    assert mismatch.fits == (words == "<All keys matched successfully>") == (explain(mismatch) == ())


def test_a_renamed_layer_is_recognised_by_name_and_shape():
    found = {name.replace("0.", "layer_1."): shape for name, shape in WANTED.items()}
    mismatch = compare(WANTED, found)
    assert nearest(mismatch) == {"0.weight": "layer_1.weight", "0.bias": "layer_1.bias"}
    assert explain(mismatch)[0] == (
        "What the network calls '0.weight' seems to be 'layer_1.weight' in the file: the same shape (8, 2)."
    )


def test_each_name_is_suggested_once():
    mismatch = compare({"a.weight": (2,), "b.weight": (2,)}, {"c.weight": (2,)})
    assert nearest(mismatch) == {"a.weight": "c.weight"}
    assert explain(mismatch)[1] == "The network waits for 'b.weight' (2,), and the file has nothing like it."


def test_a_common_beginning_is_named_once():
    mismatch = compare(WANTED, {f"module.{name}": shape for name, shape in WANTED.items()})
    assert explain(mismatch)[0].startswith("Every name in the file begins with 'module.'")


def test_a_layer_of_another_width_is_told_in_neurons_and_inputs():
    mismatch = compare(WANTED, WANTED | {"0.weight": (16, 2), "0.bias": (16,), "2.weight": (1, 16)})
    assert explain(mismatch) == (
        "'0.weight' is (16, 2) in the file and (8, 2) in the network: 16 neurons against 8.",
        "'0.bias' is (16,) in the file and (8,) in the network: 16 neurons against 8.",
        "'2.weight' is (1, 16) in the file and (1, 8) in the network: 16 inputs against 8.",
    )
    assert "would not help" in lenient(mismatch)


def test_an_unexpected_tensor_and_another_dimension_are_named():
    mismatch = compare(WANTED, WANTED | {"0.bias": (8, 1), "extra": (5,)})
    assert explain(mismatch) == (
        "The file brings 'extra' (5,), which the network does not have.",
        "'0.bias' is (8, 1) in the file and (8,) in the network: not even the number of dimensions agrees.",
    )


@pytest.mark.parametrize(
    ("found", "words", "copied"),
    [
        ({**WANTED}, "would change nothing", 4),
        ({**WANTED, "more": (1,)}, "would load all 4", 4),
        ({"0.weight": (8, 2), "2.bias": (1,)}, "copies 2 of the network's 4 tensors and leaves 2 as random", 2),
    ],
)
def test_what_strict_false_would_do_is_what_it_does(found, words, copied):
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    assert words in lenient(compare(WANTED, found))
    attempt(model, _filled(found), strict=False)
    assert sum(bool((tensor == 1).all()) for tensor in model.state_dict().values()) == copied


def test_one_is_written_in_the_singular():
    sentences = explain(compare({"w": (8, 2), "b": (8,)}, {"w": (1, 1), "b": (1,)}))
    assert sentences == (
        "'w' is (1, 1) in the file and (8, 2) in the network: 1 neuron against 8 and 1 input against 2.",
        "'b' is (1,) in the file and (8,) in the network: 1 neuron against 8.",
    )


def test_long_lists_are_cut():
    sentences = explain(compare({}, {str(i): (1,) for i in range(20)}))
    assert len(sentences) == 7
    assert sentences[-1] == "And 14 more of this kind."


def test_a_stack_of_linear_layers_is_read_off_its_shapes():
    model = nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 3), nn.Tanh(), nn.Linear(3, 1))
    weights = {f"net.{name}": tensor for name, tensor in model.state_dict().items()}
    found = guess(shapes(weights))
    x = torch.randn(7, 2, generator=torch.Generator().manual_seed(0))
    assert found.sizes == (2, 5, 3, 1)
    assert torch.equal(network(found, weights, "Tanh")(x), model(x))


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"weight": (3, 2)},
        {"weight": (3, 2), "bias": (4,)},
        {"a.weight": (3, 2), "a.bias": (3,), "b.weight": (1, 4), "b.bias": (1,)},
        {"conv.weight": (3, 2, 3, 3), "conv.bias": (3,)},
        {"weight": (0, 2), "bias": (0,)},
    ],
)
def test_what_is_no_stack_of_linear_layers_is_not_guessed_at(found):
    assert guess(found) is None


def test_the_courses_own_model_is_recognised():
    weights = {"weights": torch.tensor([0.5784]), "bias": torch.tensor([0.3513])}
    found = guess(shapes(weights))
    assert straight_line(found, weights) == pytest.approx((0.5784, 0.3513))
    answer = network(found, weights, "ReLU")(torch.tensor([[0.8]]))
    assert answer.item() == pytest.approx(0.5784 * 0.8 + 0.3513)


def test_a_deeper_network_is_no_line():
    weights = {
        "0.weight": torch.ones(2, 1),
        "0.bias": torch.ones(2),
        "2.weight": torch.ones(1, 2),
        "2.bias": torch.ones(1),
    }
    assert straight_line(guess(shapes(weights)), weights) is None
