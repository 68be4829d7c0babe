"""One variant for a person to look at, or what one student of an exam got."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import exam as exams
from generator.bank import Bank
from generator.build import Job, read_manifest, student_sheet, write_all
from generator.check import public_source, public_variant
from generator.conventions import NAMES, Conventions
from generator.errors import GradsetError
from generator.exporters import File, html, keys, pdf, terminal
from generator.issue import Issued
from generator.roster import Student
from generator.secret import VARIABLE, read, secret_file
from generator.sheet import SheetQuestion, sheet_question
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
    if not given:
        variant = public_variant(question, number, Conventions())
        return Shown(number, variant, sheet_question(variant, 0), ())
    variant = Variant.make(question, public_source(number), Conventions(), given)
    refusals = tuple(dict.fromkeys(variant.refusals()))
    return Shown(number, variant, sheet_question(variant, 0), refusals)


def text(shown: Shown, *, solution: bool) -> str:
    """For the terminal."""
    return terminal.question(shown.question, key=solution)


def write(
    shown: Shown, html_file: Path | None, pdf_file: Path | None, *, solution: bool
) -> Iterator[Path]:
    """Write a web page and a PDF, where a file is named.

    Raises GradsetError where the disk refuses.
    """
    if html_file:
        page = html.single(shown.question, key=solution)
        write_all(html_file.parent, [File(html_file.name, page)])
        yield html_file
    if pdf_file:
        page = pdf.single(shown.question, str(shown.number), key=solution)
        write_all(pdf_file.parent, [File(pdf_file.name, page)])
        yield pdf_file


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


def sheet_text(exam: Path, student: str, out: Path, bank: Bank, *, solution: bool) -> str:
    """A student's sheet as it was issued.

    Raises GradsetError where the exam was not built, or not for this student.
    """
    specification = exams.read(exam)
    secret = read(exam)
    if secret is None:
        raise GradsetError(
            f"{exam}: has no secret yet (neither {secret_file(exam)} nor {VARIABLE}); "
            "build the exam first"
        )
    job = Job(specification, (), bank, secret, out=out)
    issued = read_manifest(job)
    if student not in issued:
        raise GradsetError(
            f"{job.folder}: no sheet was issued to {student!r}; "
            + (f"{len(issued)} students have one" if issued else "build the exam first")
        )
    slots = exams.slots(specification, bank, secret)
    by_slot = {one.slot: one for one in issued[student]}
    mine: list[Issued] = [by_slot[slot.id] for slot in slots if slot.id in by_slot]
    if len(mine) != len(slots):
        raise GradsetError(f"{exam}: has changed since its sheets were issued; build it again")
    return terminal.sheet(student_sheet(job, slots, Student(student), mine), key=solution)
