"""A stack from state to state: what is kept is taken up, trained and put down again."""

import torch

from core.ensembles.living import Living
from core.ensembles.stack import Stack


@torch.no_grad()
def advance_stack(stack: Stack, epochs: int) -> Stack:
    """Train every member for some more epochs, at most to their last one; those that broke stay as they are."""
    if stack.finished:
        return stack
    living, last = Living(stack), min(stack.epoch + epochs, stack.configs[0].epochs)
    for epoch in range(stack.epoch + 1, last + 1):
        living.begin(stack)
        living.epoch()
        stack = living.noted(stack, epoch)
        if stack.finished:
            break
    return living.capture(stack)


@torch.no_grad()
def measured_at_start(stack: Stack) -> Stack:
    """Return a stack with how good its initial weights are."""
    return Living(stack).noted(stack, 0)
