"""Independent work on several processes, with results in the order of the tasks."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import TypeVar

from generator.errors import GradsetError

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]
AHEAD = 4  # tasks for each process that wait in its queue


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def in_processes(
    stage: str,
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    jobs: int,
    progress: Progress = silent,
) -> Iterator[Result]:
    """The results in the order of the tasks, whatever the number of processes.

    Raises what the first failing task raises, and GradsetError where a process is killed.
    """
    results = _pooled(work, tasks, jobs) if jobs > 1 and len(tasks) > 1 else map(work, tasks)
    for done, result in enumerate(results, 1):
        progress(stage, done, len(tasks))
        yield result


def _pooled(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    # forkserver: a forked torch hangs after a threaded matmul in the parent.
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPoolExecutor(jobs, context, _start)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) >= AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise GradsetError(
            "a process of the build was killed, perhaps for want of memory; the same command goes "
            "on where it stopped, with `-j 1` it needs least"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def prepare() -> None:
    """Set up a process that does nothing but such work."""
    import sympy  # noqa: F401
    import torch

    # More threads would get in the other workers' way.
    torch.set_num_threads(1)
    # Looking for garbage among all that these two have made takes as long as two students.
    gc.freeze()


def _start() -> None:
    prepare()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker whose parent was killed would wait for tasks for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
