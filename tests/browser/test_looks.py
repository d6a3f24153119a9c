"""What is on a page can be read and found: measured in the page as painted, in both modes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.page import PAGES

pytestmark = pytest.mark.browser

PATHS = ["" if page.script == "app.py" else Path(page.script).stem for page in PAGES]
# Contrast as WCAG 2 defines it, of every text against the colours painted behind it; 3 suffices for large text. Left
# out: what is disabled, drawings (their words lie on marks), the value of a slider (it floats above its thumb).
PALE = r"""() => {
  const parse = (color) => {
    const numbers = color.match(/[\d.]+/g).map(Number);
    return color.startsWith("color(") ? [...numbers.slice(0, 3).map((c) => 255 * c), numbers[3] ?? 1]
      : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const luminance = (color) => color.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + [0.2126, 0.7152, 0.0722][i] * c, 0);
  const up = (part) => part.parentElement ?? part.getRootNode().host ?? null;
  const contrast = (part) => {
    const ink = parse(getComputedStyle(part).color), grounds = [];
    for (let at = part; at !== null; at = up(at)) {
      const style = getComputedStyle(at), ground = parse(style.backgroundColor);
      ink[3] *= Number(style.opacity);
      if (ground[3] > 0 && (grounds.length === 0 || grounds.at(-1)[3] < 1)) grounds.push(ground);
    }
    const ground = grounds.reduceRight((below, above) => over(above, below), [255, 255, 255, 1]);
    const [low, high] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const parts = (root) => [...root.querySelectorAll("*")]
    .flatMap((part) => (part.shadowRoot ? [part, ...parts(part.shadowRoot)] : [part]));
  const words = (part) => [...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.textContent.trim()).join(" ").trim();
  return parts(document.querySelector("[data-testid=stMain]"))
    .filter((part) => words(part) && !part.closest("style, script, svg, math, [data-testid=stSliderThumbValue]")
      && !part.closest("[disabled], [aria-disabled=true], [data-disabled]")
      && part.checkVisibility({ opacityProperty: true }))
    .filter((part) => contrast(part) < (parseFloat(getComputedStyle(part).fontSize) >= 24 ? 3 : 4.5))
    .map((part) => `${words(part).slice(0, 40)}: ${contrast(part).toFixed(2)}`);
}"""
OUTLINE = """() => { const style = getComputedStyle(document.activeElement);
  return [style.outlineStyle, style.outlineWidth, style.outlineColor, document.activeElement.tagName]; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_every_word_and_every_line_of_code_can_be_read(path: str, scheme: str, visit: Callable[..., Any]) -> None:
    visitor = visit(scheme=scheme)
    page = visitor.open(path)
    visitor.painted()
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    visitor.idle()
    page.wait_for_function(f"() => ({PALE})().length === 0 || document.getAnimations().length === 0")
    assert page.evaluate(PALE) == []


@pytest.mark.parametrize(("scheme", "color"), [("light", "rgb(10, 102, 176)"), ("dark", "rgb(63, 147, 224)")])
def test_what_the_keyboard_stands_on_is_outlined(scheme: str, color: str, visit: Callable[..., Any]) -> None:
    visitor = visit(scheme=scheme)
    page = visitor.open("activations")
    visitor.painted()
    tags = set()
    page.locator(".st-key-menu a").first.focus()
    page.keyboard.press("Tab")
    for _ in range(28):
        style, width, seen, tag = page.evaluate(OUTLINE)
        if tag in {"A", "BUTTON", "SUMMARY"}:
            assert (style, width, seen) == ("solid", "2px", color), tag
            tags.add(tag)
        page.keyboard.press("Tab")
    assert tags == {"A", "BUTTON", "SUMMARY"}
