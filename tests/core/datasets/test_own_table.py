"""The learner's own table, from its columns to what the network gets."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets import divide, input_names, load, n_classes
from core.datasets.load import _load
from core.errors import ConfigError, PlaygroundError, TableError
from core.tables import MISSING, read_csv, sample_csv

SAMPLE = read_csv(sample_csv(), "sample.csv")
NUMBERS = ("area_m2", "year_built", "walk_to_stop_min")


def table(*lines):
    return read_csv("\n".join(lines).encode())


def ask_for(ask, own, **chosen):
    return load(ask(dataset="your CSV", table=own, dtype="float64", **chosen))


def raw(name):
    return SAMPLE.column(name).values


def complete(*names):
    return ~np.isnan(np.stack([raw(name) for name in names])).any(axis=0)


def test_nothing_chosen_is_the_last_column_from_all_that_are_worth_it(ask):
    data = ask_for(ask, SAMPLE)
    assert (data.target, data.task, data.kind) == ("rent", "regression", "table")
    assert data.point_names == SAMPLE.suggested_features("rent")
    assert "district = harbour" in data.input_names
    assert len(data.train.x) == 86
    assert len(data.test.x) == 22


def test_the_widths_are_those_of_the_data(ask):
    request = ask(dataset="your CSV", table=SAMPLE, target="district")
    data = load(request)
    assert input_names(request) == data.input_names
    assert n_classes(request) == len(data.classes) == 5
    assert data.train.x.shape[1] == len(data.input_names)


def test_numbers_are_standardised_by_the_training_rows_alone(ask):
    data = ask_for(ask, SAMPLE, features=NUMBERS)
    train = data.train.points
    torch.testing.assert_close(data.train.x, (train - train.mean(dim=0)) / train.std(dim=0, correction=0))
    torch.testing.assert_close(data.test.x, (data.test.points - train.mean(dim=0)) / train.std(dim=0, correction=0))
    assert data.test.x.mean(dim=0).abs().min() > 1e-3
    back = torch.cat([data.train.y, data.test.y])[:, 0] * data.target_std + data.target_mean
    assert sorted(back.tolist()) == pytest.approx(sorted(raw("rent")[complete(*NUMBERS)]))
    assert data.train.y.mean().item() == pytest.approx(0, abs=1e-12)


def test_test_rows_do_not_change_what_the_training_rows_become(ask):
    plain = ["x,y", *(f"{index}.5,{(index * 7) % 5}.25" for index in range(20))]
    data = ask_for(ask, table(*plain), train_share=0.5)
    kept = data.train.points[:, 0].tolist()
    wild = [
        line if line == "x,y" or float(line.split(",")[0]) in kept else f"{line.split(',')[0]}e6,9.5" for line in plain
    ]
    other = ask_for(ask, table(*wild), train_share=0.5)
    assert torch.equal(data.train.x, other.train.x)
    assert torch.equal(data.train.y, other.train.y)
    assert not torch.equal(data.test.x, other.test.x)


def test_a_category_becomes_one_input_for_each_of_its_values(ask):
    data = ask_for(ask, SAMPLE, features=("district",))
    names = SAMPLE.column("district").categories
    assert data.input_names == tuple(f"district = {name}" for name in names)
    assert torch.equal(data.train.x, torch.nn.functional.one_hot(data.train.points[:, 0].long(), 5).double())


def test_a_category_of_the_test_rows_alone_is_zero_and_told(ask):
    for rare in range(20):
        own = table("c,y", *(f"{'rare' if index == rare else 'ab'[index % 2]},{index}.5" for index in range(20)))
        data = ask_for(ask, own)
        note = "'rare' of 'c' is only in the test rows: all its inputs are 0."
        if "c = rare" in data.input_names:
            assert note not in data.notes
            continue
        assert data.input_names == ("c = a", "c = b")
        assert note in data.notes
        assert (data.test.x == 0).all(dim=1).sum() == 1
        return
    pytest.fail("the rare category was never in the test rows")


def test_rows_with_a_missing_feature_are_dropped_and_counted(ask):
    data = ask_for(ask, SAMPLE, features=NUMBERS, missing="drop rows")
    kept = complete(*NUMBERS)
    assert len(data.train.x) + len(data.test.x) == kept.sum()
    assert f"{(~kept).sum()} rows were left out: a chosen feature is missing." in data.notes


def test_missing_values_of_columns_that_are_not_chosen_cost_no_rows(ask):
    data = ask_for(ask, SAMPLE, features=("area_m2", "rooms"), missing="drop rows")
    assert len(data.train.x) + len(data.test.x) == 120


@pytest.mark.parametrize(("missing", "stand_in"), [("fill with mean", np.mean), ("fill with median", np.median)])
def test_missing_numbers_are_filled_from_the_training_rows(ask, missing, stand_in):
    data = ask_for(ask, SAMPLE, features=NUMBERS, missing=missing)
    assert len(data.train.x) + len(data.test.x) == 120
    for place, name in enumerate(NUMBERS):
        column = data.train.points[:, place].numpy()
        gaps = np.isnan(column)
        filled = np.where(gaps, stand_in(column[~gaps]), column)
        expected = (filled - filled.mean()) / filled.std()
        np.testing.assert_allclose(data.train.x[:, place].numpy(), expected, atol=1e-12)
        n_gaps = int(np.isnan(raw(name)).sum())
        word = missing.split()[-1]
        told = f"{n_gaps} missing values of '{name}' filled with the {word} of the training rows."
        assert (told in data.notes) == (n_gaps > 0)


def test_a_missing_category_is_filled_with_the_most_frequent_one(ask):
    cells = ["a", "b", "b", "", "b", "a", "b", "b", "b", ""] * 3
    own = table("c,y", *(f"{cell},{index}.5" for index, cell in enumerate(cells)))
    data = ask_for(ask, own, missing="fill with mean")
    gaps = data.train.points[:, 0].isnan()
    assert gaps.any()
    assert (data.train.x[gaps] == torch.tensor([0.0, 1.0])).all()


def test_rows_without_a_target_are_dropped_whatever_the_choice(ask):
    own = table("x,y", *(f"{index},{'' if index < 3 else index * 1.5}" for index in range(20)))
    for missing in MISSING:
        data = ask_for(ask, own, missing=missing)
        assert len(data.train.x) + len(data.test.x) == 17
        assert "3 rows were left out: no value for 'y'." in data.notes


def test_the_classes_of_numbers_are_in_their_order(ask):
    own = table("x,y", *(f"{index}.5,{(10, -1, 2)[index % 3]}" for index in range(21)))
    data = ask_for(ask, own)
    assert data.classes == ("-1", "2", "10")
    assert torch.cat([data.train.y, data.test.y]).bincount().tolist() == [7, 7, 7]


def test_a_number_can_be_taken_for_classes_and_classes_for_a_number(ask):
    own = table("x,y", *(f"{index},{index % 3}" for index in range(21)))
    assert ask_for(ask, own).classes == ("0", "1", "2")
    assert ask_for(ask, own, task="regression").classes == ()
    halves = table("x,y", *(f"{index},{index % 3 / 2}" for index in range(21)))
    assert ask_for(ask, halves, task="classification").classes == ("0", "0.5", "1")


def test_a_constant_feature_is_zero_and_harms_nothing(ask):
    own = table("same,x,y", *(f"0.1,{index},{index}.5" for index in range(20)))
    data = ask_for(ask, own, features=("same", "x"))
    assert data.train.x[:, 0].abs().max() < 1e-15
    assert data.test.x.isfinite().all()


def test_equal_files_share_one_result(ask):
    one = load(ask(dataset="your CSV", table=SAMPLE))
    assert one is load(ask(dataset="your CSV", table=read_csv(sample_csv(), "renamed.csv")))


def test_the_choices_of_a_table_do_not_touch_other_data_sets(ask):
    assert load(ask(dataset="circles", table=SAMPLE, target="rent")) is load(ask(dataset="circles"))


def test_the_memory_of_past_data_is_bounded():
    assert _load.cache_info().maxsize == 8


WRONG = {
    "target": ({"target": "rent "}, ConfigError, "no column 'rent '; it has flat_id, area_m2"),
    "feature": ({"features": ("area",)}, ConfigError, "features must be chosen from flat_id, area_m2"),
    "target as feature": ({"features": ("rent",)}, ConfigError, "features must be chosen from"),
    "missing": ({"missing": "guess"}, ConfigError, "missing must be one of drop rows, fill with mean"),
    "task": ({"task": "ranking"}, ConfigError, "task must be one of"),
    "text as number": ({"target": "district", "task": "regression"}, TableError, "'district' holds text"),
    "too many classes": ({"task": "classification"}, TableError, "at most 20 can be classes"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_choice_is_refused_in_one_sentence(ask, case):
    chosen, kind, words = WRONG[case]
    with pytest.raises(kind, match=words):
        ask_for(ask, SAMPLE, **chosen)


def test_a_class_of_one_row_is_refused_by_name(ask):
    own = table("x,y", *(f"{index},{'ab'[index % 2]}" for index in range(20)), "7,once")
    with pytest.raises(TableError, match="The class 'once' of 'y' has a single row"):
        ask_for(ask, own)


def test_a_table_left_with_one_class_is_refused(ask):
    own = table("x,y", *(f"{index if index % 2 else ''},{'ab'[index % 2]}" for index in range(20)))
    with pytest.raises(TableError, match="Only the class 'b' of 'y' is left: fill"):
        ask_for(ask, own, missing="drop rows")
    assert ask_for(ask, own, missing="fill with mean").classes == ("a", "b")


def test_a_table_left_with_too_few_rows_is_refused(ask):
    own = table("x,y", *(f"{'' if index > 2 else index},{index}.5" for index in range(20)))
    with pytest.raises(TableError, match="Only 3 of 20 rows have every value, and at least 4 are needed: fill"):
        ask_for(ask, own, missing="drop rows")


def test_a_table_left_with_one_number_is_refused(ask):
    own = table("x,y", *(f"{'' if index % 2 else index},{index % 2 + 0.5}" for index in range(20)))
    with pytest.raises(TableError, match="'y' has the same value in every row that is left"):
        ask_for(ask, own, missing="drop rows")


def test_a_column_without_a_value_in_the_training_rows_is_refused(ask):
    own = table("x,z,y", *(f"{1 if index == 0 else ''},{index},{index}.5" for index in range(20)))
    seed = next(seed for seed in range(99) if 0 in divide(20, 0.8, "shuffled", seed)[1])
    with pytest.raises(TableError, match="'x' has no value in the training rows: leave it out"):
        ask_for(ask, own, features=("x", "z"), missing="fill with mean", seed=seed)


def test_more_inputs_than_fit_are_refused(ask):
    names = [f"c{index}" for index in range(10)]
    lines = [",".join(f"t{(row + place) % 30}" for place in range(10)) + f",{row}.5" for row in range(300)]
    own = table(",".join([*names, "y"]), *lines)
    with pytest.raises(ConfigError, match=r"features make 300 inputs .*at most 256 with 300 rows"):
        ask_for(ask, own, features=tuple(names))


def test_values_too_far_apart_for_the_dtype_are_refused(ask):
    own = table("x,y", *(f"{index % 3}e-30,{index}.5" for index in range(9)), "1e29,3")
    outcomes = set()
    for seed in range(20):
        try:
            load(ask(dataset="your CSV", table=own, seed=seed))
            outcomes.add("computed")
        except TableError as error:
            outcomes.add(str(error))
    assert outcomes == {"computed", "The column 'x' has values too far apart to be computed with in this dtype"}


@settings(max_examples=150, deadline=5_000)
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(["", "1", "2.5", "-3", "1e30", "1e-300", "0"]),
            st.sampled_from(["", "a", "b", "c"]),
            st.sampled_from(["", "0", "1", "2", "0.5", "1e29"]),
        ),
        min_size=4,
        max_size=30,
    ),
    missing=st.sampled_from(list(MISSING)),
    target=st.sampled_from(["x", "c", "y"]),
    task=st.sampled_from(["", "classification", "regression"]),
    share=st.sampled_from([0.1, 0.5, 0.8, 0.9]),
)
def test_any_table_gives_finite_numbers_or_one_sentence(ask, cells, missing, target, task, share):
    try:
        own = read_csv("\n".join(["x|c|y", *("|".join(row) for row in cells)]).encode())
        data = load(ask(dataset="your CSV", table=own, target=target, task=task, missing=missing, train_share=share))
    except PlaygroundError:
        return
    for split in (data.train, data.test):
        assert split.x.isfinite().all()
        assert split.y.isfinite().all()
        assert len(split.x) == len(split.y) > 0
