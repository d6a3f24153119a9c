"""The program that computes a landscape: the run's own script, which keeps its weights, and a few lines after it."""

from collections.abc import Callable, Iterator
from pprint import pformat
from typing import Any, Final

from core.datasets import load
from core.loss_landscape import arithmetic
from core.loss_landscape.curvature import CURVATURE_STEPS, sharpened_at
from core.loss_landscape.landscape import chunk_of, side_of
from core.loss_landscape.window import Window
from core.replay import moments
from core.script import training_script
from core.script.bare import bare
from core.source import keep
from core.training import TrainState, noise_varies

_KEEP: Final = "path.append(flat_weights(model))"
_KEEP_POINTS: Final = "points_at.append((x_train, t_train))"
_LOOP: Final = "\nfor epoch in range(1, "
_TRAINED: Final = "\n    model.eval()\n"  # the first line after the steps of an epoch

keep([arithmetic.losses_at])


def landscape_script(state: TrainState, window: Window) -> str:
    """Write the whole program: it trains, keeps the weights on its way, and computes the landscape.

    Raises:
        ValueError: the run's script has no place where its weights can be kept.
    """
    whole = training_script(state.config, state.epoch)
    if whole.count(_LOOP) != 1 or whole.count(_TRAINED) != 1:
        raise ValueError("the script of a run has one loop over epochs, with one line that ends training")
    epochs = pformat({moment.epoch for moment in moments(state)}, width=110, compact=True)
    before = f"\nkept = {epochs}\n\n{bare(arithmetic.flat_weights)}\n\npath = [flat_weights(model)]\n"
    keep_lines = [_KEEP]
    if noise_varies(state.config):
        before += "points_at = [(x_train, t_train)]  # they change on the way\n"
        keep_lines.append(_KEEP_POINTS)
    whole = whole.replace(_LOOP, before + _LOOP)
    kept = "".join(f"        {line}\n" for line in keep_lines)
    whole = whole.replace(_TRAINED, f"{_TRAINED}    if epoch in kept:\n{kept}")
    whole = whole.replace("import math\n", "import math\nfrom collections.abc import Callable\n", 1)
    return f"{whole}\n{landscape_code(state, window)}"


def landscape_code(state: TrainState, window: Window) -> str:
    """Write what comes after training: `path` holds the flat weights at the moments kept."""
    return "\n".join(_lines(state, window)) + "\n"


def _lines(state: TrainState, window: Window) -> Iterator[str]:
    part = window.part
    n_points = len(getattr(load(state.config), part).x)
    side, at_once = side_of(state.config, n_points), chunk_of(state.config, n_points)
    yield "# The loss landscape around the end"
    for function in _functions(window):
        yield f"{bare(function)}\n"
    yield "path = torch.stack(path)  # (moments, weights)"
    if window.plane == "path":
        yield "directions = path_directions(path)"
        yield "places = places_in_plane(path, directions)"
        yield f"half = {window.span!r} * places.abs().max().item()"
    else:
        yield f"directions = random_directions(model, seed={window.seed})"
        yield "places = places_in_plane(path, directions)"
        yield f"half = {window.span!r}"
    yield f"steps = torch.linspace(-half, half, {side}, dtype=torch.float64)"
    yield "grid = torch.cartesian_prod(steps, steps).flip(1)  # first direction across, second up"
    yield f"weights = (path[-1] + grid @ directions).to(x_{part})"
    yield f"losses = losses_at(model, loss_fn, x_{part}, t_{part}, weights, at_once={at_once}).view({side}, {side})"
    yield f"profiles = losses[{side // 2}], losses[:, {side // 2}]  # along the two directions, through the end"
    yield "missed = path - path[-1] - places @ directions"
    yield "share = 1 - (missed.square().sum() / (path - path[-1]).double().square().sum()).item()"
    yield "sharpening = []  # at some of the moments, the last of them the end"
    yield f"for moment in {[*sharpened_at(state)]}:"
    yield "    nn.utils.vector_to_parameters(path[moment], model.parameters())"
    points = "*points_at[moment]" if noise_varies(state.config) else "x_train, t_train"
    yield f"    sharpening.append(largest_curvature(model, loss_fn, {points}, steps={CURVATURE_STEPS}))"
    yield f"print(f'{part} loss at the end {{losses[{side // 2}, {side // 2}].item()}}')"
    yield "print(f'lowest {losses.min().item()}, highest {losses.max().item()}')"
    yield "print(f'share of the path in the plane {share}')"
    yield "print(f'sharpness {sharpening[-1]}')"


def _functions(window: Window) -> list[Callable[..., Any]]:
    directions = arithmetic.path_directions if window.plane == "path" else arithmetic.random_directions
    return [directions, arithmetic.places_in_plane, arithmetic.losses_at, arithmetic.largest_curvature]
