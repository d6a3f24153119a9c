"""A hold on the work of a test."""

import pytest

from tests.core.jobs.holding import Slices


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> Slices:
    return Slices(monkeypatch)
