"""What this very server has: its devices, and what PyTorch answers when it is asked for them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import torch

from core.tensors.refusals import RefusedError, explain
from core.tensors.simulated import simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device of this server.

    Attributes:
        name: as `.to` takes it.
        what: what it is.
        memory: in bytes; None where PyTorch does not tell.
    """

    name: str
    what: str
    memory: int | None = None


_QUESTIONS: Final[Mapping[str, Callable[[], object]]] = {
    "torch.__version__": lambda: torch.__version__,
    "torch.cuda.is_available()": torch.cuda.is_available,
    "torch.backends.mps.is_available()": torch.backends.mps.is_available,
    "torch.accelerator.is_available()": torch.accelerator.is_available,
    "torch.get_num_threads()": torch.get_num_threads,
    "torch.get_default_dtype()": torch.get_default_dtype,
}


def devices_here() -> tuple[Device, ...]:
    """List the devices of this server."""
    threads, cores = torch.get_num_threads(), os.cpu_count() or 1
    kind = torch.backends.cpu.get_cpu_capability()
    said = f"{cores} cores with {kind}, of which PyTorch uses {threads} here"
    found = [Device(name="cpu", what=said)]
    for number in range(torch.cuda.device_count()):
        about = torch.cuda.get_device_properties(number)
        found.append(Device(name=f"cuda:{number}", what=about.name, memory=about.total_memory))
    if torch.backends.mps.is_available():
        found.append(Device(name="mps", what="the GPU of this Mac"))
    return tuple(found)


def answers() -> dict[str, str]:
    """Ask PyTorch; question to answer."""
    return {question: str(ask()) for question, ask in _QUESTIONS.items()}


def chosen_device() -> str:
    """Choose as the course does: a GPU where there is one."""
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


def device_script() -> str:
    """Write the course's choice of a device, with what it comes to here."""
    return "\n".join(
        [
            "import torch",
            "",
            "if torch.cuda.is_available():",
            '    device = "cuda"  # NVIDIA and AMD',
            "elif torch.backends.mps.is_available():",
            '    device = "mps"  # Apple',
            "else:",
            '    device = "cpu"',
            f"print(device)  # {chosen_device()}",
            "x = torch.rand(2, 3).to(device)  # without x = nothing has moved",
            "print(x.device)",
        ]
    )


def ask_for(device: str) -> RefusedError | None:
    """Send a tensor to a device for real; return what PyTorch says where there is none."""
    try:
        torch.ones(2).to(device)
    except (RuntimeError, AssertionError) as error:
        return explain(error)
    return None


def moving() -> dict[str, str]:
    """Find out what `.to` does; expression to what it comes to, with a GPU simulated where one is named."""
    x, model = torch.ones(1000, 1000), torch.nn.Linear(2, 2, device="meta")
    with simulated():
        there = torch.ones(2).to("cuda:0")
        stays = torch.ones(2)
        stays.to("cuda:0")
        where = {"x = x.to('cuda:0'); x.device": str(there.device), "x.to('cuda:0'); x.device": str(stays.device)}
    return {
        "x.to('cpu') is x": str(x.to("cpu") is x),
        **where,
        "model.to('meta') is model": str(model.to("meta") is model),
        "x.nbytes": f"{x.nbytes:,}",
    }


def to_numpy() -> RefusedError | None:
    """Hand a tensor that is not on the CPU to NumPy, for real: on meta, which is everywhere."""
    try:
        torch.ones(2, device="meta").numpy()
    except TypeError as error:
        return explain(error)
    return None
