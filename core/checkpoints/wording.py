"""Words from a file, fit to be quoted in a sentence."""

from collections.abc import Iterable

from core.quoting import quoted


def listed(names: Iterable[object], most: int) -> str:
    """Return the first names, each in quotes."""
    return ", ".join(quoted(name) for name in list(names)[:most])


def counted(n: int, what: str) -> str:
    """Return a count with its noun, in the plural where it is not one."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def a_kind(value: object) -> str:
    """Return the name of a value's type with its article."""
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
