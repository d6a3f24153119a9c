"""What TensorFlow Playground's links call things, and what they are called here.

Source: https://github.com/tensorflow/playground, `state.ts`.
"""

from typing import Final

from core.ranges import Range

HOST: Final = "playground.tensorflow.org"
ADDRESS: Final = f"https://{HOST}/"
LENGTH: Final = Range(1, 4_000)  # characters
SEED: Final = "0.42"  # where a link names none, TensorFlow Playground draws one anew at every visit
EPOCHS: Final = 200
NOISE: Final = Range(0, 50)  # percent

ACTIVATIONS: Final = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid", "linear": "Identity"}
REGULARIZATIONS: Final = {"none": "none", "L1": "L1 pruning", "L2": "L2"}
PROBLEMS: Final = {"classification": "dataset", "regression": "regDataset"}
DATA: Final = {"dataset": ("circle", "xor", "gauss", "spiral"), "regDataset": ("reg-plane", "reg-gauss")}
FEATURES: Final = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1^2",
    "ySquared": "x2^2",
    "xTimesY": "x1*x2",
    "sinX": "sin(x1)",
    "sinY": "sin(x2)",
}
SHOWN: Final = ("showTestData", "discretize", "cosX", "cosY", "collectStats", "hideText", "tutorial")
KNOWN: Final = {
    *("activation", "regularization", "regularizationRate", "batchSize", "dataset", "regDataset", "problem"),
    *("learningRate", "noise", "networkShape", "seed", "percTrainData", "initZero", *FEATURES, *SHOWN),
}
