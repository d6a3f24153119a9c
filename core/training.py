"""Training as a pure step over a serialisable state: advancing in any pieces equals advancing at once, bit for bit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import torch
from torch import Tensor, nn

from core.config import TrainConfig
from core.datasets import Data, load
from core.losses import LOSSES
from core.models import build, initialise, layer_names
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS

N_SNAPSHOTS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochRecord:
    """How good the network is with the weights after `epoch` epochs; epoch 0 is before training.

    Losses are means over all points of the part, in the loss's own unit, without penalty or dropout. Accuracies are
    shares in [0, 1] and None for regression; R2 is dimensionless, at most 1, and None for classification.
    """

    epoch: int
    train_loss: float
    test_loss: float
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    train_r2: float | None = None
    test_r2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The weights after `epoch` epochs, by their names in the state_dict."""

    epoch: int
    weights: Mapping[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a run ended before its last epoch: the first epoch and layer with a number that is not finite."""

    epoch: int
    layer: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainState:
    """A run that can go on: plain values and tensors only, none of which is ever changed in place."""

    config: TrainConfig
    epoch: int
    weights: Mapping[str, Tensor]
    gradients: Mapping[str, Tensor]
    optimizer: Mapping[str, Any]
    random: Mapping[str, Tensor]
    history: tuple[EpochRecord, ...]
    snapshots: tuple[Snapshot, ...]
    stop: Stop | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.stop is not None or self.epoch >= self.config.epochs


def snapshot_epochs(epochs: int) -> tuple[int, ...]:
    """Choose about 60 epochs from 0 to `epochs`, more densely early, when most happens."""
    last = N_SNAPSHOTS - 1
    return tuple(sorted({min(epochs, max(i, round(epochs * (i / last) ** 2))) for i in range(N_SNAPSHOTS)}))


def device_of(config: TrainConfig) -> torch.device:
    """Return the device chosen, or the CPU where there is no CUDA."""
    return torch.device(config.device if torch.cuda.is_available() else "cpu")


def start(config: TrainConfig) -> TrainState:
    """Return the run before its first step: initial weights, and how good they are.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    run = _Run(config)
    initialise(run.model, config)
    record = run.evaluate(0)
    return TrainState(
        config=config,
        epoch=0,
        weights=run.weights(),
        gradients={},
        optimizer=run.optimizer.state_dict(),
        random=run.random(),
        history=(record,),
        snapshots=(Snapshot(epoch=0, weights=run.weights()),),
        stop=run.diagnose(record),
    )


def advance(state: TrainState, epochs: int) -> TrainState:
    """Train for some more epochs, at most to the config's last one.

    Args:
        state: where to go on; it stays as it is.
        epochs: how many, 0 or more.

    Returns:
        The state after them; it ends early, with `stop` set, at the first number that is not finite.
    """
    if state.finished:
        return state
    run = _Run(state.config)
    run.restore(state)
    wanted = set(snapshot_epochs(state.config.epochs))
    history, snapshots, stop = list(state.history), list(state.snapshots), state.stop
    for epoch in range(state.epoch + 1, min(state.epoch + epochs, state.config.epochs) + 1):
        run.epoch()
        history.append(run.evaluate(epoch))
        stop = run.diagnose(history[-1])
        if epoch in wanted or stop:
            snapshots.append(Snapshot(epoch=epoch, weights=run.weights()))
        if stop:
            break
    return replace(
        state,
        epoch=history[-1].epoch,
        weights=run.weights(),
        gradients=run.gradients(),
        optimizer=_cloned(run.optimizer.state_dict()),
        random=run.random(),
        history=tuple(history),
        snapshots=tuple(snapshots),
        stop=stop,
    )


def train(config: TrainConfig) -> TrainState:
    """Train from the first epoch to the last.

    Raises:
        PlaygroundError: the data cannot be used as asked.
    """
    return advance(start(config), config.epochs)


class _Run:
    """The living objects of a run, between two states."""

    def __init__(self, config: TrainConfig) -> None:
        self.config, self.device = config, device_of(config)
        self.loss_spec = LOSSES[config.loss]
        self.order = torch.Generator().manual_seed(config.seed)
        self.dropout = torch.Generator().manual_seed(config.seed)
        self.model = build(config, self.dropout).to(self.device)
        self.loss = self.loss_spec.factory()
        self.optimizer = OPTIMIZERS[config.optimizer].make(
            self.model.parameters(), lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay
        )
        self.data = load(config)
        self.x, self.targets = self._part(self.data, "train")
        self.x_test, self.test_targets = self._part(self.data, "test")

    def _part(self, data: Data, name: str) -> tuple[Tensor, Tensor]:
        split = getattr(data, name)
        y = split.y if data.task == "regression" else self.loss_spec.encode(split.y, self.config.torch_dtype)
        return split.x.to(self.device), y.to(self.device)

    def restore(self, state: TrainState) -> None:
        self.model.load_state_dict(state.weights)
        self.optimizer.load_state_dict(_cloned(state.optimizer))
        self._undo_casts(state)
        self.order.set_state(state.random["order"])
        self.dropout.set_state(state.random["dropout"])
        for name, parameter in self.model.named_parameters():
            if name in state.gradients:
                parameter.grad = state.gradients[name].clone().to(self.device)

    def _undo_casts(self, state: TrainState) -> None:
        """Undo what load_state_dict did to numbers of another dtype than the weights, such as NAdam's mu_product."""
        parameters = list(self.model.parameters())
        for index, kept in state.optimizer["state"].items():
            living = self.optimizer.state[parameters[index]]
            living |= {k: v.clone() for k, v in kept.items() if isinstance(v, Tensor) and v.dtype != living[k].dtype}

    def weights(self) -> dict[str, Tensor]:
        return {name: tensor.detach().cpu().clone() for name, tensor in self.model.state_dict().items()}

    def gradients(self) -> dict[str, Tensor]:
        return {n: p.grad.cpu().clone() for n, p in self.model.named_parameters() if p.grad is not None}

    def random(self) -> dict[str, Tensor]:
        return {"order": self.order.get_state(), "dropout": self.dropout.get_state()}

    def epoch(self) -> None:
        """One pass over the training points, batch by batch."""
        x, targets = self.x, self.targets
        size = self.config.batch_size or len(x)
        if self.config.shuffle and size < len(x):  # in a full batch the order says nothing
            order = torch.randperm(len(x), generator=self.order).to(self.device)
            x, targets = x[order], targets[order]
        self.model.train()
        for inputs, wanted in zip(torch.split(x, size), torch.split(targets, size), strict=True):
            self.step(inputs, wanted)

    def step(self, inputs: Tensor, targets: Tensor) -> None:
        """Forward, loss, backward, update."""
        config = self.config
        loss = self.loss(self.model(inputs), targets)
        penalty = REGULARIZATIONS[config.regularization].penalty
        if penalty is not None and config.regularization_rate:
            weights = (layer.weight for layer in self.model if isinstance(layer, nn.Linear))
            loss = loss + config.regularization_rate * sum(penalty(weight) for weight in weights)
        if config.zero_grad:
            self.optimizer.zero_grad()
        loss.backward()
        if config.update == "optimizer.step()":
            self.optimizer.step()
        elif config.update == "by hand":
            with torch.no_grad():
                for parameter in self.model.parameters():
                    if parameter.grad is not None:
                        parameter.sub_(config.lr * parameter.grad)

    @torch.no_grad()
    def evaluate(self, epoch: int) -> EpochRecord:
        """Measure the network as it stands, without dropout."""
        self.model.eval()
        train, test = self.model(self.x), self.model(self.x_test)
        numbers: dict[str, float] = {}
        for part, output, targets in (("train", train, self.targets), ("test", test, self.test_targets)):
            numbers[f"{part}_loss"] = self.loss(output, targets).item()
            if self.data.task == "classification":
                right = self.loss_spec.classify(output).cpu() == getattr(self.data, part).y
                numbers[f"{part}_accuracy"] = right.double().mean().item()
            else:
                numbers[f"{part}_r2"] = r2(output, targets)
        return EpochRecord(epoch=epoch, **numbers)

    @torch.no_grad()
    def diagnose(self, record: EpochRecord) -> Stop | None:
        """Find the first layer with a number that is not finite, if the losses are not."""
        finite = torch.tensor([record.train_loss, record.test_loss]).isfinite().all()
        if finite:
            return None
        names = layer_names(self.model)
        for key, layer in self.model.named_children():
            if any(not p.isfinite().all() for p in layer.parameters()):
                return Stop(epoch=record.epoch, layer=names[key])
        hidden, name = torch.cat([self.x, self.x_test]), "output layer"
        for key, layer in self.model.named_children():
            name = names.get(key, name)
            hidden = layer(hidden)
            if not hidden.isfinite().all():
                break
        return Stop(epoch=record.epoch, layer=name)


def r2(output: Tensor, targets: Tensor) -> float:
    """Return the coefficient of determination: 1 is perfect, 0 no better than the mean of the targets."""
    residual = (output - targets).square().sum()
    total = (targets - targets.mean()).square().sum()
    return (1 - residual / total).item()


def _cloned(value: Any) -> Any:
    """Copy an optimizer's state, so that no state shares memory with a run that goes on."""
    if isinstance(value, Tensor):
        return value.clone()
    if isinstance(value, dict):
        return {key: _cloned(item) for key, item in value.items()}
    return [_cloned(item) for item in value] if isinstance(value, list) else value
