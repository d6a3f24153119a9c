"""The picture of a reduction: what lights up together, where cells fall, what is written."""

import json

import pytest
import torch

from core.reducing import REDUCTIONS, Call, fixes, numbers, reduce, sources
from ui.charts.tensors import collapse_chart, collapse_frames


@pytest.mark.parametrize("name", REDUCTIONS)
def test_cells_light_up_together_as_they_depend_on_each_other(name: str) -> None:
    x = numbers("[[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]]")
    done = reduce(Call(name=name, dim=1), x)
    cells = collapse_frames(x, done)["cells"]
    made_of = sources(name, x.shape, 1)
    of_x, of_y = cells[cells["result"] == 0], cells[cells["result"] == 1]
    for r, row in enumerate(made_of.tolist()):
        kin = of_y["kin"].iloc[r]
        assert [f",{c}," in kin for c in range(x.numel())] == row
        assert [f",{1000 + r}," in each for each in of_x["kin"]] == row


def test_a_cell_falls_into_the_result_that_is_made_of_it() -> None:
    x = numbers("2x3x4")
    done = reduce(Call(name="sum", dim=1), x)
    cells = collapse_frames(x, done)["cells"]
    of_x, of_y = cells[cells["result"] == 0], cells[cells["result"] == 1].reset_index(drop=True)
    assert of_x["falls"].all()
    for c, (_, cell) in enumerate(of_x.iterrows()):
        (into,) = torch.nonzero(sources("sum", x.shape, 1)[:, c]).reshape(-1).tolist()
        assert (cell["torow"], cell["tocol"]) == (of_y["row"][into], of_y["col"][into])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sum", "y[0] = 3. + 1. + 4. = 8."),
        ("mean", "y[0] = (3. + 1. + 4.) / 3 = 2.667"),
        ("prod", "y[0] = 3. × 1. × 4. = 12."),
        ("argmax", "y[0] = argmax(3., 1., 4.) = 2"),
        ("softmax", "y[0, 0] = exp(3.) / (exp(3.) + exp(1.) + exp(4.)) = 0.2595"),
    ],
)
def test_a_result_is_written_out(name: str, sentence: str) -> None:
    x = numbers("[[3.0, 1.0, 4.0], [1.0, 5.0, 9.0]]")
    cells = collapse_frames(x, reduce(Call(name=name, dim=1), x))["cells"]
    assert cells[cells["id"] == 1000]["sentence"].item() == sentence


def test_what_is_refused_is_drawn_alone_and_bright() -> None:
    x = numbers("[3, 1]")
    cells = collapse_frames(x, reduce(Call(name="mean"), x))["cells"]
    assert len(cells) == 2
    assert set(cells["results"]) == {0}


def test_a_scalar_and_a_long_vector_are_drawn() -> None:
    for text in ("5", "64x1", "1x64"):
        x = numbers(text)
        frames = collapse_frames(x, reduce(Call(dim=None), x))
        assert len(frames["cells"]) == x.numel() + 1
        assert "…" in frames["cells"]["sentence"].iloc[-1] or text == "5"


@pytest.mark.parametrize("text", ["5", "[True, False]", "[nan, inf, -inf]", "1x2x1x2", "[9223372036854775807, 1]"])
def test_every_reduction_and_every_fix_of_it_is_drawn(text: str) -> None:
    x = numbers(text)
    for name in REDUCTIONS:
        for dim in (None, *range(x.ndim)):
            call = Call(name=name, dim=dim, correction=0)
            done = reduce(call, x)
            tried = [done] if done.refused is None else fixes(call, x)
            assert tried
            for one in tried:
                cells = collapse_frames(x, one)["cells"]
                assert set(cells["results"]) == {0 if one.result is None else one.result.numel()}


def test_only_what_falls_together_has_a_slider() -> None:
    bound = {falls: "bind" in json.dumps(collapse_chart(falls=falls)["params"]) for falls in (True, False)}
    assert bound == {True: True, False: False}


def test_the_spec_does_not_depend_on_the_data() -> None:
    assert collapse_chart() is collapse_chart()
    assert "collapse" in json.dumps(collapse_chart())
