"""Laws that hold for every data set."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from core.datasets import DATASETS, input_names, load, maker_source, n_classes
from core.datasets.load import _load
from core.errors import ConfigError

NAMES = [name for name in DATASETS if name != "your CSV"]
DRAWN = [name for name in NAMES if DATASETS[name].kind != "table"]
REAL = [name for name in NAMES if DATASETS[name].kind == "table"]


def noisy(name):
    return DATASETS[name].noise_range.high / 4 if name in DRAWN else None


def tensors(data):
    return [getattr(split, part) for split in (data.train, data.test) for part in ("x", "y", "points")]


def equal(one, other):
    return all(torch.equal(a, b) for a, b in zip(tensors(one), tensors(other), strict=True))


def test_the_data_sets_are_all_there_in_their_order():
    assert list(DATASETS) == [
        *("straight line", "noisy sine", "polynomial", "circles", "moons", "blobs"),
        *("circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss"),
        *("iris", "wine", "breast cancer", "diabetes", "digits", "your CSV"),
    ], "the menu's order is chosen: write a new data set into this list where it belongs"


@pytest.mark.parametrize("name", DATASETS)
def test_an_entry_says_what_it_is_for_and_where_it_comes_from(name):
    entry = DATASETS[name]
    assert entry.kind in ("line", "plane", "table")
    assert entry.split in ("in order", "shuffled")
    assert entry.idea.endswith((".", "?"))
    assert entry.source
    assert entry.n_samples in entry.n_samples_range
    assert entry.noise in entry.noise_range
    assert entry.noise_means or entry.kind == "table"
    assert bool(entry.classes) == (entry.task == "classification")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_shapes_and_dtypes_are_as_promised(ask, name, dtype):
    data = load(ask(dataset=name, dtype=dtype))
    entry = DATASETS[name]
    wanted = getattr(torch, dtype)
    for split in (data.train, data.test):
        n = len(split.points)
        assert split.points.shape == (n, len(entry.columns))
        assert split.x.shape == (n, len(data.input_names))
        assert split.x.dtype == split.points.dtype == wanted
        if entry.task == "regression":
            assert (split.y.shape, split.y.dtype) == ((n, 1), wanted)
        else:
            assert (split.y.shape, split.y.dtype) == ((n,), torch.int64)
            assert split.y.min() >= 0
            assert split.y.max() < len(entry.classes)
    assert len(data.train.x) + len(data.test.x) == entry.n_samples
    assert (data.kind, data.task, data.classes) == (entry.kind, entry.task, entry.classes)


@pytest.mark.parametrize("name", NAMES)
def test_the_widths_known_beforehand_are_those_of_the_data(ask, name):
    data = load(ask(dataset=name))
    assert input_names(ask(dataset=name)) == data.input_names == data.point_names
    assert n_classes(ask(dataset=name)) == len(data.classes)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_data(ask, name):
    one = load(ask(dataset=name, noise=noisy(name)))
    _load.cache_clear()
    assert equal(one, load(ask(dataset=name, noise=noisy(name))))


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_gives_other_data(ask, name):
    one, other = (load(ask(dataset=name, noise=noisy(name), seed=seed)) for seed in (1, 2))
    assert not (torch.equal(one.train.x, other.train.x) and torch.equal(one.train.y, other.train.y))


@pytest.mark.parametrize("name", NAMES)
def test_equal_settings_share_one_result(ask, name):
    assert load(ask(dataset=name)) is load(ask(dataset=name, n_samples=DATASETS[name].n_samples))


@pytest.mark.parametrize("name", DRAWN)
def test_both_dtypes_hold_the_same_points(ask, name):
    single, double = (load(ask(dataset=name, noise=noisy(name), dtype=dtype)) for dtype in ("float32", "float64"))
    for a, b in zip(tensors(single), tensors(double), strict=True):
        told = "{}\nDraw in float64, then convert: .to(dtype) comes last.".format
        torch.testing.assert_close(a.double(), b.double(), rtol=1e-6, atol=1e-6, msg=told)


@pytest.mark.parametrize("name", NAMES)
def test_the_global_random_state_is_left_alone(ask, name):
    before = torch.get_rng_state()
    _load.cache_clear()
    load(ask(dataset=name, noise=noisy(name)))
    assert torch.equal(before, torch.get_rng_state())


def test_parallel_drawing_equals_serial_drawing(ask):
    asked = [ask(dataset=name, noise=noisy(name), seed=seed) for name in NAMES for seed in (3, 4)]
    serial = [load(request) for request in asked]
    _load.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        parallel = list(pool.map(load, asked))
    assert all(equal(one, other) for one, other in zip(serial, parallel, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_points_of_one_s_own_are_encoded_like_the_data(ask, name):
    data = load(ask(dataset=name, dtype="float64"))
    torch.testing.assert_close(data.encode(data.test.points), data.test.x, rtol=0, atol=0)


@pytest.mark.parametrize("name", ["circles", "spiral", "reg-plane"])
def test_features_are_computed_from_the_points(ask, name):
    data = load(ask(dataset=name, features=("x1*x2", "sin(x2)", "x1")))
    assert data.input_names == ("x1", "x1*x2", "sin(x2)")
    x1, x2 = data.train.points.unbind(dim=1)
    assert torch.equal(data.train.x, torch.stack([x1, x1 * x2, x2.sin()], dim=1))


@pytest.mark.parametrize("name", REAL)
def test_columns_of_a_table_can_be_chosen(ask, name):
    columns = DATASETS[name].columns
    data = load(ask(dataset=name, features=(columns[2], columns[0])))
    assert data.input_names == (columns[0], columns[2])
    assert data.train.x.shape[1] == 2


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("end", ["low", "high"])
def test_the_ends_of_the_ranges_can_be_drawn(ask, name, end):
    entry = DATASETS[name]
    n_samples, noise = int(getattr(entry.n_samples_range, end)), getattr(entry.noise_range, end)
    for share in (0.1, 0.9):
        data = load(ask(dataset=name, n_samples=n_samples, noise=noise, train_share=share))
        assert len(data.train.x) == round(n_samples * share)
        assert all(tensor.isfinite().all() for tensor in tensors(data))


@pytest.mark.parametrize("name", DRAWN)
def test_the_drawn_range_holds_the_points(ask, name):
    data = load(ask(dataset=name))
    columns = torch.cat([data.train.points, data.test.points])
    if data.kind == "line":
        columns = torch.cat([columns, torch.cat([data.train.y, data.test.y])], dim=1)
    inside = [(low <= column) & (column <= high) for (low, high), column in zip(data.extent, columns.T, strict=True)]
    assert torch.stack(inside).double().mean() == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_code_shown_runs_by_itself_and_draws_the_same(name):
    entry, namespace = DATASETS[name], {}
    exec(maker_source(name), namespace)  # noqa: S102
    shown = namespace[entry.make.__name__]
    settings = () if entry.kind == "table" else (60, noisy(name), 5, torch.float32)
    extra = dict.fromkeys(entry.extra, 0.5)
    for ours, theirs in zip(entry.make(*settings, **extra), shown(*settings, **extra), strict=True):
        assert torch.equal(ours, theirs)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dataset": "cirles"}, "dataset must be one of straight line, .*'cirles'"),
        ({"dtype": "float16"}, "dtype must be one of float32, float64"),
        ({"seed": -1}, r"seed must be a whole number in \[0, "),
        ({"n_samples": 3}, r"n_samples must be a whole number in \[20, 2000\], got 3"),
        ({"n_samples": 1e9}, "n_samples must be a whole number"),
        ({"noise": float("nan")}, r"noise must lie in \[0, 0.5\], got nan"),
        ({"noise": "loud"}, "noise must lie in"),
        ({"train_share": 2.0}, "train_share must lie in"),
        ({"train_share": 1.0}, "train_share 1 of 1000 rows leaves none to test on"),
        ({"train_share": 0.0}, "train_share 0 of 1000 rows leaves none to train on"),
        ({"features": ("x9",)}, "features must be chosen from x1, x2"),
        ({"dataset": "straight line", "features": ("x2",)}, "features must be chosen from x1, "),
        ({"dataset": "iris", "features": ("x1",)}, r"features must be chosen from sepal length \(cm\)"),
        ({"dataset": "your CSV"}, "'your CSV' needs a table"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence(ask, settings, words):
    with pytest.raises(ConfigError, match=words) as refusal:
        load(ask(**{"dataset": "circles"} | settings))
    assert "\n" not in str(refusal.value)


def test_the_package_loads_neither_pandas_nor_scikit_learn():
    code = "import sys, core.datasets; print(*sorted({'pandas', 'sklearn', 'streamlit'} & set(sys.modules)))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == ""
