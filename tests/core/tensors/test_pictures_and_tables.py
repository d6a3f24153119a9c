"""Pictures and tables as tensors, and the code that does the same with a file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.errors import ConfigError, TableError, TensorError
from core.tables.sample import sample_csv
from core.tensors.limits import IMAGE_SIDE, TABLE_COLUMNS
from core.tensors.pictures import image_script, image_tensor, sample_pixels
from core.tensors.tables import numeric_part, table_script, table_tensor
from ui.images import read_image


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    return names


def test_a_picture_has_its_channels_first_without_a_copy_of_the_order() -> None:
    pixels = sample_pixels(16)
    tensor = image_tensor(pixels)
    assert tensor.shape == (3, 16, 16)
    assert tensor.dtype == torch.uint8
    assert tensor.stride() == (1, 48, 3)
    assert tensor[2, 5, 7] == pixels[5, 7, 2]


def test_the_pictures_own_numbers_are_not_touched() -> None:
    pixels = sample_pixels(8)
    image_tensor(pixels).fill_(0)
    assert pixels.any()


@pytest.mark.parametrize("dtype", ["inferred", "float32"])
def test_the_code_shown_reads_a_picture_as_the_page_does(
    dtype: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(0)
    Image.fromarray(generator.integers(0, 256, (50, 40, 3), dtype=np.uint8)).save("picture.png")
    shown = image_tensor(read_image(Path("picture.png").read_bytes(), 24), dtype)
    made = run(image_script(24, dtype))["TENSOR"]
    assert shown.shape == (3, 24, 19)
    assert made.dtype == shown.dtype
    assert torch.equal(made, shown)


@pytest.mark.parametrize("bad", [np.zeros((4, 4)), np.zeros((4, 4, 4), np.uint8), np.zeros((99, 4, 3), np.uint8)])
def test_what_are_no_small_pixels_is_refused(bad: Any) -> None:
    with pytest.raises(TensorError, match="picture"):
        image_tensor(bad)


def test_the_sample_is_a_picture_at_every_size() -> None:
    for side in range(int(IMAGE_SIDE.low), int(IMAGE_SIDE.high) + 1):
        assert sample_pixels(side).shape == (side, side, 3)
    with pytest.raises(ConfigError):
        sample_pixels(4)


@pytest.mark.parametrize("dtype", ["inferred", "float32"])
def test_the_code_shown_reads_a_table_as_the_page_does(
    dtype: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_bytes(sample_csv())
    part = numeric_part(sample_csv(), 20)
    shown = table_tensor(part, dtype)
    made = run(table_script(part, dtype))["MATRIX"]
    assert made.dtype == shown.dtype
    assert torch.equal(made.nan_to_num(-1), shown.nan_to_num(-1))
    assert len(part.columns) == shown.shape[1]


def test_only_numeric_columns_and_the_first_rows_are_taken() -> None:
    part = numeric_part(b"name,a,b\nx,1,2.5\ny,3,\nz,5,6\nz,7,8\n", 2)
    assert part.columns == ("a", "b")
    assert part.left_out == ("name",)
    assert part.values.nan_to_num(-1).tolist() == [[1, 2.5], [3, -1]]


def test_many_columns_are_cut_to_the_limit() -> None:
    names = [f"c{i}" for i in range(60)]
    part = numeric_part("\n".join([",".join(names), *[",".join(str(row) * 60) for row in range(4)]]).encode(), 2)
    assert len(part.columns) == TABLE_COLUMNS.high
    assert part.left_out == ()
    assert part.beyond == tuple(names[int(TABLE_COLUMNS.high) :])


def test_a_column_that_is_numbers_but_for_one_is_left_out_with_the_reason() -> None:
    part = numeric_part(b"a,b\n1,1\n2,inf\n3,3\n4,4\n", 4)
    assert part.columns == ("a",)
    assert part.left_out == ()
    assert part.notes == ("'b' was read as text: 3 of its 4 values are numbers, but row 3 holds 'inf'.",)
    with pytest.raises(TableError, match=r"row 3 holds 'inf'\); a tensor needs"):
        numeric_part(b"b,c\n1,x\ninf,x\n3,x\n4,y\n", 4)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"a,b\n", b"a,b\nx,y\nz,w\n", b"just words", b"\xff\xfe\x00"])
def test_what_is_no_table_with_numbers_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(TableError) as caught:
        numeric_part(data, 5)
    assert "\n" not in str(caught.value)


def test_rows_outside_the_limits_are_refused() -> None:
    with pytest.raises(ConfigError, match="rows"):
        numeric_part(sample_csv(), 0)
