"""From a run to the link that does it."""

from urllib.parse import quote

from core.config import TrainConfig
from core.datasets import DATASETS
from core.errors import ConfigError
from core.initialisations import PLAYGROUND_INIT
from core.playground_link.names import ACTIVATIONS, ADDRESS, DATA, FEATURES, REGULARIZATIONS


def write(config: TrainConfig) -> str:
    """Return the TensorFlow Playground link that does the run of a config.

    Raises:
        ConfigError: the first setting that such a link cannot express.
    """
    _check_expressible(config)
    names = {ours: theirs for theirs, ours in (ACTIVATIONS | REGULARIZATIONS | FEATURES).items()}
    regression = config.task == "regression"
    values: dict[str, object] = {
        "activation": names[config.activation if config.hidden else "Tanh"],
        "regularization": names[config.regularization],
        "batchSize": config.batch_size or config.n_train,
        "regDataset" if regression else "dataset": config.dataset,
        "learningRate": repr(config.lr),
        "regularizationRate": repr(config.regularization_rate),
        "noise": f"{100 * (config.noise or 0):.12g}",
        "networkShape": ",".join(map(str, config.hidden)),
        "seed": quote(config.playground_seed, safe=""),
        "percTrainData": f"{100 * (config.train_share or 0):.12g}",
        **{theirs: str(ours in config.features).lower() for theirs, ours in FEATURES.items()},
        "problem": "regression" if regression else "classification",
        "initZero": str(config.init == "zeros").lower(),
    }
    if config.regularization == "none":
        del values["regularization"]
    return f"{ADDRESS}#" + "&".join(f"{name}={value}" for name, value in values.items())


def _check_expressible(config: TrainConfig) -> None:
    """Refuse what TensorFlow Playground does not have."""
    n_samples, size = DATASETS[config.dataset].n_samples, config.batch_size or config.n_train
    wanted: dict[str, tuple[object, ...]] = {
        "dataset": (*DATA["dataset"], *DATA["regDataset"]),
        "n_samples": (n_samples,),
        "activation": tuple(ACTIVATIONS.values()) if config.hidden else (config.activation,),
        "init": (PLAYGROUND_INIT, "zeros"),
        "loss": ("Half squared error (tanh)",),
        "optimizer": ("SGD",),
        "schedule": ("constant",),
        "target_loss": (0,),
        "patience": (0,),
        "weight_decay": (0,),
        "regularization": tuple(REGULARIZATIONS.values()),
        "dropout": (0,),
        "shuffle": (False,) if size < config.n_train else (False, True),
        "update": ("optimizer.step()",),
        "zero_grad": (True,),
    }
    for name, allowed in wanted.items():
        if getattr(config, name) not in allowed:
            raise ConfigError(
                f"a TensorFlow Playground link has no place for {name} {getattr(config, name)}:"
                f" it would have to be {' or '.join(map(str, allowed))}"
            )
    if config.changes:
        raise ConfigError("a TensorFlow Playground link has no place for changes on the way")
    if not config.playground_seed:
        raise ConfigError("a TensorFlow Playground link draws its own points and weights: give it a playground_seed")
    if config.n_train % size:
        raise ConfigError(
            "TensorFlow Playground carries the points left over by a batch_size that does not divide them"
        )
