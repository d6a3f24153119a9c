"""What a server does once, before the first learner computes."""

import gc

import torch


def warm() -> None:
    """Use one thread per small network, and load what the first optimizer would load (about 2 s)."""
    torch.set_num_threads(1)
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([parameter])
    parameter.sum().backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    gc.collect()
    gc.freeze()
