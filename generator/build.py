"""The main job: issue, then word, verify and export each student, then write. One place writes."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from generator import exam as exams
from generator import issue as issuing
from generator import journal
from generator import manifest as manifests
from generator.errors import GradsetError
from generator.exam import Slot
from generator.exporters import COLLECTED, MERGED, POOLS, SHEETS, Collected, File, words
from generator.exporters.contents import Contents, contents, differences
from generator.files import folders, locked, remove_others, write_all, writing
from generator.issue import Issued
from generator.job import Job, student_sheet, unchanged
from generator.manifest import Manifest
from generator.pool import pool
from generator.processes import Progress, in_processes, silent
from generator.roster import Student
from generator.sheet import heading

LMS = "lms"  # the task of a build that makes the files for learning platforms


@dataclass(frozen=True)
class Report:
    """What a build did."""

    folder: Path
    students: int
    questions: int
    points: int
    minutes: int
    draws: int
    files: int
    said: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One student's part of a build; `recorded` is what an earlier build issued to them."""

    student: Student
    folder: str
    issued: tuple[Issued, ...]
    recorded: tuple[Contents, ...]

    @property
    def name(self) -> str:
        """The task's name in the journal."""
        return f"students/{self.folder}"


@dataclass(frozen=True)
class Shop:
    """What every task of a build needs; `mark` is of all of it."""

    job: Job
    slots: tuple[Slot, ...]
    mark: str


def build(job: Job, jobs: int = 1, progress: Progress = silent, *, rebuild: bool = False) -> Report:
    """Write every student's sheet and key, the answers, the LMS files and the manifest.

    What an interrupted build has finished is not done again.

    Args:
        job: what to build.
        jobs: how many processes.
        progress: called with a stage, how much of it is done, and how much there is.
        rebuild: replace sheets that were issued from another exam, bank or secret.

    Raises GradsetError where anything is wrong; a variant that fails verification stops the build.
    """
    slots = exams.slots(job.exam, job.bank, job.secret)
    with locked(job.folder):
        earlier = manifests.read(job.folder)
        if earlier and not rebuild:
            unchanged(job, earlier, slots)
        return _build(job, slots, None if rebuild else earlier, jobs, progress)


def _build(
    job: Job, slots: Sequence[Slot], earlier: Manifest | None, jobs: int, progress: Progress
) -> Report:
    before = earlier.students if earlier else {}
    # Who is not in this roster any more keeps what was issued, should they come back.
    gone = [Student(student) for student in before if student not in {s.id for s in job.students}]
    everyone = [*job.students, *gone]
    kept = earlier.issued if earlier else {}
    issued, said = issuing.issue(job.exam, slots, everyone, job.bank, job.secret, kept)
    named = folders(issued, {student: entry.folder for student, entry in before.items()})
    shop = Shop(replace(job, students=()), tuple(slots), _mark(job, slots))
    tasks = [
        Task(
            student,
            named[student.id],
            tuple(issued[student.id]),
            tuple(before[student.id].contents) if student.id in before else (),
        )
        for student in job.students
    ]
    done = Counter(in_processes("students", partial(_student, shop), tasks, jobs, progress))
    written = [path for task in tasks for path in _entry(job, task.name).paths(job.folder)]
    written += _class_files(job, tasks)
    if any(name in job.formats for name in POOLS):
        written += _lms(shop, jobs, progress)
    shown = {student: before[student].contents for student in before}
    shown |= {task.student.id: _entry(job, task.name).contents for task in tasks}
    record = manifests.make(
        job.exam, job.bank, job.secret, slots, job.formats, issued, named, shown
    )
    written += write_all(job.folder, [File(manifests.NAME, manifests.encode(record))])
    if earlier is None:
        # Old keys beside new ones would contradict them.
        remove_others(job.folder, written)
        journal.forget_others(job.folder, [LMS, *(task.name for task in tasks)])
    elif left := [name for name in earlier.formats if name not in job.formats]:
        said.append(
            f"files of the formats {', '.join(left)} are left as an earlier build made them"
        )
    said += [f"{void.part} does not count: {void.why}" for void in job.exam.void]
    if done[False]:
        said.append(f"{done[False]} of {len(tasks)} students were finished already")
    draws = sum(one.counter + 1 for task in tasks for one in task.issued)
    points, minutes = _size(job, slots)
    return Report(
        job.folder, len(tasks), len(slots), points, minutes, draws, len(written), tuple(said)
    )


