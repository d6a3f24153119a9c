"""A page in the making."""

import streamlit as st

from ui.page import begin

text = begin(__file__)
st.markdown(text["Intro"])
