"""A sound becomes numbers: how far the air is pushed, thousands of times a second."""

import io
import struct
import wave
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.encoding.limits import CHANNELS, LOUDNESS, PITCH, SAMPLE_RATE, SAMPLES, SECONDS
from core.errors import TensorError
from core.ranges import check_name

RATES: Final = (4000, 8000, 16000)
LEVELS: Final = ("-1 to 1", "whole numbers")

_FULL: Final = 32767  # the largest int16
_BYTES: Final = (1, 2, 3, 4)
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sound:
    """What a WAV file holds.

    Attributes:
        values: (channels, samples), int32; 8-bit files have 0 in the middle here.
        rate: samples per second.
        width: bytes of each sample.
        n_left_out: samples of each channel beyond as many as are taken.
    """

    values: Tensor
    rate: int
    width: int
    n_left_out: int


def tone_tensor(tone: Tone, levels: str = "-1 to 1") -> Tensor:
    """Make a tone of half a second.

    Returns:
        (1, samples), float32 from -1 to 1, or int16.
    """
    check_name("levels", levels, LEVELS)
    time = torch.arange(int(SECONDS * tone.rate)) / tone.rate  # seconds
    wave_form = (tone.loudness * torch.sin(2 * torch.pi * tone.pitch * time)).unsqueeze(0)
    return (wave_form * _FULL).round().to(torch.int16) if levels == "whole numbers" else wave_form


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


def read_wav(data: bytes) -> Sound:
    """Read a WAV file of plain samples, as many as the page takes.

    Raises:
        TensorError: in one sentence, if it is none, is damaged, or its header says what cannot be.
    """
    if not data:
        raise TensorError("the file is empty")
    try:
        with wave.open(io.BytesIO(data)) as file:
            n_channels, width, rate, n_frames = file.getparams()[:4]
            frames = file.readframes(int(min(n_frames, SAMPLES.high))) if n_channels in CHANNELS else b""
    except Exception as error:  # damaged files raise wave.Error, EOFError, struct.error, ZeroDivisionError, ...
        raise TensorError("the file is not a WAV sound of plain samples (PCM) that can be read") from error
    _check_header(n_channels, width, rate)
    size = n_channels * width
    whole = frames[: len(frames) // size * size]
    if not whole:
        raise TensorError("the WAV file holds no sound: there is nothing behind its header")
    values = _samples(whole, width).reshape(-1, n_channels).T
    cut = values.shape[1] == SAMPLES.high
    left_out = max(0, min(n_frames, len(data) // size) - values.shape[1]) if cut else 0
    return Sound(values=values, rate=rate, width=width, n_left_out=left_out)


def _check_header(n_channels: int, width: int, rate: int) -> None:
    if n_channels not in CHANNELS:
        raise TensorError(f"the sound has {n_channels} channels; this page takes up to {CHANNELS.high}")
    if rate not in SAMPLE_RATE:
        low, high = f"{SAMPLE_RATE.low:,}", f"{SAMPLE_RATE.high:,}"
        raise TensorError(f"the file says {rate:,} samples a second; this page takes {low} to {high}")
    if width not in _BYTES:
        raise TensorError(f"the file says {width} bytes for each sample; this page takes 1 to {_BYTES[-1]}")


def _samples(data: bytes, width: int) -> Tensor:
    """Turn bytes into whole numbers around 0, int32."""
    if width == 3:
        parts = torch.frombuffer(bytearray(data), dtype=torch.uint8).reshape(-1, 3).int()
        values = parts @ torch.tensor([1, 256, 65536], dtype=torch.int32)
        return torch.where(values >= 2**23, values - 2**24, values)
    dtype = {1: torch.uint8, 2: torch.int16, 4: torch.int32}[width]
    return torch.frombuffer(bytearray(data), dtype=dtype).int() - (128 if width == 1 else 0)


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


def sound_script(sound: Sound, levels: str = "-1 to 1") -> str:
    """Write the code that turns a file `sound.wav` into the tensor."""
    channels, taken = sound.values.shape
    scaled = [f"MATRIX = (MATRIX.double() / 2**{8 * sound.width - 1}).float()  # -1 to 1"]
    lines = [
        "import wave",
        "",
        "import torch",
        "",
        'with wave.open("sound.wav") as file:',
        f"    data = bytearray(file.readframes({taken}))",
        *_READ[sound.width],
        f"MATRIX = samples.reshape(-1, {channels}).T  # [channels, samples]",
        *(scaled if levels == "-1 to 1" else []),
        _PRINT,
    ]
    return "\n".join(lines)


def wav_bytes(wave_form: Tensor, rate: int) -> bytes:
    """Write a sound as a WAV file of 16 bits.

    Args:
        wave_form: (channels, samples), -1 to 1.
        rate: samples per second.
    """
    values = (wave_form.clamp(-1, 1) * _FULL).round().to(torch.int16).T.reshape(-1).tolist()
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(wave_form.shape[0])
        made.setsampwidth(2)
        made.setframerate(rate)
        made.writeframes(struct.pack(f"<{len(values)}h", *values))
    return file.getvalue()
