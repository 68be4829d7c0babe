"""The specification of an exam: a TOML file, decoded into typed data."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from generator.conventions import Conventions
from generator.decoding import decoded
from generator.errors import GradsetError, refuse
from generator.places import DEVICES
from generator.prose import Positive
from generator.roster import CONTROL
from generator.text.commonmark import to_commonmark
from generator.text.html import to_html
from generator.text.latex import to_latex, to_latex_math
from generator.text.mathml import MathError, to_mathml
from generator.text.plain import to_plain
from generator.text.plain_math import to_plain_math
from generator.text.typst import to_typst
from generator.text.typst_math import to_typst_math

# What may name a folder: Windows knows none that is called `nul.txt` or ends in a dot.
ID = re.compile(rf"(?!(?i:{DEVICES})(\.|$))[A-Za-z0-9]([A-Za-z0-9._-]{{0,78}}[A-Za-z0-9_-])?")


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One or more places in a section.

    question: an id; or pick: so many questions out of those whose id matches `patterns`, whose
    topic is in `topics`, whose level is in `levels`, and which take from the first to the second
    of `minutes` (each left out for any). They are picked once for the exam; with `per_student` each
    student gets another pick, among questions of equal level, minutes and points.
    points: of each question; by default what the question says.
    """

    question: str = ""
    pick: Annotated[int, Meta(ge=0)] = 0
    patterns: list[str] = []
    topics: list[str] = []
    levels: list[int] = []
    minutes: tuple[Positive, Positive] | None = None
    per_student: bool = False
    points: Positive | None = None


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A titled group of questions; `shuffle` gives every student another order."""

    items: list[Item]
    title: str = ""
    shuffle: bool = False


class Void(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part, `topic/name/part`, that does not count after all, and why."""

    part: str
    why: str


class Print(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How sheets are printed.

    large: large print for everyone, or for those whose ids are in `large_for`; it has one column.
    accessible: tagged for screen readers (PDF/UA-1).
    """

    paper: Literal["a4", "letter"] = "a4"
    columns: Literal[1, 2] = 1
    large: bool = False
    large_for: list[str] = []
    accessible: bool = False


class Exam(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An exam as the lecturer wrote it."""

    id: str
    title: str
    sections: list[Section]
    course: str = ""
    date: datetime.date | None = None
    minutes: Positive | None = None
    instructions: str = ""
    conventions: Conventions = Conventions()
    void: list[Void] = []
    print: Print = Print()

    def voided(self, question: str) -> dict[str, str]:
        """The parts of a question that do not count, and why."""
        pairs = ((*void.part.rpartition("/"), void.why) for void in self.void)
        return {part: why for name, _, part, why in pairs if name == question}

    @property
    def day(self) -> str:
        """The date in words, or nothing."""
        return f"{self.date.day} {self.date:%B %Y}" if self.date else ""


def read(path: Path) -> Exam:
    """Decode an exam file.

    Raises GradsetError, one line for each mistake with its place, where it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GradsetError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GradsetError(f"{path}: is not UTF-8 text") from None
    return parsed(text, str(path))


def parsed(text: str, where: str) -> Exam:
    """Decode the text of an exam file.

    Raises GradsetError, one line for each mistake with its place, where it is wrong.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        dated = line and text.splitlines()[int(line[1]) - 1].lstrip().startswith("date")
        right = "; write date = 2026-12-03" if dated else ""
        raise GradsetError(f"{where}: is not TOML: {error}{right}") from None
    except (ValueError, RecursionError):
        raise GradsetError(
            f"{where}: cannot be read: a number is too long or lists are nested too deeply"
        ) from None
    refuse(where, _controls(data))
    exam = decoded(data, Exam, where)
    refuse(where, _mistakes(exam))
    return exam


def _mistakes(exam: Exam) -> list[str]:
    found = []
    if not ID.fullmatch(exam.id):
        found.append(
            f"id: {exam.id!r} names a folder; use letters, digits, '.', '_' and '-', at most 80"
        )
    if not exam.title.strip():
        found.append("title: is empty")
    titles = [section.title for section in exam.sections]
    for text in (exam.title, exam.course, *titles, *(void.why for void in exam.void)):
        if len(text.splitlines()) > 1 or "\t" in text:
            found.append(f"{text!r} has to be one line without tabs")
    if not any(section.items for section in exam.sections):
        found.append("sections: there is no question in the exam")
    for s, i, item in items(exam):
        place = f"section {s + 1}, item {i + 1}"
        if bool(item.question) == bool(item.pick):
            found.append(f'{place}: needs either `question = "topic/name"` or `pick = 2`')
        for_picks = (item.patterns, item.topics, item.levels, item.minutes, item.per_student)
        if item.question and any(for_picks):
            found.append(
                f"{place}: patterns, topics, levels, minutes and per_student go with `pick`"
            )
        if item.minutes and item.minutes[0] > item.minutes[1]:
            least, most = item.minutes
            found.append(f"{place}: minutes: nothing takes from {least} to {most}; swap them")
    for void in exam.void:
        if not void.why.strip():
            found.append(f"void {void.part}: says not why")
        if [other.part for other in exam.void].count(void.part) > 1:
            found.append(f"void {void.part}: stands there more than once")
    found += [*_bad_instructions(exam.instructions), *_bad_letters(exam.conventions)]
    return [*dict.fromkeys(found)]


def _controls(data: dict[str, Any]) -> Iterator[str]:
    for text in _texts(data):
        if control := CONTROL.search(text):
            yield f"{text!r} holds the control character {control[0]!r}"


def _texts(value: Any) -> Iterator[str]:
    """Every key and every text in decoded TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, dict):
        yield from value
        for entry in value.values():
            yield from _texts(entry)


def _bad_instructions(markdown: str) -> Iterator[str]:
    # What one target cannot write, another may; no build ends half-way because of it.
    for target in (to_html, to_typst, to_latex, to_commonmark, to_plain):
        try:
            target(markdown)
        except GradsetError as error:
            yield f"instructions: {error}"
            return


def _bad_letters(conventions: Conventions) -> Iterator[str]:
    for name, letter in conventions.notation.items():
        for target in (to_mathml, to_typst_math, to_latex_math, to_plain_math):
            try:
                target(letter)
            except MathError as error:
                yield f"conventions.notation.{name}: {error}"
                break


def items(exam: Exam) -> Iterator[tuple[int, int, Item]]:
    """Every item with the numbers of its section and of itself, from 0."""
    for s, section in enumerate(exam.sections):
        for i, item in enumerate(section.items):
            yield s, i, item
