"""The shape of the project: imports point one way, every page is whole, versions are pinned, modules stay short."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.page import PAGES, read_text

ROOT = Path(__file__).resolve().parents[1]
STANDARD = set(sys.stdlib_module_names)

# What each layer may import at all, written from the bottom up; a page's labs may show torch.
LAYERS = {
    "core": STANDARD | {"torch", "numpy", "sklearn", "core"},
    "ui/charts": STANDARD | {"torch", "numpy", "pandas", "altair", "PIL", "core", "ui"},
    "ui": STANDARD | {"torch", "numpy", "pandas", "streamlit", "PIL", "core", "ui"},
    "pages": STANDARD | {"torch", "streamlit", "core", "ui"},
    "app.py": STANDARD | {"streamlit", "core", "ui"},
}
HEAVY = {"torch", "altair", "pandas", "sklearn"}
REPORT = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    before = set(sys.modules)
    importlib.import_module(name)
    news = {module.partition(".")[0] for module in set(sys.modules) - before}
    print(json.dumps([name, sorted(news)]))
"""


def files(layer: str) -> list[Path]:
    path = ROOT / layer
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [file for file in found if layer != "ui" or "charts" not in file.relative_to(path).parts]


def dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> Iterator[str]:
    """Yield the full name of everything a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = dotted(file).split(".")[: -node.level or None] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def loaded(names: list[str]) -> dict[str, set[str]]:
    """Import modules one after another in a fresh interpreter; tell which packages each brought in."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT, json.dumps(names)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name: set(news) for name, news in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_it_may(layer: str) -> None:
    for file in files(layer):
        strays = {name for name in imported(file) if name.partition(".")[0] not in LAYERS[layer]}
        assert not strays, f"{file.relative_to(ROOT)} imports {sorted(strays)}"


def test_charts_import_nothing_of_ui_but_charts() -> None:
    for file in files("ui/charts"):
        strays = {name for name in imported(file) if name.startswith("ui") and not name.startswith("ui.charts")}
        assert not strays, f"{file.relative_to(ROOT)} imports {sorted(strays)}"


def test_nothing_shared_imports_a_page_or_its_labs() -> None:
    shared = [file for file in files("ui") if "labs" not in file.parts] + files("ui/charts")
    for file in shared:
        strays = {name for name in imported(file) if name.startswith(("ui.labs", "pages", "app."))}
        assert not strays, f"{file.relative_to(ROOT)} imports {sorted(strays)}"


def test_a_lab_imports_no_other_pages_labs() -> None:
    for file in (ROOT / "ui" / "labs").rglob("*.py"):
        page = dotted(file).split(".")[2] if dotted(file) != "ui.labs" else ""
        strays = {n for n in imported(file) if n.startswith("ui.labs.") and not n.startswith(f"ui.labs.{page}")}
        assert not strays, f"{file.relative_to(ROOT)} imports {sorted(strays)}"


def test_core_loads_nothing_that_draws_even_by_way_of_others() -> None:
    for module, news in loaded([dotted(file) for file in files("core")]).items():
        assert not news & {"streamlit", "altair", "pandas", "matplotlib"}, module


def test_charts_load_no_streamlit_even_by_way_of_others() -> None:
    for module, news in loaded([dotted(file) for file in files("ui/charts")]).items():
        assert "streamlit" not in news, module


def test_the_frame_of_every_page_loads_nothing_heavy() -> None:
    assert not loaded(["ui.page"])["ui.page"] & HEAVY


