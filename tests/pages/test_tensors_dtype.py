"""The dtype lab: every part opens, controls change what they should, links restore, bad input is explained."""

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.dtypes.breaking import EXAMPLES
from core.dtypes.operations import OPERATIONS
from core.tensors.places import MEETINGS
from ui.page import read_text

Open = Callable[..., AppTest]
PARTS = {"pairs": "Pairs", "bits": "Bits", "breaks": "Breaks", "device": "Device", "memory": "Memory"}
pytestmark = pytest.mark.filterwarnings("ignore:indexing with dtype torch.uint8")


@pytest.fixture(name="lab")
def _lab(open_page: Open) -> Open:
    def opened(**settings: str) -> AppTest:
        page = open_page("tensors", lab="dtype", **settings)
        assert not page.exception
        return page

    return opened


def words(page: AppTest) -> str:
    """Everything the page says, in order."""
    return "\n".join(str(part.value) for part in [*page.markdown, *page.caption, *page.code, *page.warning])


def written(page: AppTest) -> str:
    """Open the code of the lab, and return it."""
    page.session_state["code"] = True
    page.run()
    assert not page.exception
    return str(page.code[-1].value)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_opens_with_its_words_its_picture_its_code_and_a_computed_answer(lab: Open, part: str) -> None:
    page = lab(about=part)
    text = read_text("tensors")
    assert text[PARTS[part]] in words(page)
    assert text[f"{PARTS[part]}: try"] in words(page)
    assert len(page.get("vega_lite_chart") + page.get("arrow_vega_lite_chart")) == (part != "device")
    assert "import torch" in written(page)
    before = len(page.markdown)
    page.session_state[f"{PARTS[part]}_answer"] = True
    page.run()
    assert not page.exception
    assert len(page.markdown) == before + 1
    assert "{" not in page.markdown[-1].value


def test_the_first_pair_comes_to_the_dtype_of_neither(lab: Open) -> None:
    assert "A + B  # float32" in words(lab())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_can_be_chosen(lab: Open, operation: str) -> None:
    page = lab(operation=operation)
    assert page.selectbox(key="operation").value == operation
    assert OPERATIONS[operation].idea in words(page)


def test_a_refused_pair_shows_pytorchs_words_and_casts_that_worked(lab: Open) -> None:
    page = lab(operation="A @ B", first="int64", second="float32")
    assert "RuntimeError: expected m1 and m2 to have the same dtype, but got: long int != float" in words(page)
    assert "long int is int64, float is float32" in words(page)
    assert "A.float() @ B  # float32" in words(page)
    page.session_state["cast"] = "A @ B.to(A.dtype)"
    page.run()
    assert "A @ B.to(A.dtype)  # int64" in words(page)
    assert "It changes the numbers of B" in words(page)
    assert "C = A @ B.to(A.dtype)" in written(page)


def test_a_number_that_another_operation_does_not_take_is_dropped(lab: Open) -> None:
    page = lab(second="2.5", first="int64")
    assert "A + B  # float32" in words(page)
    page.selectbox(key="operation").set_value("A @ B").run()
    assert not page.exception
    assert page.selectbox(key="second").value == "bfloat16"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("16777217", "| 16,777,216 | −1.0\u00a0×\u00a010⁰ |"),
        ("0.1", "0.10000\u200900014\u200990116\u200911938\u200947656\u200925"),
        ("65504", "| 65,504 | exact | 65472, inf |"),
        ("nan", "| nan | - |"),
        ("-0.0", "| −0 | exact |"),
        ("1/3", "0.33333\u200933432"),
    ],
)
def test_a_number_is_shown_as_it_is_stored(lab: Open, number: str, says: str) -> None:
    page = lab(about="bits", number=number)
    assert page.text_input(key="number").value == number
    assert says in words(page)


@pytest.mark.parametrize("number", ["", "x", "[1, 2]", "1e999999999", "__import__('os')", "![a](//e.co/x.png)", "7 7"])
def test_what_is_no_number_is_explained_and_the_part_stays(lab: Open, number: str) -> None:
    page = lab(about="bits")
    page.text_input(key="number").set_value(number).run()
    assert not page.exception
    assert page.warning or page.code
    page.text_input(key="number").set_value("2").run()
    assert "| 2 | exact |" in words(page)
    lab(about="bits", number=number)


