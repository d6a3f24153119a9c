"""L1 as TensorFlow Playground does it: weights that reach zero are gone for the rest of the run.

Source: https://github.com/tensorflow/playground, `nn.ts`, updateWeights.
"""

import torch
from torch import Tensor


@torch.no_grad()
def step_and_prune(optimizer: torch.optim.Optimizer, weights: list[Tensor], by: float) -> None:
    """Let the optimizer step, then move each weight by `by` towards zero; one that would cross it stays at zero.

    The direction is the sign of the weight before the step.

    Args:
        optimizer: of these weights; its state keeps which are gone, by the name "dead".
        weights: the weight matrices, changed in place; biases are left alone.
        by: learning rate times regularization rate.
    """
    signs: list[Tensor] = [weight.sign() for weight in weights]
    optimizer.step()
    for weight, sign in zip(weights, signs, strict=True):
        moved = weight - by * sign
        gone = weight * moved < 0
        kept = optimizer.state[weight]  # in the optimizer's state, so that a checkpoint holds it
        if "dead" in kept:
            gone |= kept["dead"].bool()
        kept["dead"] = gone
        weight.copy_(moved.masked_fill(gone, 0))
