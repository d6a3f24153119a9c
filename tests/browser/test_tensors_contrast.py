"""Numbers on squares can be read: black or white on every colour, in both modes."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

LINKS = {
    "create": "lab=create&source=arange&end=100",
    "index": "lab=index&values=2x2x3x4",
    "matmul": "lab=matmul",
    "a batch": "lab=matmul&a=2x2x3&b=3x2",
    "column + row": "lab=matmul&operator=%2B&a=[[-10],[20],[30]]&b=[1,2,3,4]",
    "einsum": "lab=einsum",
    "trace": "lab=einsum&equation=ii->&einsum_a=3x3",
    "reduce": "lab=reduce",
    "cumsum": "lab=reduce&reduction=cumsum&dim=1&numbers=[[-3,1,4],[1,-5,9]]",
    "seed": "lab=seed&reseed=never",
    "storage": "lab=storage&tried=your own&x_is=torch.arange(28.)&y_is=torch.stack([x[:14], -x[14:]])",
}
# Of every number on a square, how its ink stands out from what it stands on.
CONTRASTS = """() => {
  const rgb = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], ground, strong) =>
    [r, g, b].map((part, i) => part * a * strong + ground[i] * (1 - a * strong));
  const light = (color) => {
    const [r, g, b] = color.map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const painted = (mark, ground) => {
    const look = getComputedStyle(mark);
    return over(rgb(look.fill), ground, Number(look.opacity) * Number(look.fillOpacity));
  };
  const page = rgb(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
  const found = [];
  for (const chart of document.querySelectorAll("svg.marks")) {
    const squares = [...chart.querySelectorAll(".mark-rect path")].filter((square) => square.getAttribute("d"))
      .map((square) => [square, square.getBoundingClientRect()]);
    for (const text of chart.querySelectorAll(".mark-text text")) {
      const box = text.getBoundingClientRect();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const under = squares.filter(([, b]) => b.left < x && x < b.right && b.top < y && y < b.bottom);
      if (!box.width || !under.length) continue;
      const ground = under.reduce((below, [square]) => painted(square, below), page);
      const [low, high] = [light(painted(text, ground)), light(ground)].sort((a, b) => a - b);
      found.push([(high + 0.05) / (low + 0.05), text.textContent]);
    }
  }
  return found.sort(([a], [b]) => a - b);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_stand_out_from_their_squares(visit: Callable[..., Any], scheme: str) -> None:
    visitor = visit(scheme=scheme)
    worst = {}
    for name, link in LINKS.items():
        visitor.open(f"tensors?{link}")
        visitor.painted()
        visitor.page.wait_for_function(f"({CONTRASTS})().length > 0", timeout=10_000)
        worst[name] = visitor.page.evaluate(CONTRASTS)[0]
    assert all(contrast >= 4.5 for contrast, _ in worst.values()), worst
