"""A table of the learner's own: trained on, chosen from, or refused with a reason."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.config import TrainConfig
from core.tables import read_csv, sample_csv
from tests.pages.training.reading import OTHERS, Open, film, refused, shows, sound, upload, widget
from ui.words import verbatim

# The learner's own table.
MINE = b"a,b,kind\n" + b"".join(f"{i},{i * i % 11},{'xyz'[i % 3]}\n".encode() for i in range(60))


def test_without_a_file_the_sample_is_trained_on(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2")
    table = read_csv(sample_csv(), "flats.csv (sample)")
    shows(page, TrainConfig(dataset="your CSV", table=table, epochs=2, **OTHERS))


def test_an_uploaded_table_is_trained_on_and_drawn(open_page: Open):
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", MINE)
    assert not page.warning
    shows(page, TrainConfig(dataset="your CSV", table=read_csv(MINE, "mine.csv"), epochs=2, **OTHERS))
    assert film(page)["kind"] == "plane"
    assert film(page)["classes"] == ["x", "y", "z"]
    assert film(page)["names"] == ["a", "b"]
    start, end = film(page)["maps"]["bytes"]
    assert end - start == 3 * 64 * 64
    assert end <= film(page)["size"]


def test_target_task_features_and_missing_values_of_a_table_can_be_chosen(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2")
    table = read_csv(sample_csv(), "flats.csv (sample)")
    chosen: dict[str, Any] = {}
    choices = {
        "target": "rooms",
        "task": "classification",
        "missing": "fill with mean",
        "features": ["area_m2", "rent"],
    }
    for key, value in choices.items():
        widget(page, key).set_value(value)
        page.run()
        chosen[key] = tuple(value) if key == "features" else value
        shows(page, TrainConfig(dataset="your CSV", table=table, epochs=2, **OTHERS, **chosen))
        assert not page.warning


def said(page: AppTest) -> str:
    """All that stands in sight under the controls, as it is read."""
    return " ".join(caption.value for caption in page.caption).replace("\\", "").replace("\u2060", "")


def test_the_file_in_use_is_named_in_sight_and_the_sample_says_that_a_link_carries_no_file(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2", target="price")
    assert "This is the sample **flats.csv**: 120 rows × 10 columns. A link cannot carry a file" in said(page)
    upload(page, "my *own* file.csv", MINE)
    assert "**my *own* file.csv**: 60 rows × 3 columns." in said(page)
    assert "sample" not in said(page)
    upload(page, "broken.csv", b"")
    assert "**my *own* file.csv**" in said(page)
    upload(page, "x" * 200 + ".csv", MINE + b"61,3,x\n")
    assert f"**{'x' * 59}…**: 61 rows" in said(page)


def test_the_sample_comes_back_on_request_alone(open_page: Open):
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", MINE)
    upload(page, "broken.csv", b"")
    page.file_uploader(key="upload").set_value(None).run()
    assert "**mine.csv**" in said(page)
    assert not page.warning
    upload(page, "broken.csv", b"")
    next(button for button in page.button if button.label == "Use the sample").click().run()
    assert "This is the sample" in said(page)
    assert not page.warning
    upload(page, "mine.csv", MINE)
    assert "**mine.csv**" in said(page)
    sound(page)


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (["7"] * 40, "The column 'last' has the same value in every row: there is nothing to tell apart."),
        ([""] * 40, "Every value of the column 'last' is missing."),
        ([f"text {i}" for i in range(40)], "The column 'last' has 40 different values; at most 20 can be classes."),
    ],
    ids=["constant", "empty", "too many"],
)
def test_a_last_column_that_cannot_be_predicted_is_passed_over_with_its_reason(last, reason, open_page: Open):
    rows = "a,b,last\n" + "".join(f"{i},{i * i % 37 + 0.5},{value}\n" for i, value in enumerate(last))
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", rows.encode())
    sound(page)
    assert f"{reason} So 'b' is predicted." in said(page)
    widget(page, "target").set_value("a").run()
    assert reason not in said(page)


def test_what_was_done_about_missing_values_is_said_in_sight(open_page: Open):
    rows = "a,b,c\n" + "".join(f"{i if i % 10 else ''},{i * i % 37},{3 * i}\n" for i in range(40))
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", rows.encode())
    assert "4 rows are left out because a value is missing there." in said(page)
    widget(page, "missing").set_value("fill with median").run()
    assert "4 values are missing: the median of the column, or its most frequent text, is put there." in said(page)
    assert "left out" not in said(page)
    widget(page, "features").set_value(["b"]).run()
    assert "missing" not in said(page)


def test_how_a_file_was_read_is_said_in_sight(open_page: Open):
    rows = "a;b\n" + "".join(f"{i},5;{i * i % 37}\n" for i in range(40))
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", rows.encode())
    assert "'a' has a decimal comma: 0,5 was read as 0.5." in said(page)


def test_the_script_of_a_table_says_what_it_needs(open_page: Open):
    page = sound(open_page("training", dataset="your CSV", epochs="2"))
    assert "from core.tables import read_csv" in page.code[0].value
    assert "by the playground's own" in said(page)
    assert "Plain PyTorch" not in said(page)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("noise.csv", bytes(range(256))),
        ("empty.csv", b""),
        ("one.csv", b"a,b\n1,2\n"),
        ("words.csv", b"a,b\n" + b"x,y\n" * 30),
        ("![x](http://elsewhere.example/x.csv", b"\xff\xfe"),
    ],
)
def test_a_broken_file_gets_one_sentence_and_leaves_the_page_as_it_was(name, content, open_page: Open):
    page = upload(open_page("training", dataset="your CSV", epochs="2"), "mine.csv", MINE)
    good = TrainConfig(dataset="your CSV", table=read_csv(MINE, "mine.csv"), epochs=2, **OTHERS)
    shows(page, good)
    name = name if name.endswith(".csv") else f"{name}.csv"
    sentence = refused(upload(page, name, content), "Nothing was changed.")
    assert sentence.startswith(verbatim(name))
    shows(page, good)


def test_settings_that_a_table_refuses_are_told_and_the_last_good_run_stays(open_page: Open):
    page = open_page("training", dataset="your CSV", epochs="2")
    widget(page, "dropout").set_value(0.25).run()
    good = page.code[0].value
    widget(page, "target").set_value("district")
    widget(page, "task").set_value("regression")
    page.run()
    assert refused(page, "'district'").endswith("Below is the last run that worked.")
    assert page.code[0].value == good
    assert widget(page, "dropout").value == 0.25  # the settings that are rarely touched stay in place
    widget(page, "task").set_value("classification")
    page.run()
    assert not page.warning
    table = read_csv(sample_csv(), "flats.csv (sample)")
    more = {"target": "district", "task": "classification", "dropout": 0.25}
    shows(page, TrainConfig(dataset="your CSV", table=table, epochs=2, **OTHERS, **more))
