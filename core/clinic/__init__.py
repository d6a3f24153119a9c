"""The error clinic: broken snippets, each run for real, with what is to blame and the fixes that worked."""

from core.clinic.case import ANSWERS, KINDS, Case, Mark
from core.clinic.cases import CASES, of_kind
from core.clinic.code import clinic_script, code_of, idea_of
from core.clinic.diagnosis import Cure, Diagnosis, diagnose
from core.clinic.results import described

__all__ = [
    "ANSWERS",
    "CASES",
    "KINDS",
    "Case",
    "Cure",
    "Diagnosis",
    "Mark",
    "clinic_script",
    "code_of",
    "described",
    "diagnose",
    "idea_of",
    "of_kind",
]
