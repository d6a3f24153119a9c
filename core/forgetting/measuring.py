"""The same weights measured again and again, with dropout still on: what forgetting eval() does."""

from dataclasses import dataclass
from typing import Final

import torch

from core.script import training_script
from core.training import TrainState
from core.training.now import settings_in
from core.training.run import Run

TIMES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Test losses of one and the same network.

    Attributes:
        without: in training mode, where dropout silences other neurons each time.
        with_eval: after `model.eval()`, as often.
    """

    without: tuple[float, ...]
    with_eval: tuple[float, ...]


@torch.inference_mode()
def measure(state: TrainState, times: int = TIMES) -> Measured:
    """Measure the test loss of a run's last weights `times` times without `model.eval()`, then as often with it.

    Dropout goes on drawing where training stopped.
    """
    run = Run(state.config)
    run.restore(state)
    run.use(settings_in(state.config, max(1, state.epoch)))  # dropout and noise may change on the way
    losses: list[tuple[float, ...]] = []
    for training in (True, False):
        run.model.train(training)
        losses.append(tuple(run.loss(run.model(run.x_test), run.test_targets).item() for _ in range(times)))
    return Measured(without=losses[0], with_eval=losses[1])


def measuring_lines(times: int = TIMES) -> str:
    """Write the lines that measure."""
    return f"""with torch.no_grad():
    model.train()  # as training left it: model.eval() is forgotten
    for _ in range({times}):
        print(loss_fn(model(x_test), t_test).item())
    model.eval()
    for _ in range({times}):
        print(loss_fn(model(x_test), t_test).item())"""


def eval_script(state: TrainState, times: int = TIMES) -> str:
    """Write the script that trains, then measures as `measure` does."""
    trained = training_script(state.config, state.epoch)
    return f"{trained}\n# The same weights, measured again and again\n{measuring_lines(times)}\n"
