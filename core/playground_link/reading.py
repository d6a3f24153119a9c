"""From a link to the run that it stands for."""

from dataclasses import dataclass

from core.config import BATCH_SIZE, LR, REGULARIZATION_RATE, TRAIN_SHARE, TrainConfig
from core.initialisations import PLAYGROUND_INIT
from core.playground_link.address import settings
from core.playground_link.names import ACTIVATIONS, DATA, EPOCHS, NOISE, PROBLEMS, REGULARIZATIONS
from core.playground_link.values import Values
from core.ranges import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a link asks for.

    Attributes:
        config: the run it stands for.
        notes: what was repaired, left out or is done otherwise here, one sentence each.
        show_test_data: whether the link shows the test points.
        discretize: whether it shows the output as two colours.
    """

    config: TrainConfig
    notes: tuple[str, ...]
    show_test_data: bool
    discretize: bool


def parse(link: str) -> TrainConfig:
    """Return the run of a TensorFlow Playground link: same points, weights, rule and, in float64, losses.

    Raises:
        ConfigError: the text is no such link.
    """
    return read(link).config


def read(link: str) -> Imported:
    """Return the run of a TensorFlow Playground link and what there is to say about it.

    Damage from copying is repaired: "&reg" that became a sign, "&amp;", percent codes, a missing "#", line breaks.

    Args:
        link: up to 4,000 characters; the address before "#" may be missing.

    Raises:
        ConfigError: the text is no such link.
    """
    values = Values(*settings(link))
    problem = values.one_of("problem", tuple(PROBLEMS), "classification")
    key = PROBLEMS[problem]
    seed = values.seed()
    config = TrainConfig(
        dataset=values.one_of(key, DATA[key], DATA[key][0]),
        noise=values.number("noise", NOISE, 0) / 100,
        train_share=values.number("percTrainData", Range(100 * TRAIN_SHARE.low, 100 * TRAIN_SHARE.high), 50) / 100,
        features=values.features(),
        hidden=values.sizes(),
        activation=ACTIVATIONS[values.one_of("activation", tuple(ACTIVATIONS), "tanh")],
        init="zeros" if values.yes("initZero", default=False) else PLAYGROUND_INIT,
        loss="Half squared error (tanh)",
        optimizer="SGD",
        lr=values.number("learningRate", LR, 0.03),
        regularization=REGULARIZATIONS[values.one_of("regularization", tuple(REGULARIZATIONS), "none")],
        regularization_rate=values.number("regularizationRate", REGULARIZATION_RATE, 0),
        batch_size=int(values.number("batchSize", BATCH_SIZE, 10)),
        shuffle=False,
        epochs=EPOCHS,
        playground_seed=seed,
        dtype="float64",
    )
    shown = {name: values.yes(name, default=False) for name in ("showTestData", "discretize")}
    return Imported(
        config=config,
        notes=(*values.notes, *_differences(config)),
        show_test_data=shown["showTestData"],
        discretize=shown["discretize"],
    )


def _differences(config: TrainConfig) -> list[str]:
    """Say where TensorFlow Playground itself does something else than what is asked of it."""
    size = config.batch_size or config.n_train
    if size > config.n_train:
        return [
            f"A batch of {size} is larger than the {config.n_train} training points: TensorFlow Playground would never"
            " update its weights, here all points make one step."
        ]
    if left := config.n_train % size:
        return [
            f"{left} points are left over at the end of an epoch: TensorFlow Playground carries their gradients into"
            " the next epoch, here they make a step of their own, so the losses differ a little."
        ]
    return []
