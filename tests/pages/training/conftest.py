"""The training page, with its code laid open."""

import pytest

from tests.pages.training.reading import Open


@pytest.fixture
def open_page(open_page: Open) -> Open:
    """Open the page with its code laid open, where a test does not ask for something else."""
    return lambda name, **settings: open_page(name, **{"behind": "Code"} | settings)
