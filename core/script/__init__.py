"""A run as a script of plain PyTorch: executed, it prints the same losses."""

from core.script.bare import bare
from core.script.whole import training_script

__all__ = ["bare", "training_script"]
