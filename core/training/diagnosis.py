"""Why a run has not learned: how much gradient reaches each layer, and which settings stand in the way."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from torch import Tensor

from core.config import TrainConfig
from core.models import layer_names
from core.training.now import data_in
from core.training.run import Run
from core.training.state import TrainState

BETTER: Final = 0.02  # share of right answers, or of the variance, beyond what one and the same answer gives
PATIENCE: Final = 10  # epochs before that can be said
SLOW: Final = 0.03  # a learning rate below it may be all there is to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Why a run has not learned.

    Attributes:
        gradients: of each layer of weights by its name, the Euclidean norm of the loss's gradient with respect to its
            weights, over all training points, with the weights that the run ended with; the penalty is left out.
        cure: settings that would help, by name; empty where none is known.
    """

    gradients: Mapping[str, float]
    cure: Mapping[str, Any]

    @property
    def faded(self) -> float:
        """How many times the first layer's gradient is smaller than the last one's; inf where nothing arrives."""
        norms = list(self.gradients.values())
        return norms[-1] / norms[0] if norms[0] else math.inf


def diagnose_learning(state: TrainState) -> Diagnosis | None:
    """Return why a run does no better than always giving the same answer.

    None where it does better, broke off, or is too short to tell.
    """
    if state.stop or state.epoch < PATIENCE or learned(state):
        return None
    return Diagnosis(gradients=_gradients(state), cure=_cure(state.config))


def learned(state: TrainState) -> bool:
    """Tell whether a run does better on its training points than the most frequent class, or the mean, would."""
    last = state.history[-1]
    if last.train_accuracy is None:
        return not (last.train_r2 is not None and last.train_r2 < BETTER)  # nan where there is nothing to explain
    y = data_in(state.config, state.epoch).train.y
    return last.train_accuracy > y.bincount().max().item() / len(y) + BETTER


def _gradients(state: TrainState) -> dict[str, float]:
    """Measure the gradient with the weights that the run ended with."""
    run = Run(state.config)
    run.stand_at(state)
    return gradient_norms(run)


def gradient_norms(run: Run) -> dict[str, float]:
    """Measure the gradient of the loss over all training points as the network stands, layer by layer.

    Returns:
        Of each layer of weights by its name, the Euclidean norm of the loss's gradient with respect to its weights;
        the penalty and dropout are left out.
    """
    run.model.eval()
    run.model.zero_grad()
    run.loss(run.model(run.x), run.targets).backward()
    norms = [_norm(weight.grad) for weight in run.layer_weights()]
    return dict(zip(layer_names(run.model).values(), norms, strict=True))


def _norm(gradient: Tensor | None) -> float:
    return 0.0 if gradient is None else gradient.norm().item()


def _cure(config: TrainConfig) -> dict[str, Any]:
    """Choose the settings that are known to keep a network from learning, with what would help instead."""
    cure: dict[str, Any] = {}
    if config.update == "none":
        cure["update"] = "optimizer.step()"
    if config.init == "zeros" and config.hidden:
        cure["init"] = "PyTorch default"
    if config.hidden_activations.count("Sigmoid") > 1:
        cure["activation"] = "Tanh"
    if config.lr < SLOW and config.optimizer in {"SGD", "Momentum", "Nesterov"}:
        cure["lr"] = SLOW
    if config.regularization_rate and config.regularization != "none":
        cure["regularization"] = "none"
    return cure