@pytest.mark.parametrize("calculation", EXAMPLES)
def test_every_example_is_carried_out(lab: Open, calculation: str) -> None:
    page = lab(about="breaks", calculation=calculation)
    assert page.text_input(key="calculation").value == calculation
    assert "| float64 |" in words(page)


def test_where_numbers_break_is_said(lab: Open) -> None:
    assert "| int8 | −128 | **wrong** |" in words(lab(about="breaks", calculation="127 + 1"))
    assert "| uint8 | 255 | **wrong** |" in words(lab(about="breaks", calculation="0 - 1"))
    page = lab(about="breaks")
    assert "| float64 | 0.30000000000000004 | **wrong** |" in words(page).replace("\u2009", "")
    assert "| float16 | 256.0 | after 2,207 | 1000.0 |" in words(page)
    assert "| float64 | 1000.0000000001588 |  | 1000.0000000000002 |" in words(page).replace("\u2009", "")
    script = written(page)
    assert "n0 + n1" in script
    assert "range(1, 10001)" in script
    page.slider(key="times").set_value(200).run()
    assert "| float16 | 256.0 |" not in words(page)


def test_numbers_are_printed_as_the_code_prints_them(lab: Open) -> None:
    said = words(lab(about="breaks", calculation="2147483647 + 1"))
    assert "| bfloat16 | 2147483648.0 | exact |" in said
    assert "| int32 | −2147483648 | **wrong** |" in said
    assert "Exactly: 2,147,483,648." in said
    assert "Exactly: 9,007,199,254,740,993." in words(lab(about="breaks", calculation="9007199254740993 + 0"))
    assert "Exactly: about 1." in words(lab(about="breaks", calculation="1 + 1e-300"))
    assert "Exactly: 1/3, about 0.333333333333." in words(lab(about="breaks", calculation="1 / 3"))


def test_the_code_of_the_sums_stays_where_there_is_no_calculation(lab: Open) -> None:
    page = lab(about="breaks", calculation="1 and 2")
    assert "only numbers, + - \\* / // % and brackets are taken here, such as 0.1 + 0.2" in words(page)
    assert written(page).count("import torch") == 1
    page.text_input(key="calculation").set_value("").run()
    assert "there is no calculation yet; type one such as 0.1 + 0.2" in words(page)


@pytest.mark.parametrize("number", ["1/3", "0.1 + 0.2", "3/10"])
def test_what_was_typed_is_what_it_is_measured_against(lab: Open, number: str) -> None:
    assert "| exact |" not in words(lab(about="bits", number=number))
    assert "exact = Fraction(" in written(lab(about="bits", number=number))


def test_bits_are_typed_and_a_nan_keeps_its_own(lab: Open) -> None:
    assert "| float16 | 1.5 | exact |" in words(lab(about="bits", number="float16 0 01111 1000000000"))
    page = lab(about="bits", number="float16 0111110000000001")
    assert "| float16 | nan | - | none, none |" in words(page)
    assert "torch.tensor(31745, dtype=torch.int16).view(torch.float16)" in written(page)
    assert "float16 has 16 bits, and 3 are given" in words(lab(about="bits", number="float16 010"))


def test_a_bit_is_turned_over_without_a_mouse(lab: Open) -> None:
    page = lab(about="bits", number="1")
    page.selectbox(key="turned").set_value("float16").run()
    assert "0 01111 0000000000" in [part.value for part in page.text]
    page.number_input(key="turned float16").set_value(7).run()
    for number, bits in (("1.5", "0 01111 1000000000"), ("1.0", "0 01111 0000000000")):
        next(button for button in page.button if button.label == "Turn over").click().run()
        assert page.text_input(key="number").value == number
        assert bits in [part.value for part in page.text]


@pytest.mark.parametrize("meeting", MEETINGS)
def test_two_places_are_refused_with_ways_out_and_labelled_simulated(lab: Open, meeting: str) -> None:
    page = lab(about="device", meeting=meeting)
    assert "found at least two devices, cuda:0 and cpu!" in words(page)
    assert "B.to(A.device)" in words(page)
    assert "**Simulated:**" in words(page)
    assert "FakeTensorMode" in written(page)
    page.selectbox(key="there").set_value("cuda:0").run()
    assert "works: the result is on **cuda:0**" in words(page)


