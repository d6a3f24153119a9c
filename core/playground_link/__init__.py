"""TensorFlow Playground's links: read into a config that does the same run, and written from one."""

from core.playground_link.reading import Imported, parse, read
from core.playground_link.writing import write

__all__ = ["Imported", "parse", "read", "write"]
