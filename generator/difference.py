"""Which students' sheets two builds, two banks or two versions differ in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from generator import exam as exams
from generator import issue as issuing
from generator import manifest as manifests
from generator import roster as rosters
from generator.bank import Bank
from generator.contents import Contents, contents, differences
from generator.errors import GradsetError
from generator.issue import Issued
from generator.job import Job, student_sheet
from generator.picking import Slot, slots_of
from generator.processes import Progress, in_processes, silent
from generator.roster import Student
from generator.secret import existing

Sheets = Mapping[str, Sequence[Contents]]  # of each student, in the order of the sheet


@dataclass(frozen=True)
class Change:
    """What is not the same in one question of one student."""

    student: str
    number: int
    question: str
    what: tuple[str, ...]


def sheets_of(
    places: Sequence[Path],
    exam: Path | None,
    roster: Path | None,
    jobs: int,
    progress: Progress = silent,
) -> list[Sheets]:
    """The sheets of each place: those that were built there, or a new build from its questions.

    Without a roster, the students are those of the builds.

    Raises GradsetError where exam or roster are needed and missing, or nothing can be built.
    """
    built = [_built(place) for place in places]
    students = [Student(id) for id in dict.fromkeys(chain.from_iterable(built))]
    if roster:
        students = rosters.read(roster)
    if not students:
        raise GradsetError(f"{places[0]}, {places[1]}: nothing was built there; give --roster CSV")
    found = []
    for place, sheets in zip(places, built, strict=True):
        if sheets:
            found.append(sheets)
        elif exam is None:
            raise GradsetError(f"{place}: nothing was built there; give --exam EXAM.toml")
        else:
            found.append(_anew(exam, students, Bank.at(place), jobs, progress))
    return found


def _built(folder: Path) -> Sheets:
    record = manifests.read(folder)
    return {student: e.contents for student, e in record.students.items()} if record else {}


def _anew(
    exam: Path, students: Sequence[Student], bank: Bank, jobs: int, progress: Progress
) -> Sheets:
    """The sheets that a new build would give; nothing is written."""
    job = Job(exams.read(exam), tuple(students), bank, existing(exam))
    slots = slots_of(job.exam, job.bank, job.secret, str(exam))
    issued, _ = issuing.issue(job.exam, slots, job.students, job.bank, job.secret, {})
    work = partial(_contents, replace(job, students=()), slots)
    tasks = [(student, issued[student.id]) for student in students]
    found = in_processes(f"sheets from {bank.folders[0]}", work, tasks, jobs, progress)
    return dict(zip(issued, found, strict=True))


def _contents(
    job: Job, slots: Sequence[Slot], task: tuple[Student, Sequence[Issued]]
) -> list[Contents]:
    student, issued = task
    made = student_sheet(job, slots, student, issued, "")
    return [contents(question) for question in made.questions]


def changes(old: Sheets, new: Sheets) -> list[Change]:
    """Every question that is not the same, for the students of both.

    Raises GradsetError where the sheets are not of one exam.
    """
    found = []
    for student in (student for student in old if student in new):
        if len(old[student]) != len(new[student]):
            raise GradsetError(
                f"{student} has {len(old[student])} questions in one and {len(new[student])} in "
                "the other; compare sheets of the same exam"
            )
        for number, (before, after) in enumerate(zip(old[student], new[student], strict=True), 1):
            if what := differences(before, after):
                found.append(Change(student, number, after.question, tuple(what)))
    return found
