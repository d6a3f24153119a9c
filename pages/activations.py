"""What stands between two linear layers: curves, comparisons, one neuron, and gradients through many layers."""

from ui.labs.activations import compare, curve, depth, neuron
from ui.page import begin, choose_lab

text = begin(__file__)
choose_lab({"curve": curve.show, "compare": compare.show, "neuron": neuron.show, "depth": depth.show}, text)
