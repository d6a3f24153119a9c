"""Real data becomes numbers: every control changes the tensor, a link restores, bad files are told."""

import io
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hostile import HOSTILE, assert_plain, markup
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.encoding.drawing import SEVEN
from core.encoding.pictures import sample_pixels
from core.encoding.sounds import Tone, tone_tensor
from core.encoding.wav import wav_bytes
from core.tables import sample_csv
from ui.components import pixels
from ui.images import png_bytes
from ui.page import read_text

Open = Callable[..., AppTest]
OWN_TABLE = b"a,b,c\n1,2,x\n3,4,y\n5,6,z\n7,8,x\n"
KINDS = ("picture", "sentence", "table", "sound")


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    parts = [*page.markdown, *page.caption, *page.code, *page.warning]
    return "\n".join(str(part.value) for part in parts)


def metrics(page: AppTest) -> list[str]:
    return [metric.value for metric in page.metric]


def written(page: AppTest) -> str:
    page.session_state["code"] = True
    page.run()
    assert not page.exception
    return page.code[-1].value


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_opens_with_its_words_its_code_and_a_layer_that_takes_it(open_page: Open, kind: str) -> None:
    page = open_page("tensors", lab="data", data=kind)
    assert not page.exception
    assert not page.warning
    text = read_text("tensors")
    assert text[f"Data: {kind}"] in words(page)
    assert text[f"Data: {kind}: try"] in words(page)
    assert "takes it: **[" in words(page)


def same_as_shown(page: AppTest) -> None:
    """Run the code shown, and compare what it makes with what the page says of it."""
    names: dict[str, Any] = {}
    exec(written(page), names)  # noqa: S102 - our own code, which learners are told to run
    made = names["TENSOR" if "TENSOR" in names else "MATRIX"]
    assert metrics(page) == [str(list(made.shape)), str(made.dtype).removeprefix("torch."), "cpu"]


SAMPLES = {
    "sun.png": ({"made": "photo", "pixels": "20"}, png_bytes(sample_pixels())),
    "flats.csv": ({"data": "table", "words": "true"}, sample_csv()),
    "tone.wav": ({"data": "sound", "sound": "file", "levels": "whole numbers"}, wav_bytes(tone_tensor(Tone()), 8000)),
}


