"""A step slider that lives in the chart: the server is not asked while it moves."""

from typing import Any, Final

import altair as alt

from ui.charts import theme

NOW: Final = "datum.step == step"
SO_FAR: Final = "datum.step <= step"


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


def scrubbed(parts: list[Any], last: int, stride: int = 1, first: int = 0, label: str = "Step ") -> dict[str, Any]:
    """Stack charts that follow one slider named `step`; a click steps on, a tick box plays to the end once.

    Args:
        parts: charts, top to bottom, that filter their data by `step`.
        last: the highest step.
        stride: by how much the slider moves.
        first: where the slider stands when the chart is opened.
        label: what stands before the slider.
    """
    step = alt.param(name="step", value=first, bind=alt.binding_range(min=0, max=last, step=stride, name=label))
    playing = alt.param(name="playing", value=False, bind=alt.binding_checkbox(name="Play "))
    stacked = alt.vconcat(*parts, spacing=12, padding={"left": 0, "right": 0, "top": 4, "bottom": 4})
    spec = theme.finish(stacked.add_params(step, playing))
    pause = min(300, max(40, round(6000 * stride / last)))
    for param in spec["params"]:
        if param["name"] == "step":
            # Altair has no words for a parameter that moves by itself; Vega-Lite takes them as they are.
            param["on"] = [
                {
                    "events": {"type": "timer", "throttle": pause},
                    "update": f"playing ? min(step + {stride}, {last}) : step",
                },
                {"events": {"source": "view", "type": "click"}, "update": f"step >= {last} ? 0 : step + {stride}"},
                {"events": {"signal": "playing"}, "update": f"playing && step >= {last} ? 0 : step"},
            ]
    return spec
