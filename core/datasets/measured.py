"""The data sets that were measured, and the learner's own table, as the registry holds them."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from core.datasets import real
from core.datasets.spec import Dataset
from core.ranges import Range
from core.tables import TABLE_ROWS, read_csv

_measured: Final = partial(Dataset, kind="table", split="shuffled")

MEASURED: Final[Mapping[str, Dataset]] = {
    "iris": _measured(
        task="classification",
        make=real.iris,
        n_samples=150,
        n_samples_range=Range(150, 150),
        classes=("setosa", "versicolor", "virginica"),
        columns=real.IRIS,
        target="species",
        idea="Which iris is it? Four measures of a flower are enough.",
        source="Fisher 1936; scikit-learn load_iris",
    ),
    "wine": _measured(
        task="classification",
        make=real.wine,
        n_samples=178,
        n_samples_range=Range(178, 178),
        classes=("grower 1", "grower 2", "grower 3"),
        columns=real.WINE,
        target="grower",
        idea="Which of three growers made this wine? Its chemistry tells.",
        source="Forina et al. 1991; scikit-learn load_wine",
    ),
    "breast cancer": _measured(
        task="classification",
        make=real.breast_cancer,
        n_samples=569,
        n_samples_range=Range(569, 569),
        classes=("malignant", "benign"),
        columns=real.BREAST_CANCER,
        target="tumour",
        idea="Malignant or benign, from thirty measures of cell nuclei: a missed case costs more than a false alarm.",
        source="Street, Wolberg & Mangasarian 1993; scikit-learn load_breast_cancer",
    ),
    "diabetes": _measured(
        task="regression",
        make=real.diabetes,
        n_samples=442,
        n_samples_range=Range(442, 442),
        columns=real.DIABETES,
        target="progression in a year",
        idea="How far will the disease go in a year? These measures tell about half of it; what a network learns"
        " beyond that it learns by heart, and the test loss rises.",
        source="Efron, Hastie, Johnstone & Tibshirani 2004; scikit-learn load_diabetes",
    ),
    "digits": _measured(
        task="classification",
        make=real.digits,
        n_samples=1_797,
        n_samples_range=Range(1_797, 1_797),
        classes=tuple("0123456789"),
        columns=real.DIGITS,
        target="digit",
        idea="Handwritten digits of 8 x 8 pixels: to a linear layer an image is a row of 64 numbers.",
        source="Alpaydin & Kaynak 1998; scikit-learn load_digits",
    ),
    "your CSV": _measured(
        task="",
        make=read_csv,
        n_samples=int(TABLE_ROWS.low),
        n_samples_range=TABLE_ROWS,
        columns=(),
        target="",
        idea="Your own table: choose what to predict, and from what.",
        source="yours",
    ),
}
