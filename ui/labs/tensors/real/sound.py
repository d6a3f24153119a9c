"""A sound as a tensor: a tone that is made here, or a WAV file of the visitor's own."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st
from torch import Tensor

from core.encoding.layers import convolution_in_time
from core.encoding.limits import LOUDNESS, PITCH
from core.encoding.sounds import (
    LEVELS,
    RATES,
    Tone,
    sound_script,
    sound_tensor,
    tone_script,
    tone_tensor,
)
from core.encoding.wav import wav_bytes
from ui.cached.tensors import cached_sound
from ui.charts.tensors.wave import samples_chart, samples_frame, wave_chart, wave_frame
from ui.draw import draw
from ui.labs.tensors.real.encoded import Encoded
from ui.labs.tensors.real.own import own_file
from ui.state import linked

_FROM: Final = ("tone", "file")


def sound(text: Mapping[str, str]) -> Encoded:
    """Ask for a sound and for the way it becomes a tensor."""
    ties = linked("sound", label="Sound", offered=_FROM)
    chosen = st.segmented_control("Sound", _FROM, default="tone", required=True, **ties) or "tone"
    levels_of = _tone if chosen == "tone" else _file
    wave_form, rate, made, script = levels_of(text)
    ties = linked("levels", label="Numbers", offered=LEVELS)
    levels = st.segmented_control("Numbers", LEVELS, default="-1 to 1", required=True, **ties) or "-1 to 1"
    st.audio(wav_bytes(wave_form, rate), format="audio/wav")
    tensor = made(levels)
    return Encoded(
        tensor=tensor,
        script=lambda: script(levels),
        layer=convolution_in_time(tensor.shape[0]),
        dims=("channels", "samples"),
        above=lambda: _waves(wave_form, tensor, rate),
        squares=False,
    )


_Found = tuple[Tensor, int, Callable[[str], Tensor], Callable[[str], str]]


def _tone(text: Mapping[str, str]) -> _Found:
    """Ask for a tone; return its wave form, rate, tensor and code."""
    ties = linked("pitch", label="Pitch in Hz", offered=PITCH)
    pitch = st.slider("Pitch in Hz", int(PITCH.low), int(PITCH.high), 440, 10, **ties)
    ties = linked("loudness", label="Loudness", offered=LOUDNESS)
    loudness = st.slider("Loudness", float(LOUDNESS.low), float(LOUDNESS.high), 0.5, 0.05, **ties)
    ties = linked("rate", label="Samples per second", offered=RATES)
    rate = st.segmented_control("Samples per second", RATES, default=8000, required=True, **ties) or 8000
    tone = Tone(pitch=pitch, loudness=loudness, rate=rate)
    if tone.silent:
        st.caption(text["Sound: silent"].format(rate=f"{rate:,}", half=f"{rate // 2:,}"))
    elif tone.heard < pitch:
        st.caption(text["Sound: too high"].format(rate=f"{rate:,}", half=f"{rate // 2:,}", heard=f"{tone.heard:g}"))
    return tone_tensor(tone), rate, lambda levels: tone_tensor(tone, levels), lambda levels: tone_script(tone, levels)


def _file(text: Mapping[str, str]) -> _Found:
    """Ask for a WAV file, with a tone until there is one; return the same."""
    file = own_file("A sound of your own (WAV; it stays in this visit)", ["wav"], "tone.wav", _sample)
    read = cached_sound(file.data)
    (channels, n), bits = read.values.shape, 8 * read.width
    samples = "1 sample" if n == 1 else f"{n:,} samples"
    each = " in each channel" if channels > 1 else ""
    st.caption(f"{n / read.rate:.3g} seconds: {samples}{each} (of {bits} bits) at {read.rate:,} a second.")
    if read.n_left_out:
        st.caption(text["Sound: left out"].format(n=f"{read.n_left_out:,}"))
    return (
        sound_tensor(read),
        read.rate,
        lambda levels: sound_tensor(read, levels),
        lambda levels: sound_script(read, levels, file.name),
    )


def _sample() -> bytes:
    return wav_bytes(tone_tensor(Tone()), Tone().rate)


def _waves(wave_form: Tensor, tensor: Tensor, rate: int) -> None:
    """Draw the first channel: all of it, and its first samples."""
    draw(wave_chart(wave_form.shape[1] / rate), wave_frame(wave_form[0], rate), alt="The whole sound over time")
    draw(samples_chart(), samples_frame(wave_form[0], tensor[0]), alt="The first samples of the sound, one by one")
    first = f" Drawn is the first of {len(tensor)} channels." if len(tensor) > 1 else ""
    st.caption(f"Each dot is one number of the tensor. Point at a dot.{first}")
