"""What is to be built: an exam, its students, a bank, a secret; and any one student's sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from generator import exam as exams
from generator import issue as issuing
from generator import manifest as manifests
from generator import roster as rosters
from generator import secret as secrets
from generator.bank import Bank
from generator.decoding import suggested
from generator.errors import GradsetError
from generator.exam import Exam
from generator.exporters import NEEDS
from generator.issue import Issued
from generator.manifest import Manifest
from generator.picking import Slot, slots_of
from generator.roster import Student
from generator.sheet import Sheet, sheet
from generator.variant import Variant
from generator.verify import verify


@dataclass(frozen=True)
class Job:
    """Everything that decides a build's bytes."""

    exam: Exam
    students: tuple[Student, ...]
    bank: Bank
    secret: bytes
    formats: tuple[str, ...] = ()
    variants: int = 0
    out: Path = Path("output")

    @property
    def folder(self) -> Path:
        """Where the exam's files go."""
        return self.out / self.exam.id


def prepare(
    exam: Path,
    roster: Path | None,
    copies: int | None,
    formats: Sequence[str],
    out: Path,
    variants: int,
    bank: Bank,
    *,
    accessible: bool = False,
) -> tuple[Job, list[str]]:
    """Read the exam and the students; also what has to be said about them and the secret.

    Raises GradsetError where a file is wrong, or a format needs a program that is missing.
    """
    require_programs(formats)
    specification = exams.read(exam)
    if accessible:
        printed = replace(specification.print, accessible=True)
        specification = replace(specification, print=printed)
    # A wrong exam is refused before a secret is made for it.
    slots_of(specification, bank, secrets.read(exam) or b"", str(exam))
    students = rosters.read(roster) if roster else anonymous(copies or 1)
    secret, said = secrets.read_or_make(exam)
    job = Job(specification, tuple(students), bank, secret, tuple(formats), variants, out)
    return job, [*said, *(_strangers(job) if roster else ())]


def _strangers(job: Job) -> Iterator[str]:
    """Whom the exam file names, and the roster does not."""
    ids = [student.id for student in job.students]
    for id in job.exam.print.large_for:
        if id not in ids:
            yield f"print.large_for: {id!r} is not in the roster; {suggested(id, ids, 'left out')}"


def require_programs(formats: Sequence[str]) -> None:
    """Raise GradsetError where a format needs a program that is not installed."""
    for name, require in NEEDS.items():
        if name in formats:
            require()


def anonymous(copies: int) -> list[Student]:
    """Students without names, for copies that are handed out as they come."""
    # A fixed width: more copies later leave the first ones' names alone.
    return [Student(f"copy-{number:03d}") for number in range(1, copies + 1)]


def unchanged(job: Job, earlier: Manifest, slots: Sequence[Slot]) -> None:
    """Raise GradsetError, saying what has changed, where issued sheets would come out otherwise."""
    changed = manifests.changes(earlier, job.exam, job.bank, job.secret, slots)
    if changed:
        raise GradsetError(
            f"{job.folder}: {', '.join(changed)} changed since its sheets were issued; "
            "`build --rebuild` replaces them all"
        )


def student_sheet(
    job: Job, slots: Sequence[Slot], student: Student, issued: Sequence[Issued], folder: str
) -> Sheet:
    """One student's sheet, every variant of it verified.

    Raises GradsetError where one fails.
    """
    variants = {}
    for slot, one in zip(slots, issued, strict=True):
        source = issuing.source_for(job.secret, job.exam.id, slot, student.id, one.counter)
        variant = Variant.make(job.bank.load(one.question), source, job.exam.conventions)
        verify(variant)
        variants[slot.id] = variant
    return sheet(job.exam, student, folder, job.secret, slots, variants)
