"""The time machine of a tab of 1400x900."""

from typing import Any

import pytest

from tests.browser.training.machine import Machine


@pytest.fixture
def machine(visitor: Any) -> Machine:
    return Machine(visitor)
