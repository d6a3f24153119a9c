"""The one door to session state and to the settings in the link.

A setting's key is its name in the URL. Streamlit shares keys between pages, so `lr` of one page would turn up,
out of range, on another. Here every page has an address of its own: it is put aside when the page is left, and a page
opened from the menu goes back to it.
"""

import json
import math
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.session_state_proxy import get_session_state

from core.decimals import is_decimal
from core.ranges import Range
from ui.links import Offered, forget_links, hear

_PAGE: Final = "_page"
_KEPT: Final = "_kept"
_LINKED: Final = "_linked"
_ASSIGNED: Final = "_assigned"
_OPENED: Final = "_opened"
_STREAMLITS_OWN: Final = ("embed", "embed_options")
_LONGEST: Final = 10_000  # characters of one setting: an address with many more opens no page
_A_FEW_FRAMES: Final = 0.05  # seconds

_Settings = dict[str, list[str]]


def enter(page: str) -> None:
    """Make `page` the owner of the settings; call once a run, before any widget."""
    state = st.session_state
    left, state[_PAGE] = state.get(_PAGE), page
    kept: dict[str, _Settings] = state.setdefault(_KEPT, {})
    address, travelled = _address()
    bare = travelled and not address  # an entry that Streamlit writes of its own as a page is left
    if left == page and not (bare and kept.get(page)):
        kept[page] = address
        return
    state.pop(_ASSIGNED, None)
    forget_links()
    for name in state.pop(_LINKED, ()):
        state.pop(name, None)
    from_menu = not travelled and left is not None and bool(kept.get(left) or not address)
    if from_menu:  # `address` is what the browser has not taken down yet of the page left: its last run knows better
        address = kept.get(page, {})
    elif bare:
        # Show the page as it was left. To send its address anew would add an entry at every step back, and the way
        # back would have no end.
        address = kept.get(page, {})
        _write_in_place(address)
    kept[page] = address
    _open_with(kept[page], tell=from_menu)


def _write_in_place(settings: _Settings) -> None:
    """Put settings into the address of the entry that is open, without adding one to the browser's history."""
    query = urlencode(settings, doseq=True)
    if query:
        st.html(
            f"<script>history.replaceState(history.state, '', location.pathname + '?' + {json.dumps(query)})</script>",
            unsafe_allow_javascript=True,
        )


def _open_with(settings: _Settings, *, tell: bool) -> None:
    """Seed the page's widgets with these settings.

    Args:
        settings: of the address, by name.
        tell: whether the browser does not have them in its address yet.
    """
    with get_session_state().query_params() as known:
        known.clear_with_no_forward_msg(preserve_embed=True)
        for name, values in settings.items():
            known.set_with_no_forward_msg(name, values if len(values) > 1 else values[0])
        known.set_initial_query_params_from_current()
        if tell and settings:
            # The browser writes a new page's path a frame after it hears of it: settings that arrive sooner would
            # be written under the path of the page left, as one more entry of its history.
            time.sleep(_A_FEW_FRAMES)
            known._send_query_param_msg()


def _address() -> tuple[_Settings, bool]:
    """Return the settings that the browser sent with this run, and whether its back or forward button sent them.

    From the menu, and only then, these are what is left of the settings of the page left.
    """
    context = get_script_run_ctx()
    if context is None:
        return {}, False
    settings = parse_qs(context.query_string, keep_blank_values=True)
    ours = {name: values for name, values in settings.items() if name not in _STREAMLITS_OWN}
    return ours, context.is_history_navigation


def _unreadable(text: str) -> bool:
    """Tell whether Python reads a number where people do not see one: 1_0, full-width digits, nan, inf, 1e999."""
    try:
        value = float(text)
    except ValueError:
        return False
    return not (is_decimal(text) and math.isfinite(value))


def _too_long_for_a_link(key: str) -> bool:
    typed = st.session_state.get(key)
    return isinstance(typed, str) and len(typed) > _LONGEST


