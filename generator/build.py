"""The main job: issue, then word, verify and export each student, then write. One place writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from generator import exam as exams
from generator import issue as issuing
from generator import manifest as manifests
from generator import roster as rosters
from generator.bank import Bank
from generator.errors import GradsetError
from generator.exam import Exam, Slot
from generator.exporters import POOLS, SHEETS, File, keys, pdf
from generator.files import folder_of, remove_others, write_all
from generator.issue import Issued
from generator.manifest import Manifest
from generator.processes import in_processes
from generator.roster import Student
from generator.secret import read_or_make
from generator.sheet import Sheet, SheetQuestion, heading, sheet, sheet_question
from generator.variant import Source, Variant
from generator.verify import verify

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Job:
    """Everything that decides a build's bytes."""

    exam: Exam
    students: tuple[Student, ...]
    bank: Bank
    secret: bytes
    formats: tuple[str, ...] = ("pdf", "html", "moodle")
    variants: int = 20
    out: Path = Path("output")

    @property
    def folder(self) -> Path:
        """Where the exam's files go."""
        return self.out / self.exam.id


@dataclass(frozen=True)
class Report:
    """What a build did."""

    folder: Path
    students: int
    questions: int
    points: Fraction
    minutes: int
    draws: int
    files: int
    said: tuple[str, ...]


def prepare(
    exam: Path,
    roster: Path | None,
    copies: int | None,
    formats: Sequence[str],
    out: Path,
    variants: int,
    bank: Bank,
) -> tuple[Job, str]:
    """Read the exam and the students; also a sentence about the secret.

    Raises GradsetError where a file is wrong.
    """
    specification = exams.read(exam)
    # A wrong exam is refused before a secret is made for it.
    exams.slots(specification, bank, b"", str(exam))
    students = rosters.read(roster) if roster else anonymous(copies or 1)
    secret, said = read_or_make(exam)
    job = Job(specification, tuple(students), bank, secret, tuple(formats), variants, out)
    return job, said


def anonymous(copies: int) -> list[Student]:
    """Students without names, for copies that are handed out as they come."""
    return [Student(f"copy-{number:0{len(str(copies))}d}") for number in range(1, copies + 1)]


def build(
    job: Job, jobs: int = 1, progress: Progress = lambda *_: None, *, rebuild: bool = False
) -> Report:
    """Write every student's sheet and key, the answers, the LMS files and the manifest.

    Args:
        job: what to build.
        jobs: how many processes.
        progress: called with a stage, how much of it is done, and how much there is.
        rebuild: replace sheets that were issued from another exam, bank or secret.

    Raises GradsetError where anything is wrong; a variant that fails verification stops the build.
    """
    slots = exams.slots(job.exam, job.bank, job.secret)
    earlier = manifests.read(job.folder)
    before = {} if rebuild or earlier is None else unchanged(job, earlier, slots).issued
    # Who is not in this roster any more keeps what was issued, should they come back.
    gone = [Student(student) for student in before if student not in {s.id for s in job.students}]
    everyone = [*job.students, *gone]
    issued, said = issuing.issue(job.exam, slots, everyone, job.bank, job.secret, before)
    sheets, written = _students(job, slots, issued, jobs, progress)
    written += write_all(job.folder, keys.files(sheets))
    if "pdf" in job.formats:
        written += write_all(job.folder, [pdf.marking(heading(job.exam), sheets)])
    if pools := [name for name in job.formats if name in POOLS]:
        pooled = pool(job, slots, jobs, progress)
        for name in pools:
            written += write_all(job.folder, POOLS[name](heading(job.exam), pooled))
    record = manifests.make(job.exam, job.bank, job.secret, slots, job.formats, issued)
    written += write_all(job.folder, [File(manifests.NAME, manifests.encode(record))])
    if rebuild:
        # Another format's old keys beside new ones would contradict them.
        remove_others(job.folder, written)
    draws = sum(one.counter + 1 for student in job.students for one in issued[student.id])
    first = sheets[0]
    minutes = sum(question.minutes for question in first.questions)
    return Report(
        job.folder, len(sheets), len(slots), first.points, minutes, draws, len(written), tuple(said)
    )


def _students(
    job: Job,
    slots: Sequence[Slot],
    issued: Mapping[str, Sequence[Issued]],
    jobs: int,
    progress: Progress,
) -> tuple[list[Sheet], list[Path]]:
    """Every student's sheet in the roster's order, and the files written for them."""
    formats = tuple(name for name in job.formats if name in SHEETS)
    work = partial(_write_student, job, slots, formats)
    tasks = [(student, tuple(issued[student.id])) for student in job.students]
    sheets: list[Sheet] = []
    written: list[Path] = []
    for done, (made, paths) in enumerate(in_processes(work, tasks, jobs), 1):
        sheets.append(made)
        written += paths
        progress("students", done, len(tasks))
    return sheets, written


def unchanged(job: Job, earlier: Manifest, slots: Sequence[Slot]) -> Manifest:
    """The earlier build, if its sheets would come out the same now.

    Raises GradsetError, saying what has changed, where they would not.
    """
    changed = manifests.changes(earlier, job.exam, job.bank, job.secret, slots)
    if changed:
        raise GradsetError(
            f"{job.folder}: {', '.join(changed)} changed since its sheets were issued; "
            "`build --rebuild` replaces them all"
        )
    return earlier


def _write_student(
    job: Job, slots: Sequence[Slot], formats: Sequence[str], task: tuple[Student, Sequence[Issued]]
) -> tuple[Sheet, list[Path]]:
    """Verify, word and export one student; runs in a worker."""
    student, issued = task
    made = student_sheet(job, slots, student, issued)
    return made, [path for name in formats for path in write_all(job.folder, SHEETS[name](made))]


def student_sheet(
    job: Job, slots: Sequence[Slot], student: Student, issued: Sequence[Issued]
) -> Sheet:
    """One student's sheet, every variant of it verified."""
    variants = {}
    for slot, one in zip(slots, issued, strict=True):
        source = issuing.source_for(job.secret, job.exam.id, slot, student.id, one.counter)
        variant = Variant.make(job.bank.load(one.question), source, job.exam.conventions)
        verify(variant)
        variants[slot.id] = variant
    return sheet(job.exam, student, folder_of(student.id), job.secret, slots, variants)


def pool(
    job: Job, slots: Sequence[Slot], jobs: int, progress: Progress
) -> dict[str, list[SheetQuestion]]:
    """Verified variants of every question of the exam, for platforms that draw among them."""
    points = {name: slot.points for slot in slots for name in slot.candidates}
    work = partial(_pool_of, job)
    found: dict[str, list[SheetQuestion]] = {}
    tasks = list(points.items())
    for done, (name, questions) in enumerate(
        zip(points, in_processes(work, tasks, jobs), strict=True), 1
    ):
        found[name] = questions
        progress("questions for the LMS", done, len(tasks))
    return found


def _pool_of(job: Job, task: tuple[str, int | None]) -> list[SheetQuestion]:
    """Different variants of one question; fewer where it has not so many."""
    name, points = task
    question = job.bank.load(name)
    taken: set[object] = set()
    found = []
    for k in range(1, job.variants + 1):
        source = Source(job.secret, ("pool", job.exam.id, str(k)))
        size = len(taken)
        variant = issuing.accepted(question, source, job.exam.conventions, taken)
        if len(taken) == size:
            break
        verify(variant)
        found.append(sheet_question(variant, k, points=points))
    return found
