"""What layers say to data: the shape of a real layer, or PyTorch's own refusal; the global generator stays alone."""

import pytest
import torch
from torch import nn

from core.encoding.layers import convolution, convolution_in_time, embedding, linear, meet, usual_shapes
from core.encoding.pictures import Encoding, picture_tensor, sample_pixels
from core.tensors.refusals import RefusedError

CASES = {
    "picture": (convolution(3), nn.Conv2d(3, 4, kernel_size=3), torch.zeros(3, 9, 9)),
    "batch": (convolution(1), nn.Conv2d(1, 4, kernel_size=3), torch.zeros(2, 1, 9, 7)),
    "ids": (embedding(7), nn.Embedding(7, 4), torch.zeros(2, 6, dtype=torch.int64)),
    "row": (linear(5), nn.Linear(5, 4), torch.zeros(2, 5)),
    "sound": (convolution_in_time(1), nn.Conv1d(1, 4, kernel_size=9), torch.zeros(1, 100)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_layer_gives_the_shape_that_pytorchs_gives(name: str) -> None:
    layer, module, tensor = CASES[name]
    before = torch.random.get_rng_state()
    assert meet(layer, tensor) == tuple(module(tensor).shape)
    assert torch.equal(torch.random.get_rng_state(), before)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (Encoding(layout="H, W, C"), "to have 3 channels, but got 12 channels instead"),
        (Encoding(scale="0 to 255"), "should be the same"),
        (Encoding(layout="H, W, C", batch=True), "to have 3 channels, but got 12 channels instead"),
    ],
)
def test_a_picture_in_the_wrong_order_or_dtype_is_refused_in_pytorchs_words(how: Encoding, says: str) -> None:
    tensor = picture_tensor(sample_pixels(12), how)
    said = meet(convolution(3), tensor)
    assert isinstance(said, RefusedError)
    with pytest.raises(RuntimeError, match=says) as genuine:
        nn.Conv2d(3, 4, kernel_size=3)(tensor)
    assert said.words == f"RuntimeError: {genuine.value}"
    assert said.meaning != "PyTorch cannot do this with these arguments"


def test_what_cannot_be_looked_up_or_is_too_short_is_refused() -> None:
    for layer, tensor in ((embedding(7), torch.zeros(2, 3)), (convolution_in_time(1), torch.zeros(1, 5)),
                          (linear(3), torch.zeros(2, 3).double()), (embedding(3), torch.tensor([5]))):  # fmt: skip
        assert isinstance(meet(layer, tensor), RefusedError)


def test_usual_networks_give_the_shapes_that_are_theirs() -> None:
    shapes = usual_shapes()
    assert shapes["picture: which of 10 digits?"] == ("[32, 1, 28, 28]", "[32, 10]")
    assert shapes["speech: which letter, 100 times a second?"] == ("[32, 1, 16000]", "[32, 27, 100]")
    assert len(shapes) == 5
