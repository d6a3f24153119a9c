"""The living objects of a stack between two states: memory, generators, optimizer."""

from dataclasses import replace

import torch
from torch import Tensor

from core.ensembles.batches import Batches
from core.ensembles.evaluation import as_record, measure, why
from core.ensembles.layout import block, points_block, views
from core.ensembles.network import Network
from core.ensembles.optimizers import RULES, Step, take_step
from core.ensembles.passes import Pass
from core.ensembles.rates import rates_after
from core.ensembles.stack import Ended, Stack, weights_at
from core.training import snapshot_epochs


class Living:
    """A stack that is being trained."""

    def __init__(self, stack: Stack) -> None:
        """Take up a stack where it was left; it stays as it is."""
        configs, data = stack.configs, stack.data
        self.stack, self.config, self.n_train = stack, configs[0], data.n_train
        self.network = Network(configs, stack.parameters.clone())
        self.places = self.network.places
        _, n_points, n_inputs = data.x.shape
        self.inputs = points_block(self.places, n_inputs, n_points, data.x.dtype)
        self.targets = block(self.places, 1, n_points, data.targets.dtype)
        self.inputs.real.copy_(data.x[data.rows].transpose(1, 2))
        self.targets.real.copy_(data.targets[data.rows].transpose(1, 2))
        self.batches = Batches(configs, data, stack.random)
        self.passes = {size: Pass(self.network, size) for size in set(self.batches.sizes)}
        self.steps = self._steps()
        self._still([*stack.ended, *range(len(configs), self.places)])
        self.scheduled = any(config.schedule != "constant" for config in configs)
        self.moments = frozenset(snapshot_epochs(self.config.epochs))

    def _steps(self) -> Step:
        stack, spread = self.stack, self.network.spread
        decay = [config.weight_decay for config in stack.configs]
        return Step(
            w=self.network.flat,
            g=self.network.grad,
            lr=spread([config.lr for config in stack.configs]),
            momentum=spread([config.momentum for config in stack.configs]),
            weight_decay=spread(decay) if decay[0] else None,
            kept={name: value.clone() for name, value in stack.kept.items()},
            spare=torch.empty_like(self.network.flat),
            t=stack.epoch * len(self.batches.sizes),
        )

    def begin(self, stack: Stack) -> None:
        """Set the learning rates of the epoch that follows, where a schedule changes them; who has ended has none."""
        if self.scheduled:
            self.steps.lr.copy_(self.network.spread([*rates_after(stack), *[0] * (self.places - len(stack.configs))]))

    def epoch(self) -> None:
        """One pass over the training points, batch by batch."""
        rule = RULES[self.config.optimizer]
        for batch in self.batches.fill(self.passes):
            batch()
            self.network.regularize()
            take_step(rule, self.steps)

    def noted(self, stack: Stack, epoch: int) -> Stack:
        """Return the stack after this epoch's steps: who has ended and, at moments of the history, the rest."""
        if epoch in self.moments:
            return self._measured(stack, epoch)
        stack = replace(stack, epoch=epoch)
        if not self.network.may_overflow():
            return stack
        numbers = measure(self.network, self.inputs, self.targets, self.n_train)
        ended = self._ended(stack, epoch, numbers)
        news = torch.tensor([place for place in ended if place not in stack.ended], dtype=torch.int64)
        return replace(stack, numbers=stack.numbers.index_copy(0, news, numbers[news]), ended=ended)

    def _measured(self, stack: Stack, epoch: int) -> Stack:
        numbers = measure(self.network, self.inputs, self.targets, self.n_train)
        over = torch.tensor(list(stack.ended), dtype=torch.int64)
        numbers[over] = stack.numbers[over]
        better = ~(numbers[:, 1] >= stack.best[:, 2])  # the first measure beats the nan that stands there
        better &= numbers[:, :2].isfinite().all(dim=1) | stack.best[:, 0].isnan()
        better[over] = False
        marked = torch.cat([torch.full_like(numbers[:, :1], epoch), numbers], dim=1)
        return replace(
            stack,
            epoch=epoch,
            numbers=numbers,
            best=torch.where(better[:, None], marked, stack.best),
            history=(*stack.history, (epoch, numbers)),
            ended=self._ended(stack, epoch, numbers),
        )

    def _ended(self, stack: Stack, epoch: int, numbers: Tensor) -> dict[int, Ended]:
        ended, finite = dict(stack.ended), numbers[:, :2].isfinite().all(dim=1)
        for place in (~finite).nonzero().flatten().tolist():
            if place in ended or place >= len(stack.configs):
                continue
            config = stack.configs[place]
            weights = weights_at(self.network.flat, config, place, self.places)
            record = as_record(epoch, numbers[place].tolist(), config.task)
            ended[place] = Ended(stop=why(config, weights, record), weights=weights)
        self._still([place for place in ended if place not in stack.ended])
        return ended

    def _still(self, places: list[int]) -> None:
        """Make members that have ended 0 in every respect, so that nothing of them moves or overflows again."""
        for flat in (self.steps.w, self.steps.lr, *self.steps.kept.values()) if places else ():
            for view in views(flat, self.places, self.network.shapes):
                view[places] = 0

    def capture(self, stack: Stack) -> Stack:
        """Return the stack with the parameters and all else as they stand now."""
        kept = {name: value.clone() for name, value in self.steps.kept.items()}
        return replace(stack, parameters=self.network.flat.clone(), kept=kept, random=self.batches.states())