@pytest.mark.parametrize("settings", [{}, {"data": "sentence"}, {"data": "sound"}])
def test_the_code_shown_makes_the_tensor_shown(open_page: Open, settings: dict[str, str]) -> None:
    same_as_shown(open_page("tensors", lab="data", **settings))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_can_be_had_and_the_code_shown_reads_it(
    open_page: Open, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, data = SAMPLES[name]
    page = open_page("tensors", lab="data", **settings)
    (offered,) = page.get("download_button")
    assert offered.label == f"Get the sample, {name}"
    written(page)
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(data)
    same_as_shown(page)


OWN = {
    "mine.png": ({"made": "photo"}, "[3, 12, 24]"),
    "mine.csv": ({"data": "table"}, "[4, 2]"),
    "mine.wav": ({"data": "sound", "sound": "file"}, "[1, 9]"),
}


@pytest.mark.parametrize("name", OWN)
def test_a_file_of_ones_own_stays_until_it_is_taken_away(open_page: Open, name: str) -> None:
    settings, shape = OWN[name]
    data = {"mine.png": png(40, 20), "mine.csv": OWN_TABLE, "mine.wav": wav_bytes(torch.zeros(1, 9), 8000)}[name]
    page = open_page("tensors", lab="data", **settings)
    sample = metrics(page)[0]
    page.get("file_uploader")[0].upload(name, data).run()
    assert metrics(page)[0] == shape
    assert not page.get("download_button")
    page.segmented_control(key="data").set_value("sentence").run()
    page.segmented_control(key="data").set_value(settings.get("data", "picture")).run()
    for key, value in settings.items():
        page.segmented_control(key=key).set_value(value).run()
    assert metrics(page)[0] == shape
    assert f"In use: **{name}**" in words(page)
    assert name in written(page)
    next(button for button in page.button if button.label == "Use the sample").click().run()
    assert metrics(page)[0] == sample
    page.get("file_uploader")[0].upload(name, data).run()
    assert metrics(page)[0] == shape
    assert "In use" not in words(page)
    page.get("file_uploader")[0].set_value(None).run()
    assert metrics(page)[0] == sample


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_answered_once_it_is_opened(open_page: Open, kind: str) -> None:
    page = open_page("tensors", lab="data", data=kind)
    page.session_state[f"Data: {kind}_answer"] = True
    page.run()
    assert not page.exception
    assert "{" not in page.markdown[-1].value
    assert ("**12** ids" if kind == "sentence" else "[32, 1, 28, 28] | [32, 10]") in page.markdown[-1].value


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, ["[1, 12, 12]", "float32"]),
        ({"layout": "H, W, C"}, ["[12, 12, 1]", "float32"]),
        ({"brightness": "0 to 255", "batched": "true"}, ["[1, 1, 12, 12]", "uint8"]),
        ({"drawing": "8.ff"}, ["[1, 8, 8]", "float32"]),
        ({"made": "photo", "pixels": "16", "layout": "H, W, C"}, ["[16, 16, 3]", "float32"]),
        ({"data": "sentence"}, ["[2, 6]", "int64"]),
        ({"data": "sentence", "form": "one-hot"}, ["[2, 6, 7]", "float32"]),
        ({"data": "sentence", "unit": "characters"}, ["[2, 22]", "int64"]),
        ({"data": "sentence", "known": "a", "sentences": "a b a"}, ["[1, 3]", "int64"]),
        ({"data": "table", "rows": "3"}, ["[3, 6]", "float32"]),
        ({"data": "table", "columns": "as they are"}, ["[8, 6]", "float64"]),
        ({"data": "table", "words": "true"}, ["[8, 16]", "float32"]),
        ({"data": "sound", "rate": "16000"}, ["[1, 8000]", "float32"]),
        ({"data": "sound", "levels": "whole numbers"}, ["[1, 4000]", "int16"]),
        ({"data": "sound", "sound": "file"}, ["[1, 4000]", "float32"]),
    ],
)
def test_a_link_gives_the_tensor(open_page: Open, settings: dict[str, str], shown: list[str]) -> None:
    page = open_page("tensors", lab="data", **settings)
    assert not page.exception
    assert metrics(page) == [*shown, "cpu"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"layout": "H, W, C"}, "expected input[1, 12, 12, 1] to have 1 channels, but got 12 channels instead"),
        ({"brightness": "0 to 255"}, "Input type (unsigned char) and bias type (float) should be the same"),
        ({"data": "table", "columns": "as they are"}, "mat1 and mat2 must have the same dtype"),
        ({"data": "sound", "levels": "whole numbers"}, "Input type (short int) and bias type (float)"),
    ],
)
def test_what_a_layer_refuses_is_said_in_pytorchs_words(open_page: Open, settings: dict[str, str], says: str) -> None:
    said = words(open_page("tensors", lab="data", **settings))
    assert says in said
    assert "PyTorch said this" in said
    assert "cannot do this with these arguments" not in said


@pytest.mark.parametrize(
    "settings",
    [
        {"data": "smell"},
        {"drawing": "99.x"},
        {"drawing": "x" * 5000},
        {"layout": "W"},
        {"made": "photo", "pixels": "999"},
        {"data": "table", "rows": "0"},
        {"data": "sentence", "known": " ", "sentences": ""},
        {"data": "sentence", "sentences": "a\n" * 20},
        {"data": "sound", "pitch": "1e9", "loudness": "nan", "rate": "44100"},
    ],
)
def test_a_bad_link_is_no_error_of_ours(open_page: Open, settings: dict[str, str]) -> None:
    page = open_page("tensors", lab="data", **settings)
    assert not page.exception
    assert page.warning


