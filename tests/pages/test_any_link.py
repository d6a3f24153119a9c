"""Any link to the Training page opens it: what cannot be is said once, and shortly."""

import re
from collections.abc import Callable
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

SMALL: Final = {"epochs": "2", "n_samples": "40", "hidden": "2"}  # so that what is good about a link is soon trained
HOSTILE: Final = (
    "", " ", "0", "-1", "-0.0", "1_0", "１０", "٣", "nan", "inf", "-Infinity", "1e999", "1e-999", "+1e5", "0x10",
    "9" * 400, "x" * 5000, "1," * 3000, "true", "None", "[]", "'", '"', "\\", "\x00", "\U0001f600", "\u202eabc",
    "<script>alert(1)</script>", "![x](http://elsewhere.example/x.png)", "**b** :red[x] $x^2$", "a\nb", "%00", "&amp;",
    "1: lr=1e5", "0: 0.weight[9,9]=1", "ReLU, Tanh", "; ; ;", "..", "full", "your CSV", "spiral", "moons", "x1",
)  # fmt: skip
KEYS: Final = (
    "dataset", "n_samples", "noise", "features", "train_share", "hidden", "activation", "lr", "optimizer", "momentum",
    "batch_size", "seed", "data_seed", "weight_decay", "schedule", "target_loss", "patience", "changes", "update",
    "shuffle", "zero_grad", "loss", "init", "init_scale", "regularization", "regularization_rate", "dropout", "dtype",
    "playground_seed", "target", "task", "missing", "nonsense",
)  # fmt: skip
VIEWS: Final = {
    "One step": ("stage", "step_epoch", "step_batch", "step_layer", "tensor"),
    "Loss landscape": ("plane", "plane_seed", "plane_loss", "span"),
    "What if I forget": ("forgotten", "guess"),
    "Mistakes": ("points_of", "cell"),
    "Your points": ("begin",),
    "Code": (),
}
SHORT: Final = 300  # characters of a sentence

texts = st.sampled_from(HOSTILE)
values = st.one_of(texts, texts, st.lists(texts, min_size=2, max_size=3))


@st.composite
def links(draw: st.DrawFn) -> dict[str, Any]:
    view = draw(st.sampled_from(sorted(VIEWS)))
    keys = draw(st.lists(st.sampled_from((*KEYS, *VIEWS[view])), max_size=6, unique=True))
    return SMALL | {"behind": view} | {key: draw(values) for key in keys}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(links())
def test_any_link_opens_the_page_and_each_bad_value_gets_at_most_one_short_sentence(
    open_page: Callable[..., AppTest], link: dict[str, Any]
) -> None:
    page = open_page("training", **link)
    assert not page.exception, [error.message for error in page.exception]
    said = [re.sub(r"[\\\u2060]", "", warning.value) for warning in page.warning]
    sentences = [part for words in said for part in re.split(r"(?<=is used)\. |(?<=left out)\. |(?<=worked)\.", words)]
    assert all(len(sentence) <= SHORT for sentence in sentences), [s for s in sentences if len(s) > SHORT]
    assert len([sentence for sentence in sentences if sentence.strip()]) <= 2 * len(link)
    begins = [sentence.split(" must ")[0].removeprefix("The link asks for what cannot be. ") for sentence in sentences]
    told = [name for name in begins if name.strip()]
    assert len(told) == len(set(told)), told
