"""Home: a network that learns at once, the way of working as a map of the pages, three questions to ask."""

import streamlit as st

from ui.labs.home import motto, watch, workflow
from ui.labs.home.shipped import told
from ui.page import begin

text = begin(__file__)
st.markdown(told(text["Opening"]))
left, right = st.columns([9, 14], gap="medium")
with left:
    watch.show(text)
with right:
    workflow.show(text)
motto.show(text)
