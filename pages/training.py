"""Train a small network and watch it learn."""

from core.datasets import load
from ui.labs.training import behind
from ui.labs.training.outcome import first_glimpse, show_film, show_outcome, show_prediction
from ui.labs.training.settings import chosen_config
from ui.page import begin, explained
from ui.runs import trained

text = begin(__file__)
config = chosen_config(text)
with explained():
    run = trained(config, first_glimpse())
    show_outcome(run, text)
    show_film(run)
    show_prediction(run, text)
    behind.show(run, load(config), text)
