"""WAV files: read with care, and written."""

import io
import struct
import wave
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from core.encoding.limits import CHANNELS, SAMPLE_RATE, SAMPLES
from core.errors import TensorError

FULL: Final = 32767  # the largest int16

_BYTES: Final = (1, 2, 3, 4)
_PCM: Final = b"\x01\x00"  # plain whole numbers
_EXTENSIBLE: Final = 0xFFFE  # a longer header, in which the kind of samples stands further back
_SUBFORMAT: Final = bytes.fromhex("000000001000800000aa00389b71")  # what follows it there
_OTHERS: Final = {2: "ADPCM", 3: "floats", 6: "A-law", 7: "mu-law", 17: "ADPCM", 85: "MP3"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sound:
    """What a WAV file holds.

    Attributes:
        values: (channels, samples), int32; 8-bit files have 0 in the middle here.
        rate: samples per second.
        width: bytes of each sample.
        n_left_out: samples of each channel beyond as many as are taken.
        extended: where in the file an extensible header says that it is one, which `wave` reads from Python 3.12 on
            only; 0 where the header is a plain one.
    """

    values: Tensor
    rate: int
    width: int
    n_left_out: int
    extended: int = 0


def read_wav(data: bytes) -> Sound:
    """Read a WAV file of plain samples, as many as the page takes.

    Raises:
        TensorError: in one sentence, if it is none, is damaged, or its header says what cannot be.
    """
    if not data:
        raise TensorError("the file is empty")
    place, kind = _format(data)
    extended = place if kind == _EXTENSIBLE else 0
    plain = data[:extended] + _PCM + data[extended + 2 :] if extended else data
    try:
        with wave.open(io.BytesIO(plain)) as file:
            n_channels, width, rate, n_frames = file.getparams()[:4]
            frames = file.readframes(int(min(n_frames, SAMPLES.high))) if n_channels in CHANNELS else b""
    except Exception as error:  # damaged files raise wave.Error, EOFError, struct.error, ZeroDivisionError, ...
        raise TensorError("the file is not a WAV sound that can be read") from error
    _check_header(n_channels, width, rate)
    size = n_channels * width
    whole = frames[: len(frames) // size * size]
    if not whole:
        raise TensorError("the WAV file holds no sound: there is nothing behind its header")
    values = _samples(whole, width).reshape(-1, n_channels).T
    cut = values.shape[1] == SAMPLES.high
    left_out = max(0, min(n_frames, len(data) // size) - values.shape[1]) if cut else 0
    return Sound(values=values, rate=rate, width=width, n_left_out=left_out, extended=extended)


def _format(data: bytes) -> tuple[int, int]:
    """Return where the header of a WAV file says how its samples are written, and what it says there.

    Raises:
        TensorError: not as plain whole numbers.
    """
    place = _header(data)
    (kind,) = struct.unpack_from("<H", data, place)
    inner = data[place + 24 : place + 40]
    said = struct.unpack_from("<H", inner)[0] if kind == _EXTENSIBLE and inner[2:] == _SUBFORMAT else kind
    if said != int.from_bytes(_PCM, "little"):
        how = f"as {_OTHERS[said]}" if said in _OTHERS else f"in a format of its own (number {said})"
        raise TensorError(f"the WAV file holds its samples {how}; this page reads plain whole numbers (PCM)")
    return place, kind


def _header(data: bytes) -> int:
    """Find the format chunk among the chunks of a WAV file: return where it begins."""
    place = 12
    while data[:4] == b"RIFF" and data[8:12] == b"WAVE" and place + 24 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        place += 8
        if name == b"fmt ":
            return place
        place += size + size % 2
    raise TensorError("the file is not a WAV sound that can be read")


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


def wav_bytes(wave_form: Tensor, rate: int) -> bytes:
    """Write a sound as a WAV file of 16 bits.

    Args:
        wave_form: (channels, samples), -1 to 1.
        rate: samples per second.
    """
    values = (wave_form.clamp(-1, 1) * FULL).round().to(torch.int16).T.reshape(-1).tolist()
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(wave_form.shape[0])
        made.setsampwidth(2)
        made.setframerate(rate)
        made.writeframes(struct.pack(f"<{len(values)}h", *values))
    return file.getvalue()
