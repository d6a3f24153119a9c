"""Points by hand on the Training page: they begin as those of the data set, and become the run's own table."""

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import load
from core.script import training_script
from core.tables import points_csv, points_table
from ui.charts.own_points import own_points_frame, spans
from ui.labs.training.views.points import edited

Open = Callable[..., AppTest]
NAMES = ("x1", "x2", "class")
BASE = {"n_samples": "60", "epochs": "3", "behind": "Your points"}


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def begun(page: AppTest) -> pd.DataFrame:
    return page.dataframe[0].value


def test_they_begin_as_points_of_the_data_set(open_page: Open):
    page = open_page("training", **BASE, dataset="moons", begin="all points")
    data = load(TrainConfig(dataset="moons", n_samples=60))
    frame = begun(page)
    assert list(frame.columns) == ["x1", "x2", "moon"]
    expected = [*data.train.points.tolist(), *data.test.points.tolist()]
    assert frame[["x1", "x2"]].to_numpy().tolist() == [pytest.approx(point, abs=6e-4) for point in expected]
    classes = [data.classes[index] for index in (*data.train.y.tolist(), *data.test.y.tolist())]
    assert frame["moon"].tolist() == classes
    assert len(begun(open_page("training", **BASE, dataset="moons"))) == 40


@pytest.mark.parametrize("dataset", ["moons", "spiral", "blobs", "reg-gauss"])
def test_the_page_trains_on_them_and_its_code_reads_their_file(dataset, open_page: Open):
    page = open_page("training", **BASE, dataset=dataset, loss="MSE" if dataset == "moons" else "fits the data")
    frame = begun(page)
    task = "regression" if dataset == "reg-gauss" else "classification"
    press(page, "Train on these points")
    assert page.selectbox(key="dataset").value == "your CSV"
    assert not page.warning
    assert begun(page).shape == frame.shape
    file = points_csv(tuple(frame.columns), [*frame.itertuples(index=False, name=None)], task)
    table = points_table(file, frame.columns[2], task)
    page.segmented_control(key="behind").set_value("Code").run()
    config = TrainConfig(dataset="your CSV", table=table, hidden=(16, 16), activation="Tanh", batch_size=25, epochs=3,
                         train_share=load_share(dataset))  # fmt: skip
    assert page.code[0].value == training_script(config).strip()
    assert [button.label for button in page.get("download_button")][-1] == "Download your_points.csv"


def load_share(dataset: str) -> float:
    share = TrainConfig(dataset=dataset).train_share
    assert share is not None
    return share


def test_too_few_points_change_nothing_and_are_told(open_page: Open):
    page = press(open_page("training", **BASE, dataset="moons", begin="nothing"), "Train on these points")
    assert page.selectbox(key="dataset").value == "moons"
    (warning,) = page.warning
    assert warning.value == "From 4 to 2,000 points can be trained on; here are 0."


@pytest.mark.parametrize("dataset", ["noisy sine", "iris", "your CSV"])
def test_where_there_is_no_plane_that_is_said(dataset, open_page: Open):
    page = open_page("training", dataset=dataset, epochs="2", behind="Your points")
    assert not page.exception
    assert any("where the data lies on a plane" in caption.value for caption in page.caption)


def test_two_columns_of_a_table_are_a_plane_too(open_page: Open):
    features = ["petal length (cm)", "petal width (cm)"]
    page = open_page("training", dataset="iris", epochs="2", behind="Your points", features=features)
    assert list(begun(page).columns) == [*features, "species"]
    press(page, "Train on these points")
    assert page.selectbox(key="dataset").value == "your CSV"
    assert not page.warning


def test_what_was_edited_added_and_deleted_is_applied():
    rows = [(0.0, 1.0, "a"), (2.0, 3.0, "b"), (4.0, 5.0, "a")]
    changes = {
        "edited_rows": {0: {"x2": -1.0}, 2: {"class": "b", "x1": None}},
        "added_rows": [{"x1": 9.0, "class": "c"}, {}],
        "deleted_rows": [1],
    }
    assert edited(rows, NAMES, changes) == [(0.0, -1.0, "a"), (None, 5.0, "b"), (9.0, None, "c"), (None, None, None)]
    assert edited(rows, NAMES, {"edited_rows": {}, "added_rows": [], "deleted_rows": []}) == rows


@pytest.mark.parametrize("rows", [[], [(0.0, 0.0, "a")], [(1e6, -1e6, "a"), (3.0, 0.25, "b")], [(None, 1.0, "a")]])
def test_every_point_lies_in_the_picture(rows):
    frame = own_points_frame(rows)
    for name, (low, high) in zip(("x1", "x2"), spans(frame), strict=True):
        assert low < high
        assert frame[name].between(low, high).all()