def test_home_computes_without_torch() -> None:
    """Torch is warmed by a thread behind the page; the page itself must not wait for it."""
    script = """
import sys, types, core
core.warm = sys.modules["core.warm"] = types.SimpleNamespace(warm=lambda: None)
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
assert not page.exception, page.exception
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["False"], done.stdout + done.stderr


def test_a_page_is_one_script_one_text_and_one_line_in_the_menu() -> None:
    scripts = {f"pages/{file.name}" for file in (ROOT / "pages").glob("*.py")} | {"app.py"}
    assert {page.script for page in PAGES} == scripts
    texts = {file.stem for file in (ROOT / "pages" / "text").iterdir()}
    assert texts == {"home" if page.script == "app.py" else Path(page.script).stem for page in PAGES}
    assert len({page.title for page in PAGES}) == len(PAGES) == len({page.icon for page in PAGES})


@pytest.mark.parametrize("script", [page.script for page in PAGES])
def test_a_page_script_is_short_and_begins_with_its_text(script: str) -> None:
    source = (ROOT / script).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    statements = [n for n in ast.parse(source).body if not isinstance(n, ast.Import | ast.ImportFrom | ast.Expr)]
    assert ast.unparse(statements[0]) == "text = begin(__file__)"


def headings(node: ast.expr) -> set[str]:
    """Return the patterns that an index such as "Intro", f"{lab}: predict" or "A" if short else "B" can name."""
    if isinstance(node, ast.JoinedStr):
        return {"".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values)}
    if isinstance(node, ast.IfExp):
        return headings(node.body) | headings(node.orelse)
    return {re.escape(node.value)} if isinstance(node, ast.Constant) else set()


@pytest.mark.parametrize("script", [page.script for page in PAGES])
def test_every_heading_asked_for_is_written_and_every_heading_written_is_asked_for(script: str) -> None:
    name = "home" if script == "app.py" else Path(script).stem
    sources = [ROOT / script, *(ROOT / "ui" / "labs" / name).rglob("*.py"), *(ROOT / "ui").glob("*.py")]
    asked = {
        pattern
        for file in sources
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "text"
        for pattern in headings(node.slice)
    }
    written = set(read_text(name))
    literal = {pattern for pattern in asked if ".+" not in pattern}
    assert not {pattern for pattern in literal if not any(re.fullmatch(pattern, heading) for heading in written)}
    assert not {heading for heading in written if not any(re.fullmatch(pattern, heading) for pattern in asked)}


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "ui" / "labs").iterdir() if path.is_dir()))
def test_every_lab_is_offered_by_its_page(folder: str) -> None:
    if folder == "__pycache__":
        return
    script = ROOT / ("app.py" if folder == "home" else f"pages/{folder}.py")
    package = sorted((ROOT / "ui" / "labs" / folder).rglob("*.py"))
    used = {name for file in [script, *package] for name in imported(file)}
    unused = [dotted(f) for f in package if f.name != "__init__.py" and not any(n.startswith(dotted(f)) for n in used)]
    assert not unused


@pytest.mark.parametrize("layer", ["core", "ui", "ui/charts"])
def test_a_module_is_one_glance(layer: str) -> None:
    long = {str(f.relative_to(ROOT)): n for f in files(layer) if (n := len(f.read_text().splitlines())) > 300}
    assert not long


def test_versions_are_pinned_and_torch_is_the_one_the_lessons_quote() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
        assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line) for line in lines), lines
    assert "torch==2.13.0" in (ROOT / "requirements.txt").read_text().splitlines()
    assert "-r requirements.txt" in (ROOT / "requirements-dev.txt").read_text().splitlines()


def test_every_package_imported_is_required() -> None:
    required = set(re.findall(r"^([A-Za-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    names = {"sklearn": "scikit-learn", "PIL": "pillow"}
    used = {name.partition(".")[0] for layer in LAYERS for file in files(layer) for name in imported(file)}
    packages = {names.get(name, name) for name in used - STANDARD - {"core", "ui"}}
    assert packages <= required


@pytest.mark.parametrize(("folder", "banned"), [("core", {"streamlit", "altair", "pandas", "ui"}),
                                                ("ui/charts", {"streamlit"})])  # fmt: skip
def test_ruff_bans_the_same_imports(folder: str, banned: set[str]) -> None:
    settings = tomllib.loads((ROOT / folder / "ruff.toml").read_text())
    assert set(settings["lint"]["flake8-tidy-imports"]["banned-api"]) == banned


def test_nothing_evaluates_or_unpickles_what_a_visitor_sends() -> None:
    for layer in LAYERS:
        for file in files(layer):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                called = ast.unparse(node.func)
                assert called not in {"eval", "exec", "pickle.load", "pickle.loads"}, file
                if called == "torch.load":
                    given = {word.arg: ast.unparse(word.value) for word in node.keywords}
                    assert given.get("weights_only") == "True", file