def test_a_number_goes_along_with_every_device_and_is_dropped_where_it_cannot_stand(lab: Open) -> None:
    page = lab(about="device", meeting="A + B", there="a number")
    assert "works: the result is on **cuda:0**" in words(page)
    page.selectbox(key="meeting").set_value("A @ B").run()
    assert not page.exception
    assert page.selectbox(key="there").value == "cpu"


def test_this_server_is_shown_and_really_asked(lab: Open) -> None:
    page = lab(about="device")
    assert "of which PyTorch uses" in words(page)
    assert "| `torch.get_default_dtype()` | torch.float32 |" in words(page)
    page.session_state["moving"] = True
    page.run()
    assert "| `x.to('cuda:0'); x.device` | cpu |" in words(page)
    assert "Use Tensor.cpu()" in words(page)


def test_a_model_weighs_less_in_a_narrower_dtype(lab: Open) -> None:
    page = lab(about="memory")
    assert "| bfloat16 | 2 | 14 GB | 56 GB |" in words(page)
    page.select_slider(key="weights").set_value("1 trillion").run()
    assert "| float64 | 8 | 8 TB | 32 TB |" in words(page)


@pytest.mark.parametrize(
    "settings",
    [
        {"about": "nothing"},
        {"about": "device", "meeting": "A", "here": "tpu", "there": "cuda:99"},
        {"about": "memory", "weights": "a lot"},
        {"about": "pairs", "operation": "A ! B", "first": "int4", "second": "complex64", "cast": "x"},
        {"about": "breaks", "calculation": "import os", "term": "-1", "times": "1e9"},
        {"about": "breaks", "calculation": "![a](//e.co)", "term": "nan", "times": "x"},
    ],
)
def test_a_bad_link_is_no_error_of_ours(lab: Open, settings: dict[str, str]) -> None:
    lab(**settings)


@pytest.mark.parametrize(
    "text", ["![a](//e.co/x.png)", "[a](http://e.co) www.e.co", "**b** ~~c~~ $d$ `e`", ":red[a] <b>"]
)
@pytest.mark.parametrize(
    ("part", "setting"),
    [("bits", "number"), ("breaks", "calculation"), ("pairs", "second"), ("device", "there"), ("memory", "weights")],
)
def test_what_a_link_says_is_shown_as_text_only(lab: Open, part: str, setting: str, text: str) -> None:
    page = lab(about=part, **{setting: text})
    said = "\n".join(str(one.value) for one in [*page.markdown, *page.caption, *page.warning])
    plain = re.sub(r"\\.|`[^`]*`", "", said)
    assert not re.search(r"\]\(|://|www\.|~~|\$|<b>|\*\*b|:red\[a", plain), plain


def test_a_number_smaller_than_any_float_is_not_called_exact(lab: Open) -> None:
    assert words(lab(about="bits", number="1e-400")).count("−1.0\u00a0×\u00a010⁻⁴⁰⁰") >= 6
    page = lab(about="breaks", calculation="1e-400*2")
    assert "Exactly: 2.00\u00a0×\u00a010⁻⁴⁰⁰." in words(page)
    assert "| exact |" not in words(page)
    assert "too small" in words(page)
    assert "Exactly: about 3.33" in words(lab(about="breaks", calculation="1e-400/3"))


def test_a_division_by_zero_is_pythons_word_and_not_pytorchs(open_page: Open) -> None:
    page = open_page("tensors", lab="dtype", about="bits", number="1/0")
    said = "\n".join(part.value for part in page.markdown)
    assert "**Python said this.** It means: a plain number cannot be divided by 0" in said
    assert "PyTorch said" not in said
    assert "ZeroDivisionError: division by zero" in [part.value for part in page.code]


def test_the_table_of_bits_has_few_digits_and_below_it_stand_all(lab: Open) -> None:
    page = lab(about="bits", number="0.1")
    table = next(part.value for part in page.markdown if part.value.startswith("| dtype"))
    stored = [row.split(" | ")[1].replace("\u2009", "") for row in table.splitlines()[2:]]
    assert "0.10000000149011611938…" in stored
    assert all(len(number) <= 23 for number in stored)
    (whole,) = [part.value.replace("\u2009", "") for part in page.caption if part.value.startswith("In full")]
    assert "float64 0.1000000000000000055511151231257827021181583404541015625." in whole
    assert "float16" not in whole.replace("bfloat16", "")
    assert "In full" not in words(lab(about="bits", number="0.5"))
