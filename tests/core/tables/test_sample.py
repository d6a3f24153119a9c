from core.tables import read_csv, sample_csv
from core.tables.sample import make_sample


def test_the_sample_is_what_its_script_makes():
    assert sample_csv() == make_sample().encode()


def test_the_sample_has_something_of_everything():
    table = read_csv(sample_csv(), "sample.csv")
    kinds = {column.name: column.kind for column in table.columns}
    assert table.n_rows == 120
    assert set(kinds.values()) == {"number", "category"}
    assert 5 <= table.n_missing <= 20
    assert (table.suggested_target, table.task("rent")) == ("rent", "regression")
    assert [column.name for column in table.columns if column.flag] == ["flat_id"]
    assert table.task("district") == "classification"
    assert table.notes == ()
