"""A picture becomes numbers: three channels of brightness."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.errors import TensorError
from core.tensors.limits import DTYPES, IMAGE_SIDE


def image_tensor(pixels: NDArray[np.uint8], dtype: str = "inferred") -> Tensor:
    """Turn pixels into a tensor with the channels first.

    Args:
        pixels: (height, width, 3), uint8.
        dtype: a name in `DTYPES`; `inferred` keeps uint8.

    Returns:
        (3, height, width), values from 0 to 255.

    Raises:
        TensorError: if these are no such pixels.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
        raise TensorError(f"a picture must be (height, width, 3) of uint8, got {pixels.shape} of {pixels.dtype}")
    if max(pixels.shape[:2]) > IMAGE_SIDE.high:
        raise TensorError(f"a picture may be up to {IMAGE_SIDE.high} pixels wide and high, got {pixels.shape[:2]}")
    channels_first = torch.from_numpy(np.array(pixels)).permute(2, 0, 1)  # (3, H, W), a view
    return channels_first.to(DTYPES[dtype] or torch.uint8)


def sample_pixels(side: int) -> NDArray[np.uint8]:
    """Draw a picture to start with: a sun above the sea, (side, side, 3), uint8."""
    IMAGE_SIDE.check_count("side", side)
    down, right = np.mgrid[0:side, 0:side] / (side - 1)  # (side, side), 0 to 1
    sea = down > 0.68
    sun = ((right - 0.62) ** 2 + (down - 0.36) ** 2 < 0.045) & ~sea
    sky = np.stack([0.25 + 0.6 * down, 0.5 + 0.3 * down, 0.95 - 0.2 * down], axis=-1)
    water = np.stack([0.05 + 0 * down, 0.45 - 0.2 * down, 0.7 - 0.25 * down], axis=-1)
    picture = np.where(sea[..., None], water, sky)
    picture = np.where(sun[..., None], np.array([1.0, 0.85, 0.2]), picture)
    return (picture * 255).round().astype(np.uint8)


def image_script(side: int, dtype: str = "inferred") -> str:
    """Write the code that turns a file `picture.png` into the tensor."""
    cast = "" if dtype == "inferred" else f".to(torch.{dtype})"
    return "\n".join(
        [
            "import numpy as np",
            "import torch",
            "from PIL import Image",
            "",
            'picture = Image.open("picture.png").convert("RGB")',
            f"picture.thumbnail(({side}, {side}))",
            f"TENSOR = torch.from_numpy(np.array(picture)).permute(2, 0, 1){cast}  # channels first",
            "print(TENSOR.shape, TENSOR.dtype, TENSOR.device)  # what shape, what dtype, where",
        ]
    )
