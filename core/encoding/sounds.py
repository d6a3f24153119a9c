"""A sound becomes numbers: how far the air is pushed, thousands of times a second."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.encoding.limits import LOUDNESS, PITCH, SECONDS
from core.encoding.wav import FULL, Sound
from core.ranges import check_name

RATES: Final = (4000, 8000, 16000)
LEVELS: Final = ("-1 to 1", "whole numbers")

_PRINT: Final = "print(MATRIX.shape, MATRIX.dtype, MATRIX.device)  # what shape, what dtype, where"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """A tone to be made.

    Attributes:
        pitch: in Hz.
        loudness: the largest size, 0 to 1.
        rate: samples per second.
    """

    pitch: int = 440
    loudness: float = 0.5
    rate: int = 8000

    def __post_init__(self) -> None:
        """Refuse what lies outside the limits."""
        PITCH.check_count("pitch", self.pitch)
        LOUDNESS.check("loudness", self.loudness)
        check_name("rate", str(self.rate), map(str, RATES))

    @property
    def heard(self) -> float:
        """The pitch of what comes out, in Hz: above half the rate a lower one fits the same samples."""
        return abs(self.pitch - self.rate * round(self.pitch / self.rate))

    @property
    def silent(self) -> bool:
        """Whether every sample falls where the wave crosses 0: at half the rate, and at all multiples of it."""
        return 2 * self.pitch % self.rate == 0


def tone_tensor(tone: Tone, levels: str = "-1 to 1") -> Tensor:
    """Make a tone of half a second.

    Returns:
        (1, samples), float32 from -1 to 1, or int16.
    """
    check_name("levels", levels, LEVELS)
    time = torch.arange(int(SECONDS * tone.rate)) / tone.rate  # seconds
    wave_form = (tone.loudness * torch.sin(2 * torch.pi * tone.pitch * time)).unsqueeze(0)
    return (wave_form * FULL).round().to(torch.int16) if levels == "whole numbers" else wave_form


def tone_script(tone: Tone, levels: str = "-1 to 1") -> str:
    """Write the code that makes the tone."""
    whole = ["MATRIX = (MATRIX * 32767).round().to(torch.int16)  # as a WAV file keeps it"]
    lines = [
        "import torch",
        "",
        f"time = torch.arange({int(SECONDS * tone.rate)}) / {tone.rate}  # seconds",
        f"vector = {tone.loudness!r} * torch.sin(2 * torch.pi * {tone.pitch} * time)",
        "MATRIX = vector.unsqueeze(0)  # [channels, samples]",
        *(whole if levels == "whole numbers" else []),
        _PRINT,
    ]
    return "\n".join(lines)


def sound_tensor(sound: Sound, levels: str = "-1 to 1") -> Tensor:
    """Turn what a file holds into a tensor (channels, samples): float32 from -1 to 1, or as it is.

    Whole numbers are int16 where they fit, else int32.
    """
    check_name("levels", levels, LEVELS)
    if levels == "-1 to 1":
        return (sound.values.double() / (1 << 8 * sound.width - 1)).float()
    return sound.values.to(torch.int16 if sound.width < 3 else torch.int32)


_READ: Final = {
    1: ["samples = torch.frombuffer(data, dtype=torch.uint8).to(torch.int16) - 128  # 8 bits have 0 in the middle"],
    2: ["samples = torch.frombuffer(data, dtype=torch.int16)"],
    3: [
        "parts = torch.frombuffer(data, dtype=torch.uint8).reshape(-1, 3).int()",
        "samples = parts[:, 0] + 256 * parts[:, 1] + 65536 * parts[:, 2]",
        "samples = torch.where(samples >= 2**23, samples - 2**24, samples)",
    ],
    4: ["samples = torch.frombuffer(data, dtype=torch.int32)"],
}


def sound_script(sound: Sound, levels: str = "-1 to 1", name: str = "sound.wav") -> str:
    """Write the code that turns a WAV file into the tensor."""
    channels, taken = sound.values.shape
    scaled = [f"MATRIX = (MATRIX.double() / 2**{8 * sound.width - 1}).float()  # -1 to 1"]
    opened = [f"with wave.open({name!r}) as file:"]
    if at := sound.extended:
        opened = [
            f"content = bytearray(Path({name!r}).read_bytes())",
            f'content[{at}:{at + 2}] = b"\\x01\\x00"  # a longer header, which wave reads from Python 3.12 on',
            "with wave.open(io.BytesIO(content)) as file:",
        ]
    lines = [
        *(["import io"] if sound.extended else []),
        "import wave",
        *(["from pathlib import Path"] if sound.extended else []),
        "",
        "import torch",
        "",
        *opened,
        f"    data = bytearray(file.readframes({taken}))",
        *_READ[sound.width],
        f"MATRIX = samples.reshape(-1, {channels}).T  # [channels, samples]",
        *(scaled if levels == "-1 to 1" else []),
        _PRINT,
    ]
    return "\n".join(lines)
