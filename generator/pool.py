"""Variants of an exam's questions that belong to nobody, for platforms that draw among them."""

from collections.abc import Sequence
from functools import partial

from generator import issue as issuing
from generator.job import Job
from generator.picking import Slot
from generator.processes import Progress, in_processes
from generator.sheet import SheetQuestion, sheet_question
from generator.variant import Source
from generator.verify import verify


def pool(
    job: Job, slots: Sequence[Slot], jobs: int, progress: Progress
) -> dict[str, list[SheetQuestion]]:
    """Verified variants of every question of the exam, for platforms that draw among them."""
    points = {name: slot.points for slot in slots for name in slot.candidates}
    work = partial(_pool_of, job)
    tasks = list(points.items())
    found = in_processes("questions for the LMS", work, tasks, jobs, progress)
    return {name: each for name, each in zip(points, found, strict=True) if each}


def _pool_of(job: Job, task: tuple[str, int | None]) -> list[SheetQuestion]:
    """Different variants of one question; fewer where it has not so many."""
    name, points = task
    question = job.bank.load(name)
    void = job.exam.voided(name)
    taken: set[object] = set()
    found = []
    for k in range(1, job.variants + 1):
        source = Source(job.secret, ("pool", job.exam.id, str(k)))
        size = len(taken)
        variant = issuing.accepted(question, source, job.exam.conventions, taken)
        if len(taken) == size:
            break
        verify(variant)
        worded = sheet_question(variant, k, points=points, void=void)
        if worded.counted:
            found.append(worded)
    return found
