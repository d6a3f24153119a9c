"""The part of a script that trains."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from core.config import TrainConfig
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.regularization import REGULARIZATIONS
from core.schedules import SCHEDULES
from core.script.bare import bare
from core.script.changes import LR, begin_code, change_code, varies
from core.training import r2, step_and_prune


def loop_code(config: TrainConfig, last: int) -> str:
    """Write loss, optimizer, the loop up to epoch `last`, and what it prints at the end."""
    return "\n".join([*setup_lines(config), *loop_lines(config, last), "", *result_lines(config)])


def setup_lines(config: TrainConfig) -> list[str]:
    """Write what stands before the loop: loss, optimizer, schedule, penalty, the generator of the order."""
    loss, optimizer = LOSSES[config.loss], OPTIMIZERS[config.optimizer]
    own = loss.factory.__module__ == LOSSES["Half squared error (tanh)"].factory.__module__
    arguments = optimizer.arguments(lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay)
    written = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    lines = ["# Loss, optimizer, loop", *([bare(loss.factory), ""] if own else [])]
    lines += [f"loss_fn = {'' if own else 'nn.'}{loss.factory.__name__}()"]
    lines += [f"optimizer = torch.optim.{optimizer.factory.__name__}(model.parameters(), {written})"]
    lines += [SCHEDULES[config.schedule].code(config.epochs, config.lr)] if _scheduled(config) else []
    if (penalty := _penalty(config)) is not None:
        code = step_and_prune if REGULARIZATIONS[config.regularization].prunes else penalty
        lines += ["", bare(code), "", "weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]"]
    if config.task == "regression":
        lines += ["", bare(r2)]
    lines += ["", f"order = torch.Generator().manual_seed({config.seed})" if _shuffled(config) else ""]
    lines += ["best, best_epoch = math.inf, 0  # the lowest test loss"] if config.patience else []
    return [*lines, *begin_code(config)]


def penalized(config: TrainConfig) -> bool:
    """Tell whether the run has a penalty, at once or on the way."""
    return bool(config.regularization_rate) or varies(config, "regularization_rate")


def _penalty(config: TrainConfig) -> Callable[..., Any] | None:
    return REGULARIZATIONS[config.regularization].penalty if penalized(config) else None


def _shuffled(config: TrainConfig) -> bool:
    return config.shuffle and (config.batch_size is not None or varies(config, "batch_size"))


def _scheduled(config: TrainConfig) -> bool:
    return config.schedule != "constant" and config.update != "none"


def loop_lines(config: TrainConfig, last: int, noted: Sequence[str] = ()) -> Iterator[str]:
    """Write the loop up to epoch `last`.

    Args:
        config: the run's settings.
        last: the last epoch.
        noted: lines that keep what each epoch has reached.
    """
    yield f"for epoch in range(1, {last + 1}):"
    yield from epoch_lines(config)
    yield from (f"    {line}" for line in schedule_lines(config))
    yield "    model.eval()"
    yield "    with torch.no_grad():"
    yield "        out_train, out_test = model(x_train), model(x_test)"
    yield "        train_loss, test_loss = loss_fn(out_train, t_train).item(), loss_fn(out_test, t_test).item()"
    yield from (f"    {line}" for line in noted)
    yield f"    if epoch % {max(1, last // 10)} == 0:"
    yield "        print(f'epoch {epoch}: train loss {train_loss}, test loss {test_loss}')"
    yield "    if not (math.isfinite(train_loss) and math.isfinite(test_loss)):"
    yield "        break  # the numbers exploded"
    yield from (f"    {line}" for line in _end_lines(config))
    yield from change_code(config, last)


def _end_lines(config: TrainConfig) -> Iterator[str]:
    if config.target_loss:
        yield f"if train_loss <= {config.target_loss!r}:"
        yield "    break  # the target is reached"
    if config.patience:
        yield "if test_loss < best:"
        yield "    best, best_epoch = test_loss, epoch"
        yield f"if epoch - best_epoch >= {config.patience}:"
        yield "    break  # no better for so many epochs"


def schedule_lines(config: TrainConfig) -> list[str]:
    """Write what follows the batches of an epoch."""
    return ["scheduler.step()"] if _scheduled(config) else []


def epoch_lines(config: TrainConfig, before: Sequence[str] = ()) -> Iterator[str]:
    """Write the batches of one epoch, as the body of the loop over epochs.

    Args:
        config: the run's settings.
        before: lines that come first in every step.
    """
    yield "    model.train()"
    yield from _batches(config)
    yield from before
    yield "        loss = loss_fn(model(x), t)"
    yield from _indented(penalty_lines(config))
    if config.zero_grad:
        yield "        optimizer.zero_grad()"
    yield "        loss.backward()"
    yield from _indented(step_lines(config))


def penalty_lines(config: TrainConfig) -> Iterator[str]:
    """Write what is added to the loss of a batch."""
    penalty = _penalty(config)
    if penalty is not None and not REGULARIZATIONS[config.regularization].prunes:
        yield f"loss = loss + {rate_code(config)} * sum({penalty.__name__}(weight) for weight in weights)"


def step_lines(config: TrainConfig) -> Iterator[str]:
    """Write how a batch changes the weights; nothing where it does not."""
    if REGULARIZATIONS[config.regularization].prunes and _penalty(config) is not None:
        yield f"step_and_prune(optimizer, weights, {lr_code(config)} * {rate_code(config)})"
    elif config.update == "optimizer.step()":
        yield "optimizer.step()"
    elif config.update == "by hand":
        yield "with torch.no_grad():"
        yield "    for parameter in model.parameters():"
        yield f"        parameter.sub_(parameter.grad, alpha={lr_code(config)})"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"        {line}" for line in lines)


def lr_code(config: TrainConfig) -> str:
    """Write the learning rate of the epoch under way."""
    return LR if _scheduled(config) or varies(config, "lr") else repr(config.lr)


def rate_code(config: TrainConfig) -> str:
    """Write the regularization rate of the epoch under way."""
    return "rate" if varies(config, "regularization_rate") else repr(config.regularization_rate)


def _batches(config: TrainConfig) -> Iterator[str]:
    if config.batch_size is None and not varies(config, "batch_size"):
        yield "    for x, t in [(x_train, t_train)]:  # all points in one step"
        return
    size = "batch_size" if varies(config, "batch_size") else config.batch_size
    if config.shuffle:
        yield f"    full = len(x_train) <= {size}"
        yield "    new = torch.arange(len(x_train)) if full else torch.randperm(len(x_train), generator=order)"
        yield f"    for x, t in zip(x_train[new].split({size}), t_train[new].split({size})):"
    else:
        yield f"    for x, t in zip(x_train.split({size}), t_train.split({size})):"


def result_lines(config: TrainConfig) -> Iterator[str]:
    """Write what is printed in the end."""
    yield "print(f'train loss {train_loss}')"
    yield "print(f'test loss {test_loss}')"
    for part in ("train", "test"):
        if config.task == "regression":
            yield f"print(f'{part} R2 {{r2(out_{part}, t_{part})}}')"
        else:
            found = (
                f"out_{part}.argmax(dim=1)" if LOSSES[config.loss].per_class else f"(out_{part}.squeeze(1) > 0).long()"
            )
            yield f"print(f'{part} accuracy {{({found.format(f'out_{part}')} == y_{part}).double().mean().item()}}')"
