"""The PyTorch behind the labs, written from the run's settings as code that runs."""

from collections.abc import Sequence
from typing import Final

from torch import nn

from core.config import TrainConfig
from core.models import build
from core.optimizers import OPTIMIZERS

HEAD: Final = "import torch\nfrom torch import nn\n\n\n"


def network_code(model: nn.Sequential) -> str:
    """Write a function that makes such a network, with weights of its own."""
    layers = "".join(f"        nn.{layer!r},\n" for layer in model)
    return f"def network():\n    return nn.Sequential(\n{layers}    )\n"


def ritual_script(config: TrainConfig, points: Sequence[Sequence[float]]) -> str:
    """Write the ritual: load the trained weights, save them again, fill a new instance, compare.

    Args:
        config: the run's settings; `weights.pth`, saved from it, must lie beside the script.
        points: what both networks are asked, (N, n_inputs).
    """
    rows = "".join(f"    {list(row)},\n" for row in points)
    return (
        f"{HEAD}{network_code(build(config))}\n\n"
        f"points = torch.tensor([\n{rows}], dtype=torch.{config.dtype})\n\n"
        "state_dict = torch.load('weights.pth', weights_only=True)  # the file from the button above\n"
        "trained = network()\n"
        "trained.load_state_dict(state_dict)\n\n"
        "torch.save(trained.state_dict(), 'again.pth')\n"
        "loaded = network()                    # a new instance: other, random weights\n"
        "print(loaded.load_state_dict(torch.load('again.pth', weights_only=True)))\n\n"
        "with torch.inference_mode():\n"
        "    print(trained(points))\n"
        "    print(torch.equal(trained(points), loaded(points)))\n"
    )


def inside_script(name: str) -> str:
    """Write how to look into a file without running anything in it."""
    return (
        "import pickletools\nimport zipfile\n\nimport torch\n\n"
        f"with zipfile.ZipFile({name!r}) as archive:\n"
        "    for entry in archive.infolist():\n"
        "        print(entry.filename, entry.file_size)\n"
        "    inner = next(entry for entry in archive.namelist() if entry.endswith('/data.pkl'))\n"
        "    pickletools.dis(archive.read(inner))  # reads the instructions, runs none\n\n"
        "try:\n"
        f"    print(torch.load({name!r}, weights_only=True).keys())\n"
        "except Exception as error:\n"
        "    print(error)\n"
    )


def resume_script(config: TrainConfig) -> str:
    """Write how training goes on from a checkpoint, in full batches and in plain PyTorch.

    Args:
        config: the run's settings; `checkpoint.pth`, saved from it, must lie where the script is run.
    """
    optimizer = OPTIMIZERS[config.optimizer].code(
        "model.parameters()", lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay
    )
    settings = f"dataset={config.dataset!r}, n_samples={config.n_samples}, seed={config.seed}"
    return (
        "# Run this in the playground's folder, with checkpoint.pth there: the points come from its core.\n"
        "import torch\nfrom torch import nn\n\nfrom core.config import TrainConfig\nfrom core.datasets import load\n\n"
        f"data = load(TrainConfig({settings})).train\n"
        "x, targets = data.x, data.y.to(data.x.dtype).unsqueeze(1)\n\n\n"
        f"{network_code(build(config))}\n\n"
        "checkpoint = torch.load('checkpoint.pth', weights_only=True)\n"
        "model = network()\n"
        "model.load_state_dict(checkpoint['weights'])\n"
        f"optimizer = {optimizer}\n"
        "optimizer.load_state_dict(checkpoint['optimizer'])  # without this line: the gap in the picture\n\n"
        "loss_fn = nn.BCEWithLogitsLoss()\n"
        f"for epoch in range(checkpoint['epoch'], {config.epochs}):\n"
        "    loss = loss_fn(model(x), targets)\n"
        "    optimizer.zero_grad()\n"
        "    loss.backward()\n"
        "    optimizer.step()\n\n"
        "print(loss_fn(model(x), targets).item())\n"
    )
