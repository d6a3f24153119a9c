"""What becomes of a run in which one thing is forgotten."""

from core.forgetting.measuring import TIMES, Measured, eval_script, measure, measuring_lines
from core.forgetting.outcome import VERDICTS, Verdict, equal_bit_for_bit, mean_end, verdict
from core.forgetting.sides import EVAL, FORGOTTEN, OPTIMIZER, differing_lines, in_vain, sides

__all__ = [
    "EVAL",
    "FORGOTTEN",
    "OPTIMIZER",
    "TIMES",
    "VERDICTS",
    "Measured",
    "Verdict",
    "differing_lines",
    "equal_bit_for_bit",
    "eval_script",
    "in_vain",
    "mean_end",
    "measure",
    "measuring_lines",
    "sides",
    "verdict",
]
