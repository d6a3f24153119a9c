"""Downhill: one weight step by step, optimizers racing, and the chain rule that finds the slope."""

import streamlit as st

from ui.labs.gradient_descent import basins, chain, race, steps
from ui.labs.gradient_descent.entering import suit_lr
from ui.page import begin, choose_lab

text = begin(__file__)
labs = {"steps": steps.show, "race": race.show, "basins": basins.show, "chain": chain.show}
# A change inside a lab runs the lab alone: its picture is painted sooner than after a run of the whole page.
choose_lab({name: st.fragment(show) for name, show in labs.items()}, text, suit_lr)
