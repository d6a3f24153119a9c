"""A network read off a file's shapes, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st
from torch import Tensor

from core.checkpoints import guess, guessed_script, listing_script, network, shapes, straight_line
from core.config import TrainConfig
from ui.charts.checkpoints import line_chart, line_frames
from ui.draw import draw
from ui.labs.save_load.network import draw_map
from ui.labs.save_load.words import span

Script = Callable[[str, Sequence[str]], str]

LAYERS: Final = 16
HEIGHT: Final = 380  # pixels, in which more of them scroll
ENDS: Final = 4  # layers shown at either end of a long chain


def show_guess(weights: Mapping[str, Tensor], config: TrainConfig, text: Mapping[str, str]) -> Script:
    """Say which network the file is from, as far as its shapes tell, and draw it where it can be drawn.

    Returns:
        What writes the same as code, for the file's name and the keys that lead to its weights.

    Raises:
        CheckpointError: its numbers are too large for the network.
    """
    found = guess(shapes(weights))
    if found is None:
        st.markdown(text["Guess: none"])
        names = [f"- {span(name)} {shape}" for name, shape in list(shapes(weights).items())[:12]]
        st.markdown("\n".join(names))
        return lambda name, place: listing_script(name, place=place)
    model = network(found, weights, config.activation)
    st.markdown(text["Guess"].format(sizes=_chain(found.sizes)))
    if len(found.sizes) > 2:
        st.markdown(text["Guess: activation"].format(activation=config.activation))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.code(str(model), language=None, wrap_lines=True, height="content" if len(model) <= LAYERS else HEIGHT)
    with right:
        line = straight_line(found, weights)
        if line is not None:
            st.markdown(text["Guess: line"].format(weight=line[0], bias=line[1]))
            draw(line_chart(), line_frames(*line), alt=f"The line y = {line[0]:.4f} x + {line[1]:.4f}")
        elif (found.sizes[0], found.sizes[-1]) == (2, 1):
            draw_map(model, config, "the network guessed from the file")
        else:
            st.markdown(text["Guess: no picture"].format(inputs=found.sizes[0], outputs=found.sizes[-1]))
    return lambda name, place: guessed_script(name, found, model, place=place)


def _chain(sizes: Sequence[int]) -> str:
    """Write how many neurons each layer has, the middle of a long chain left out."""
    shown = [f"{size:,}" for size in sizes]
    if len(shown) > LAYERS:
        shown[ENDS:-ENDS] = [f"... {len(shown) - 2 * ENDS} more ..."]
    return " → ".join(shown)
