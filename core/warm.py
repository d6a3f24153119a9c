"""What a server does once, before the first learner computes."""

import gc

import torch


def warm() -> None:
    """Use one thread per small network, and load what the first optimizer and the first expression would load."""
    torch.set_num_threads(1)
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([parameter])
    parameter.sum().backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    torch.arange(1, device="meta")  # how large a result would be is asked there
    gc.collect()
    gc.freeze()
