"""Pictures from files: decoded, bounded, made small."""

import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from core.errors import TensorError
from core.ranges import Range

PIXELS: Final = Range(1, 16_000_000)

# Pillow refuses what has very many pixels, and only warns of half as many: here that is refused too, without a word.
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What some pictures need before they are red, green and blue.

    Attributes:
        needed: whether a picture, as it is then, needs it.
        call: does it.
        code: the same as code.
    """

    needed: Callable[[Image.Image], bool]
    call: Callable[[Image.Image], Image.Image]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photo:
    """A picture made small.

    Attributes:
        pixels: (height, width, 3), uint8.
        steps: what it needed: "turned", "16 bits", "transparent".
    """

    pixels: NDArray[np.uint8]
    steps: tuple[str, ...]


_FIRST: Final[Mapping[str, Step]] = {
    "turned": Step(
        needed=lambda picture: picture.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9),
        call=ImageOps.exif_transpose,
        code="picture = ImageOps.exif_transpose(picture)  # the camera noted how it was held",
    ),
    "16 bits": Step(
        needed=lambda picture: picture.mode.startswith("I"),
        call=lambda picture: Image.fromarray((np.array(picture) // 256).astype(np.uint8)),
        code="picture = Image.fromarray((np.array(picture) // 256).astype(np.uint8))  # 16 bits become 8",
    ),
}
_LAST: Final[Mapping[str, Step]] = {  # on the small picture, which takes less memory
    "transparent": Step(
        needed=lambda picture: picture.mode == "RGBA",
        call=lambda picture: Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB"),
        code='picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")',
    ),
}


def read_image(data: bytes, side: int) -> Photo:
    """Decode a PNG or JPEG and make it small, with the longer side at most `side`.

    Raises:
        TensorError: in one sentence, if it is no such picture, is damaged, or has too many pixels.
    """
    with _readable():
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    if picture.width * picture.height not in PIXELS:
        raise TensorError(
            f"the picture has {picture.width} x {picture.height} pixels; "
            f"this page takes up to {PIXELS.high / 1e6:g} million"
        )
    with _readable():
        whole, first = _stepped(picture, _FIRST)
        small = whole.convert("RGBA" if whole.has_transparency_data else "RGB")
        small.thumbnail((side, side))
        small, last = _stepped(small, _LAST)
        return Photo(pixels=np.asarray(small), steps=(*first, *last))


def _stepped(picture: Image.Image, steps: Mapping[str, Step]) -> tuple[Image.Image, list[str]]:
    """Take the steps that a picture needs; return what comes out, and their names."""
    taken = []
    for name, step in steps.items():
        if step.needed(picture):
            picture = step.call(picture)
            taken.append(name)
    return picture, taken


def reading_code(name: str, side: int, steps: tuple[str, ...]) -> list[str]:
    """Write the lines of code that read a picture file as `read_image` does, with the steps that it took."""
    return [
        f"from PIL import Image{', ImageOps' if 'turned' in steps else ''}",
        "",
        f"picture = Image.open({name!r})",
        *(_FIRST[step].code for step in steps if step in _FIRST),
        f'picture = picture.convert("{"RGBA" if "transparent" in steps else "RGB"}")',
        f"picture.thumbnail(({side}, {side}))",
        *(_LAST[step].code for step in steps if step in _LAST),
    ]


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """Write pixels (height, width, 3) as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TensorError(
            f"the picture has far too many pixels; this page takes up to {PIXELS.high / 1e6:g} million"
        ) from error
    except Exception as error:  # damaged files raise OSError, ValueError, SyntaxError, struct.error, ... in Pillow
        raise TensorError("the file is not a PNG or JPEG picture that can be read") from error