def _size(job: Job, slots: Sequence[Slot]) -> tuple[int, int]:
    """The points and minutes of every sheet; candidates for one slot have equal ones."""
    fronts = [job.bank.load(slot.candidates[0]).prose.front for slot in slots]
    points = sum(slot.points or front.points for slot, front in zip(slots, fronts, strict=True))
    return points, sum(front.minutes for front in fronts)


def _mark(job: Job, slots: Sequence[Slot]) -> str:
    """A hash of everything but the student that decides the bytes of a student's files."""
    questions = sorted({name for slot in slots for name in slot.candidates})
    decisive = [
        journal.made_by(),
        job.exam,
        manifests.secret_mark(job.secret),
        slots,
        {name: manifests.source_hash(job.bank.load(name)) for name in questions},
        job.formats,
    ]
    return _hash(decisive)


def _hash(value: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(value), digest_size=12).hexdigest()


def _entry(job: Job, task: str) -> journal.Entry:
    entry = journal.read(job.folder, task)
    assert entry is not None  # the task has just been done
    return entry


def _student(shop: Shop, task: Task) -> bool:
    """Verify, word and export one student, unless that is done; runs in a worker.

    Raises GradsetError where the sheet would not be the one that was issued.
    """
    job = shop.job
    mark = _hash([shop.mark, task.student, task.folder, task.issued])
    if journal.finished(job.folder, task.name, mark):
        return False
    made = student_sheet(job, shop.slots, task.student, task.issued, task.folder)
    shown = [contents(question) for question in made.questions]
    _refuse_other(job, task, shown)
    files = (file for name in SHEETS if name in job.formats for file in SHEETS[name](made))
    pieces = {file.path: file.piece(made) for file in _collected(job)}
    journal.write(job.folder, task.name, mark, files, pieces, shown)
    return True


def _refuse_other(job: Job, task: Task, shown: Sequence[Contents]) -> None:
    # The same files in another world: another version of torch, say, that rounds another way.
    for number, (old, new) in enumerate(zip(task.recorded, shown, strict=False), 1):
        if changed := differences(old, new):
            raise GradsetError(
                f"{job.folder}: question {number} ({new.question}) of {task.student.id} was issued "
                f"otherwise ({', '.join(changed)}); `gradset diff` lists all that would change, "
                "`build --rebuild` replaces all sheets"
            )


def _collected(job: Job) -> list[Collected]:
    return [file for file in COLLECTED if not file.format or file.format in job.formats]


def _class_files(job: Job, tasks: Sequence[Task]) -> Iterator[Path]:
    """The files about the whole class, from what each student's task left."""
    for collected in _collected(job):
        path = job.folder / collected.path
        with writing(path) as out:
            pieces = (_entry(job, task.name).pieces[collected.path] for task in tasks)
            collected.write(heading(job.exam), pieces, out)
        yield path
    for merged in MERGED:
        if merged.format in job.formats:
            path = job.folder / merged.path
            sources = [
                (words.who(task.student), job.folder / merged.source.format(folder=task.folder))
                for task in tasks
            ]
            with writing(path) as out:
                merged.write(heading(job.exam), sources, out)
            yield path


def _lms(shop: Shop, jobs: int, progress: Progress) -> list[Path]:
    """The files for learning platforms, unless they are there."""
    job = shop.job
    mark = _hash([shop.mark, job.variants])
    if not journal.finished(job.folder, LMS, mark):
        pooled = pool(job, shop.slots, jobs, progress)
        made = (POOLS[name](heading(job.exam), pooled) for name in job.formats if name in POOLS)
        journal.write(job.folder, LMS, mark, chain.from_iterable(made))
    return _entry(job, LMS).paths(job.folder)
