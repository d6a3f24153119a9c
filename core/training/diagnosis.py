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
LARGE, USUAL = 0.5, 0.1  # one above the first may have thrown neurons to where nothing reaches them
BENT: Final = (8, 8)  # hidden layers for a network that has none
FEW_STEPS, BATCH = 2_000, 25  # a run of fewer steps than the first gets batches of the second


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
    gradients = _gradients(state)
    return Diagnosis(gradients=gradients, cure=_cure(state.config, gradients))


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


def is_straight(config: TrainConfig) -> bool:
    """Tell whether a network is no more than a weighted sum of its inputs: nothing in it bends."""
    return set(config.hidden_activations) <= {"Identity"}


def _cure(config: TrainConfig, gradients: Mapping[str, float]) -> dict[str, Any]:
    """Choose the settings that are known to keep a network from learning, with what would help instead."""
    cure = _bend(config)
    hidden, lr = cure.get("hidden", config.hidden), _better_lr(config, gradients)
    if config.update == "none":
        cure["update"] = "optimizer.step()"
    if config.init == "zeros" and hidden:
        cure["init"] = "PyTorch default"
    if config.hidden_activations.count("Sigmoid") > 1:
        cure["activation"] = "Tanh"
    if lr is not None:
        cure["lr"] = lr
    if config.regularization_rate and config.regularization != "none":
        cure["regularization"] = "none"
    return cure


def _bend(config: TrainConfig) -> dict[str, Any]:
    """Give a straight network what bends it, and steps enough to make use of it."""
    if not is_straight(config):
        return {}
    cure: dict[str, Any] = (
        {"activation": "ReLU"} if "Identity" in (*config.hidden_activations, config.activation) else {}
    )
    if not config.hidden:
        cure["hidden"] = BENT
    if config.steps < FEW_STEPS and (config.batch_size or config.n_train) > BATCH:
        cure["batch_size"] = BATCH
    return cure


def _better_lr(config: TrainConfig, gradients: Mapping[str, float]) -> float | None:
    """Return another learning rate where this one is tiny, or so large that no gradient is left."""
    if config.lr < SLOW and config.optimizer in {"SGD", "Momentum", "Nesterov"}:
        return SLOW
    return USUAL if config.lr > LARGE and config.init != "zeros" and 0 in gradients.values() else None
