"""One optimizer step of a run, stage by stage, with every tensor's numbers."""

from core.training import count_batches
from core.xray.lines import STAGES, stage_lines
from core.xray.looking import Seen, Stage
from core.xray.proofs import Accumulation, accumulate
from core.xray.script import step_script
from core.xray.step import Xray, step_of

__all__ = [
    "STAGES",
    "Accumulation",
    "Seen",
    "Stage",
    "Xray",
    "accumulate",
    "count_batches",
    "stage_lines",
    "step_of",
    "step_script",
]
