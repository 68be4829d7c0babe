"""The main job: issue, then word, verify and export each student, then write. One place writes."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

import generator
from generator import exam as exams
from generator import issue as issuing
from generator import roster as rosters
from generator.bank import Bank
from generator.errors import GradsetError
from generator.exam import Exam, Slot
from generator.exporters import POOLS, SHEETS, File, keys, pdf
from generator.issue import Issued
from generator.processes import in_processes
from generator.question import Question
from generator.roster import Student
from generator.secret import read_or_make
from generator.sheet import Sheet, SheetQuestion, heading, sheet, sheet_id, sheet_question
from generator.variant import Source, Variant
from generator.verify import verify

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
MANIFEST = "manifest.json"

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
    exams.slots(specification, bank, b"")  # a wrong exam is refused before a secret is made for it
    students = rosters.read(roster) if roster else anonymous(copies or 1)
    secret, said = read_or_make(exam)
    job = Job(specification, tuple(students), bank, secret, tuple(formats), variants, out)
    return job, said


def anonymous(copies: int) -> list[Student]:
    """Students without names, for copies that are handed out as they come."""
    return [Student(f"copy-{number:0{len(str(copies))}d}") for number in range(1, copies + 1)]


def build(job: Job, jobs: int = 1, progress: Progress = lambda *_: None) -> Report:
    """Write every student's sheet and key, the answers, the LMS files and the manifest.

    Args:
        job: what to build.
        jobs: how many processes.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises GradsetError where anything is wrong; a variant that fails verification stops the build.
    """
    slots = exams.slots(job.exam, job.bank, job.secret)
    before = read_manifest(job)
    # Who is not in this roster any more keeps what was issued, should they come back.
    gone = [Student(student) for student in before if student not in {s.id for s in job.students}]
    everyone = [*job.students, *gone]
    issued, said = issuing.issue(job.exam, slots, everyone, job.bank, job.secret, before)
    if not before and (job.folder / MANIFEST).exists():
        said.append(f"{job.folder}: was built with another secret; every sheet in it is new")
    formats = tuple(name for name in job.formats if name in SHEETS)
    work = partial(_write_student, job, slots, formats)
    tasks = [(student, tuple(issued[student.id])) for student in job.students]
    sheets: list[Sheet] = []
    count = 0
    for done, (made, written) in enumerate(in_processes(work, tasks, jobs), 1):
        sheets.append(made)
        count += written
        progress("students", done, len(tasks))
    count += write_all(job.folder, keys.files(sheets))
    if "pdf" in formats:
        count += write_all(job.folder, [pdf.marking(heading(job.exam), sheets)])
    if pools := [name for name in job.formats if name in POOLS]:
        pooled = pool(job, slots, jobs, progress)
        for name in pools:
            count += write_all(job.folder, POOLS[name](heading(job.exam), pooled))
    count += write_all(job.folder, [File(MANIFEST, manifest(job, issued).encode())])
    draws = sum(one.counter + 1 for student in job.students for one in issued[student.id])
    return Report(job.folder, len(sheets), len(slots), draws, count, tuple(said))


def _write_student(
    job: Job, slots: Sequence[Slot], formats: Sequence[str], task: tuple[Student, Sequence[Issued]]
) -> tuple[Sheet, int]:
    """Verify, word and export one student; runs in a worker."""
    student, issued = task
    made = student_sheet(job, slots, student, issued)
    return made, sum(write_all(job.folder, SHEETS[name](made)) for name in formats)


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


# ---- files


def folder_of(student: str) -> str:
    """A folder's name for any id: the id itself where it is harmless, else a readable digest."""
    if SAFE.fullmatch(student) and not DEVICES.fullmatch(student):
        return student
    digest = hashlib.blake2b(student.encode(), digest_size=5).hexdigest()
    readable = re.sub(r"[^A-Za-z0-9]+", "-", student).strip("-")[:24]
    return f"{readable or 'student'}-{digest}"


def write_all(folder: Path, files: Iterable[File]) -> int:
    """Write files so that each appears under its name complete; the one place that writes.

    Raises GradsetError where the disk refuses.
    """
    count = 0
    for file in files:
        path = folder / file.path
        if path.is_dir():
            raise GradsetError(f"{path}: cannot be written: is a folder")
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(file.content)
            unfinished.replace(path)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise GradsetError(f"{path}: cannot be written: {error.strerror}") from None
        count += 1
    return count


# ---- the manifest


class _Student(Struct, frozen=True):
    sheet: str
    folder: str
    issued: list[tuple[str, str, Annotated[int, Meta(ge=0)]]]


class _Manifest(Struct, frozen=True):
    secret: str
    students: dict[str, _Student]


def manifest(job: Job, issued: Mapping[str, Sequence[Issued]]) -> str:
    """What was built of what: counters, sheet ids, versions and hashes of the sources."""
    questions = sorted({one.question for each in issued.values() for one in each})
    content = {
        "gradset": generator.__version__,
        "exam": job.exam.id,
        "secret": fingerprint(job.secret),
        "questions": {name: source_hash(job.bank.load(name)) for name in questions},
        "formats": list(job.formats),
        "students": {
            student: {
                "sheet": sheet_id(job.secret, job.exam.id, student),
                "folder": folder_of(student),
                "issued": [[one.slot, one.question, one.counter] for one in each],
            }
            for student, each in issued.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def fingerprint(secret: bytes) -> str:
    """Enough of a hash to notice another secret, too little to guess it."""
    return hashlib.blake2b(secret, digest_size=6, person=b"gradset-mark").hexdigest()


def source_hash(question: Question) -> str:
    """The hash of a question's two files."""
    path = question.prose.path
    digest = hashlib.blake2b(digest_size=12)
    for source in (path, path.with_suffix(".py")):
        digest.update(source.read_bytes() if source.exists() else b"")
    return digest.hexdigest()


def read_manifest(job: Job) -> dict[str, list[Issued]]:
    """What an earlier build of this exam with this secret issued; nothing where there is none.

    Raises GradsetError where the manifest is damaged.
    """
    path = job.folder / MANIFEST
    if not path.exists():
        return {}
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_Manifest)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise GradsetError(f"{path}: is damaged ({error}); restore it or delete it") from None
    if content.secret != fingerprint(job.secret):
        return {}
    return {
        student: [Issued(*one) for one in entry.issued]
        for student, entry in content.students.items()
    }
