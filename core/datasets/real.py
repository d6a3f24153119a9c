"""Small measured data sets that ship inside scikit-learn."""

from typing import Final

import torch
from torch import Tensor

_NUCLEUS: Final = (
    "radius", "texture", "perimeter", "area", "smoothness",
    "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
)  # fmt: skip

IRIS: Final = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
WINE: Final = (
    "alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids",
    "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "od280/od315 of diluted wines", "proline",
)  # fmt: skip
BREAST_CANCER: Final = (
    *(f"mean {measure}" for measure in _NUCLEUS),
    *(f"{measure} error" for measure in _NUCLEUS),
    *(f"worst {measure}" for measure in _NUCLEUS),
)
DIABETES: Final = (
    "age (years)", "sex (1 or 2)", "body mass index", "blood pressure", "total cholesterol", "LDL", "HDL",
    "total cholesterol / HDL", "log of triglycerides", "blood sugar",
)  # fmt: skip
DIGITS: Final = tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8))


def iris() -> tuple[Tensor, Tensor]:
    """Return the flowers' measures in cm (150, 4) and their species (150,).

    Source: Fisher 1936, as scikit-learn ships it.
    """
    from sklearn.datasets import load_iris

    points, targets = load_iris(return_X_y=True)
    return torch.from_numpy(points), torch.from_numpy(targets).long()


def wine() -> tuple[Tensor, Tensor]:
    """Return the wines' chemistry (178, 13) and their grower (178,).

    Source: Forina et al. 1991, as scikit-learn ships it.
    """
    from sklearn.datasets import load_wine

    points, targets = load_wine(return_X_y=True)
    return torch.from_numpy(points), torch.from_numpy(targets).long()


def breast_cancer() -> tuple[Tensor, Tensor]:
    """Return measures of cell nuclei (569, 30) and whether the tumour is benign (569,).

    Source: Street, Wolberg & Mangasarian 1993, as scikit-learn ships it.
    """
    from sklearn.datasets import load_breast_cancer

    points, targets = load_breast_cancer(return_X_y=True)
    return torch.from_numpy(points), torch.from_numpy(targets).long()


def diabetes() -> tuple[Tensor, Tensor]:
    """Return the patients' measures in their own units (442, 10) and the disease's progress in a year (442,).

    Source: Efron, Hastie, Johnstone & Tibshirani 2004, as scikit-learn ships it.
    """
    from sklearn.datasets import load_diabetes

    points, targets = load_diabetes(return_X_y=True, scaled=False)
    return torch.from_numpy(points), torch.from_numpy(targets)


def digits() -> tuple[Tensor, Tensor]:
    """Return handwritten digits as 8 x 8 pixels, 0 to 16, row by row (1797, 64) and the digit (1797,).

    Source: Alpaydin & Kaynak 1998, as scikit-learn ships it.
    """
    from sklearn.datasets import load_digits

    points, targets = load_digits(return_X_y=True)
    return torch.from_numpy(points), torch.from_numpy(targets).long()
