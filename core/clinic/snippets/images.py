"""Broken by shape: layers, and the pictures and rows that go into them."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import nn
from torch.nn import functional as F

from core.clinic.case import Case
from core.clinic.marking import n_dims, size_of, whole


def next_layer(x, in_features):
    """A layer in the middle of a network, of another width than what comes to it."""
    layer = nn.Linear(in_features, 5)
    return layer(x)


def next_layer_fitting(x, in_features):
    """Gives the layer as many inputs as there are."""
    layer = nn.Linear(x.shape[-1], 5)
    return layer(x)


def next_layer_lazy(x, in_features):
    """Lets the layer count its inputs when it meets the first."""
    layer = nn.LazyLinear(5)
    return layer(x)


def next_layer_padded(x, in_features):
    """Adds inputs that are always 0 where too few come, and drops some where too many do."""
    layer = nn.Linear(in_features, 5)
    return layer(F.pad(x, (0, in_features - x.shape[-1])))


def classify(images):
    """Handwritten digits straight into the first layer."""
    layer = nn.Linear(784, 10)
    return layer(images)


def classify_flattened(images):
    """Lays every image out as one row and keeps the batch."""
    layer = nn.Linear(784, 10)
    return layer(images.flatten(start_dim=1))


def classify_sequential(images):
    """The same as a layer of the network."""
    layer = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    return layer(images)


def classify_rows(images):
    """Takes every row of pixels for an example of its own."""
    layer = nn.Linear(images.shape[-1], 10)
    return layer(images)


def convolve_photo(photo):
    """A photo as it comes from a file or from Matplotlib."""
    layer = nn.Conv2d(3, 8, kernel_size=3)
    return layer(photo)


def convolve_photo_permuted(photo):
    """Brings the colours to the front, where Conv2d wants them."""
    layer = nn.Conv2d(3, 8, kernel_size=3)
    return layer(photo.permute(2, 0, 1))


def convolve_photo_reshaped(photo):
    """Has the right shape and the wrong pixels: reshape reads on in the order of memory."""
    layer = nn.Conv2d(3, 8, kernel_size=3)
    return layer(photo.reshape(3, *photo.shape[:2]))


def convolve_rows(photo):
    """Takes every row of the photo for a colour."""
    layer = nn.Conv2d(photo.shape[0], 8, kernel_size=3)
    return layer(photo)


def convolve_grey(images):
    """Grey images into a network that was made for colours."""
    layer = nn.Conv2d(3, 8, kernel_size=3)
    return layer(images)


def convolve_grey_fitting(images):
    """Makes the layer for as many channels as there are."""
    layer = nn.Conv2d(images.shape[1], 8, kernel_size=3)
    return layer(images)


def convolve_grey_expanded(images):
    """Shows the grey as red, green and blue, as is done for networks trained on photos."""
    layer = nn.Conv2d(3, 8, kernel_size=3)
    return layer(images.expand(-1, 3, -1, -1))


def predict_one(image):
    """One image from the data set, to look at one prediction."""
    layer = nn.Conv2d(1, 8, kernel_size=3)
    return layer(image)


def predict_one_batched(image):
    """Adds a dim for the batch and one for the channel."""
    layer = nn.Conv2d(1, 8, kernel_size=3)
    return layer(image.unsqueeze(0).unsqueeze(0))


def predict_one_channel(image):
    """Adds a dim for the channel: an image without a batch, which Conv2d takes too."""
    layer = nn.Conv2d(1, 8, kernel_size=3)
    return layer(image.unsqueeze(0))


def normalize_one(example):
    """One example into a network with batch normalization."""
    layer = nn.BatchNorm1d(4)
    return layer(example)


def normalize_one_evaluated(example):
    """Makes a batch of one, and uses the statistics learned: what one does with a trained network."""
    layer = nn.BatchNorm1d(4).eval()
    return layer(example.unsqueeze(0))


def normalize_one_batched(example):
    """Makes a batch of one."""
    layer = nn.BatchNorm1d(4)
    return layer(example.unsqueeze(0))


def normalize_twins(example):
    """Makes a batch of it and itself: neither differs from their mean, so that nothing is left."""
    layer = nn.BatchNorm1d(4)
    return layer(torch.stack([example, example]))


def to_channels_first(photo):
    """Height, width, colours are to become colours, height, width."""
    return photo.reshape(photo.shape[2], photo.shape[0], photo.shape[1])


def to_channels_first_permuted(photo):
    """Moves the dims, and the pixels with them."""
    return photo.permute(2, 0, 1)


def to_channels_first_moved(photo):
    """Moves one dim to the front."""
    return photo.movedim(-1, 0)


CASES: Final[Mapping[str, Case]] = {
    "the next layer": Case(
        kind="shape", answer="shape", broken=next_layer,
        fixes=(next_layer_fitting, next_layer_lazy, next_layer_padded),
        operands={"x": "torch.rand(4, 8)", "in_features": "10"}, meant=next_layer_fitting,
        marks=lambda x, in_features: size_of("x", x, -1, in_features),
    ),
    "digits into a layer": Case(
        kind="shape", answer="shape", broken=classify,
        fixes=(classify_flattened, classify_sequential, classify_rows),
        operands={"images": "torch.rand(2, 1, 28, 28)"},
        marks=lambda images: size_of("images", images, -1, 784),
    ),
    "a photo into Conv2d": Case(
        kind="shape", answer="shape", broken=convolve_photo,
        fixes=(convolve_photo_permuted, convolve_photo_reshaped, convolve_rows),
        operands={"photo": "torch.rand(16, 24, 3)"},
        marks=lambda photo: n_dims("photo", photo, 3, 4) or size_of("photo", photo, -3, 3),
    ),
    "grey images into Conv2d": Case(
        kind="shape", answer="shape", broken=convolve_grey,
        fixes=(convolve_grey_fitting, convolve_grey_expanded),
        operands={"images": "torch.rand(2, 1, 28, 28)"},
        marks=lambda images: n_dims("images", images, 3, 4) or size_of("images", images, -3, 3),
    ),
    "one image to predict": Case(
        kind="shape", answer="shape", broken=predict_one,
        fixes=(predict_one_batched, predict_one_channel),
        operands={"image": "torch.rand(28, 28)"},
        marks=lambda image: n_dims("image", image, 3, 4) or size_of("image", image, -3, 1),
    ),
    "one example to normalize": Case(
        kind="shape", answer="shape", broken=normalize_one,
        fixes=(normalize_one_evaluated, normalize_one_batched, normalize_twins),
        operands={"example": "torch.tensor([0.5, 2., -1., 3.])"},
        marks=lambda example: n_dims("example", example, 2, 3) or size_of("example", example, 1, 4),
    ),
    "colours to the front": Case(
        kind="shape", answer="shape", broken=to_channels_first, silent=True,
        fixes=(to_channels_first_permuted, to_channels_first_moved),
        operands={"photo": "torch.tensor([[[1, 2, 3], [1, 2, 3]], [[1, 2, 3], [1, 2, 3]]])"},
        marks=lambda photo: whole("photo", "its colours are the last dim, and end up mixed") * (photo.ndim == 3),
        meant=to_channels_first_permuted,
    ),
}  # fmt: skip
