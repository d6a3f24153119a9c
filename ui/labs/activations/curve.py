"""One activation, its derivative, and a tangent that follows the pointer."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.activations import ACTIVATIONS
from core.activations.by_hand import by_hand_script
from core.activations.curves import curve_script
from core.activations.measures import FLAT, GRID, REACH, Facts
from core.activations.precision import Break
from ui.cached.activations import cached_breaks, cached_facts, cached_probe, cached_response
from ui.charts.activations import probe_chart
from ui.charts.spelled import number
from ui.draw import draw
from ui.labs.activations.controls import activation_control
from ui.lesson import code, questions


def show(text: Mapping[str, str]) -> None:
    """Lay the lab out."""
    st.markdown(text["Curve"])
    name = activation_control(label="collapsed")
    entry, facts = ACTIVATIONS[name], cached_facts(name)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draw(probe_chart(), {"curve": cached_probe(name)}, alt="The activation, its slope and a movable tangent")
    with right:
        st.markdown(f"{entry.idea} f(x) lies in ${entry.span}$.")
        st.latex(rf"\begin{{gathered}} f(x) = {entry.latex} \\[2ex] {_steepest(facts)} \end{{gathered}}")
        st.markdown(f"**For it:** {entry.strength}\n\n**Against it:** {entry.weakness}")
    _numbers(name, facts)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _float32(text, name)
    with right:
        st.caption(f"Source: {entry.source}")
        st.page_link(
            "pages/training.py",
            label=f"Train a network with {name}",
            icon=":material/hub:",
            query_params={"activation": name},
        )
        code(lambda: curve_script(name))
        questions(text, "Curve", _answer)


def _answer() -> Mapping[str, object]:
    broken = {(b.what, b.x): b for b in cached_breaks("Sigmoid")}
    value, slope = broken["value", 17.0], broken["slope", 17.0]
    return {"value": value.got, "exact": f"{value.exact:.10f}", "slope": number(slope.exact)}


def _steepest(facts: Facts) -> str:
    """Put the steepest slope into the product that ten layers make of it."""
    digits, power = f"{facts.steepest**10:.1e}".split("e")
    product = digits.removesuffix(".0") if int(power) == 0 else rf"{digits} \times 10^{{{int(power)}}}"
    slope = f"{facts.steepest:.4g}"
    return rf"{_where(facts)} = {slope},\quad {slope}^{{10}} = {product}"


def _where(facts: Facts) -> str:
    """Say where the slope is steepest: at a place, everywhere right of a corner at 0, or only further and further."""
    if facts.steepest_at == GRID:
        return r"\max f' = f'(x > 0)"
    if facts.steepest_at == REACH:
        return r"\sup f' = \lim_{x \to \infty} f'(x)"
    return rf"\max f' = f'({facts.steepest_at:.3g})"


def _numbers(name: str, facts: Facts) -> None:
    """Show what a sweep measured."""
    response = cached_response(name, 1.0)
    centred = "yes" if response.zero_centred else f"no, mean {number(response.mean)}"
    with st.grid(5, min_column_width=150, gap="small"):
        st.metric("Values", f"{number(facts.lowest)} to {number(facts.highest)}", help="Measured over ±10⁶.")
        st.metric("Zero-centred", centred, help="The mean output for 100,000 standard normal inputs.")
        st.metric("Steepest slope", number(facts.steepest))
        st.metric("Slope at 0", number(facts.slope_at_zero), help="What autograd returns exactly at x = 0.")
        st.metric(f"Flat (slope < {FLAT:g})", _flat(facts))


def _flat(facts: Facts) -> str:
    left = "" if facts.flat_left is None else f"x < {facts.flat_left:.1f}"
    right = "" if facts.flat_right is None else f"x > {facts.flat_right:.1f}"
    return ", ".join(side for side in (left, right) if side).replace("-", "−") or "nowhere"


def _float32(text: Mapping[str, str], name: str) -> None:
    """Tell where float32 fails this function."""
    found = cached_breaks(name)
    st.markdown(text["Float32"] if found else text["Float32: unbroken"].format(name=name))
    if found:
        st.table(_rows(found), hide_index=True)
        code(lambda: by_hand_script(name), "The formula by hand", "by_hand")


def _rows(found: tuple[Break, ...]) -> pd.DataFrame:
    """Tabulate what breaks, what does so on both sides of zero in one row."""
    groups: dict[tuple[str, float], list[Break]] = {}
    for broken in found:
        groups.setdefault((broken.what, abs(broken.x)), []).append(broken)
    return pd.DataFrame(
        {
            "what": [_whose(what) for what, _ in groups],
            "from x =": [_both([f"{b.x:+.0f}" for b in sides]) for sides in groups.values()],
            "float32 gives": [_both([_exact(b.got) for b in sides]) for sides in groups.values()],
            "it should be": [_both([_exact(b.exact) for b in sides]) for sides in groups.values()],
        }
    )


def _both(sides: list[str]) -> str:
    """Write the numbers right and left of zero as one: ± where only the sign differs."""
    right, left = sides[0].replace("-", "−"), sides[-1].replace("-", "−")
    if right == left:
        return right
    return f"±{left[1:]}" if right.lstrip("+") == left.lstrip("−") else f"{right}, {left}"


def _whose(what: str) -> str:
    """Say whose value or slope it is."""
    return f"torch: {what}" if what in {"value", "slope"} else f"by hand: {what}"


def _exact(value: float) -> str:
    """Write a value near 1 so that its distance from 1 is seen."""
    return f"{value:.9f}".replace("-", "−") if 0.99 < abs(value) < 1 or 1.7 < abs(value) < 1.76 else number(value)