@pytest.mark.parametrize(("pitch", "says"), [("2000", "**Silence:**"), ("2010", "**1990 Hz**")])
def test_a_pitch_that_the_samples_cannot_tell_is_remarked(open_page: Open, pitch: str, says: str) -> None:
    page = open_page("tensors", lab="data", data="sound", rate="4000", pitch=pitch)
    assert not page.exception
    assert says in words(page)
    assert "can tell pitches below 2,000 Hz" in words(page)
    assert "can tell pitches" not in words(open_page("tensors", lab="data", data="sound", rate="4000", pitch="1990"))


def test_what_only_numbers_the_rows_is_no_feature_and_the_target_is_spoken_of(open_page: Open) -> None:
    page = open_page("tensors", lab="data", data="table")
    assert "only numbers the rows: flat\\_id." in words(page)
    assert "`nn.Linear(6, 4)` takes it" in words(page)
    assert "such as the rent, stands among them here; for training it goes into a tensor of its own" in words(page)
    assert "from five features" in "".join(part.label for part in page.expander)


def test_one_row_has_no_spread_and_that_is_said(open_page: Open) -> None:
    assert "One row has no spread" in words(open_page("tensors", lab="data", data="table", rows="1"))
    assert "One row has no" not in words(open_page("tensors", lab="data", data="table", rows="2"))
    plain = open_page("tensors", lab="data", data="table", rows="1", columns="as they are")
    assert "One row has no" not in words(plain)


def test_what_is_drawn_goes_into_the_link_and_what_is_no_drawing_does_not(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("tensors", lab="data")
    page.text_input(key="drawing").set_value("8.0f").run()
    assert metrics(page)[0] == "[1, 8, 8]"
    page.text_input(key="drawing").set_value(SEVEN + ".........").run()
    assert "which is its side" in words(page)
    assert not page.exception
    assert pixels.KEY


def test_a_pitch_too_high_for_its_samples_is_told(open_page: Open) -> None:
    assert "those of **100 Hz**" in words(open_page("tensors", lab="data", data="sound", pitch="3900", rate="4000"))
    assert "those of" not in words(open_page("tensors", lab="data", data="sound"))


def upload_sound(page: AppTest, data: bytes) -> AppTest:
    return page.get("file_uploader")[0].upload("mine.wav", data, "audio/wav").run()


def test_a_sound_of_ones_own_becomes_a_tensor(open_page: Open) -> None:
    page = open_page("tensors", lab="data", data="sound", sound="file")
    upload_sound(page, wav_bytes(torch.cat([tone_tensor(Tone())] * 2), 8000))
    assert not page.exception
    assert metrics(page)[0] == "[2, 4000]"
    assert "nn.Conv1d(2, 4, kernel_size=9)" in words(page)
    upload_sound(page, wav_bytes(torch.zeros(1, 60_000), 8000))
    assert metrics(page)[0] == "[1, 48000]"
    assert "12,0" in words(page)


@pytest.mark.parametrize("data", [b"", b"no sound", wav_bytes(torch.zeros(1, 9), 8000)[:40],
                                  b"RIFF" + struct.pack("<I", 2**32 - 1) + b"WAVEfmt " + b"\xff" * 40])  # fmt: skip
def test_a_file_that_is_no_sound_is_explained(open_page: Open, data: bytes) -> None:
    page = open_page("tensors", lab="data", data="sound", sound="file")
    upload_sound(page, data)
    assert not page.exception
    assert len(page.warning) == 1


@pytest.mark.parametrize(("source", "shape"), [("image", "[3, 24, 24]"), ("csv", "[8, 6]")])
@pytest.mark.parametrize("lab", [{}, {"lab": "create"}])
def test_a_link_of_former_times_leads_to_where_its_data_is_now(
    open_page: Open, source: str, shape: str, lab: dict[str, str]
) -> None:
    page = open_page("tensors", source=source, **lab)
    assert not page.exception
    assert not page.warning
    assert page.session_state["lab"] == "data"
    assert metrics(page)[0] == shape


def test_a_link_that_is_not_of_former_times_stays_where_it_is(open_page: Open) -> None:
    assert metrics(open_page("tensors", lab="reshape", source="image")) == []
    assert metrics(open_page("tensors", source="eye"))[0] == "[4, 4]"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("setting", ["known", "sentences", "drawing"])
def test_what_a_link_says_is_shown_as_text_only(open_page: Open, setting: str, text: str) -> None:
    kind = "picture" if setting == "drawing" else "sentence"
    for unit in ("words", "characters"):
        page = open_page("tensors", lab="data", data=kind, unit=unit, **{setting: text})
        assert not page.exception
        shown = re.sub(r":(blue|orange|gray)-background\[", "", markup(page))
        assert not re.search(r"\]\(|://|www\.|~~|\$|<|:(red\[a|material|smile)|^# |^\| b", shown, re.MULTILINE)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_file_says_is_shown_as_text_only(open_page: Open, text: str) -> None:
    page = open_page("tensors", lab="data", data="table")
    name = text.replace('"', "").replace("\n", " ")
    rows = "".join(f'{i},{i},{"inf" if i == 2 else i},"{name}"\n' for i in range(1, 6))
    table = f'"{name}","{name} 2","{name} 3","{name} 4"\n{rows}'
    page.get("file_uploader")[0].upload("mine.csv", table.encode(), "text/csv").run()
    assert not page.exception
    assert metrics(page)[0] == "[5, 2]"
    assert "Words: " in words(page)
    assert "row 3 holds 'inf'" in words(page)
    assert_plain(markup(page))


def test_every_token_is_seen_and_turns_nothing_around_it(open_page: Open) -> None:
    told = "a\u202eb\u200dc d\tשל"
    page = open_page("tensors", lab="data", data="sentence", unit="characters", known=told, sentences=told)
    assert not page.exception
    vocabulary = next(part.value for part in page.markdown if "**Vocabulary**" in part.value).partition("\n")[2]
    assert vocabulary.startswith("\u2068\\<pad\\>\u2069 **0** · ")
    for shown in ("U+202E", "U+200D", "U+0009", "␣", "\u2068ש\u2069", "\u2068a\u2069"):
        assert re.search(rf"(^| · ){re.escape(shown)} \*\*\d+\*\*", vocabulary), shown
    assert not re.search("[\u202e\u200d\t]", words(page))


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((height, width, 3), 200, np.uint8)).save(file, "PNG")
    return file.getvalue()


