"""Marks that can be clicked, one at a time, for `ui.draw.draw_to_choose`."""

import altair as alt


def clickable() -> alt.Parameter:
    """Return the selection of a mark, by its `place` among the marks and by the `turn`, the clicks before this one."""
    return alt.selection_point(name="clicked", fields=["place", "turn"], toggle=False, clear=False)
