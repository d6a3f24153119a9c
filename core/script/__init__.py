"""A run as a script of plain PyTorch, or as a notebook: executed, it prints the same losses."""

from core.script.bare import bare
from core.script.notebook import training_notebook
from core.script.whole import training_script

__all__ = ["bare", "training_notebook", "training_script"]
