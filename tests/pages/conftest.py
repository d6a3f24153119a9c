"""Pages without a browser, as a visitor would meet them: entered through app.py, with settings in their link."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui import following

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for every run: a fragment that runs again by itself needs a browser."""
    monkeypatch.setattr(following, "PATIENCE", 60)


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Return a function that opens a page: `open_page("training", lr="0.3", lab="sweep")`; "home" is app.py."""

    def run(name: str = "home", **settings: Any) -> AppTest:
        page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        if name != "home":
            page.switch_page(f"pages/{name}.py")
        for key, value in settings.items():
            page.query_params[key] = value
        return page.run()

    return run
