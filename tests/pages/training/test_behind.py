"""What lies behind a run: its code, network, epochs and data."""

from core.config import TrainConfig
from core.datasets import DATASETS
from core.models import summary
from core.training import train
from tests.pages.training.reading import BASE, SPIRAL, Open, shows, sound
from ui.controls import DEFAULTS


# What lies behind the picture.
def test_nothing_behind_the_picture_is_open_at_first_and_one_click_opens_the_code(open_page: Open):
    page = sound(open_page("training", behind=""))
    assert not page.code
    views = page.button_group(key="behind")
    assert views.value is None
    views.set_value("Code").run()
    shows(page, DEFAULTS)


def test_the_network_is_listed_with_its_parameters(open_page: Open):
    page = open_page("training", **BASE, hidden="5, 3", dropout="0.2", behind="Network")
    sound(page)
    config = TrainConfig(**SPIRAL | {"hidden": (5, 3), "dropout": 0.2})
    assert any(f"**{config.n_parameters:,} parameters** in 3 linear layers" in m.value for m in page.markdown)
    frame = page.dataframe[0].value
    assert frame["Parameters"].tolist() == [row.n_parameters for row in summary(config)]
    assert frame["Parameters"].sum() == config.n_parameters


def test_every_epoch_is_listed(open_page: Open):
    page = sound(open_page("training", **BASE, behind="Every epoch"))
    expected = train(TrainConfig(**SPIRAL)).history
    frame = page.dataframe[0].value
    assert frame["epoch"].tolist() == [0, 1, 2, 3]
    assert frame["test_loss"].tolist() == [record.test_loss for record in expected]
    assert "train_r2" not in frame.columns


def test_the_data_is_listed_with_the_names_of_its_classes(open_page: Open):
    page = sound(open_page("training", dataset="iris", epochs="1", behind="Data"))
    frame = page.dataframe[0].value
    assert list(frame.columns) == [*DATASETS["iris"].columns, "species"]
    assert set(frame["species"]) == set(DATASETS["iris"].classes)
    assert len(frame) == 120


def test_a_column_called_target_is_shown_beside_the_target(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="1", behind="Data")
    rows = "target,size,price\n" + "\n".join(f"{i * i},{i % 5},{100 + 7 * i}" for i in range(30))
    page.file_uploader(key="upload").upload("mine.csv", rows.encode(), "text/csv").run()
    sound(page)
    frame = page.dataframe[0].value
    assert set(frame.columns) == {"target", "size", "price"}
    assert set(frame["target"]) <= {i * i for i in range(30)}
