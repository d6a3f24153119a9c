"""What all tests share: one torch thread, as on the server, and examples that do not depend on the machine's speed."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")
settings.register_profile("project", deadline=None, max_examples=25, derandomize=True, database=None)
settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Compute as the server does: networks this small lose to thread contention."""
    import torch

    torch.set_num_threads(1)
