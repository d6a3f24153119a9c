"""Pictures as tensors: in either order of dims, at every scale, and the code that does the same."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.encoding.drawing import SEVEN, drawing_text, parse_drawing
from core.encoding.limits import DRAWING_LENGTH, SIDE
from core.encoding.pictures import (
    LAYOUTS,
    SCALES,
    Encoding,
    drawing_script,
    photo_script,
    picture_tensor,
    sample_pixels,
)
from core.errors import ConfigError, TensorError
from core.tensors.limits import IMAGE_SIDE
from ui.images import read_image, reading_code

ENCODINGS = [Encoding(layout=layout, scale=scale, batch=batch)
             for layout, scale, batch in itertools.product(LAYOUTS, SCALES, (False, True))]  # fmt: skip


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    return names


def same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and torch.equal(one, other)


def test_a_picture_has_its_channels_first_without_a_copy() -> None:
    pixels = sample_pixels(16)
    tensor = picture_tensor(pixels, Encoding(scale="0 to 255"))
    assert tensor.shape == (3, 16, 16)
    assert tensor.dtype == torch.uint8
    assert tensor.stride() == (1, 48, 3)
    assert tensor[2, 5, 7] == pixels[5, 7, 2]


@given(st.integers(8, 32), st.integers(8, 32), st.sampled_from([1, 3]), st.sampled_from(ENCODINGS))
def test_every_pixel_is_found_again_in_every_encoding(height: int, width: int, channels: int, how: Encoding) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, channels), dtype=np.uint8)
    tensor = picture_tensor(pixels if channels == 3 else pixels[..., 0], how)
    tensor = tensor[0] if how.batch else tensor
    last = tensor if how.layout == "H, W, C" else tensor.movedim(0, -1)
    low, high = {"0 to 255": (0, 255), "0 to 1": (0, 1), "-1 to 1": (-1, 1)}[how.scale]
    expected = low + pixels.astype(np.float64) / 255 * (high - low)
    np.testing.assert_allclose(last.double().numpy(), expected, atol=1e-6)
    assert tensor.dtype == (torch.uint8 if how.scale == "0 to 255" else torch.float32)


def test_the_pictures_own_numbers_are_not_touched() -> None:
    pixels = sample_pixels(8)
    picture_tensor(pixels, Encoding(scale="0 to 255")).fill_(0)
    assert pixels.any()


@pytest.mark.parametrize("how", ENCODINGS, ids=lambda how: f"{how.layout}-{how.scale}-{how.batch}")
def test_the_code_shown_reads_a_picture_as_the_page_does(
    how: Encoding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(0)
    Image.fromarray(generator.integers(0, 256, (50, 40, 3), dtype=np.uint8)).save("picture.png")
    shown = picture_tensor(read_image(Path("picture.png").read_bytes(), 24).pixels, how)
    assert same(run(photo_script(reading_code("picture.png", 24, ()), how))["TENSOR"], shown)
    assert same(run(drawing_script(SEVEN, how))["TENSOR"], picture_tensor(parse_drawing(SEVEN), how))


@pytest.mark.parametrize("bad", [np.zeros((4, 4)), np.zeros((4, 4, 4), np.uint8), np.zeros((99, 4, 3), np.uint8)])
def test_what_are_no_small_pixels_is_refused(bad: Any) -> None:
    with pytest.raises(TensorError, match="picture"):
        picture_tensor(bad, Encoding())


@pytest.mark.parametrize("settings", [{"layout": "W, H, C"}, {"scale": "0 to 2"}])
def test_an_encoding_that_is_not_offered_does_not_exist(settings: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        Encoding(**settings)


def test_the_sample_is_a_picture_at_every_size() -> None:
    for side in range(int(IMAGE_SIDE.low), int(IMAGE_SIDE.high) + 1):
        assert sample_pixels(side).shape == (side, side, 3)


@given(st.integers(int(SIDE.low), int(SIDE.high)), st.randoms(use_true_random=False))
def test_a_drawing_written_and_read_is_the_drawing(side: int, luck: Any) -> None:
    pixels = np.array([[luck.choice([0, 0, 0, 17, 136, 255]) for _ in range(side)] for _ in range(side)], np.uint8)
    text = drawing_text(pixels)
    assert len(text) in DRAWING_LENGTH
    assert np.array_equal(parse_drawing(text), pixels)
    assert drawing_text(parse_drawing(text)) == text


def test_the_longest_drawing_fits() -> None:
    assert len(drawing_text(np.full((28, 28), 255, np.uint8))) in DRAWING_LENGTH
    assert parse_drawing("8").sum() == 0


@given(st.one_of(st.text(max_size=40), st.text("0123456789abcdefg.-", max_size=60)))
def test_any_text_is_a_drawing_or_one_sentence(text: str) -> None:
    try:
        pixels = parse_drawing(text)
    except TensorError as error:
        assert "\n" not in str(error)  # noqa: PT017 - one of the two
    else:
        assert pixels.shape[0] == pixels.shape[1] in SIDE


@pytest.mark.parametrize(
    "text", ["", "7", "29", "8.123456789", "8" + "." * 9, "8.xyz", "٨.ff", "8.FF", "12\n", "x" * 5000]
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(TensorError):
        parse_drawing(text)
