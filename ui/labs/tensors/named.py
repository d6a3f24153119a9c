"""What a tensor is called: the course's four to begin with, a name of one's own, and the habit it may break."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.errors import PlaygroundError
from core.tensors.creators import COURSE_TENSOR
from core.tensors.facts import name_of
from core.tensors.naming import NAME_LENGTH, by_habit, check_variable
from ui.labs.tensors.panels import offers, refusal, typed

_COURSE: Final = {"scalar": "7", "vector": "[7, 7]", "MATRIX": "[[7, 8], [9, 10]]", "TENSOR": COURSE_TENSOR}


def offer_the_courses_four() -> None:
    """Offer a literal for each of the four names."""
    offers("The course's four:", {name: {"literal": literal} for name, literal in _COURSE.items()})


def named(text: Mapping[str, str], ndim: int) -> str:
    """Ask for a name; return it, with a note where it breaks the habit, or the habit's where there is none."""
    own = typed("Name", "", NAME_LENGTH, "called", width=160, placeholder=name_of(ndim), help=text["Create: name"])
    if not own.strip():
        return name_of(ndim)
    try:
        name = check_variable(own)
    except PlaygroundError as error:
        refusal(error)
        return name_of(ndim)
    usual = by_habit(name, ndim)
    if name != usual:
        st.caption(text["Create: habit"].format(name=name, kind=name_of(ndim), usual=usual))
        offers("By habit:", {usual: {"called": usual}})
    return name
