"""Measured data: names that are true, numbers that are scikit-learn's, standardised by the training part."""

import numpy as np
import pytest
import torch
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from core.datasets import DATASETS, load

LOADERS = {
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "breast cancer": datasets.load_breast_cancer,
    "diabetes": lambda: datasets.load_diabetes(scaled=False),
    "digits": datasets.load_digits,
}


@pytest.mark.parametrize("name", ["iris", "wine", "breast cancer", "digits"])
def test_the_columns_are_called_what_they_are(name):
    theirs = [column.replace("_", " ") for column in LOADERS[name]().feature_names]
    assert [column.replace("_", " ") for column in DATASETS[name].columns] == theirs


@pytest.mark.parametrize("name", ["iris", "breast cancer", "digits"])
def test_the_classes_are_called_what_they_are(name):
    assert DATASETS[name].classes == tuple(str(label) for label in LOADERS[name]().target_names)


@pytest.mark.parametrize("name", LOADERS)
def test_what_the_network_gets_is_scikit_learn_s_standardisation_of_its_split(ask, name):
    bunch, data = LOADERS[name](), load(ask(dataset=name, dtype="float64"))
    x_train, x_test, y_train, y_test = train_test_split(bunch.data, bunch.target, test_size=0.2, random_state=42)
    scaler = StandardScaler().fit(x_train)
    np.testing.assert_allclose(data.train.x.numpy(), scaler.transform(x_train), atol=1e-9)
    np.testing.assert_allclose(data.test.x.numpy(), scaler.transform(x_test), atol=1e-9)
    assert np.array_equal(data.train.points.numpy(), x_train)
    if data.task == "regression":
        assert data.target_mean == pytest.approx(y_train.mean())
        assert data.target_std == pytest.approx(y_train.std())
        back = data.test.y[:, 0].numpy() * data.target_std + data.target_mean
        np.testing.assert_allclose(back, y_test, atol=1e-9)
    else:
        assert (data.target_mean, data.target_std) == (0, 1)
        assert data.train.y.tolist() == y_train.tolist()
        assert data.test.y.tolist() == y_test.tolist()


def test_pixels_that_are_always_black_stay_zero(ask):
    data = load(ask(dataset="digits"))
    black = data.train.points.amax(dim=0) == 0
    assert black.any()
    assert torch.equal(data.train.x[:, black], torch.zeros_like(data.train.x[:, black]))
    assert data.test.x.isfinite().all()
