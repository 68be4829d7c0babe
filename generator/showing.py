"""One variant for a person to look at, or what one student of an exam got."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import exam as exams
from generator import manifest as manifests
from generator.bank import Bank
from generator.check import public_source, public_variant
from generator.conventions import NAMES, Conventions
from generator.decoding import decoded
from generator.errors import GradsetError
from generator.exporters import html, keys, pdf
from generator.exporters.file import File
from generator.files import write_all
from generator.job import Job, student_sheet, unchanged
from generator.picking import slots_of
from generator.roster import Student
from generator.secret import existing
from generator.sheet import Sheet, SheetQuestion, sheet_question
from generator.values import plain
from generator.variant import Variant


@dataclass(frozen=True)
class Shown:
    """A public variant, worded; `refusals` say why an exam would not hand it out."""

    number: int
    variant: Variant
    question: SheetQuestion
    refusals: tuple[str, ...]


def show(bank: Bank, name: str, number: int, given: Mapping[str, Any]) -> Shown:
    """The public variant K of a question, with some givens replaced.

    Raises GradsetError where a given does not exist or its value does not fit.
    """
    question = bank.load(name)
    conventions = decoded({k: v for k, v in given.items() if k in NAMES}, Conventions, "--set")
    drawn = {k: v for k, v in given.items() if k not in NAMES}
    if not given:
        variant = public_variant(question, number, conventions)
        return Shown(number, variant, sheet_question(variant, 0), ())
    variant = Variant.make(question, public_source(number), conventions, drawn)
    refusals = tuple(dict.fromkeys(variant.refusals()))
    return Shown(number, variant, sheet_question(variant, 0), refusals)


def write(
    document: SheetQuestion | Sheet, paths: Sequence[Path], *, solution: bool
) -> Iterator[Path]:
    """Write a question or sheet as a web page or PDF, as each path's ending says.

    Raises GradsetError where the disk refuses.
    """
    for path in paths:
        exporter = html if path.suffix == ".html" else pdf
        if isinstance(document, Sheet):
            content = exporter.document(document, key=solution)
        else:
            content = exporter.single(document, key=solution)
        write_all(path.parent, [File(path.name, content)])
        yield path


def as_json(shown: Shown) -> dict[str, Any]:
    """Everything about a variant in JSON's own types."""
    variant = shown.variant
    solved = {n: v for n, v in variant.solved.items() if n not in variant.drawn and n not in NAMES}
    return {
        "question": variant.question.id,
        "variant": shown.number,
        "title": variant.question.title,
        "given": {name: plain(variant.givens[name]) for name in variant.drawn},
        "solved": {name: plain(value) for name, value in solved.items()},
        "parts": [keys.part_json(part) for part in shown.question.parts],
        "solution": shown.question.solution,
    }


def issued_sheet(exam: Path, student: str, out: Path, bank: Bank) -> Sheet:
    """A student's sheet as it was issued, but for the name, which only the roster knows.

    Raises GradsetError where the exam was not built, not for this student, or from something else.
    """
    specification = exams.read(exam)
    secret = existing(exam)
    job = Job(specification, (), bank, secret, out=out)
    earlier = manifests.read(job.folder)
    slots = slots_of(specification, bank, secret, str(exam))
    issued = earlier.issued if earlier else {}
    if earlier is None or student not in issued:
        raise GradsetError(
            f"{job.folder}: no sheet was issued to {student!r}; "
            + (f"{len(issued)} students have one" if issued else "build the exam first")
        )
    unchanged(job, earlier, slots)
    folder = earlier.students[student].folder
    return student_sheet(job, slots, Student(student), issued[student], folder)
