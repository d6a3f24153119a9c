"""How many results of one kind a server keeps."""

from typing import Final

FEW: Final = 32
SOME: Final = 256
