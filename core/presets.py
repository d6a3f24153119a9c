"""Runs that are known to work, or to fail in a way worth seeing; a test trains each and checks what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.config import TrainConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One run, as the registry holds it.

    Attributes:
        config: its settings.
        why: one sentence: why it works, or what it shows.
        look: one sentence: what to look for, or to change next.
    """

    config: TrainConfig
    why: str
    look: str


PRESETS: Final[Mapping[str, Preset]] = {
    "Spiral with sines": Preset(
        config=TrainConfig(
            dataset="spiral", features=("x1", "x2", "sin(x1)", "sin(x2)"), hidden=(8, 8), activation="Tanh",
            optimizer="Adam", lr=0.01, batch_size=10, epochs=30,
        ),
        why="Sines of the inputs already wind as the arms do, so 30 epochs are enough for the hard one.",
        look="Take both sines out of *Features* (in *More settings*): after as many epochs it has hardly begun.",
    ),
    "XOR with a product": Preset(
        config=TrainConfig(dataset="xor", features=("x1*x2",), hidden=(), batch_size=25, epochs=20),
        why="The sign of x1·x2 is the answer, so a single neuron that is fed the product needs no hidden layer.",
        look="Feed it x1 and x2 instead, and it is at guessing: no line parts the quadrants.",
    ),
    "Circles without a hidden layer": Preset(
        config=TrainConfig(dataset="circles", hidden=()),
        why="Without a hidden layer the boundary is a straight line, and no line parts one ring from the other.",
        look="The loss stays at ln 2 ≈ 0.693, that of a coin; hidden layers of 10, 10 change that, given time.",
    ),
    "The course's circles": Preset(
        config=TrainConfig(dataset="circles", hidden=(10, 10), epochs=1_000),
        why="Two hidden layers of 10 with ReLU bend the boundary; this is the course's network, at its rate of 0.1.",
        look="For hundreds of epochs next to nothing happens; give it 2,000, and the ring closes.",
    ),
    "All neurons alike": Preset(
        config=TrainConfig(
            dataset="moons", hidden=(8,), activation="Sigmoid", init="zeros", lr=0.3, batch_size=25, epochs=100
        ),
        why="Weights that all start at zero get the same gradient, so eight neurons do the work of one for ever.",
        look="Eight equal maps and a straight boundary; with initial weights *He* the same network bends it.",
    ),
    "Dying ReLU": Preset(
        config=TrainConfig(dataset="moons", hidden=(8,), lr=7.0, batch_size=10, epochs=30),
        why="Steps this large throw neurons to where ReLU is 0 for every point; there the slope is 0, for good.",
        look="All eight maps go blank, the last by epoch 10, and nothing moves them again; *LeakyReLU* goes on.",
    ),
    "Gradients that fade": Preset(
        config=TrainConfig(dataset="xor", hidden=(8,) * 6, activation="Sigmoid", batch_size=25, epochs=100),
        why="The slope of a sigmoid is at most 1/4, and six of them in a row leave next to no gradient to the first.",
        look="It does no better than a coin; with *ReLU* the very same network learns.",
    ),
    "A line found": Preset(
        config=TrainConfig(dataset="straight line", hidden=(), lr=0.3),
        why="One weight and one bias: gradient descent finds the 0.7 and the 0.3 that made the points.",
        look="Drag the slider and watch both numbers go there, the bias first beyond its goal.",
    ),
    "A rate too large": Preset(
        config=TrainConfig(dataset="straight line", hidden=(), lr=2.0, epochs=100),
        why="Each step goes so far beyond the valley's floor that the next slope is steeper still.",
        look="The loss grows by the same factor each epoch until float32 ends; with 0.3 it falls instead.",
    ),
    "A noisy sine": Preset(
        config=TrainConfig(
            dataset="noisy sine", hidden=(16,), activation="Tanh", optimizer="Adam", lr=0.01, batch_size=25, epochs=200
        ),
        why="Sixteen soft steps add up to a smooth curve, and the noise is too fine for them to follow.",
        look="The curve passes between the points; with *Identity* only a straight line is left of it.",
    ),
    "Adam on the spiral": Preset(
        config=TrainConfig(
            dataset="spiral", hidden=(16, 16), activation="Tanh", optimizer="Adam", lr=0.01, batch_size=25, epochs=100
        ),
        why="Adam gives each weight a step of its own size, so it crosses the plain on which this spiral starts.",
        look="With *SGD* at the same rate the boundary is still a line after 100 epochs.",
    ),
    "Digits with softmax": Preset(
        config=TrainConfig(dataset="digits", hidden=(), optimizer="Adam", lr=0.01, batch_size=100, epochs=20),
        why="Ten neurons, one a digit, and softmax over them: 650 parameters read handwriting without a hidden layer.",
        look="Most of it is learned in the first three epochs; a hidden layer adds little here.",
    ),
    "Learning by heart": Preset(
        config=TrainConfig(
            dataset="moons", n_samples=300, noise=0.3, train_share=0.1, hidden=(32, 32), optimizer="Adam", lr=0.01,
            epochs=400,
        ),
        why="30 noisy points and over a thousand parameters: it learns each point, noise included.",
        look="The train loss goes to 0, the test loss turns and rises; with train share 0.8 the gap is far smaller.",
    ),
    "Links switched off": Preset(
        config=TrainConfig(
            dataset="circle", features=("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"), hidden=(4,),
            activation="Tanh", regularization="L1 pruning", regularization_rate=0.003, batch_size=10, epochs=50,
        ),
        why="L1 pulls every weight to zero at one speed, and what crosses zero stays there: the needed are left.",
        look="Point at a hidden neuron and read its formula: of seven features only the two squares are left.",
    ),
}  # fmt: skip


def preset_of(config: TrainConfig) -> str | None:
    """Return the name of the preset that a config is; None where it is none of them."""
    return next((name for name, preset in PRESETS.items() if preset.config == config), None)
