"""Pictures from files: made small, bounded before they are decoded, refused in one sentence."""

import io
import struct
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from core.encoding.pictures import Encoding, photo_script, picture_tensor
from core.errors import TensorError
from ui.images import PIXELS, png_bytes, read_image, reading_code


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_small_rgb(mode: str) -> None:
    pixels = read_image(encoded(Image.new(mode, (40, 20))), 16).pixels
    assert pixels.shape == (8, 16, 3)
    assert pixels.dtype == np.uint8


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_becomes_small_rgb(mode: str) -> None:
    assert read_image(encoded(Image.new(mode, (20, 40)), "JPEG"), 16).pixels.shape == (16, 8, 3)


def test_a_picture_smaller_than_asked_stays_as_it_is() -> None:
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    assert np.array_equal(read_image(png_bytes(pixels), 16).pixels, pixels)


def held(orientation: int) -> bytes:
    """A photo, red on the left and white on the right, that a camera was turned for."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    photo = Image.new("RGB", (16, 8), "white")
    photo.paste("red", (0, 0, 8, 8))
    return encoded(photo, "JPEG", exif=exif.tobytes(), quality=100)


def test_a_photo_stands_upright_as_the_camera_was_held() -> None:
    plain, turned = read_image(held(1), 16), read_image(held(6), 16)
    assert plain.steps == ()
    assert turned.steps == ("turned",)
    assert turned.pixels.shape == (16, 8, 3)
    assert turned.pixels[0, :, 1].max() < 60  # red is above
    assert turned.pixels[-1].min() > 200


def test_16_bits_keep_their_shades() -> None:
    shades = np.array([[0, 256 * 100, 65_535]], np.uint16)
    photo = read_image(encoded(Image.fromarray(shades)), 16)
    assert photo.steps == ("16 bits",)
    assert photo.pixels[0, :, 0].tolist() == [0, 100, 255]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_lies_on_white(mode: str) -> None:
    options = {"transparency": 0} if mode == "P" else {}
    photo = read_image(encoded(Image.new(mode, (8, 8)), **options), 16)
    assert photo.steps == ("transparent",)
    assert photo.pixels.min() == 255


FILES = {
    "turned": held(6),
    "16 bits": encoded(Image.fromarray(np.arange(0, 60_000, 50, dtype=np.uint16).reshape(30, 40))),
    "transparent": encoded(Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 30, 4), dtype=np.uint8))),
}


@pytest.mark.parametrize("step", FILES)
def test_the_code_shown_takes_the_same_steps(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = read_image(FILES[step], 12)
    assert photo.steps == (step,)
    monkeypatch.chdir(tmp_path)
    Path("it's.png").write_bytes(FILES[step])
    names: dict[str, Any] = {}
    code = photo_script(reading_code("it's.png", 12, photo.steps), Encoding())
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    assert torch.equal(names["TENSOR"], picture_tensor(photo.pixels, Encoding()))


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    data = encoded(Image.new("1", (5000, 4000)))
    assert len(data) < 10_000
    assert 5000 * 4000 not in PIXELS
    with pytest.raises(TensorError, match="5000 x 4000 pixels; this page takes up to 16 million"):
        read_image(data, 16)


def png_that_says(width: int, height: int) -> bytes:
    """A file of a few bytes whose header promises a picture of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(100))), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("side", [5000, 12_000, 65_535, 2**31 - 1])
def test_a_header_that_promises_a_huge_picture_is_refused_at_once_and_quietly(side: int) -> None:
    tracemalloc.start()
    data = png_that_says(side, side)
    with pytest.raises(TensorError, match="pixels; this page takes up to 16 million"):
        read_image(data, 16)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_header_that_promises_more_than_there_is_is_refused() -> None:
    with pytest.raises(TensorError, match="not a PNG or JPEG"):
        read_image(png_that_says(4000, 4000), 16)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(TensorError, match="not a PNG or JPEG"):
        read_image(encoded(Image.new("RGB", (8, 8)), kind), 16)


@given(st.sampled_from(["PNG", "JPEG"]), st.integers(0, 400), st.binary(max_size=8))
def test_a_damaged_file_ends_in_a_picture_or_one_sentence(kind: str, place: int, noise: bytes) -> None:
    data = encoded(Image.effect_noise((24, 24), 50), kind)
    data = data[: place % len(data)] + noise + data[(place + len(noise)) % len(data) :]
    try:
        pixels = read_image(data, 16).pixels
    except TensorError as error:
        said = str(error)
        assert "picture" in said
    else:
        assert pixels.shape[2] == 3
