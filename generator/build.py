"""The main job: issue, then word, verify and export each student, then write. One place writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from generator import digests, journal
from generator import issue as issuing
from generator import manifest as manifests
from generator.contents import Contents, contents, differences
from generator.errors import GradsetError
from generator.exporters import COLLECTED, FORMATS, MERGED, POOLS, SHEETS, words
from generator.exporters.file import File
from generator.files import folders, locked, remove, write_all, writing
from generator.issue import Issued
from generator.job import Job, require_programs, student_sheet, unchanged
from generator.manifest import Manifest
from generator.picking import Slot, slots_of
from generator.pool import pool
from generator.processes import Progress, in_processes, silent
from generator.roster import Student
from generator.sheet import heading

PLATFORMS = "platforms"  # the task of a build that makes the files for learning platforms


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
        return _task(self.folder)


def build(job: Job, jobs: int = 1, progress: Progress = silent, *, rebuild: bool = False) -> Report:
    """Write every student's sheet and key, the answers, the LMS files and the manifest.

    What an interrupted build has finished is not done again. Formats that were built before are
    kept up to date, so that no old key contradicts a new one.

    Args:
        job: what to build.
        jobs: how many processes.
        progress: called with a stage, how much of it is done, and how much there is.
        rebuild: replace sheets that were issued from another exam, bank or secret.

    Raises GradsetError where anything is wrong; a variant that fails verification stops the build.
    """
    slots = slots_of(job.exam, job.bank, job.secret)
    with locked(job.folder):
        earlier = None if rebuild else manifests.read(job.folder)
        if earlier:
            unchanged(job, earlier, slots)
        wanted = {*job.formats, *(earlier.formats if earlier else ())}
        job = replace(job, formats=tuple(name for name in FORMATS if name in wanted))
        require_programs(job.formats)
        return _build(job, slots, earlier, jobs, progress)


def _build(
    job: Job, slots: Sequence[Slot], earlier: Manifest | None, jobs: int, progress: Progress
) -> Report:
    before = earlier.students if earlier else {}
    # Who is not in this roster any more keeps what was issued, should they come back.
    present = {student.id for student in job.students}
    gone = [Student(id) for id in before if id not in present]
    kept = earlier.issued if earlier else {}
    everyone = [*job.students, *gone]
    issued, said = issuing.issue(job.exam, slots, everyone, job.bank, job.secret, kept)
    named = folders(issued, {id: entry.folder for id, entry in before.items()})
    recorded = {id: tuple(entry.contents) for id, entry in before.items()}
    tasks = [
        Task(student, named[student.id], tuple(issued[student.id]), recorded.get(student.id, ()))
        for student in job.students
    ]
    mark = _mark(job, slots)
    work = partial(_student, replace(job, students=()), slots, mark)
    made = sum(in_processes("students", work, tasks, jobs, progress))
    if made < len(tasks):
        said.append(f"{len(tasks) - made} of {len(tasks)} students were finished already")
    platforms = [PLATFORMS] if _platforms(job, slots, mark, jobs, progress) else []
    of_class = list(_class_files(job, tasks))

    shown: dict[str, Sequence[Contents]] = dict(recorded)
    files = len(of_class) + 1
    for task in tasks:  # never all entries at once: each holds its student's whole key
        entry = journal.read(job.folder, task.name)
        shown[task.student.id] = entry.contents
        files += len(entry.files)
    for name in platforms:
        files += len(journal.read(job.folder, name).files)
    record = manifests.make(
        job.exam, job.bank, job.secret, slots, job.formats, issued, named, shown
    )
    write_all(job.folder, [File(manifests.NAME, manifests.encode(record))], lasting=True)
    journal.keep_only(job.folder, [*platforms, *map(_task, named.values())])
    _remove_other_class_files(job, of_class)
    said += _remarks(job, gone)
    draws = sum(one.counter + 1 for task in tasks for one in task.issued)
    points, minutes = _size(job, slots)
    return Report(job.folder, len(tasks), len(slots), points, minutes, draws, files, tuple(said))


def _remarks(job: Job, gone: Sequence[Student]) -> Iterator[str]:
    """What a lecturer should know about the files of a build."""
    for void in job.exam.void:
        yield f"{void.part} does not count: {void.why}"
    if gone:
        names = ", ".join(student.id for student in gone)
        yield f"not in this roster, so left as an earlier build made them: {names}"


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
        [name for name in SHEETS if name in job.formats],
    ]
    return digests.of(decisive)


def _task(folder: str) -> str:
    return f"students/{folder}"


# ---- one student


def _student(job: Job, slots: Sequence[Slot], mark: str, task: Task) -> bool:
    """Verify, word and export one student, unless that is done; whether it had to be done.

    Runs in a worker.

    Raises GradsetError where the sheet would not be the one that was issued.
    """
    mark = digests.of([mark, task.student, task.folder, task.issued])
    if entry := journal.finished(job.folder, task.name, mark):
        _refuse_other(job, task, entry.contents)
        return False
    made = student_sheet(job, slots, task.student, task.issued, task.folder)
    shown = [contents(question) for question in made.questions]
    _refuse_other(job, task, shown)
    files = (file for name in SHEETS if name in job.formats for file in SHEETS[name](made))
    pieces = {
        file.path: file.piece(made) for file in COLLECTED if file.format in ("", *job.formats)
    }
    journal.write(job.folder, task.name, mark, files, pieces, shown)
    return True


def _refuse_other(job: Job, task: Task, shown: Sequence[Contents]) -> None:
    # The same files in another world: another version of torch, say, that rounds another way.
    pairs = zip(task.recorded, shown, strict=True) if task.recorded else ()
    for number, (old, new) in enumerate(pairs, 1):
        if changed := differences(old, new):
            raise GradsetError(
                f"{job.folder}: question {number} ({new.question}) of {task.student.id} was issued "
                f"otherwise ({', '.join(changed)}); `gradset diff` lists all that would change, "
                "`build --rebuild` replaces all sheets"
            )


# ---- the class


def _class_files(job: Job, tasks: Sequence[Task]) -> Iterator[Path]:
    """The files about the whole class, from what each student's task left."""
    top = heading(job.exam)
    for collected in COLLECTED:
        if collected.format in ("", *job.formats):
            with writing(job.folder / collected.path) as out:
                entries = (journal.read(job.folder, task.name) for task in tasks)
                collected.write(top, (entry.pieces[collected.path] for entry in entries), out)
            yield job.folder / collected.path
    for merged in MERGED:
        if merged.format in job.formats:
            sources = [
                (words.who(task.student), job.folder / merged.source.format(folder=task.folder))
                for task in tasks
            ]
            with writing(job.folder / merged.path) as out:
                merged.write(top, sources, out)
            yield job.folder / merged.path


def _remove_other_class_files(job: Job, written: Sequence[Path]) -> None:
    for file in (*COLLECTED, *MERGED):
        if job.folder / file.path not in written:
            remove(job.folder / file.path)


def _platforms(job: Job, slots: Sequence[Slot], mark: str, jobs: int, progress: Progress) -> bool:
    """Make the files for learning platforms, unless they are there; whether any are wanted."""
    wanted = [name for name in POOLS if name in job.formats]
    mark = digests.of([mark, wanted, job.variants])
    if wanted and not journal.finished(job.folder, PLATFORMS, mark):
        pooled = pool(job, slots, jobs, progress)
        files = chain.from_iterable(POOLS[name](heading(job.exam), pooled) for name in wanted)
        journal.write(job.folder, PLATFORMS, mark, files)
    return bool(wanted)
