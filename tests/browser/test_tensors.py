"""The Tensors page in a real browser: painted, scrubbed without the server, followed by pointing, kept in the link."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from core.tensors.seeds import Experiment, draw_twice

pytestmark = pytest.mark.browser

LABS = ("create", "matmul", "seed")
PICTURE = "[data-testid=stVegaLiteChart], [data-testid^=stBidiComponent]"


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_a_cold_link_paints_a_lab_without_sideways_scroll(
    visit: Callable[..., Any], lab: str, width: int, scheme: str
) -> None:
    tab = visit(width=width, scheme=scheme)
    tab.open(f"tensors?lab={lab}")
    tab.painted()
    assert tab.sideways() <= 0


@pytest.mark.parametrize("lab", LABS)
def test_controls_and_picture_fit_one_screen(visitor: Any, lab: str) -> None:
    page = visitor.open(f"tensors?lab={lab}")
    visitor.painted()
    box = page.locator(PICTURE).first.bounding_box()
    assert box["y"] + box["height"] <= 900


@pytest.mark.parametrize("lab", LABS)
def test_a_narrow_first_screen_shows_picture_and_not_controls_alone(visit: Callable[..., Any], lab: str) -> None:
    tab = visit(width=420)
    page = tab.open(f"tensors?lab={lab}")
    tab.painted()
    assert page.locator(PICTURE).first.bounding_box()["y"] <= 700


TEXTS = """() => [...document.querySelectorAll("svg.marks text")].map((t) => t.textContent)"""


def says(page: Page, line: str) -> None:
    """Wait until the picture says this."""
    page.wait_for_function(f"(line) => ({TEXTS})().includes(line)", arg=line, timeout=10_000)


def test_the_dot_product_is_scrubbed_without_asking_the_server(visitor: Any) -> None:
    page = visitor.open("tensors?lab=matmul&fix=A @ B.T")
    visitor.painted()
    runs = page.evaluate("window.finishedRuns")
    for place, line in ((0, "1·7 = 7"), (1, "1·7 + 2·10 = 27"), (17, "5·9 + 6·12 = 117")):
        page.locator("input[type=range]").fill(str(place))
        says(page, line)
    says(page, "117")
    page.locator("input[type=range]").press("ArrowLeft")
    says(page, "row 2, column 2, term 0 (last: 1)")
    assert page.evaluate("window.finishedRuns") == runs


@pytest.mark.parametrize(
    ("link", "pointed", "line", "where"),
    [
        ("fix=A @ B.T", ("C", 7), "5·8 + 6·11 = 106", "row 2, column 1, term 1 (last: 1)"),
        ("fix=A @ B.T", ("A", 4), "5·7 = 35", "row 2, column 0, term 0 (last: 1)"),
        ("fix=A @ B.T", ("B", 5), "1·9 + 2·12 = 33", "row 0, column 2, term 1 (last: 1)"),
        ("a=2x2x3&b=3x2", ("C", 6), "10·1 + 11·3 + 12·5 = 103", "C[1] = A[1] @ B: row 1, column 0, term 2 (last: 2)"),
        ("a=2x2x3&b=3x2", ("B", 7), "7·2 = 14", "C[1] = A[1] @ B: row 0, column 1, term 0 (last: 2)"),
    ],
)
def test_a_square_pointed_at_is_the_product_that_runs(
    visitor: Any, link: str, pointed: tuple[str, int], line: str, where: str
) -> None:
    page = visitor.open(f"tensors?lab=matmul&{link}")
    visitor.painted()
    runs = page.evaluate("window.finishedRuns")
    name, number = pointed
    page.locator(f".mark-rect path[aria-label*='matrix: {name};']").nth(number).hover(force=True)
    says(page, line)
    says(page, where)
    assert page.evaluate("window.finishedRuns") == runs


def test_numbers_of_a_product_of_64_each_can_be_read_or_are_said_where_they_are(visit: Callable[..., Any]) -> None:
    page = visit(width=420).open("tensors?lab=matmul&a=8x8&b=8x8")
    says(page, "64")
    page = visit(width=420).open("tensors?lab=matmul&a=2x3x10&b=10x3")
    says(page, "C[0] = A[0] @ B: row 0, column 0, term 9 (last: 9). Point at a square for its number.")


def test_where_two_do_not_fit_the_number_left_over_is_marked(visitor: Any) -> None:
    page = visitor.open("tensors?lab=matmul")
    says(page, "9 ?")


def test_where_the_product_was_scrubbed_to_survives_another_operand(visitor: Any) -> None:
    page = visitor.open("tensors?lab=matmul&a=2x3&b=3x2")
    visitor.painted()
    page.locator("input[type=range]").fill("7")
    with visitor.rerun():
        page.get_by_label("B", exact=True).fill("[[1, 1], [2, 2], [3, 3]]")
        page.keyboard.press("Enter")
    visitor.painted()
    assert page.locator("input[type=range]").input_value() == "7"


def test_a_literal_goes_into_the_link_and_comes_back(visitor: Any) -> None:
    page = visitor.open("tensors")
    with visitor.rerun():
        page.get_by_label("Numbers in square brackets").fill("[[1, 2], [3]]")
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("expected sequence of length 2 at dim 1")).to_be_visible()
    assert visitor.setting("literal") == "[[1, 2], [3]]"
    page.reload()
    visitor.idle(1)
    expect(page.get_by_text("expected sequence of length 2 at dim 1")).to_be_visible()


def test_a_literal_that_is_infinite_survives_a_reload(visitor: Any) -> None:
    page = visitor.open("tensors")
    with visitor.rerun():
        page.get_by_label("Numbers in square brackets").fill("inf")
        page.keyboard.press("Control+Enter")
    page.reload()
    visitor.idle(1)
    expect(page.get_by_label("Numbers in square brackets")).to_have_value("inf")
    assert visitor.setting("literal") == "inf"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lab=reshape&chain=![a](//e.co/x.png)", "Python cannot read this at character 1"),
        ("literal=[click me](http://evil.example)", "'click' at character 2"),
        ("source=zeros&size=http://evil.example", "'http:/"),
        ("source=zeros&size=www.evil.example", "'www."),
        ("literal=__import__('os')", "'__import__' at character 1"),
    ],
)
def test_what_a_link_says_is_neither_fetched_nor_clicked(visitor: Any, query: str, said: str) -> None:
    page = visitor.open(f"tensors?{query}")
    warning = page.locator("[data-testid=stAlert]")
    expect(warning).to_be_visible()
    assert said in warning.inner_text().replace("\u2060", "")
    assert warning.locator("a, img, strong, em").count() == 0


def test_a_small_square_rounds_what_it_has_no_room_for(visit: Callable[..., Any]) -> None:
    page = visit(width=420).open("tensors?lab=seed")
    tape = draw_twice(Experiment()).tape[: 2 * Experiment().draws + 1].tolist()
    for value in tape:
        says(page, f"{value:.2f}".removeprefix("0"))


def test_a_long_tape_goes_on_below_itself_where_it_would_have_no_numbers(visit: Callable[..., Any]) -> None:
    tab = visit(width=420)
    page = tab.open("tensors?lab=seed&draws=12")
    tab.painted()
    page.locator("svg.marks").get_by_text(".88", exact=True).first.wait_for()
    numbers = page.locator("svg.marks text").filter(has_text=re.compile(r"^(1\.0|\.\d\d)$"))
    assert numbers.count() == 25 + 12 + 12
    heights = {round(box["y"]) for box in map(Locator.bounding_box, numbers.all()) if box}
    assert len(heights) == 2 + 1 + 2


def test_a_fix_is_chosen_and_kept_in_the_link(visitor: Any) -> None:
    page = visitor.open("tensors?lab=matmul")
    with visitor.rerun():
        page.get_by_text("A @ B.T", exact=True).first.click()
    assert visitor.setting("fix") == "A @ B.T"
    expect(page.get_by_text("→ [3, 3]")).to_be_visible()


def test_a_friend_who_opens_the_link_sees_the_same_fingerprint(visit: Callable[..., Any]) -> None:
    mine, friends = visit(), visit(width=420)
    page = mine.open("tensors?lab=seed")
    with mine.rerun():
        page.get_by_role("radio", name="own generator").click(force=True)
    with mine.rerun():
        page.get_by_label("Seed", exact=True).fill("1234")
        page.keyboard.press("Enter")
    fingerprint = page.locator("[data-testid=stCaptionContainer] code").inner_text()
    other = friends.open(page.url.removeprefix(mine.url).lstrip("/"))
    expect(other.locator("[data-testid=stCaptionContainer] code")).to_have_text(fingerprint)
