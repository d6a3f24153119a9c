"""A picture becomes numbers: brightness for each pixel and channel, in one order of dims or the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.encoding.drawing import STEP, parse_drawing
from core.errors import TensorError
from core.ranges import check_name
from core.tensors.limits import IMAGE_SIDE


@dataclass(frozen=True, slots=True)
class Change:
    """One step from pixels to a tensor.

    Attributes:
        call: does it.
        code: the same as code, of a tensor named TENSOR; nothing where there is nothing to do.
    """

    call: Callable[[Tensor], Tensor]
    code: str


LAYOUTS: Final[Mapping[str, Change]] = {
    "C, H, W": Change(
        lambda x: x.permute(2, 0, 1), "TENSOR.permute(2, 0, 1)  # [C, H, W], as PyTorch's layers want it"
    ),
    "H, W, C": Change(lambda x: x, ""),
}
SCALES: Final[Mapping[str, Change]] = {
    "0 to 255": Change(lambda x: x, ""),
    "0 to 1": Change(lambda x: x / 255, "TENSOR / 255  # 0 to 1, float32"),
    "-1 to 1": Change(lambda x: (x / 255 - 0.5) / 0.5, "(TENSOR / 255 - 0.5) / 0.5  # -1 to 1, float32"),
}
_BATCH: Final = Change(lambda x: x.unsqueeze(0), "TENSOR.unsqueeze(0)  # a batch of one picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How pixels become a tensor.

    Attributes:
        layout: a name in `LAYOUTS`.
        scale: a name in `SCALES`.
        batch: whether a dim of size 1 is put in front.
    """

    layout: str = "C, H, W"
    scale: str = "0 to 1"
    batch: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not there."""
        check_name("layout", self.layout, LAYOUTS)
        check_name("scale", self.scale, SCALES)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The steps, in their order."""
        steps = (LAYOUTS[self.layout], SCALES[self.scale], *([_BATCH] if self.batch else []))
        return tuple(step for step in steps if step.code)


def picture_tensor(pixels: NDArray[np.uint8], encoding: Encoding) -> Tensor:
    """Turn pixels into a tensor.

    Args:
        pixels: (height, width) or (height, width, 3), uint8.
        encoding: the order of the dims, the scale, a batch or not.

    Returns:
        With 1 or 3 channels; uint8, or float32 where it is scaled.

    Raises:
        TensorError: if these are no such pixels.
    """
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or channels not in (1, 3):
        raise TensorError(f"a picture must be (height, width, 3) of uint8, got {pixels.shape} of {pixels.dtype}")
    if max(pixels.shape[:2]) > IMAGE_SIDE.high:
        raise TensorError(f"a picture may be up to {IMAGE_SIDE.high} pixels wide and high, got {pixels.shape[:2]}")
    tensor = torch.from_numpy(np.array(pixels)).reshape(*pixels.shape[:2], channels)  # (H, W, C)
    for change in encoding.changes:
        tensor = change.call(tensor)
    return tensor


def sample_pixels(side: int = 256) -> NDArray[np.uint8]:
    """Draw a picture to start with: a sun above the sea, (side, side, 3), uint8."""
    down, right = np.mgrid[0:side, 0:side] / (side - 1)  # (side, side), 0 to 1
    sea = down > 0.68
    sun = ((right - 0.62) ** 2 + (down - 0.36) ** 2 < 0.045) & ~sea
    sky = np.stack([0.25 + 0.6 * down, 0.5 + 0.3 * down, 0.95 - 0.2 * down], axis=-1)
    water = np.stack([0.05 + 0 * down, 0.45 - 0.2 * down, 0.7 - 0.25 * down], axis=-1)
    picture = np.where(sea[..., None], water, sky)
    picture = np.where(sun[..., None], np.array([1.0, 0.85, 0.2]), picture)
    return (picture * 255).round().astype(np.uint8)


def photo_script(reading: Sequence[str], encoding: Encoding) -> str:
    """Write the code that turns a picture file into the tensor.

    Args:
        reading: the lines that import Pillow and make a small `picture` of the file.
        encoding: the order of the dims, the scale, a batch or not.
    """
    lines = [
        "import numpy as np",
        "import torch",
        *reading,
        "TENSOR = torch.from_numpy(np.array(picture))  # [H, W, C], uint8, as Pillow and matplotlib have it",
    ]
    return "\n".join([*lines, *_changed(encoding)])


def drawing_script(drawing: str, encoding: Encoding) -> str:
    """Write the code that turns a drawing, as `core.encoding.drawing` writes it, into the tensor."""
    rows = ["".join(f"{level // STEP:x}" for level in row) for row in parse_drawing(drawing).tolist()]
    lines = [
        "import torch",
        "",
        "rows = [  # a digit for each pixel: 0 is black, f is white",
        *(f'    "{row}",' for row in rows),
        "]",
        f"levels = [[[int(digit, 16) * {STEP}] for digit in row] for row in rows]",
        "TENSOR = torch.tensor(levels, dtype=torch.uint8)  # [H, W, C], 0 to 255",
    ]
    return "\n".join([*lines, *_changed(encoding)])


def _changed(encoding: Encoding) -> list[str]:
    lines = [f"TENSOR = {change.code}" for change in encoding.changes]
    return [*lines, "print(TENSOR.shape, TENSOR.dtype, TENSOR.device)  # what shape, what dtype, where"]
