"""TensorFlow Playground's training, written anew with plain Python numbers: one point, one link at a time.

Only its rules are shared with the project, none of its code: what it finds for a link is the oracle.
"""

import math

SHAPES = {
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "relu": (lambda z: max(0.0, z), lambda z: 0.0 if z <= 0 else 1.0),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: (s := 1 / (1 + math.exp(-z))) * (1 - s)),
    "linear": (lambda z: z, lambda z: 1.0),
}
FEATURES = {
    "x": lambda x, y: x,
    "y": lambda x, y: y,
    "xSquared": lambda x, y: x * x,
    "ySquared": lambda x, y: y * y,
    "xTimesY": lambda x, y: x * y,
    "sinX": lambda x, y: math.sin(x),
    "sinY": lambda x, y: math.sin(y),
}


class Network:
    """Layers of neurons with a weight for each link, a bias for each neuron, and links that may die."""

    def __init__(self, weights, biases, activation, *, regression):
        self.weights = [[list(row) for row in layer] for layer in weights]
        self.biases = [list(layer) for layer in biases]
        self.dead = [[[False] * len(row) for row in layer] for layer in weights]
        self.shapes = [SHAPES[activation]] * (len(weights) - 1) + [SHAPES["linear" if regression else "tanh"]]
        self.clear()

    def clear(self):
        self.weight_sums = [[[0.0] * len(row) for row in layer] for layer in self.weights]
        self.bias_sums = [[0.0] * len(layer) for layer in self.biases]
        self.count = 0

    def forward(self, inputs):
        self.outputs, self.totals = [list(inputs)], []
        for weights, biases, (shape, _) in zip(self.weights, self.biases, self.shapes, strict=True):
            totals = [
                bias + sum(w * value for w, value in zip(row, self.outputs[-1], strict=True))
                for row, bias in zip(weights, biases, strict=True)
            ]
            self.totals.append(totals)
            self.outputs.append([shape(total) for total in totals])
        return self.outputs[-1][0]

    def backward(self, target):
        slopes = [self.outputs[-1][0] - target]
        for layer in reversed(range(len(self.weights))):
            deltas = [s * self.shapes[layer][1](z) for s, z in zip(slopes, self.totals[layer], strict=True)]
            for i, delta in enumerate(deltas):
                self.bias_sums[layer][i] += delta
                for j, value in enumerate(self.outputs[layer]):
                    if not self.dead[layer][i][j]:
                        self.weight_sums[layer][i][j] += delta * value
            slopes = [
                sum(self.weights[layer][i][j] * delta for i, delta in enumerate(deltas))
                for j in range(len(self.outputs[layer]))
            ]
        self.count += 1

    def update(self, lr, regularization, rate):
        for layer, rows in enumerate(self.weights):
            for i, row in enumerate(rows):
                self.biases[layer][i] -= lr * self.bias_sums[layer][i] / self.count
                for j, w in enumerate(row):
                    if self.dead[layer][i][j]:
                        continue
                    pull = {"L1": (w > 0) - (w < 0), "L2": w}.get(regularization, 0)
                    stepped = w - lr * self.weight_sums[layer][i][j] / self.count
                    pulled = stepped - lr * rate * pull
                    self.dead[layer][i][j] = regularization == "L1" and stepped * pulled < 0
                    row[j] = 0.0 if self.dead[layer][i][j] else pulled
        self.clear()

    def loss(self, rows, features):
        errors = [self.forward([FEATURES[f](x, y) for f in features]) - target for x, y, target in rows]
        return sum(0.5 * error * error for error in errors) / len(errors)


def run(network, train, test, features, *, epochs, batch_size, lr, regularization="none", rate=0.0):
    """Return (train loss, test loss) before training and after each epoch; the last batch may be short."""
    losses = [(network.loss(train, features), network.loss(test, features))]
    for _ in range(epochs):
        for number, (x, y, target) in enumerate(train, start=1):
            network.forward([FEATURES[f](x, y) for f in features])
            network.backward(target)
            if number % batch_size == 0 or number == len(train):
                network.update(lr, regularization, rate)
        losses.append((network.loss(train, features), network.loss(test, features)))
    return losses
