"""The loop: a pure step from state to state."""

from dataclasses import replace

from core.config import TrainConfig
from core.models import initialise
from core.training.breaking import first_broken
from core.training.evaluation import diagnose, evaluate
from core.training.reaching import Watch
from core.training.records import Broken
from core.training.run import Run
from core.training.state import Snapshot, Stop, TrainState, moments
from core.training.written_out import WrittenOutRun, can_write_out


def start(config: TrainConfig) -> TrainState:
    """Return the run before its first step: initial weights, and how good they are.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    run = Run(config)
    initialise(run.model, config)
    run.set_by_hand(0)
    record = evaluate(run, 0)
    begun = TrainState(
        config=config,
        epoch=0,
        weights=run.weights(),
        gradients={},
        optimizer=run.optimizer_state(),
        random=run.random(),
        history=(record,),
        snapshots=(Snapshot(epoch=0, weights=run.weights()),),
        stop=diagnose(run, record),
    )
    return replace(begun, broken=first_broken(begun, 0)) if begun.stop else begun


def advance(state: TrainState, epochs: int, *, plain: bool = False) -> TrainState:
    """Train for some more epochs, at most to the config's last one.

    Args:
        state: where to go on; it stays as it is.
        epochs: how many, 0 or more.
        plain: by autograd and torch.optim even where the same numbers, bit for bit, can be had many times faster.

    Returns:
        The state after them; it ends early, with `stop` set, at the first number that is not finite, and where it has
        `reached` what it was asked for.
    """
    if state.finished:
        return state
    run = Run(state.config) if plain or not can_write_out(state) else WrittenOutRun(state.config)
    run.restore(state)
    wanted = moments(state.config)
    watch = Watch(state.config, state.history)
    history, snapshots, stop = list(state.history), list(state.snapshots), state.stop
    for epoch in range(state.epoch + 1, min(state.epoch + epochs, state.config.epochs) + 1):
        run.begin(epoch)
        run.epoch()
        history.append(evaluate(run, epoch))
        stop = diagnose(run, history[-1])
        watch.see(history[-1])
        if epoch in wanted or stop or watch.reached:
            snapshots.append(Snapshot(epoch=epoch, weights=run.weights()))
        if stop or watch.reached:
            break
    return replace(
        state,
        epoch=history[-1].epoch,
        weights=run.weights(),
        gradients=run.gradients(),
        optimizer=run.optimizer_state(),
        random=run.random(),
        history=tuple(history),
        snapshots=tuple(snapshots),
        stop=stop,
        broken=_broken(state, stop) if stop else None,
    )


def _broken(state: TrainState, stop: Stop) -> Broken | None:
    """Go once more to the epoch that broke, and look at its numbers one by one."""
    return first_broken(advance(state, stop.epoch - 1 - state.epoch), stop.epoch)


def train(config: TrainConfig) -> TrainState:
    """Train from the first epoch to the last.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    return advance(start(config), config.epochs)
