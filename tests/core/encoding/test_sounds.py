"""Sounds as tensors: tones against NumPy, WAV files against the standard library, hostile files in one sentence."""

import io
import re
import struct
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.encoding.limits import SAMPLES
from core.encoding.sounds import (
    LEVELS,
    RATES,
    Tone,
    sound_script,
    sound_tensor,
    tone_script,
    tone_tensor,
)
from core.encoding.wav import read_wav, wav_bytes
from core.errors import ConfigError, TensorError

LIMITS = {1: (0, 255), 2: (-(2**15), 2**15 - 1), 3: (-(2**23), 2**23 - 1), 4: (-(2**31), 2**31 - 1)}


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    return names


def same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and torch.equal(one, other)


def wav(values: list[int], width: int = 2, channels: int = 1, rate: int = 8000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(channels)
        made.setsampwidth(width)
        made.setframerate(rate)
        made.writeframes(b"".join(value.to_bytes(width, "little", signed=width > 1) for value in values))
    return file.getvalue()


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_is_a_sine_of_its_pitch(rate: int) -> None:
    tone = tone_tensor(Tone(pitch=440, loudness=0.25, rate=rate))
    expected = 0.25 * np.sin(2 * np.pi * 440 * np.arange(rate // 2) / rate)
    assert tone.shape == (1, rate // 2)
    np.testing.assert_allclose(tone[0].numpy(), expected, atol=1e-3)
    spectrum = np.abs(np.fft.rfft(tone[0].numpy()))
    assert spectrum.argmax() == 220  # half a second: a step is 2 Hz


@pytest.mark.parametrize(("pitch", "heard"), [(3900, 100), (1990, 1990), (2010, 1990), (50, 50)])
def test_a_pitch_above_half_the_rate_is_heard_as_a_lower_one(pitch: int, heard: int) -> None:
    tone = Tone(pitch=pitch, rate=4000)
    assert tone.heard == heard
    assert 2 * np.abs(np.fft.rfft(tone_tensor(tone)[0].numpy())).argmax() == heard


@pytest.mark.parametrize(("pitch", "rate"), [(2000, 4000), (2000, 8000), (1990, 4000), (2010, 4000)])
def test_a_tone_at_half_the_rate_is_silent(pitch: int, rate: int) -> None:
    tone = Tone(pitch=pitch, rate=rate)
    assert tone.silent == (tone_tensor(tone).abs().max().item() < 0.01)


@pytest.mark.parametrize("levels", LEVELS)
def test_the_code_shown_makes_the_tone(levels: str) -> None:
    tone = Tone(pitch=660, loudness=0.35, rate=16000)
    assert same(run(tone_script(tone, levels))["MATRIX"], tone_tensor(tone, levels))


@pytest.mark.parametrize("settings", [{"pitch": 10}, {"loudness": 2}, {"loudness": float("nan")}, {"rate": 44100}])
def test_a_tone_outside_the_limits_does_not_exist(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Tone(**settings)


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("width", LIMITS)
def test_a_file_and_the_code_shown_give_the_numbers_written(
    width: int, channels: int, levels: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    low, high = LIMITS[width]
    values = [low, high, low, high, (low + high) // 2, low + 1, 7, 9]
    data = wav(values, width, channels)
    sound = read_wav(data)
    middle = 128 if width == 1 else 0
    written = torch.tensor([value - middle for value in values]).reshape(-1, channels).T
    assert torch.equal(sound.values, written.int())
    tensor = sound_tensor(sound, levels)
    if levels == "-1 to 1":
        torch.testing.assert_close(tensor, (written / 2.0 ** (8 * width - 1)).float())
        assert tensor.min() == -1
    monkeypatch.chdir(tmp_path)
    Path("sound.wav").write_bytes(data)
    assert same(run(sound_script(sound, levels))["MATRIX"], tensor)


def test_a_tone_written_as_a_file_is_read_again() -> None:
    tone = tone_tensor(Tone())
    sound = read_wav(wav_bytes(tone, 8000))
    assert sound.rate == 8000
    assert torch.equal(sound.values.to(torch.int16), tone_tensor(Tone(), "whole numbers"))


def extensible(values: list[int], kind: int = 1, *, ahead: bytes = b"") -> bytes:
    """The longer header that editors write for 24 bits and for many channels."""
    samples = b"".join(value.to_bytes(3, "little", signed=True) for value in values)
    inner = struct.pack("<HHIH", 22, 24, 4, kind)
    form = struct.pack("<HHIIHH", 0xFFFE, 1, 8000, 24_000, 3, 24) + inner
    form += bytes.fromhex("000000001000800000aa00389b71")
    chunks = (
        ahead + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    )
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


@pytest.mark.parametrize("ahead", [b"", b"JUNK" + struct.pack("<I", 3) + b"abc\0"])
def test_a_longer_header_of_plain_samples_is_read_by_the_page_and_by_the_code_shown(
    ahead: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = extensible([1, -2, 2**23 - 1], ahead=ahead)
    sound = read_wav(data)
    assert sound.values.tolist() == [[1, -2, 2**23 - 1]]
    monkeypatch.chdir(tmp_path)
    Path("it's.wav").write_bytes(data)
    assert same(run(sound_script(sound, name="it's.wav"))["MATRIX"], sound_tensor(sound))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (extensible([1], 3), "as floats"),
        (extensible([1], 99), "in a format of its own (number 99)"),
        (wav([1, 2])[:20] + b"\3\0" + wav([1, 2])[22:], "as floats"),
        (wav([1, 2])[:20] + b"\x55\0" + wav([1, 2])[22:], "as MP3"),
    ],
)
def test_a_wav_file_of_other_samples_is_told_what_it_holds(data: bytes, says: str) -> None:
    with pytest.raises(TensorError, match=re.escape(says)):
        read_wav(data)


def test_of_a_long_file_the_beginning_is_taken_and_the_rest_counted() -> None:
    sound = read_wav(wav([1] * 50_000))
    assert sound.values.shape == (1, SAMPLES.high)
    assert sound.n_left_out == 50_000 - SAMPLES.high


def test_a_header_that_promises_more_than_there_is_gives_what_there_is() -> None:
    data = bytearray(wav([1, 2, 3, 4]))
    data[40:44] = struct.pack("<I", 0xFFFFFFF0)
    sound = read_wav(bytes(data))
    assert sound.values.tolist() == [[1, 2, 3, 4]]
    assert sound.n_left_out == 0


HOSTILE = {
    "empty": b"",
    "words": b"no sound",
    "riff alone": b"RIFF",
    "no data": wav([]),
    "cut in its header": wav([1, 2])[:30],
    "zero channels": wav([1, 2])[:22] + b"\0\0" + wav([1, 2])[24:],
    "many channels": wav([1, 2])[:22] + b"\xff\xff" + wav([1, 2])[24:],
    "no rate": wav([1, 2])[:24] + b"\0\0\0\0" + wav([1, 2])[28:],
    "a rate too high": wav([1, 2])[:24] + b"\xff\xff\xff\xff" + wav([1, 2])[28:],
    "no bits": wav([1, 2])[:34] + b"\0\0" + wav([1, 2])[36:],
    "64 bits": wav([1, 2])[:34] + b"\x40\0" + wav([1, 2])[36:],
    "floats": wav([1, 2])[:20] + b"\3\0" + wav([1, 2])[22:],
    "mp3 inside": wav([1, 2])[:20] + b"\x55\0" + wav([1, 2])[22:],
    "half a sample": wav([1])[:45],
    "another riff": b"RIFF" + struct.pack("<I", 100) + b"AVI " + b"\0" * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_sentence(name: str) -> None:
    with pytest.raises(TensorError) as caught:
        read_wav(HOSTILE[name])
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@given(st.integers(0, 60), st.binary(min_size=1, max_size=8), st.integers(20, 80))
def test_a_damaged_file_is_a_sound_or_one_sentence(place: int, noise: bytes, end: int) -> None:
    data = wav(list(range(20)), channels=2)
    data = (data[:place] + noise + data[place + len(noise) :])[:end]
    try:
        sound = read_wav(data)
    except TensorError as error:
        assert "\n" not in str(error)  # noqa: PT017 - one of the two
    else:
        assert sound.values.numel() <= 8 * SAMPLES.high
        assert sound_tensor(sound).abs().max() <= 1
