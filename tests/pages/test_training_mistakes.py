"""Where the Training page says that a network is wrong."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from sklearn import metrics
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.datasets import load
from core.mistakes import confusion, judge, residuals, standing
from core.training import train
from ui.labs.training.views.mistakes_classes import chosen_cell, named_cells
from ui.labs.training.views.mistakes_points import enlarged

Open = Callable[..., AppTest]
OTHERS: dict[str, Any] = {"hidden": (16, 16), "activation": "Tanh", "lr": 0.1, "batch_size": 25}


def opened(open_page: Open, **settings: Any) -> AppTest:
    return sound(open_page("training", **{"behind": "Mistakes", "epochs": "4"} | settings))


def sound(page: AppTest) -> AppTest:
    assert not page.exception, [exception.message for exception in page.exception]
    assert not page.error
    return page


def words(page: AppTest) -> str:
    return " ".join(part.value for part in (*page.markdown, *page.caption)).replace("\\", "")


def cell(page: AppTest) -> Any:
    return page.selectbox(key="cell")


def judged(part: str = "test", **settings: Any) -> Any:
    config = TrainConfig(**OTHERS | {"epochs": 4} | settings)
    return judge(config, standing(train(config)), load(config), part)


def test_the_most_frequent_mistake_is_open_and_another_cell_shows_its_own_points(open_page: Open):
    page = opened(open_page, dataset="iris", epochs="2")
    found = judged(dataset="iris", epochs=2)
    data = load(TrainConfig(dataset="iris"))
    counts = confusion(found.y, found.found, 3)
    cells = named_cells(counts, data.classes)
    assert list(cell(page).options) == list(cells)
    wrong = counts - torch.diag(counts.diagonal())
    assert wrong.max() > 0
    assert counts[cells[cell(page).value]] == wrong.max()
    for name, place in cells.items():
        cell(page).set_value(name)
        sound(page.run())
        table = page.dataframe[0].value
        assert table["row"].tolist() == found.cell(*place).tolist()[:24]
        assert table["P(setosa)"].tolist() == pytest.approx(found.shares[table["row"].tolist(), 0].tolist(), abs=1e-4)
        assert table["petal width (cm)"].tolist() == pytest.approx(data.test.points[table["row"].tolist(), 3].tolist())
    assert f"**{int(counts.trace())} of 30** test points are right" in words(page)


def test_precision_recall_and_f1_of_the_part_chosen_are_those_of_scikit_learn(open_page: Open):
    page = opened(open_page, dataset="wine")
    for part in ("test", "train"):
        page.button_group(key="points_of").set_value(part)
        sound(page.run())
        found = judged(part, dataset="wine")
        wanted = metrics.precision_recall_fscore_support(found.y, found.found, labels=range(3), zero_division=np.nan)
        frame = page.dataframe[1].value
        for name, column in zip(("Precision", "Recall", "F1", "Support"), wanted, strict=True):
            assert frame[name].tolist() == pytest.approx(list(column), nan_ok=True)


def test_digits_are_shown_as_pictures(open_page: Open):
    page = opened(open_page, dataset="digits", hidden="8", batch_size="100")
    pictures = page.get("image")[0].proto.imgs
    found = judged(dataset="digits", hidden=(8,), batch_size=100)
    counts = confusion(found.y, found.found, 10)
    place = named_cells(counts, tuple("0123456789"))[cell(page).value]
    sure = found.sureness[found.cell(*place)][:24]
    assert [picture.caption for picture in pictures] == [f"{share:.1%}" for share in sure.tolist()]
    picture = enlarged(torch.tensor([16.0, 0] * 32))
    assert picture.shape == (74, 74)
    assert (picture[1:10, 1:10] == 0).all()
    assert (picture[1:10, 10:19] == 255).all()


def test_a_loss_without_probabilities_shows_the_output(open_page: Open):
    page = opened(open_page, n_samples="60", loss="MSE")
    assert "output" in page.dataframe[0].value.columns
    assert {"x1", "x2"} <= set(page.dataframe[0].value.columns)


def test_a_link_opens_the_cell_and_a_cell_that_there_is_not_falls_back(open_page: Open):
    link = {"dataset": "iris", "epochs": "60"}
    page = opened(open_page, **link, cell="virginica, found right", points_of="train")
    assert cell(page).value == "virginica, found right"
    assert "of the train part" in words(page)
    page = opened(open_page, **link, cell="setosa, taken for a dog")
    assert cell(page).value == cell(page).options[0]


def test_a_click_on_the_matrix_chooses_a_cell_that_holds_points():
    counts = torch.tensor([[3, 1], [0, 4]])
    click = {"selection": {"cell": [{"i": 0, "j": 1}]}}
    assert chosen_cell(click, counts, ("a", "b")) == "a, taken for b"
    assert chosen_cell({"selection": {"cell": [{"i": 1, "j": 0}]}}, counts, ("a", "b")) is None
    assert chosen_cell({"selection": {}}, counts, ("a", "b")) is None
    assert list(named_cells(counts, ("a", "b"))) == ["a, taken for b", "b, found right", "a, found right"]


def test_the_class_that_is_missed_most_is_told_with_what_it_is_taken_for(open_page: Open):
    page = opened(open_page, dataset="iris", epochs="2")
    found = judged(dataset="iris", epochs=2)
    recall = metrics.recall_score(found.y, found.found, average=None)
    name = load(TrainConfig(dataset="iris")).classes[int(recall.argmin())]
    assert f"**{name}**: {recall.min():.1%} of it is found" in words(page)
    assert "None: every class is found" in words(opened(open_page, dataset="gauss", noise="0", epochs="60"))


def test_residuals_are_told_in_the_unit_of_the_target_with_the_worst_points(open_page: Open):
    page = opened(open_page, dataset="diabetes", hidden="16, 16")
    config = TrainConfig(dataset="diabetes", epochs=4, **OTHERS)
    data = load(config)
    found = residuals(config, standing(train(config)), data, "test")
    assert f"mean absolute error **{found.mae:.3g}**" in words(page)
    assert 20 < found.mae < 200
    table = page.dataframe[0].value
    assert table["row"].tolist() == found.worst
    assert table["residual"].tolist() == pytest.approx([found.rest[i].item() for i in found.worst], rel=1e-4)
    assert table["body mass index"].tolist() == pytest.approx(data.test.points[found.worst, 2].tolist())
    assert f"the mean residual is **{found.mean_of_quarter(largest=True):.3g}**".replace("-", "−") in words(page)
    assert len(page.get("vega_lite_chart")) + len(page.get("arrow_vega_lite_chart")) == 2


def test_of_a_line_found_targets_and_predictions_are_written_with_digits_enough_to_differ(open_page: Open):
    page = opened(open_page, dataset="straight line", hidden="", lr="0.3", epochs="400")
    table = page.dataframe[0].value
    looks = json.loads(page.dataframe[0].proto.columns)
    assert {name: looks[name]["type_config"]["format"] for name in ("predicted", "residual")} == {
        "predicted": "%.8g", "residual": "%.4g"
    }  # fmt: skip
    pairs = zip(table["true"], table["predicted"], strict=True)
    assert all(f"{true:.8g}" != f"{said:.8g}" for true, said in pairs)
    assert all(0 < abs(rest) < 1e-6 for rest in table["residual"])


@pytest.mark.parametrize(
    "more",
    [
        {"dataset": "straight line"},
        {"dataset": "your CSV"},
        {"dataset": "straight line", "n_samples": "10", "train_share": "0.9"},
    ],
    ids=str,
)
def test_every_kind_of_run_can_be_judged(more, open_page: Open):
    opened(open_page, **more)


def test_a_run_that_exploded_is_judged_before_it_did(open_page: Open):
    page = opened(open_page, dataset="noisy sine", activation="ReLU", lr="10", epochs="200", optimizer="Momentum")
    assert "before its numbers exploded" in words(page)
