"""Downhill: one weight step by step, optimizers racing, and the chain rule that finds the slope."""

from ui.labs.gradient_descent import basins, chain, race, steps
from ui.labs.gradient_descent.entering import suit_lr
from ui.page import begin, choose_lab

text = begin(__file__)
choose_lab({"steps": steps.show, "race": race.show, "basins": basins.show, "chain": chain.show}, text, suit_lr)
