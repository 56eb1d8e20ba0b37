"""Worker processes: started fresh, without database or key, and none of them is left behind."""

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack

from reports.disclosure.attacker import Job, Seen

PR_SET_PDEATHSIG = 1
WORTH_IT = 300_000
"""From how many targets times variables starting processes is quicker than doing without."""


def pool(most: int) -> ProcessPoolExecutor:
    """Return a pool of at most so many processes, and no more than there are processors."""
    workers = max(1, min(most, os.cpu_count() or 1))
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _end_with, (os.getpid(),))


class AtOnce:
    """How the attacker's jobs are worked through: here while they are few, else by processes."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "AtOnce":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __call__(self, solve: Callable[[Job], Seen], jobs: Sequence[Job]) -> Iterable[Seen]:
        if sum(len(job.targets) * len(job.system.upper) for job in jobs) < WORTH_IT:
            return map(solve, jobs)
        if self._pool is None:
            self._pool = self._stack.enter_context(pool(os.cpu_count() or 1))
        return self._pool.map(solve, jobs)


def _end_with(parent: int) -> None:
    """End as soon as whoever asked for the work does: no process is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
