"""The activation functions: what they are, what they do to numbers and gradients, where they break."""

from core.activations.registry import ACTIVATIONS
from core.activations.spec import Activation

__all__ = ["ACTIVATIONS", "Activation"]
