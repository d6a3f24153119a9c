"""Train a small network and watch it learn."""

from core.datasets import load
from ui.labs.training import behind
from ui.labs.training.live import show_film
from ui.labs.training.outcome import show_outcome, show_prediction
from ui.labs.training.settings import chosen_config
from ui.page import begin, explained
from ui.runs import settled

text = begin(__file__)
config = chosen_config(text)
with explained():
    run = settled(config)
    if run is not None:
        show_outcome(run, text)
    show_film(config, run)
    if run is not None:
        show_prediction(run, text)
        behind.show(run, load(config), text)
