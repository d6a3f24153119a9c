"""Pictures from files: decoded, bounded, made small."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import TensorError
from core.ranges import Range

PIXELS: Final = Range(1, 16_000_000)

# Pillow refuses what has very many pixels, and only warns of half as many: here that is refused too, without a word.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read_image(data: bytes, side: int) -> NDArray[np.uint8]:
    """Decode a PNG or JPEG and make it small.

    Returns:
        (height, width, 3), uint8, with the longer of the two at most `side`.

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
        small = picture.convert("RGB")
        small.thumbnail((side, side))
        return np.asarray(small)


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
