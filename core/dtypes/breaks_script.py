"""The code that prints what is shown of a calculation, and of a sum of many, in every dtype."""

from fractions import Fraction

from core.dtypes.breaking import SHOWN, calculate, named
from core.dtypes.exact import exact_code
from core.dtypes.names import FLOATS
from core.dtypes.numbers import python


def calculation_script(text: str) -> str:
    """Write the code that carries a calculation out in every dtype; a dtype that refuses says why."""
    code, numbers = named(text)
    _, exact = calculate(text)
    made = "; ".join(f"n{i} = torch.tensor({python(number)}, dtype=dtype)" for i, number in enumerate(numbers))
    return "\n".join(
        [
            *_head(text, exact),
            f"for dtype in [{', '.join(f'torch.{name}' for name in SHOWN)}]:",
            "    try:",
            f"        {made}",
            f"        x = {code}",
            "    except (RuntimeError, ValueError) as error:",
            "        print(dtype, error)",
            "        continue",
            "    print(dtype, x.item(), x.dtype)",
            *_off(exact),
        ]
    )


def _head(text: str, exact: Fraction | None) -> list[str]:
    if exact is None:
        return ["import torch", ""]
    return [
        "import math",
        "from decimal import Decimal",
        "from fractions import Fraction",
        "",
        "import torch",
        "",
        f"exact = {exact_code(text)}",
        "print(exact)",
    ]


def _off(exact: Fraction | None) -> list[str]:
    if exact is None:
        return []
    return [
        "    if math.isfinite(x.item()):",
        "        off = Fraction(x.item()) - exact",
        '        print("off by", Decimal(off.numerator) / off.denominator)',
    ]


def sums_script(term: float, times: int) -> str:
    """Write the code that adds a number so many times, one after the other and with `torch.sum`."""
    return "\n".join(
        [
            "import torch",
            "",
            f"for dtype in [{', '.join(f'torch.{name}' for name in FLOATS)}]:",
            f"    term, total = torch.tensor({term!r}, dtype=dtype), torch.tensor(0, dtype=dtype)",
            f"    for count in range(1, {times + 1}):",
            "        before, total = total, total + term",
            "        if total != before:",
            "            moved = count",
            f"    at_once = torch.full(({times},), {term!r}, dtype=dtype).sum()",
            '    print(dtype, total.item(), "moved until", moved, "at once", at_once.item())',
        ]
    )
