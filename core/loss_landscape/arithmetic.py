"""What is computed of a loss landscape; the learner's script is made of these very functions."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def flat_weights(model: nn.Module) -> Tensor:
    """Return all weights and biases behind each other, (P,)."""
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


def path_directions(path: Tensor) -> Tensor:
    """Return the two directions along which a path lies furthest from its end.

    They are the first two principal components of the weights at each moment less those at the end.

    Args:
        path: (S, P), the last row is the end.

    Returns:
        (2, P), of length 1, at right angles; most of the path lies on the negative side of both.

    Source: Li et al. 2018, Visualizing the Loss Landscape of Neural Nets, section 7.
    """
    offsets = (path - path[-1]).double()
    directions = torch.linalg.svd(offsets, full_matrices=False).Vh[:2]
    positive = (offsets @ directions.T).sum(dim=0) > 0
    return torch.where(positive[:, None], -directions, directions)


def random_directions(model: nn.Module, seed: int) -> Tensor:
    """Return two random directions, (2, P), in which each neuron's weights are as long as the network's own.

    Biases stay where they are.

    Source: Li et al. 2018, Visualizing the Loss Landscape of Neural Nets, section 4 (filter normalisation).
    """
    generator = torch.Generator().manual_seed(seed)
    directions = []
    for _ in range(2):
        parts = []
        for parameter in model.parameters():
            if parameter.ndim == 1:  # biases
                parts.append(torch.zeros_like(parameter))
                continue
            drawn = torch.randn(parameter.shape, generator=generator, dtype=parameter.dtype)
            length = drawn.norm(dim=1, keepdim=True)  # of each neuron's weights: one row
            parts.append(drawn / length * parameter.norm(dim=1, keepdim=True))
        directions.append(torch.cat([part.detach().flatten() for part in parts]).double())
    return torch.stack(directions)


def places_in_plane(path: Tensor, directions: Tensor) -> Tensor:
    """Return where in the plane through the end each moment of a path lies closest to, (S, 2), in directions."""
    offsets = (path - path[-1]).double()
    solved: Tensor = torch.linalg.lstsq(directions.T, offsets.T).solution
    return solved.T


def losses_at(
    model: nn.Module, loss_fn: Callable[[Tensor, Tensor], Tensor], x: Tensor, t: Tensor, weights: Tensor, at_once: int
) -> Tensor:
    """Return the loss of many networks of one shape: weights (N, P) -> (N,), computed `at_once` at a time."""
    named = dict(model.named_parameters())
    sizes = [parameter.numel() for parameter in named.values()]

    def loss(flat: Tensor) -> Tensor:
        parts = zip(named.items(), torch.split(flat, sizes), strict=True)
        own = {name: part.view(parameter.shape) for (name, parameter), part in parts}
        return loss_fn(torch.func.functional_call(model, own, (x,)), t)

    with torch.no_grad():
        return torch.vmap(loss, chunk_size=at_once)(weights)


def largest_curvature(
    model: nn.Module, loss_fn: Callable[[Tensor, Tensor], Tensor], x: Tensor, t: Tensor, steps: int
) -> float:
    """Return the largest eigenvalue of the loss's Hessian: how much it bends along the direction where it bends most.

    Of the P x P matrix only products with vectors are needed. Each product is the next vector, as in power iteration,
    but all are kept, at right angles: their span finds the eigenvalue in far fewer steps, and with its sign.

    Source: Lanczos 1950; products with the Hessian: Pearlmutter 1994.
    """
    parameters = list(model.parameters())
    slopes = torch.autograd.grad(loss_fn(model(x), t), parameters, create_graph=True)
    slope = torch.cat([part.flatten() for part in slopes])
    vector = torch.randn(len(slope), generator=torch.Generator().manual_seed(0), dtype=slope.dtype).to(slope.device)
    kept: list[Tensor] = []
    products: list[Tensor] = []
    for _ in range(min(steps, len(slope))):
        length = vector.norm()
        for other in kept + kept:  # twice: once leaves rounding
            vector = vector - (vector @ other) * other
        if vector.norm() <= 1e-5 * length:  # nothing new
            break
        kept.append(vector / vector.norm())
        parts = torch.autograd.grad(slope, parameters, kept[-1], retain_graph=True, materialize_grads=True)
        products.append(torch.cat([part.flatten() for part in parts]))
        vector = products[-1]
    return float(torch.linalg.eigvalsh(torch.stack(kept) @ torch.stack(products).T)[-1])
