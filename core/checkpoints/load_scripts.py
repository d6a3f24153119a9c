"""The PyTorch that loads a file of weights: into a network of its own, into one guessed from it, or into none."""

from collections.abc import Sequence

from torch import nn

from core.checkpoints.guessing import Guess
from core.checkpoints.scripts import HEAD, network_code


def load_script(name: str, model: nn.Sequential, *, place: Sequence[str] = (), fits: bool = True) -> str:
    """Write how to fill a network from a file.

    Args:
        name: of the file, which must lie beside the script.
        model: the network.
        place: the keys that lead to the weights in it.
        fits: whether they fit; if not, the script prints what PyTorch says to that, strictly and leniently.
    """
    load = "print(model.load_state_dict(weights))\n"
    if not fits:
        load = (
            "for strict in (True, False):\n"
            "    try:\n"
            "        print(model.load_state_dict(weights, strict=strict))\n"
            "    except RuntimeError as error:\n"
            "        print(error)\n"
        )
    return f"{HEAD}{network_code(model)}\n\n{_listing(name, place)}\nmodel = network()\n{load}model.eval()\n"


def guessed_script(name: str, guessed: Guess, model: nn.Sequential, *, place: Sequence[str] = ()) -> str:
    """Write how to fill the network that was guessed from a file, where names or shapes may differ from the file's.

    Args:
        name: of the file, which must lie beside the script.
        guessed: what the file's names and shapes tell.
        model: the network built from it.
        place: the keys that lead to the weights in the file.
    """
    own = [key.removesuffix(".weight") for key in model.state_dict() if key.endswith(".weight")]
    pairs = zip(own, guessed.names, strict=True)
    names = "".join(f"    {f'{layer}.{kind}'!r}: {other!r},\n" for layer, both in pairs
                    for kind, other in zip(("weight", "bias"), both, strict=True))  # fmt: skip
    answer = (
        "print(f'y = {model[0].weight.item():.4f} x + {model[0].bias.item():.4f}')\n"
        if guessed.sizes == (1, 1)
        else "print(model)\n"
    )
    return (
        f"{HEAD}{network_code(model)}\n\n{_listing(name, place)}\n"
        f"names = {{  # the network's, and what the file calls them\n{names}}}\n"
        "model = network()\nshapes = {key: tensor.shape for key, tensor in model.state_dict().items()}\n"
        "filled = {key: weights[other].reshape(shapes[key]) for key, other in names.items()}\n"
        f"print(model.load_state_dict(filled))\nmodel.eval()\n{answer}"
    )


def listing_script(name: str, *, place: Sequence[str] = ()) -> str:
    """Write how to list the weights in a file, where no network is filled from it."""
    return f"import torch\n\n{_listing(name, place)}"


def refused_script(name: str) -> str:
    """Write how to ask PyTorch what it says to a file that was refused here, without running anything in it."""
    return (
        "import torch\n\n"
        "try:\n"
        f"    print(torch.load({name!r}, map_location='cpu', weights_only=True))\n"
        "except Exception as error:  # damaged files raise almost anything\n"
        "    print(error)\n"
    )


def _listing(name: str, place: Sequence[str]) -> str:
    keys = "".join(f"[{key!r}]" for key in place)
    return (
        f"weights = torch.load({name!r}, map_location='cpu', weights_only=True){keys}\n"
        "for key, tensor in weights.items():\n"
        "    print(key, tuple(tensor.shape))\n"
    )
