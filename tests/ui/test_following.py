"""Work of the server as one visitor follows it: shown growing, stopped, gone on from, and only so many kept."""

from dataclasses import dataclass
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import Pool, Working
from ui import following, runs
from ui.following import Followed


@dataclass(frozen=True)
class Counted:
    """How far a work is that counts to a hundred."""

    reached: int

    @property
    def finished(self) -> bool:
        return self.reached >= 100


class Counting(Working[Counted]):
    """Work that goes on only where a test says so."""

    def __init__(self, plan: str) -> None:
        super().__init__()
        self.plan, self.state = plan, Counted(3)

    def _start(self) -> None:
        """Begin nothing."""

    def _slice(self, state: Counted | None) -> Counted:
        raise NotImplementedError

    @property
    def share(self) -> float:
        return self.state.reached / 100


POOL: Pool[str, Counting] = Pool(Counting, 1000)
COUNTS: Followed[str, Counted] = Followed(
    name="count",
    job=POOL.job,
    progress=lambda plan, state: f"{plan} at {state.reached}",
    stopped=lambda plan, state: f"{plan} stopped at {state.reached}.",
    steps={"Ten more": lambda state: Counted(state.reached + 10)},
    at_most=2,
    glimpse=0.01,
    lease=1.0,
    soon=0.01,
)


def script() -> None:
    import streamlit as st

    from tests.ui.test_following import COUNTS

    plan = st.text_input("Plan", "a", key="plan")
    state = COUNTS.settled(plan)
    if state is None:
        COUNTS.grow(plan, lambda reached: st.markdown(f"Shown {reached.reached}"))
    else:
        st.markdown(f"Settled {state.reached}")


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(following, "PATIENCE", 0.0)
    POOL._jobs.clear()
    return AppTest.from_function(script).run()


def words(page: AppTest) -> list[str]:
    assert not page.exception
    return [element.value for element in page.markdown]


def press(page: AppTest, label: str) -> list[str]:
    next(button for button in page.button if button.label == label).click().run()
    return words(page)


def choose(page: AppTest, plan: str) -> list[str]:
    page.text_input(key="plan").set_value(plan).run()
    return words(page)


def test_work_under_way_is_shown_as_far_as_it_is(page):
    assert words(page) == ["Shown 3"]
    assert [bar.proto.text for bar in page.get("progress")] == ["a at 3"]
    assert POOL.job("a").watched


def test_what_is_done_is_shown_without_a_bar(page):
    POOL.job("b").state = Counted(100)
    assert choose(page, "b") == ["Settled 100"]
    assert not page.get("progress")


def test_what_is_stopped_stays_where_it_was_whatever_becomes_of_the_work(page):
    press(page, "Stop")
    POOL.job("a").state = Counted(50)
    assert choose(page, "a") == ["a stopped at 3.", "Settled 3"]
    assert press(page, "Go on") == ["Shown 50"]


def test_what_is_stopped_can_be_stepped_to_its_end(page):
    assert press(page, "Stop")[0] == "a stopped at 3."
    for reached in range(13, 103, 10):
        assert press(page, "Ten more") == [f"a stopped at {reached}.", f"Settled {reached}"]
    assert press(page, "Ten more") == ["Shown 3"]  # finished it is no longer stopped: the pool's own is shown


def test_what_is_left_is_let_go(page):
    assert POOL.job("a").watched
    choose(page, "b")
    assert not POOL.job("a").watched
    assert POOL.job("b").watched


def test_a_visitor_has_only_so_many_stopped_and_the_latest_of_them(page):
    for plan in "abc":
        choose(page, plan)
        press(page, "Stop")
    assert [choose(page, plan)[-1] for plan in "abc"] == ["Shown 3", "Settled 3", "Settled 3"]


@pytest.mark.parametrize(("kind", "n"), [(runs.RUN, 8), (runs.MANY, 2)], ids=["one run", "many at once"])
def test_as_many_stopped_runs_are_kept_as_is_said(kind: Followed[Any, Any], n, monkeypatch):
    session: dict[str, Any] = {}
    monkeypatch.setattr(following, "recall", session.get)
    monkeypatch.setattr(following, "remember", session.__setitem__)
    for plan in range(12):
        kind._keep(plan, Counted(plan))
    assert [*kind._kept()] == [*range(12 - n, 12)]
    assert kind.at_most == n
