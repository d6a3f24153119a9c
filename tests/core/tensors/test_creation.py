"""Every way to make a tensor against PyTorch's own call, and the course's numbers."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError, TensorError
from core.tensors.creation import Recipe, make, script
from core.tensors.creators import CREATORS, has_end, range_and_warning, rounded_up
from core.tensors.facts import facts_of, memory_of, name_of, shares_memory
from core.tensors.limits import DTYPES
from core.tensors.refusals import MEANINGS, RefusedError, explain
from core.tensors.warned import heard

COURSE = json.loads((Path(__file__).parents[2] / "reference" / "tensors.json").read_text())
_NO_BOOL = {("arange", "bool"), ("linspace", "bool"), ("range", "bool")}
RECIPES = [Recipe(source=source) for source in CREATORS]
RECIPES += [
    Recipe(source="tensor", literal="[[1, -2.5], [nan, inf]]", dtype="float64"),
    Recipe(source="tensor", literal="7"),
    Recipe(source="zeros", size=""),
    Recipe(source="ones", size="2, 0, 3"),
    Recipe(source="full", size="5", fill_value=0.25),
    Recipe(source="full", size=""),
    Recipe(source="full", size="2, 2", dtype="bool"),
    Recipe(source="arange", start=1.0, end=8.0, dtype="float32"),
    Recipe(source="arange", start=0.5, end=-2.0, step=-0.5),
    Recipe(source="linspace", start=-1.0, end=1.0, steps=7, dtype="float16"),
    Recipe(source="eye", n=3, dtype="int64"),
    Recipe(source="rand", size="2, 3, 4", seed=7, dtype="bfloat16"),
    Recipe(source="randn", size="20", seed=0),
]


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own code, which learners are told to run
    return names


def same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and torch.equal(one.nan_to_num(), other.nan_to_num())


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"{recipe.source}-{recipe.dtype}-{recipe.size}")
@pytest.mark.filterwarnings("ignore:torch.range is deprecated")
def test_the_code_shown_makes_the_tensor_shown(recipe: Recipe, capsys: pytest.CaptureFixture[str]) -> None:
    tensor = make(recipe)
    made = run(script(recipe, tensor.ndim))[name_of(tensor.ndim)]
    assert same(made, tensor)
    assert capsys.readouterr().out.startswith(str(tensor.shape))


@pytest.mark.parametrize("dtype", [name for name in DTYPES if name != "inferred"])
@pytest.mark.parametrize("source", CREATORS)
def test_every_way_gives_the_dtype_asked_for_or_pytorchs_own_words(source: str, dtype: str) -> None:
    floats = {"float16", "bfloat16", "float32", "float64"}
    if (source in {"rand", "randn"} and dtype not in floats) or (source, dtype) in _NO_BOOL:
        with pytest.raises(RefusedError, match="not implemented"):
            make(Recipe(source=source, dtype=dtype))
    else:
        assert make(Recipe(source=source, dtype=dtype)).dtype == DTYPES[dtype]


def test_scalar_vector_matrix_tensor_are_those_of_the_course() -> None:
    expected = COURSE["T01"]["numbers"]
    tensors = [make(Recipe(literal=text)) for text in ("7", "[7, 7]", "[[7, 8], [9, 10]]", Recipe().literal)]
    facts = [facts_of(tensor) for tensor in tensors]
    assert [fact.ndim for fact in facts] == expected["ndim"]
    assert [list(fact.shape) for fact in facts] == expected["shape"]
    assert [fact.name for fact in facts] == ["scalar", "vector", "MATRIX", "TENSOR"]
    assert tensors[0].item() == expected["item"]


def test_zeros_ones_and_arange_are_those_of_the_course() -> None:
    expected = COURSE["T02"]["numbers"]
    assert str(make(Recipe(source="zeros", size="3, 4")).dtype) == expected["zeros_dtype"]
    assert make(Recipe(source="ones", size="3, 4")).sum() == expected["ones_sum"]
    counted = make(Recipe(source="arange", start=0.0, end=10.0, step=1.0))
    assert counted.tolist() == expected["arange"]
    ten_zeros = make(Recipe(source="zeros_like", literal=str(counted.tolist())))
    assert ten_zeros.tolist() == expected["zeros_like"]
    assert str(ten_zeros.dtype) == expected["zl_dtype"] == facts_of(counted).dtype


def test_pytorch_warns_of_range_in_its_own_words_each_time() -> None:
    with pytest.warns(UserWarning, match=r"torch\.range is deprecated") as genuine:
        expected = torch.range(0, 10, 1)
    for _ in range(2):
        made, words = range_and_warning(Recipe(source="range"))
        assert words == f"UserWarning: {genuine[0].message}"
        assert torch.equal(made, expected)
    assert heard(lambda: torch.zeros(2), "torch.range")[1] == ""


def test_seed_42_gives_the_courses_random_tensor_and_leaves_the_global_generator_alone() -> None:
    before = torch.random.get_rng_state()
    drawn = make(Recipe(source="rand", size="3, 4", seed=42))
    expected = torch.tensor(COURSE["T15"]["numbers"]["C"])
    torch.testing.assert_close(drawn, expected, atol=COURSE["T15"]["tolerance"], rtol=0)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_exercise_ten_of_the_course() -> None:
    expected = COURSE["E00.10"]["numbers"]
    drawn = make(Recipe(source="rand", size="1, 1, 1, 10", seed=7))
    assert [list(drawn.shape), list(drawn.squeeze().shape)] == expected["shapes"]
    torch.testing.assert_close(
        drawn.squeeze(), torch.tensor(expected["values"]), atol=COURSE["E00.10"]["tolerance"], rtol=0
    )


@given(st.lists(st.integers(1, 4), max_size=5), st.randoms(use_true_random=False))
def test_the_facts_are_pytorchs_for_any_shape_and_order(shape: list[int], luck: Any) -> None:
    order = list(range(len(shape)))
    luck.shuffle(order)
    tensor = torch.zeros(shape, dtype=torch.int16).permute(order)
    facts = facts_of(tensor)
    assert facts.shape == tuple(tensor.size())
    assert facts.stride == tensor.stride()
    assert facts.nbytes == tensor.numel() * 2
    assert facts.contiguous == tensor.is_contiguous()
    assert memory_of(tensor).numel() == tensor.numel()
    assert shares_memory(tensor, memory_of(tensor))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"source": "magic"}, "source must be one of"),
        ({"dtype": "complex64"}, "dtype must be one of"),
        ({"start": float("nan")}, "start must lie in"),
        ({"fill_value": 1e9}, "fill_value must lie in"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"n": 100}, "n must be a whole number"),
        ({"steps": 1.5}, "steps must be a whole number"),
    ],
)
def test_a_recipe_outside_the_limits_does_not_exist(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        Recipe(**settings)


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(source="arange", end=1e6),
        Recipe(source="arange", end=1.0, step=1e-6),
        Recipe(source="rand", size="64, 65"),
        Recipe(source="zeros", size="999999, 999999"),
    ],
)
def test_too_large_is_refused_before_anything_is_made(recipe: Recipe) -> None:
    with pytest.raises(TensorError, match="elements; here it may have"):
        make(recipe)


@pytest.mark.parametrize("size", ["99999999999", "9" * 50 + ", 0"])
def test_a_size_too_large_is_a_shape_all_the_same(size: str) -> None:
    with pytest.raises(TensorError, match=r"here (it may have 0 to 4,096|a size goes up to 999,999)"):
        make(Recipe(source="zeros", size=size))


def test_arange_that_goes_nowhere_is_refused_in_pytorchs_words() -> None:
    with pytest.raises(RefusedError, match="step must be nonzero"):
        make(Recipe(source="arange", step=0.0))
    with pytest.raises(RefusedError, match="inconsistent with step sign"):
        make(Recipe(source="arange", step=-1.0))


@pytest.mark.parametrize("source", ["arange", "range"])
def test_a_step_too_small_to_count_is_refused_in_pytorchs_words_not_pythons(source: str) -> None:
    with pytest.raises(RefusedError, match="more numbers than PyTorch can count") as caught:
        make(Recipe(source=source, step=1e-310))
    assert caught.value.words.startswith("RuntimeError: ")


@pytest.mark.parametrize("step", [0.3, -0.3, 1e-310])
@pytest.mark.parametrize("dtype", ["int64", "int32", "int16", "int8", "uint8"])
def test_range_is_not_asked_to_divide_by_zero(dtype: str, step: float) -> None:
    with pytest.raises(TensorError, match="range is not asked here"):
        make(Recipe(source="range", end=1.0, step=step, dtype=dtype))


@pytest.mark.parametrize(
    ("end", "step", "dtype", "meets"),
    [
        (10.0, 1.0, "inferred", True),
        (1.0, 0.3, "inferred", False),
        (1.0, 0.1, "inferred", True),
        (100.0, 0.1, "float16", True),
        (9.0, 2.5, "int64", False),
        (10.0, 2.5, "int64", True),
        (300.0, 100.0, "int8", False),
    ],
)
def test_it_is_told_whether_range_took_the_end_in(end: float, step: float, dtype: str, *, meets: bool) -> None:
    recipe = Recipe(source="range", end=end, step=step, dtype=dtype)
    assert has_end(make(recipe), recipe) == meets


def test_a_number_too_many_that_rounding_made_is_found() -> None:
    recipe = Recipe(source="arange", start=1.0, end=1.3, step=0.1)
    assert make(recipe).numel() == 4
    assert rounded_up(make(recipe), recipe) == (3, 3.0000000000000004)
    for fine in (Recipe(source="arange"), Recipe(source="arange", end=1.0, step=0.3), Recipe(source="range")):
        assert rounded_up(make(fine), fine) is None


def test_every_meaning_is_half_a_sentence() -> None:
    assert all(meaning[0].islower() or meaning.startswith(("None", "-1")) for meaning in MEANINGS.values())
    assert not any(meaning.endswith(".") for meaning in MEANINGS.values())


def test_an_exception_without_known_words_is_still_explained() -> None:
    said = explain(RuntimeError("something\nwith a second line " + "x" * 1000))
    assert said.words == "RuntimeError: something"
    assert said.meaning
    assert explain(ValueError()).words == "ValueError: "
