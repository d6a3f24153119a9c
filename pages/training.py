"""Train a small network and watch it learn."""

from core.datasets import load
from ui.cached.training import cached_film
from ui.components import replay
from ui.labs.training import behind
from ui.labs.training.outcome import show_outcome, show_prediction
from ui.labs.training.settings import chosen_config
from ui.page import begin, explained
from ui.runs import trained

text = begin(__file__)
config = chosen_config(text)
with explained():
    run = trained(config)
    show_outcome(run, text)
    replay.show(cached_film(config, run.epoch, run))
    show_prediction(run, text)
    behind.show(run, load(config), text)
