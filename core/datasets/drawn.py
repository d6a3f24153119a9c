"""The data sets that are drawn, on a line or on a plane, as the registry holds them."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from core.datasets import line, plane, tfplayground
from core.datasets.spec import N_SAMPLES_LINE, N_SAMPLES_PLANE, Dataset
from core.ranges import Range

_line: Final = partial(
    Dataset,
    kind="line",
    task="regression",
    n_samples_range=N_SAMPLES_LINE,
    noise_range=Range(0, 1),
    noise_means="standard deviation of what is added to y",
    split="in order",
    columns=("x1",),
    target="y",
)
_course: Final = partial(
    Dataset,
    kind="plane",
    task="classification",
    n_samples=1_000,
    n_samples_range=N_SAMPLES_PLANE,
    noise_range=Range(0, 0.5),
    noise_means="standard deviation of what is added to each coordinate",
    split="shuffled",
    columns=("x1", "x2"),
)
_playground: Final = partial(
    Dataset,
    kind="plane",
    n_samples_range=N_SAMPLES_PLANE,
    noise_range=Range(0, 0.5),
    noise_means="how far beside its point a label is read, as a share of the plane's half width",
    train_share=0.5,
    split="in order",
    columns=("x1", "x2"),
    extent=((-6.0, 6.0), (-6.0, 6.0)),
    source="TensorFlow Playground, dataset.ts",
)
_signs: Final = partial(_playground, task="classification", n_samples=500, classes=("-1", "+1"), target="label")
_heights: Final = partial(_playground, task="regression", n_samples=1_200, target="y")

DRAWN: Final[Mapping[str, Dataset]] = {
    "straight line": _line(
        make=line.straight_line,
        extra=("true_weight", "true_bias"),
        n_samples=50,
        hidden=(),
        latex=r"y = w x + b",
        idea="You know the weight and the bias that made it: can the network find them?",
        source="Zero to Mastery PyTorch, chapter 01",
    ),
    "noisy sine": _line(
        make=line.noisy_sine,
        n_samples=100,
        noise=0.1,
        latex=r"y = \sin x + \varepsilon",
        idea="No line fits: without a hidden layer and an activation the network stays straight.",
        source="the usual first curve; Bishop 2006, chapter 1",
    ),
    "polynomial": _line(
        make=line.polynomial,
        n_samples=100,
        noise=0.1,
        latex=r"y = x^3 - x + \varepsilon",
        idea="Two turning points: how many ReLU kinks does the network need for them?",
        source="the simplest curve with a hill and a valley",
    ),
    "circles": _course(
        make=plane.circles,
        noise=0.03,
        classes=("outer", "inner"),
        target="ring",
        idea="One ring inside another: no straight line parts them.",
        source="Zero to Mastery PyTorch, chapter 02; scikit-learn make_circles",
    ),
    "moons": _course(
        make=plane.moons,
        noise=0.07,
        classes=("upper", "lower"),
        target="moon",
        idea="Two half circles that reach into each other: a line does most of it, the last points need a bend.",
        source="Zero to Mastery PyTorch, chapter 02, exercise 1; scikit-learn make_moons",
    ),
    "blobs": _course(
        make=plane.blobs,
        noise=1.5,
        noise_range=Range(0.1, 5),
        noise_means="standard deviation of each cloud",
        classes=("blob 0", "blob 1", "blob 2", "blob 3"),
        target="blob",
        idea="Four clouds, four classes: straight lines do, so activations are not needed.",
        source="Zero to Mastery PyTorch, chapter 02; scikit-learn make_blobs",
    ),
    "circle": _signs(
        make=tfplayground.circle,
        idea="A disc inside a ring: squares of the coordinates would solve it at once.",
    ),
    "xor": _signs(
        make=tfplayground.xor,
        latex=r"\operatorname{sign}(x_1 x_2)",
        idea="Opposite quadrants belong together: the problem that one neuron cannot solve.",
    ),
    "gauss": _signs(
        make=tfplayground.gauss,
        noise_means="widens both clouds: their variance is 0.5 + 7 * noise",
        idea="Two clouds: one neuron is enough.",
    ),
    "spiral": _signs(
        make=tfplayground.spiral,
        noise_means="how far each coordinate is moved at most",
        idea="Two arms wound around each other: the hard one.",
    ),
    "reg-plane": _heights(
        make=tfplayground.reg_plane,
        latex=r"y = \tfrac{1}{10}(x_1 + x_2)",
        idea="A tilted plane: one neuron without activation is exactly this.",
    ),
    "reg-gauss": _heights(
        make=tfplayground.reg_gauss,
        latex=r"y = \pm\max(0,\ 1 - \tfrac12\lVert x - c\rVert)",
        idea="Three hills and three hollows on a flat plane.",
    ),
}
