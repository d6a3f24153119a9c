"""Training shared by all visitors of a server: each configuration is trained once, as long as somebody watches.

Eager training in several threads at once is slower than one after another, so all take turns, slice by slice.
"""

from core.jobs.many import MAX_MANY, ManyJob, ManyPool
from core.jobs.pool import Pool
from core.jobs.reaching import reach
from core.jobs.single import MAX_RUNS, Job, RunPool
from core.jobs.working import Progressing, Working

__all__ = ["MAX_MANY", "MAX_RUNS", "Job", "ManyJob", "ManyPool", "Pool", "Progressing", "RunPool", "Working", "reach"]
