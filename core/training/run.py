"""The living objects of a run: network, optimizer, generators, data; and the plain loop over them."""

from typing import Any

import torch
from torch import Tensor, nn

from core.config import TrainConfig
from core.datasets import Data, load
from core.losses import LOSSES
from core.models import SeededDropout, build
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES
from core.training.now import Now, settings_in
from core.training.pruning import step_and_prune
from core.training.state import Snapshot, TrainState

Batch = tuple[Tensor, Tensor]  # inputs and targets


def device_of(config: TrainConfig) -> torch.device:
    """Return the device chosen, or the CPU where there is no CUDA."""
    return torch.device(config.device if torch.cuda.is_available() else "cpu")


class Run:
    """The living objects of a run, between two states."""

    def __init__(self, config: TrainConfig) -> None:
        """Make everything anew; the weights are not filled in yet."""
        self.config, self.device = config, device_of(config)
        self.loss_spec = LOSSES[config.loss]
        self.order = torch.Generator().manual_seed(config.seed)
        self.dropout = torch.Generator().manual_seed(config.seed)
        self.model = build(config, self.dropout).to(self.device)
        self.parameters = list(self.model.parameters())
        self.loss = self.loss_spec.factory()
        self.optimizer = OPTIMIZERS[config.optimizer].make(
            self.parameters, lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay
        )
        self.now, self._steady = settings_in(config, 1), False
        self.rows: tuple[Tensor, ...] = ()
        self._take_points()

    def _take_points(self) -> None:
        self.data = load(self.config, self.now.noise)
        self.x, self.targets = self._part(self.data, "train")
        self.x_test, self.test_targets = self._part(self.data, "test")

    def _part(self, data: Data, name: str) -> tuple[Tensor, Tensor]:
        split = getattr(data, name)
        y = split.y if data.task == "regression" else self.loss_spec.encode(split.y, self.config.torch_dtype)
        return split.x.to(self.device), y.to(self.device)

    def restore(self, state: TrainState) -> None:
        """Take up a state where it was left."""
        self.model.load_state_dict(state.weights)
        self.optimizer.load_state_dict(cloned(state.optimizer))
        self._undo_casts(state)
        self.order.set_state(state.random["order"])
        self.dropout.set_state(state.random["dropout"])
        for name, parameter in self.model.named_parameters():
            if name in state.gradients:
                parameter.grad = state.gradients[name].clone().to(self.device)

    def stand_at(self, moment: Snapshot | TrainState) -> None:
        """Take up weights, points and settings of a moment, to look at them; `restore` is for going on."""
        self.model.load_state_dict(moment.weights)
        self.use(settings_in(self.config, max(1, moment.epoch)))

    def _undo_casts(self, state: TrainState) -> None:
        """Undo what load_state_dict did to numbers of another dtype than the weights, such as NAdam's mu_product."""
        for index, kept in state.optimizer["state"].items():
            living = self.optimizer.state[self.parameters[index]]
            living |= {k: v.clone() for k, v in kept.items() if isinstance(v, Tensor) and v.dtype != living[k].dtype}

    def layer_weights(self) -> list[Tensor]:
        """Return the weight matrices themselves, without the biases."""
        return [layer.weight for layer in self.model if isinstance(layer, nn.Linear)]

    def weights(self) -> dict[str, Tensor]:
        """Return a copy of the weights, on the CPU."""
        return {name: tensor.detach().cpu().clone() for name, tensor in self.model.state_dict().items()}

    def gradients(self) -> dict[str, Tensor]:
        """Return a copy of the gradients that the last backward() left, on the CPU."""
        return {n: p.grad.cpu().clone() for n, p in self.model.named_parameters() if p.grad is not None}

    def random(self) -> dict[str, Tensor]:
        """Return where the generators stand."""
        return {"order": self.order.get_state(), "dropout": self.dropout.get_state()}

    def optimizer_state(self) -> dict[str, Any]:
        """Return a copy of what the optimizer remembers; its learning rate is the config's, of whatever epoch."""
        self.set_lr(self.config.lr)
        return dict(cloned(self.optimizer.state_dict()))

    def outputs(self) -> tuple[Tensor, Tensor]:
        """Return what the network says of all training and of all test points, without dropout."""
        self.model.eval()
        return self.model(self.x), self.model(self.x_test)

    def begin(self, epoch: int) -> None:
        """Set what this epoch is trained with, by its number alone, so that a run can go on from anywhere."""
        if self._steady:
            return
        if epoch > 1:
            self.set_by_hand(epoch - 1)
        now = settings_in(self.config, epoch)
        if now != self.now:
            self.use(now)
        self.set_lr(now.lr)
        self._steady = SCHEDULES[self.config.schedule].factory is None and not self.config.changed

    @torch.no_grad()
    def set_by_hand(self, epoch: int) -> None:
        """Set the weights and biases that are set after this epoch."""
        for change in self.config.changed:
            if change.epoch == epoch and change.index and change.value is not None:
                self.model.get_parameter(change.name)[change.index] = change.value

    def use(self, now: Now) -> None:
        """Train with these settings from now on."""
        before, self.now = self.now, now
        if now.noise != before.noise:
            self._take_points()
        for module in self.model:
            if isinstance(module, SeededDropout):
                module.p = now.dropout

    def set_lr(self, lr: float) -> None:
        """Set the optimizer's learning rate."""
        self.optimizer.param_groups[0]["lr"] = lr

    def epoch(self) -> None:
        """One pass over the training points, batch by batch."""
        self.model.train()
        for inputs, wanted in self.batches():
            self.step(inputs, wanted)

    def batches(self) -> list[Batch]:
        """Draw the order of the points for one epoch, and cut inputs and targets into batches; `rows` tells whose."""
        x, targets, rows = self.x, self.targets, torch.arange(len(self.x))
        size = self.now.batch_size or len(x)
        if self.config.shuffle and size < len(x):  # in a full batch the order says nothing
            rows = torch.randperm(len(x), generator=self.order)
            order = rows.to(self.device)
            x, targets = x[order], targets[order]
        self.rows = torch.split(rows, size)
        return list(zip(torch.split(x, size), torch.split(targets, size), strict=True))

    def step(self, inputs: Tensor, targets: Tensor) -> None:
        """Forward, loss, backward, update."""
        loss = self.objective(self.model(inputs), targets)
        if self.config.zero_grad:
            for parameter in self.parameters:  # what optimizer.zero_grad() does, at a tenth of its time
                parameter.grad = None
        loss.backward()  # type: ignore[no-untyped-call]
        self.update()

    def objective(self, output: Tensor, targets: Tensor) -> Tensor:
        """Return what backward() starts from: the loss, and the penalty where there is one."""
        config = self.config
        loss: Tensor = self.loss(output, targets)
        regularization = REGULARIZATIONS[config.regularization]
        penalty = None if regularization.prunes else regularization.penalty
        if penalty is not None and self.now.regularization_rate:
            loss = loss + self.now.regularization_rate * sum(penalty(weight) for weight in self.layer_weights())
        return loss

    def update(self) -> None:
        """Change the weights by what backward() left."""
        config = self.config
        if REGULARIZATIONS[config.regularization].prunes:
            rate = self.now.lr * self.now.regularization_rate
            step_and_prune(self.optimizer, self.layer_weights(), rate)
        elif config.update == "optimizer.step()":
            self.optimizer.step()
        elif config.update == "by hand":
            with torch.no_grad():
                for parameter in self.parameters:
                    if parameter.grad is not None:
                        parameter.sub_(parameter.grad, alpha=self.now.lr)  # rounded once, as torch.optim.SGD does


def cloned(value: Any) -> Any:
    """Copy an optimizer's state, so that no state shares memory with a run that goes on."""
    if isinstance(value, Tensor):
        return value.clone()
    if isinstance(value, dict):
        return {key: cloned(item) for key, item in value.items()}
    return [cloned(item) for item in value] if isinstance(value, list) else value
