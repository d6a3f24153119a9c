"""The activation functions: what stands between two linear layers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from torch import nn


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One activation function, as the registry holds it.

    Attributes:
        factory: makes the module; called without arguments.
        latex: the formula in terms of x.
        span: the set of its values in exact arithmetic, as LaTeX.
        idea: one sentence on what it is for.
        strength: what it is chosen for.
        weakness: what it is avoided for.
        source: where it comes from.
    """

    factory: Callable[[], nn.Module]
    latex: str
    span: str
    idea: str
    strength: str
    weakness: str
    source: str


ACTIVATIONS: Final[Mapping[str, Activation]] = {
    "ReLU": Activation(
        factory=nn.ReLU,
        latex=r"\max(0, x)",
        span=r"[0, \infty)",
        idea="Lets the positive through and stops the rest.",
        strength="The cheapest of all, and its slope is 1 however large x gets.",
        weakness="Left of zero the slope is exactly 0: a neuron that only ever lands there has died.",
        source="Fukushima 1969; Nair & Hinton 2010",
    ),
    "LeakyReLU": Activation(
        factory=nn.LeakyReLU,
        latex=r"\max(0, x) + 0.01\,\min(0, x)",
        span=r"(-\infty, \infty)",
        idea="ReLU that leaks a hundredth of what is negative.",
        strength="The slope is never 0, so no neuron dies for good.",
        weakness="The leak of 0.01 is a guess, and learning there is a hundred times slower.",
        source="Maas, Hannun & Ng 2013",
    ),
    "ELU": Activation(
        factory=nn.ELU,
        latex=r"\max(0, x) + \min(0,\; e^{x} - 1)",
        span=r"(-1, \infty)",
        idea="ReLU whose left side bends smoothly down to -1.",
        strength="Outputs lie nearer to zero on average, and the bend has no kink.",
        weakness="Needs an exponential, and its slope vanishes far to the left.",
        source="Clevert, Unterthiner & Hochreiter 2016",
    ),
    "SELU": Activation(
        factory=nn.SELU,
        latex=r"1.0507\,\bigl(\max(0, x) + \min(0,\; 1.6733\,(e^{x} - 1))\bigr)",
        span=r"(-1.758, \infty)",
        idea="ELU scaled so that standard normal inputs come out with mean 0 and variance 1.",
        strength="Deep stacks keep the size of their signal without normalisation layers.",
        weakness="Keeps that promise only with the matching initialisation (LeCun normal).",
        source="Klambauer et al. 2017",
    ),
    "GELU": Activation(
        factory=nn.GELU,
        latex=r"x\,\Phi(x) = \frac{x}{2}\Bigl(1 + \operatorname{erf}\frac{x}{\sqrt{2}}\Bigr)",
        span=r"[-0.170, \infty)",
        idea="Weighs x by the chance that a standard normal number is smaller.",
        strength="Smooth everywhere; the usual choice in transformers.",
        weakness="Dearer than ReLU, and not monotonic: a small dip lies left of zero.",
        source="Hendrycks & Gimpel 2016",
    ),
    "SiLU": Activation(
        factory=nn.SiLU,
        latex=r"x\,\sigma(x) = \frac{x}{1 + e^{-x}}",
        span=r"[-0.278, \infty)",
        idea="x times its own sigmoid: a gate that x opens by itself. Also called Swish.",
        strength="Smooth, and its slope rises a little above 1.",
        weakness="Dearer than ReLU, and not monotonic.",
        source="Elfwing, Uchibe & Doya 2018; Ramachandran, Zoph & Le 2017",
    ),
    "Mish": Activation(
        factory=nn.Mish,
        latex=r"x\,\tanh\bigl(\ln(1 + e^{x})\bigr)",
        span=r"[-0.309, \infty)",
        idea="x gated by the tanh of its own softplus.",
        strength="Smooth, with a slightly deeper dip than SiLU that keeps small negative signals.",
        weakness="The dearest here: an exponential, a logarithm and a tanh.",
        source="Misra 2019",
    ),
    "Softplus": Activation(
        factory=nn.Softplus,
        latex=r"\ln(1 + e^{x})",
        span=r"(0, \infty)",
        idea="ReLU with its corner rounded off; its slope is the sigmoid.",
        strength="Always positive and smooth: good where a variance or a rate is predicted.",
        weakness="Never outputs 0, so everything downstream is shifted upwards.",
        source="Dugas et al. 2001",
    ),
    "Tanh": Activation(
        factory=nn.Tanh,
        latex=r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
        span=r"(-1, 1)",
        idea="Squeezes every number into -1 to 1, and keeps zero at zero.",
        strength="Zero-centred, with slope 1 at the origin: learns faster than the sigmoid.",
        weakness="Flat at both ends, so gradients still vanish.",
        source="LeCun et al. 1998",
    ),
    "Sigmoid": Activation(
        factory=nn.Sigmoid,
        latex=r"\frac{1}{1 + e^{-x}}",
        span=r"(0, 1)",
        idea="Turns any number into something that reads as a probability.",
        strength="The natural output for a yes or no: 0.5 at zero, between 0 and 1 everywhere.",
        weakness="Even at its steepest it keeps a quarter of the gradient; stacked, nothing arrives.",
        source="Verhulst 1845; Rumelhart, Hinton & Williams 1986",
    ),
    "Softsign": Activation(
        factory=nn.Softsign,
        latex=r"\frac{x}{1 + |x|}",
        span=r"(-1, 1)",
        idea="A tanh that takes its time: it approaches its limits slowly.",
        strength="No exponential, and its ends flatten far later than tanh's.",
        weakness="Still flattens, and its slope bends sharply at 0.",
        source="Turian, Bergstra & Bengio 2009; Glorot & Bengio 2010",
    ),
    "Hardtanh": Activation(
        factory=nn.Hardtanh,
        latex=r"\max(-1, \min(1, x))",
        span=r"[-1, 1]",
        idea="A tanh cut from three straight lines.",
        strength="As cheap as ReLU, bounded and zero-centred.",
        weakness="Outside -1 to 1 the slope is exactly 0, on both sides.",
        source="Collobert 2004",
    ),
    "Identity": Activation(
        factory=nn.Identity,
        latex="x",
        span=r"(-\infty, \infty)",
        idea="No activation at all: what the last layer of a regression has.",
        strength="Leaves the prediction unbounded, and the gradient untouched.",
        weakness="Between layers it is useless: any stack of linear layers is one linear layer.",
        source="Widrow & Hoff 1960",
    ),
}
