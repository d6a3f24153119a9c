"""Points by hand on the Training page: they begin as those of the data set, and become the run's own table."""

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import load
from core.script import training_script
from core.tables import points_csv, points_table
from ui.components.points.pack import pack
from ui.labs.training.drawing import edited

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


@pytest.mark.parametrize("dataset", ["moons", "spiral", "blobs", "reg-gauss", "noisy sine"])
def test_the_page_trains_on_them_and_its_code_reads_their_file(dataset, open_page: Open):
    page = open_page("training", **BASE, dataset=dataset, loss="MSE" if dataset == "moons" else "fits the data")
    frame = begun(page)
    task = "regression" if dataset in {"reg-gauss", "noisy sine"} else "classification"
    press(page, "Train on these points")
    assert page.selectbox(key="dataset").value == "your CSV"
    assert not page.warning
    assert begun(page).shape == frame.shape
    file = points_csv(tuple(frame.columns), [*frame.itertuples(index=False, name=None)], task)
    table = points_table(file, frame.columns[-1], task)
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


@pytest.mark.parametrize("dataset", ["iris", "your CSV", "digits"])
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
    packed = pack(NAMES, rows, [(0.0, 0.0, "a"), (1.0, 2.0, "b")], ("a", "b"))
    for axis, (low, high) in enumerate(packed["extent"]):
        assert low < high
        assert all(low <= point[axis + 1] <= high for point in packed["points"])


def test_a_point_set_inside_does_not_move_the_axes():
    usual = [(0.0, 0.0, "a"), (1.0, 2.0, "b")]
    extents = [pack(NAMES, rows, usual, ("a", "b"))["extent"] for rows in ([], [(1.02, -0.05, "a")], usual)]
    assert extents[0] == extents[1] == extents[2]


def test_a_row_with_an_empty_cell_is_not_drawn_but_keeps_its_place():
    packed = pack(NAMES, [(None, 1.0, "a"), (0.5, 1.0, "b"), (0.5, 1.0, None)], [], ("a", "b"))
    assert packed["points"] == [(1, 0.5, 1.0, "b")]
    assert packed["n_rows"] == 3


def test_on_a_line_the_target_is_an_axis():
    packed = pack(("x", "y"), [(0.5, -2.0), (1.0, None)], [(0.0, 0.0), (1.0, 1.0)], ())
    assert packed["points"] == [(0, 0.5, -2.0)]
    assert packed["extent"][1][0] <= -2


# What the picture sends.
def send(page: AppTest, *changes: dict, source: str | None = None) -> AppTest:
    drawing = list(page.session_state["_drawings"].values())[-1]
    numbered = [{"seq": 1 + at, "source": source or drawing.source} | change for at, change in enumerate(changes)]
    page.session_state["points picture"] = {"changes": numbered}
    page.run()
    assert not page.exception
    return page


def rows_of(page: AppTest) -> list[tuple]:
    return [*begun(page).itertuples(index=False, name=None)]


def test_what_is_done_in_the_picture_stands_in_the_cells_and_is_trained_on(open_page: Open):
    page = open_page("training", **BASE, dataset="moons")
    before = rows_of(page)
    x, y, moon = before[0]
    send(page, {"kind": "add", "points": [[0.25, -0.5, "lower"], [1.5, 1.25, "third"], [1.5, 1.5, "third"]]},
         {"kind": "move", "row": 0, "was": [x, y, moon], "to": [-1, 0.5]}, {"kind": "undo"},
         {"kind": "remove", "row": 1, "was": list(before[1])})  # fmt: skip
    after = [before[0], *before[2:], (0.25, -0.5, "lower"), (1.5, 1.25, "third"), (1.5, 1.5, "third")]
    assert rows_of(page) == after
    press(page, "Train on these points")
    assert page.selectbox(key="dataset").value == "your CSV"
    assert rows_of(page) == after


def test_a_point_of_a_line_is_moved_and_all_is_started_over(open_page: Open):
    page = open_page("training", **BASE, dataset="noisy sine")
    before = rows_of(page)
    send(page, {"kind": "move", "row": 0, "was": list(before[0]), "to": [0.5, 4]}, {"kind": "add", "points": [[1, 2]]})
    assert rows_of(page) == [(0.5, 4.0), *before[1:], (1.0, 2.0)]
    press(page, "Start over")
    assert rows_of(page) == before
    assert not [button for button in page.button if button.label == "Start over"]


def test_the_same_message_again_changes_nothing_and_neither_does_one_for_other_points(open_page: Open):
    page = open_page("training", **BASE, dataset="moons")
    send(page, {"kind": "add", "points": [[0, 0, "lower"]]})
    assert len(rows_of(page.run())) == 41
    send(page, {"seq": 7, "kind": "clear"}, source="others")
    assert len(rows_of(page)) == 41


@pytest.mark.parametrize("change", [
    {"kind": "add", "points": [[float("nan"), 0, "lower"]]}, {"kind": "add", "points": "x" * 9}, {"kind": "eval"},
    {}, {"kind": "move", "row": 0, "was": [9, 9, "lower"], "to": [0, 0]}, {"kind": "remove", "row": 400, "was": 1},
])  # fmt: skip
def test_what_cannot_be_is_told_and_changes_nothing(change, open_page: Open):
    page = open_page("training", **BASE, dataset="moons")
    before = rows_of(page)
    send(page, change)
    assert rows_of(page) == before
    assert len(page.warning) == 1


def test_points_are_kept_while_others_are_begun_with_and_another_view_is_looked_at(open_page: Open):
    page = open_page("training", **BASE, dataset="moons")
    send(page, {"kind": "add", "points": [[0, 0, "lower"]]})
    page.segmented_control(key="begin").set_value("nothing").run()
    assert rows_of(page) == []
    page.segmented_control(key="behind").set_value("Code").run()
    page.segmented_control(key="behind").set_value("Your points").run()
    page.segmented_control(key="begin").set_value("40 points").run()
    assert rows_of(page)[40:] == [(0.0, 0.0, "lower")]
