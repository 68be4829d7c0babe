"""Independent work on several processes, with results in the order of the tasks."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int
) -> Iterator[Result]:
    """The results in the order of the tasks, whatever the number of processes."""
    if jobs <= 1 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    # forkserver: a forked torch hangs after a threaded matmul in the parent.
    with ProcessPoolExecutor(jobs, get_context("forkserver"), one_thread) as pool:
        yield from pool.map(work, tasks)


def one_thread() -> None:
    """Keep a worker's torch to one thread; more would get in the other workers' way."""
    import torch

    torch.set_num_threads(1)
