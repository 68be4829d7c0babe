"""The specification of an exam: a TOML file, decoded into typed data, and the slots it has."""

import datetime
import fnmatch
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from generator.bank import Bank, Entry, near
from generator.conventions import Conventions
from generator.decoding import decoded, suggested
from generator.draws import Rng
from generator.errors import GradsetError
from generator.places import DEVICES
from generator.prose import Positive, divided
from generator.roster import CONTROL
from generator.seeds import Stream
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
    _refuse(where, _controls(data))
    exam = decoded(data, Exam, where)
    _refuse(where, _mistakes(exam))
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
    titles = [section.title for section in exam.sections]
    for text in (exam.title, exam.course, *titles, *(void.why for void in exam.void)):
        if len(text.splitlines()) > 1 or "\t" in text:
            found.append(f"{text!r} has to be one line without tabs")
    if not any(section.items for section in exam.sections):
        found.append("sections: there is no question in the exam")
    for s, i, item in _items(exam):
        place = f"section {s + 1}, item {i + 1}"
        if bool(item.question) == bool(item.pick):
            found.append(f'{place}: needs either `question = "topic/name"` or `pick = 2`')
        if item.question and (item.patterns or item.topics or item.levels or item.per_student):
            found.append(f"{place}: patterns, topics, levels and per_student go with `pick`")
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


def _items(exam: Exam) -> Iterator[tuple[int, int, Item]]:
    """Every item with the numbers of its section and of itself, from 0."""
    for s, section in enumerate(exam.sections):
        for i, item in enumerate(section.items):
            yield s, i, item


def _place(s: int, i: int, item: Item) -> str:
    """Where an item stands, as a reader counts: `section 2, item 1 (pick from losses)`."""
    among = ", ".join([*item.topics, *item.patterns])
    what = item.question or (f"pick from {among}" if among else "pick")
    return f"section {s + 1}, item {i + 1} ({what})"


def slots(exam: Exam, bank: Bank, secret: bytes, where: str = "") -> list[Slot]:
    """The exam's places in order, with what was picked for them.

    Args:
        exam: the specification.
        bank: where the questions are.
        secret: the exam's.
        where: the exam's file, which errors name.

    Raises GradsetError, one line for each mistake, where a question or topic does not exist, where
    points cannot be divided among a question's parts, or where too few questions can be picked.
    """
    where = where or f"exam {exam.id}"
    entries = {entry.id: entry for entry in bank.entries()}
    _refuse(where, _unknown(exam, list(entries)))
    taken = {item.question for section in exam.sections for item in section.items}
    _refuse(where, _undivided(exam, entries, taken))
    found: list[Slot] = []
    for s, section in enumerate(exam.sections):
        for i, item in enumerate(section.items):
            place = f"{where}: {_place(s, i, item)}"
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
    asked = {name: entries[name] for slot in found for name in slot.candidates}
    _refuse(where, _not_asked(exam, asked))
    return found


def _not_asked(exam: Exam, asked: Mapping[str, Entry]) -> Iterator[str]:
    """What is void, but in no question of the exam."""
    parts = [f"{name}/{part}" for name, entry in asked.items() for part in entry.front.parts]
    for void in exam.void:
        if void.part not in parts:
            meant = suggested(void.part, parts, f"its parts are {', '.join(parts)}")
            yield f"void: the exam has no part {void.part!r}; {meant}"


def _unknown(exam: Exam, ids: Sequence[str]) -> Iterator[str]:
    topics = sorted({name.split("/")[0] for name in ids})
    for s, i, item in _items(exam):
        if item.question and item.question not in ids:
            place = f"section {s + 1}, item {i + 1}"
            yield f"{place}: no question {item.question!r}; {near(item.question, ids)}"
        for topic in item.topics:
            if topic not in topics:
                meant = suggested(topic, topics, f"the topics are {', '.join(topics)}")
                yield f"{_place(s, i, item)}: no topic {topic!r}; {meant}"


def _undivided(exam: Exam, entries: dict[str, Entry], named: set[str]) -> Iterator[str]:
    """Points that some question cannot divide, whichever of them the secret will pick."""
    for s, i, item in _items(exam):
        place = _place(s, i, item)
        candidates = [item.question] if item.question else _fitting(item, entries, named)
        for name in candidates:
            weights = [part.points for part in entries[name].front.parts.values()]
            try:
                divided(
                    item.points or sum(weights),
                    weights,
                    place if item.question else f"{place}: {name}",
                )
            except GradsetError as error:
                yield str(error)


def _fitting(item: Item, entries: dict[str, Entry], taken: set[str]) -> list[str]:
    """The ids that an item may pick, none of them in the exam already."""
    return [
        name
        for name, entry in entries.items()
        if name not in taken
        and (not item.patterns or any(fnmatch.fnmatch(name, p) for p in item.patterns))
        and (not item.topics or name.split("/")[0] in item.topics)
        and (not item.levels or entry.front.level in item.levels)
    ]


def _pool(item: Item, entries: dict[str, Entry], taken: set[str], place: str) -> list[Entry]:
    """The questions that an item may pick."""
    pool = [entries[name] for name in _fitting(item, entries, taken)]
    if len(pool) < item.pick:
        questions = "question" if item.pick == 1 else "questions"
        fit = {0: "none fits", 1: "only 1 fits"}.get(len(pool), f"only {len(pool)} fit")
        raise GradsetError(f"{place}: picks {item.pick} {questions}, but {fit}")
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
