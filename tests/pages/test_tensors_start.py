"""The other half of the seed lab: why weights start random."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.tensors.symmetry import NEURONS, STARTS, parting

Open = Callable[..., AppTest]
WHY = {"lab": "seed", "ask": "Why start random?"}


def said(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(part.value for part in [*page.markdown, *page.caption])


@pytest.mark.parametrize("start", STARTS)
def test_every_start_is_shown_with_how_many_neurons_differ(start: str, open_page: Open) -> None:
    page = open_page("tensors", **WHY, start_from=start, seed="7")
    assert STARTS[start][1] in said(page)
    for name in STARTS:
        found = parting(name, 7)
        assert f"| {name} | {found.different} of {NEURONS} | {found.last.test_accuracy:.0%} |" in said(page)


def test_the_answer_is_computed_and_a_bad_link_falls_back_with_a_sentence(open_page: Open) -> None:
    page = open_page("tensors", **WHY, start_from="twos", seed="-3")
    assert page.warning
    page.session_state["Start_answer"] = True
    found = parting("all alike", 42)
    assert f"stays at **{found.last.train_loss:.3f}**" in said(page.run())