def _drop(key: str) -> None:
    """Take a setting out of the link; a widget that is made for the first time falls back to its default."""
    with get_session_state().query_params() as known:
        known._initial_query_params.pop(key, None)
        known.remove_param(key)


def linked(
    key: str, valid: Callable[[Any], bool] | None = None, default: Any = None, *, text: Range | bool = False,
    label: str = "", offered: Offered = (),
) -> Any:  # fmt: skip
    """Return the arguments that tie a widget to the URL parameter `key`.

    What the link holds for it in vain, `said_of_link` says.

    Args:
        key: the setting's name, the same in the URL, the config and the code shown.
        valid: tells whether a remembered value is still acceptable; one that is not is forgotten, so that a
            widget whose options or range depend on another widget falls back to its default.
        default: that default; named here, it reaches the browser too, which otherwise goes on showing the old value
            of a widget that stays in place.
        text: whether the widget takes any text, so that `inf` is a text like others; a range of its length where it
            has limits. The widget itself has none: it would drop a paste that is too long without a word. Who reads
            the text refuses it in a sentence.
        label: what the screen calls it, where that is not the key.
        offered: the names that may be chosen, or the limits of the number.
    """
    state = st.session_state
    state.setdefault(_LINKED, set()).add(key)
    _stay()
    asked = hear(key, label, offered, int(text.high) if isinstance(text, Range) else None)
    names = () if isinstance(offered, Range) else offered
    vain = asked.too_long or (not text and any(_unreadable(each) and each not in names for each in asked.texts))
    if vain or _too_long_for_a_link(key):
        _drop(key)
    if valid is not None and key in state and not valid(state[key]):
        del state[key]
        if default is not None:
            state[key] = default
    return {"key": key, "bind": "query-params"}


def _stay() -> None:
    """Note the page's settings in a run of a fragment, which does not enter the page."""
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        st.session_state[_KEPT][st.session_state[_PAGE]], _ = _address()


def assign(settings: Mapping[str, Any]) -> None:
    """Set widgets of this page from a callback; the browser and the link follow.

    (Deleting a widget's key would give the server the default while the browser still shows the old value.)
    """
    assigned: dict[str, tuple[Any, Any]] = st.session_state.setdefault(_ASSIGNED, {})
    for key, value in settings.items():
        before, _ = assigned.get(key, (st.session_state.get(key), None))
        assigned[key] = (before, value)
        st.session_state[key] = value


def redirect(dropped: Collection[str], settings: Mapping[str, str]) -> None:
    """Open what a link of former times meant; call before the page's first widget.

    Args:
        dropped: settings of the link that are no longer read as they stand there.
        settings: what to open the page with instead, beside the others of the link.
    """
    address, _ = _address()
    meant = {name: values for name, values in address.items() if name not in dropped}
    meant |= {name: [value] for name, value in settings.items()}
    st.session_state[_KEPT][st.session_state[_PAGE]] = meant
    _open_with(meant, tell=True)


def hold_assigned(keys: Collection[str], *, opened: bool) -> None:
    """Put back what was assigned to widgets in a closed popover; call before any of them.

    The browser hears of a value only where it shows the widget: of one that it has shown before, it goes on sending
    the old value until the popover is opened again.

    Args:
        keys: of the widgets in the popover.
        opened: whether the popover is open; from its second run on, its widgets speak for themselves.
    """
    state = st.session_state
    assigned: dict[str, tuple[Any, Any]] = state.setdefault(_ASSIGNED, {})
    was_open, state[_OPENED] = state.get(_OPENED, False), opened
    if opened and was_open:
        assigned.clear()
    for key, (before, value) in assigned.items():
        if key in keys and key in state and state[key] == before:
            state[key] = value


def recall(name: str, default: Any = None) -> Any:
    """Read a value that belongs to this visitor's session."""
    return st.session_state.get(f"_{name}", default)


def remember(name: str, value: Any) -> None:
    """Keep a value for this visitor's session."""
    st.session_state[f"_{name}"] = value
