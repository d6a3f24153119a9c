"""Train a small network and watch it learn."""

from ui.labs.training.whole import show
from ui.page import begin

text = begin(__file__)
show(text)
