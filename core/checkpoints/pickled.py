"""The inner layer of a file: the pickle's instructions, read and followed on paper. Nothing is ever called."""

import pickletools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.checkpoints.described import Claim
from core.checkpoints.instructions import Instruction, in_words
from core.checkpoints.limits import PICKLE_BYTES, check_limit
from core.checkpoints.machine import Machine
from core.errors import CheckpointError

_OLD_NAMES: Final[Mapping[str, str]] = {"__builtin__": "builtins", "copy_reg": "copyreg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickled:
    """A pickle that was read: its instructions, the names it asks for, its tensors, and what it describes."""

    instructions: tuple[Instruction, ...]
    names: tuple[str, ...]
    claims: tuple[Claim, ...]
    value: Any


def read_pickle(data: bytes) -> Pickled:
    """Follow a pickle's instructions on paper.

    Raises:
        CheckpointError: it is too long, damaged, or uses an instruction that weights_only does not know.
    """
    check_limit("bytes of the pickle", len(data), PICKLE_BYTES)
    machine, instructions = Machine(), []
    try:
        for opcode, raw, position in pickletools.genops(data):
            argument = _path(str(raw)) if opcode.name == "GLOBAL" else raw
            instructions.append(Instruction(position or 0, opcode.name, in_words(opcode.name, argument)))
            machine.follow(opcode.name, argument)
    except CheckpointError:
        raise
    except Exception as error:  # a damaged pickle breaks off anywhere
        raise CheckpointError("the file's pickle is damaged: its instructions make no sense") from error
    names = tuple(dict.fromkeys(machine.names))
    return Pickled(instructions=tuple(instructions), names=names, claims=tuple(machine.claims), value=machine.result)


def _path(argument: str) -> str:
    """Write `module name` as `module.name`, with the module's name of today."""
    module, _, name = argument.partition(" ")
    return f"{_OLD_NAMES.get(module, module)}.{name}"
