"""A step slider and a Play button that live in the chart: the server is not asked while they move it."""

from math import ceil
from typing import Any, Final

import altair as alt

from ui.charts import theme

NOW: Final = "datum.step == step"
SO_FAR: Final = "datum.step <= step"

_PLAY, _PAUSE = "Play", "Pause"
_LOOK: Final = (
    "font: inherit; font-size: 0.875rem; color: inherit; background: transparent; cursor: pointer; min-width: 5.5em;"
    " border: 1px solid; border-radius: 6px; padding: 0.2rem 0.8rem; margin-top: 0.25rem"
)


def below_the_top(low: float, high: float, every: float) -> list[float]:
    """Return the multiples of `every` in an interval but for its upper end, where the title of the axis stands."""
    return [k * every for k in range(ceil(low / every), ceil(high / every))]


def inside(**more: Any) -> alt.Axis:
    """Put an axis inside its plot: stacked charts are as wide as the page, labels outside would run over its edge."""
    labels: dict[str, Any] = {
        "labelAlign": "left",
        "labelBaseline": "bottom",
        "labelPadding": -4,
        "ticks": False,
        "domain": False,
    }
    title: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleX": 0, "titleY": -12}
    return alt.Axis(**labels, **title, **more)


def close(**more: Any) -> alt.Axis:
    """Put the title of an x axis close to its labels: slider and button stand below, and all is to be seen at once."""
    return alt.Axis(titlePadding=2, **more)


def within(**more: Any) -> alt.Axis:
    """Put the title of an x axis inside the plot, above the axis, at its end."""
    title: dict[str, Any] = {"titleAnchor": "end", "titleAlign": "right", "titleBaseline": "bottom", "titleY": -3}
    return alt.Axis(**title, **more)


def scrubbed(
    parts: list[Any], last: int, stride: int = 1, first: int = 0, label: str = "Step ", *, numbered: bool = True
) -> dict[str, Any]:
    """Stack charts that follow one slider named `step`; a click steps on, a button plays to the end once.

    Args:
        parts: charts, top to bottom, that filter their data by `step`.
        last: the highest step.
        stride: by how much the slider moves.
        first: where the slider stands when the chart is opened.
        label: what stands before the slider.
        numbered: whether the step stands behind it; where a step is not what the learner counts, a part says more.
    """
    step = alt.param(name="step", value=first, bind=alt.binding_range(min=0, max=last, step=stride, name=label))
    stacked = alt.vconcat(*parts, spacing=12, padding={"left": 0, "right": 0, "top": 4, "bottom": 4})
    spec = theme.finish(stacked.add_params(step))
    tick = {"type": "timer", "throttle": min(300, max(40, round(6000 * stride / last)))}
    # Altair has no words for a parameter that moves by itself, nor for a button; Vega-Lite takes them as they are.
    if not numbered:  # an input that Vega does not know as its own slider, and to which it adds no number
        spec["params"][0]["bind"]["input"] = "Range"
    spec["params"][0]["on"] = [
        {"events": tick, "update": f"play == '{_PAUSE}' ? min(+step + {stride}, {last}) : step"},
        {"events": {"source": "view", "type": "click"}, "update": f"step >= {last} ? 0 : +step + {stride}"},
        {"events": {"signal": "play"}, "update": f"play == '{_PAUSE}' && step >= {last} ? 0 : step"},
    ]
    spec["params"].append(_button(last, tick))
    return spec


def _button(last: int, tick: dict[str, Any]) -> dict[str, Any]:
    """Return the parameter `play`: a real button, whose caption is the parameter's value.

    It looks at `step` when the clock ticks: two parameters that listen to each other are a circle that Vega refuses.
    """
    pressed = {"source": "window", "type": "click", "filter": "event.target.name == 'play'"}
    return {
        "name": "play",
        "value": _PLAY,
        "bind": {"input": "button", "name": " ", "style": _LOOK},
        "on": [
            {"events": pressed, "update": f"play == '{_PLAY}' ? '{_PAUSE}' : '{_PLAY}'"},
            {"events": tick, "update": f"step >= {last} ? '{_PLAY}' : play"},
        ],
    }
