"""The way from TensorFlow Playground and back: a link pasted becomes the settings, the settings become a link."""

from dataclasses import replace

import streamlit as st

from core.config import TrainConfig
from core.errors import ConfigError
from core.playground_link import Imported, read, write
from core.playground_link.names import ADDRESS
from ui.controls import widget_values
from ui.page import Text
from ui.state import assign, recall, remember
from ui.wording import on_screen
from ui.words import verbatim

_PASTED, _IMPORTED, _REFUSED = "playground_link", "imported", "import_refused"


def playground_control(text: Text) -> None:
    """Offer to paste a link."""
    if refused := recall(_REFUSED):  # above the field: below the button the list would have to be scrolled
        st.warning(verbatim(refused), icon=":material/info:")
    st.text_input(
        "Or a link of TensorFlow Playground", key=_PASTED, placeholder=f"{ADDRESS}#dataset=xor&seed=0.42",
        help=text["Playground link"], width=420,
    )  # fmt: skip
    st.button("Do this run", on_click=_import, type="primary")


def _import() -> None:
    try:
        found = read(st.session_state[_PASTED])
    except ConfigError as error:
        remember(_REFUSED, f"{str(error)[0].upper()}{str(error)[1:]}. Nothing was changed.")
        return
    remember(_REFUSED, None)
    remember(_IMPORTED, found)
    assign(widget_values(found.config) | {"presets": False})


def say_imported(config: TrainConfig, text: Text) -> None:
    """Say what was repaired or is done otherwise, as long as the run is the imported one."""
    found: Imported | None = recall(_IMPORTED)
    if found is not None and found.config == config:
        looks = [text["Imported: discretize"]] if found.discretize else []
        st.caption(verbatim(" ".join([text["Imported"], *found.notes, *looks])))


def show_link(config: TrainConfig, text: Text) -> None:
    """Show the link that does this run there, or why there is none."""
    seeded = config if config.playground_seed else replace(config, playground_seed=str(config.seed))
    try:
        link = write(seeded)
    except ConfigError as error:
        why = str(error)
        st.markdown(text["Not to be exported"].format(why=verbatim(on_screen(why[0].upper() + why[1:]))))
        return
    st.markdown(text["Exported"] if config.playground_seed else text["Exported with a seed"])
    st.code(link, language=None, wrap_lines=True)
