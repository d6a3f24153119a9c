"""What the run on the page is compared with: a run kept before, a suggestion, or what is typed or linked."""

from typing import Final

import streamlit as st

from core.config import SEED, TrainConfig
from core.errors import PlaygroundError
from ui.controls import widget_values
from ui.controls.differences import read_differences, write_differences
from ui.controls.widgets import typed
from ui.page import Text
from ui.state import assign, recall, remember
from ui.wording import on_screen, written
from ui.words import verbatim

MANY: Final = 8  # runs kept
_KEPT, _COMPARED, _AGAINST = "kept_runs", "compared_runs", "against"


def chosen_other(config: TrainConfig, text: Text) -> tuple[TrainConfig, str]:
    """Offer what to compare with, to keep this run and to swap the two; return the other run, and how it differs."""
    _follow(config)
    usual, said = suggestions(config)[0], ""  # the same for every visitor: it is not in the link
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        asked = typed("Compare with", _offered(config), usual, _AGAINST, width=380, help=text["What differs"])
        try:
            other = read_differences(config, asked)
        except PlaygroundError as error:
            told = on_screen(str(error))
            other, said = config, f"{told[0].upper()}{told[1:]}."
        if other == config:
            said = f"{said or text['Itself']} Below it is compared with {usual}."
            other = read_differences(config, usual)
        st.button("Swap", icon=":material/swap_horiz:", on_click=_swap, args=(config, other), help=text["Swap"])
        _keep_controls(config, text)
    if said:
        st.warning(verbatim(said), icon=":material/info:")
    remember(_COMPARED, (config, other))
    return other, write_differences(config, other)


def _keep_controls(config: TrainConfig, text: Text) -> None:
    kept: tuple[TrainConfig, ...] = recall(_KEPT, ())
    full = len(kept) >= MANY
    st.button(
        "Keep this run", icon=":material/bookmark_add:", on_click=remember, args=(_KEPT, (config, *kept)),
        disabled=config in kept or full, help=text["Kept are as many"].format(many=MANY) if full else text["Keep"],
    )  # fmt: skip
    if not kept:
        return
    with st.popover("Kept runs"):
        for number, run in enumerate(kept):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                rest = tuple(other for other in kept if other != run)
                st.button("Remove", key=f"remove {number}", on_click=remember, args=(_KEPT, rest))
                st.markdown(verbatim(_name(config, run)))


def suggestions(config: TrainConfig) -> list[str]:
    """Return twins of a run that are worth comparing it with, as the settings in which they differ."""
    twins = [
        f"optimizer={'SGD' if config.optimizer in {'Adam', 'AdamW'} else 'Adam'}",
        f"seed={config.seed + 1 if config.seed < SEED.high else config.seed - 1}",
    ]
    if config.hidden:
        twins.insert(1, f"activation={'ReLU' if config.activation == 'Identity' else 'Identity'}")
    if config.steps_per_epoch > 1:
        twins.append(f"shuffle={str(not config.shuffle).lower()}")
    if config.update == "optimizer.step()":
        twins.append("update=by hand")
    if not config.changes and config.epochs > 1:
        twins.append(f"changes={config.epochs // 2}: lr={written(float(f'{config.lr / 10:.3g}'))}")
    return [twin for twin in twins if _can_be(config, twin)]


def _can_be(config: TrainConfig, twin: str) -> bool:
    try:
        read_differences(config, twin)
    except PlaygroundError:
        return False
    return True


def _offered(config: TrainConfig) -> list[str]:
    kept = [_difference(config, run) for run in recall(_KEPT, ()) if run != config]
    return list(dict.fromkeys([*filter(None, kept), *suggestions(config)]))


def _difference(config: TrainConfig, run: TrainConfig) -> str | None:
    """Write what makes the other run of this one; None where a text cannot, as it takes a file."""
    try:
        return write_differences(config, run)
    except PlaygroundError:
        return None


def _name(config: TrainConfig, run: TrainConfig) -> str:
    name = _difference(config, run)
    return "a run on a file of yours" if name is None else name or "the run on the page"


def _follow(config: TrainConfig) -> None:
    """Stay with a kept run while the one on the page changes; who keeps a run and changes a setting compares both."""
    kept: tuple[TrainConfig, ...] = recall(_KEPT, ())
    before, other = recall(_COMPARED, (config, config))
    if before == config:
        return
    stays = next((run for run in (other, before) if run in kept), config)
    if stays != config and (changes := _difference(config, stays)):
        assign({_AGAINST: changes})
    elif other == config and st.session_state.get(_AGAINST) in suggestions(before):  # now it would be the run itself
        assign({_AGAINST: suggestions(config)[0]})


def _swap(config: TrainConfig, other: TrainConfig) -> None:
    changes = _difference(other, config)
    assign(widget_values(other) | ({_AGAINST: changes} if changes else {}))
