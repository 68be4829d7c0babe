"""The specification of an exam: a TOML file, decoded into typed data, and the slots it has."""

import datetime
import fnmatch
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from generator.bank import Bank, Entry, near
from generator.conventions import Conventions
from generator.draws import Rng
from generator.errors import GradsetError
from generator.prose import Positive, plain_error
from generator.roster import CONTROL
from generator.seeds import Stream

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One or more places in a section.

    question: an id; or pick: so many questions out of those whose id matches `patterns`, whose
    topic is in `topics` and whose level is in `levels` (each empty for any). They are picked once
    for the exam; with `per_student` each student gets another pick, among questions of equal
    level, minutes and points.
    points: of each question; by default what the question says.
    """

    question: str = ""
    pick: Annotated[int, Meta(ge=0)] = 0
    patterns: list[str] = []
    topics: list[str] = []
    levels: list[int] = []
    per_student: bool = False
    points: Positive | None = None


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A titled group of questions; `shuffle` gives every student another order."""

    items: list[Item]
    title: str = ""
    shuffle: bool = False


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

    @property
    def day(self) -> str:
        """The date in words, or nothing."""
        return f"{self.date.day} {self.date:%B %Y}" if self.date else ""


@dataclass(frozen=True)
class Slot:
    """One place for a question in an exam; more than one candidate where students' differ."""

    id: str
    section: int
    candidates: tuple[str, ...]
    points: int | None

    def question(self, secret: bytes, exam: str, student: str) -> str:
        """The question that a student gets here."""
        if len(self.candidates) == 1:
            return self.candidates[0]
        return Rng(Stream(secret, "pick", exam, self.id, student)).choice(self.candidates)


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
    try:
        exam = msgspec.convert(tomllib.loads(text), Exam)
    except tomllib.TOMLDecodeError as error:
        raise GradsetError(f"{path}: is not TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise GradsetError(f"{path}: {plain_error(error)}") from None
    _refuse(str(path), _mistakes(exam))
    return exam


def _refuse(where: str, mistakes: Iterable[str]) -> None:
    lines = [f"{where}: {mistake}" for mistake in mistakes]
    if lines:
        raise GradsetError("\n".join(lines))


def _mistakes(exam: Exam) -> list[str]:
    found = []
    if not ID.fullmatch(exam.id):
        found.append(
            f"id: {exam.id!r} names a folder; use letters, digits, '.', '_' and '-', at most 80"
        )
    if not exam.title.strip():
        found.append("title: is empty")
    for text in (exam.title, exam.course, *(section.title for section in exam.sections)):
        if control := CONTROL.search(text):
            found.append(f"{text!r} holds the control character {control[0]!r}")
    if not any(section.items for section in exam.sections):
        found.append("sections: there is no question in the exam")
    for s, section in enumerate(exam.sections):
        for i, item in enumerate(section.items):
            place = f"sections[{s}].items[{i}]"
            if bool(item.question) == bool(item.pick):
                found.append(f'{place}: needs either `question = "topic/name"` or `pick = 2`')
            if item.question and (item.patterns or item.topics or item.levels or item.per_student):
                found.append(f"{place}: patterns, topics, levels and per_student go with `pick`")
    return found


def slots(exam: Exam, bank: Bank, secret: bytes) -> list[Slot]:
    """The exam's places in order, with what was picked for them.

    Raises GradsetError where a question does not exist or too few can be picked.
    """
    entries = {entry.id: entry for entry in bank.entries()}
    _refuse(f"exam {exam.id}", _unknown(exam, list(entries)))
    taken = {item.question for section in exam.sections for item in section.items}
    found: list[Slot] = []
    for s, section in enumerate(exam.sections):
        for i, item in enumerate(section.items):
            place = f"exam {exam.id}: sections[{s}].items[{i}]"
            if item.question:
                found.append(Slot(f"{s}.{i}", s, (item.question,), item.points))
                continue
            pool = _pool(item, entries, taken, place)
            if item.per_student:
                found += _picked_by_student(item, pool, s, i)
                taken |= {entry.id for entry in pool}
                continue
            rng = Rng(Stream(secret, "pick", exam.id, f"{s}.{i}"))
            for k, entry in enumerate(rng.sample(pool, item.pick)):
                found.append(Slot(f"{s}.{i}.{k}", s, (entry.id,), item.points))
                taken.add(entry.id)
    return found


def _unknown(exam: Exam, ids: Sequence[str]) -> Iterator[str]:
    for s, section in enumerate(exam.sections):
        for i, item in enumerate(section.items):
            if item.question and item.question not in ids:
                place = f"sections[{s}].items[{i}].question"
                yield f"{place}: no question {item.question!r}; {near(item.question, ids)}"


def _pool(item: Item, entries: dict[str, Entry], taken: set[str], place: str) -> list[Entry]:
    """The questions that an item may pick, none of them in the exam already."""
    pool = [
        entry
        for name, entry in entries.items()
        if name not in taken
        and (not item.patterns or any(fnmatch.fnmatch(name, p) for p in item.patterns))
        and (not item.topics or name.split("/")[0] in item.topics)
        and (not item.levels or entry.front.level in item.levels)
    ]
    if len(pool) < item.pick:
        raise GradsetError(f"{place}: picks {item.pick} questions, but only {len(pool)} fit")
    if item.per_student:
        alike = {(e.front.level, e.front.minutes, e.front.points) for e in pool}
        if len(alike) > 1:
            raise GradsetError(
                f"{place}: per_student needs questions of equal level, minutes and points; those "
                f"that fit have {_spread(pool)}"
            )
    return pool


def _spread(pool: Sequence[Entry]) -> str:
    kinds = sorted({(e.front.level, e.front.minutes, e.front.points) for e in pool})
    return ", ".join(f"level {a}/{b} min/{c} points" for a, b, c in kinds)


def _picked_by_student(item: Item, pool: list[Entry], s: int, i: int) -> list[Slot]:
    """As many slots as are picked, with candidates that no two of them share."""
    names = [entry.id for entry in pool]
    return [
        Slot(f"{s}.{i}.{k}", s, tuple(names[k :: item.pick]), item.points) for k in range(item.pick)
    ]
