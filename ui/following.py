"""Work of the server as a page meets it: done at once, or growing, with progress and a stop button."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import streamlit as st

from core.jobs import Progressing, Working
from ui.state import recall, remember

PATIENCE: Final = 0.05  # seconds without a progress bar

Plan = TypeVar("Plan", bound=Hashable)
State = TypeVar("State", bound=Progressing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed(Generic[Plan, State]):
    """One kind of work, as a visitor follows it.

    Attributes:
        name: of this kind, in what is remembered of the visitor.
        job: returns the work of a plan, the same for all visitors.
        progress: says how far a state is.
        stopped: says where a stopped one stands.
        stop: label of the button that stops.
        go_on: label of the button that goes on with what was stopped.
        steps: further buttons for what was stopped: what each one makes of the state.
        steps_help: what is said of these where they are pointed at.
        at_most: how many stopped ones a visitor may have.
        glimpse: seconds from one picture of growing work to the next.
        lease: seconds that it goes on without being asked for.
        soon: seconds that it is waited for where it is well on its way by then.
        at_least: seconds that the whole of it takes even on a quick machine.
    """

    name: str
    job: Callable[[Plan], Working[State]]
    progress: Callable[[Plan, State], str]
    stopped: Callable[[Plan, State], str]
    stop: str = "Stop"
    go_on: str = "Go on"
    steps: Mapping[str, Callable[[State], State]] = field(default_factory=dict)
    steps_help: str | None = None
    at_most: int
    glimpse: float
    lease: float
    soon: float = PATIENCE
    at_least: Callable[[Plan], float] = lambda _: 0.0

    def settled(self, plan: Plan) -> State | None:
        """Return the work of this plan if it is done, or was stopped; None if it takes longer than an instant.

        In that case `growing` shows it while it goes on. What was followed before is let go.

        Raises:
            PlaygroundError: the work cannot be done as asked.
        """
        if (reached := self._show_stopped(plan)) is not None:
            return reached
        followed = f"{self.name}_followed"
        if (left := recall(followed)) not in (None, plan):
            self.job(left).let_go()
        remember(followed, plan)
        return self._soon(plan)

    def alongside(self, plan: Plan) -> State | None:
        """Return, as `settled` does, what is shown beside the work of the page, without letting that go."""
        reached = self._show_stopped(plan)
        return self._soon(plan) if reached is None else reached

    def awaited(self, plan: Plan) -> State | None:
        """Return what is told of beside the work of the page; None while it is under way, which is shown.

        Raises:
            PlaygroundError: the work cannot be done as asked.
        """
        if (reached := self.alongside(plan)) is None:
            self.grow(plan, lambda _: None)
        return reached

    def grow(self, plan: Plan, show: Callable[[State], None]) -> None:
        """Show work under way, `growing` again and again until it is done or stopped."""
        st.fragment(self.growing, run_every=self.glimpse)(plan, show)

    def growing(self, plan: Plan, show: Callable[[State], None]) -> None:
        """Show the progress of work under way and what it has reached; at its end the page runs anew.

        Call it in a fragment that runs again every `glimpse` seconds, which keeps the work going. (A fragment that
        waited for the end would keep a control just touched waiting: Streamlit does not interrupt one for another.)

        Args:
            plan: of the work.
            show: draws what has been reached; not called before there is something.
        """
        job = self.job(plan)
        if job.done or plan in self._kept():
            st.rerun()
        job.keep_going(self.lease)
        job.wait_begun(self.glimpse / 2)
        with st.container(horizontal=True, vertical_alignment="center"):
            words = "Waiting for a free moment" if job.state is None else self.progress(plan, job.state)
            st.progress(job.share, text=words)
            self._button(self.stop, "stop", plan, paused=True, disabled=job.state is None)  # nothing to stop yet
        if job.state is not None:
            show(job.state)

    def stop_at(self, plan: Plan, state: State) -> None:
        """Take this for what the visitor has stopped."""
        self._keep(plan, state)

    def _soon(self, plan: Plan) -> State | None:
        job = self.job(plan)
        if not job.done and self.at_least(plan) * (1 - job.share) > self.soon:
            job.keep_going(self.lease)  # no use in waiting
            return None
        with job.watching():
            done = job.wait(PATIENCE) or (job.left < self.soon and job.wait(self.soon))
            return job.state if done else None

    def _show_stopped(self, plan: Plan) -> State | None:
        """Return what this visitor has stopped, with the way to go on."""
        reached = self._kept().get(plan)
        if reached is not None:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(self.stopped(plan, reached))
                for label in self.steps:
                    key = f"{label} {hash(plan)}"
                    st.button(
                        label, key=key, icon=":material/skip_next:", help=self.steps_help,
                        on_click=self._step, args=(plan, label),
                    )  # fmt: skip
                self._button(self.go_on, "play_arrow", plan, paused=False)
        return reached

    def _step(self, plan: Plan, label: str) -> None:
        """Take what was stopped a step further; at its end it is no longer stopped."""
        if (stopped := self._kept().get(plan)) is not None:
            self._keep(plan, self.steps[label](stopped))

    def _button(self, label: str, icon: str, plan: Plan, *, paused: bool, disabled: bool = False) -> None:
        key, icon = f"{label} {hash(plan)}", f":material/{icon}:"
        st.button(label, key=key, icon=icon, on_click=self._pause, args=(plan, paused), disabled=disabled)

    def _pause(self, plan: Plan, paused: bool) -> None:
        """Keep what has been reached, whatever becomes of it meanwhile; or forget that it was stopped."""
        self._keep(plan, self.job(plan).state if paused else None)

    def _kept(self) -> dict[Plan, State]:
        kept: dict[Plan, State] = recall(f"{self.name}_paused", {})
        return kept

    def _keep(self, plan: Plan, state: State | None) -> None:
        kept = {other: reached for other, reached in self._kept().items() if other != plan}
        if state is not None and not state.finished:
            kept[plan] = state
        remember(f"{self.name}_paused", dict([*kept.items()][-self.at_most :]))