def test_a_picture_of_ones_own_becomes_a_tensor(open_page: Open) -> None:
    page = open_page("tensors", lab="data", made="photo", pixels="16", brightness="0 to 255")
    assert metrics(page) == ["[3, 16, 16]", "uint8", "cpu"]
    page.get("file_uploader")[0].upload("mine.png", png(40, 20), "image/png").run()
    assert not page.exception
    assert metrics(page)[0] == "[3, 8, 16]"


@pytest.mark.parametrize("data", [b"", b"no picture", png(8, 8)[:40], b"\x89PNG\r\n\x1a\n" + b"\0" * 64])
def test_a_file_that_is_no_picture_is_explained(open_page: Open, data: bytes) -> None:
    page = open_page("tensors", lab="data", made="photo")
    page.get("file_uploader")[0].upload("mine.png", data, "image/png").run()
    assert not page.exception
    assert "not a PNG or JPEG picture" in words(page)


def test_a_table_of_ones_own_becomes_a_matrix(open_page: Open) -> None:
    page = open_page("tensors", lab="data", data="table")
    assert metrics(page)[1:] == ["float32", "cpu"]
    page.get("file_uploader")[0].upload("mine.csv", OWN_TABLE, "text/csv").run()
    assert metrics(page)[0] == "[4, 2]"
    assert "Words: c \\(3\\)." in words(page)
    page.get("file_uploader")[0].upload("words.csv", b"a,b\nx,p\ny,q\nz,p\nw,q\n", "text/csv").run()
    assert not page.exception
    assert metrics(page)[0] == "[4, 6]"
    assert "No column holds numbers, so the words are made one-hot." in words(page)
    page.get("file_uploader")[0].upload("row.csv", b"a\n5\n", "text/csv").run()
    assert metrics(page)[0] == "[1, 1]"
    page.get("file_uploader")[0].upload("bad.csv", b"a,b\n,NA\n?,\n", "text/csv").run()
    assert not page.exception
    assert "no column of the file holds numbers" in words(page)
