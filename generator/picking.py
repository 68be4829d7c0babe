"""The slots of an exam: its places for questions, and what is picked for them from the bank."""

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.bank import Bank, Entry, near
from generator.decoding import suggested
from generator.draws import Rng
from generator.errors import GradsetError, refuse
from generator.exam import Exam, Item, items
from generator.prose import divided
from generator.seeds import Stream


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


def slots_of(exam: Exam, bank: Bank, secret: bytes, where: str = "") -> list[Slot]:
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
    refuse(where, _unknown(exam, list(entries)))
    taken = {item.question for section in exam.sections for item in section.items}
    refuse(where, _undivided(exam, entries, taken))
    found: list[Slot] = []
    for s, i, item in items(exam):
        if item.question:
            found.append(Slot(f"{s}.{i}", s, (item.question,), item.points))
            continue
        pool = _pool(item, entries, taken, f"{where}: {_place(s, i, item)}")
        if item.per_student:
            found += _picked_by_student(item, pool, s, i)
            taken |= {entry.id for entry in pool}
            continue
        rng = Rng(Stream(secret, "pick", exam.id, f"{s}.{i}"))
        for k, entry in enumerate(rng.sample(pool, item.pick)):
            found.append(Slot(f"{s}.{i}.{k}", s, (entry.id,), item.points))
            taken.add(entry.id)
    asked = {name: entries[name] for slot in found for name in slot.candidates}
    refuse(where, _not_asked(exam, asked))
    return found


def _place(s: int, i: int, item: Item) -> str:
    """Where an item stands, as a reader counts: `section 2, item 1 (pick from losses)`."""
    among = ", ".join([*item.topics, *item.patterns])
    what = item.question or (f"pick from {among}" if among else "pick")
    return f"section {s + 1}, item {i + 1} ({what})"


def _not_asked(exam: Exam, asked: Mapping[str, Entry]) -> Iterator[str]:
    """What is void, but in no question of the exam."""
    parts = [f"{name}/{part}" for name, entry in asked.items() for part in entry.front.parts]
    for void in exam.void:
        if void.part not in parts:
            meant = suggested(void.part, parts, f"its parts are {', '.join(parts)}")
            yield f"void: the exam has no part {void.part!r}; {meant}"


def _unknown(exam: Exam, ids: Sequence[str]) -> Iterator[str]:
    topics = sorted({name.split("/")[0] for name in ids})
    for s, i, item in items(exam):
        if item.question and item.question not in ids:
            place = f"section {s + 1}, item {i + 1}"
            yield f"{place}: no question {item.question!r}; {near(item.question, ids)}"
        for topic in item.topics:
            if topic not in topics:
                meant = suggested(topic, topics, f"the topics are {', '.join(topics)}")
                yield f"{_place(s, i, item)}: no topic {topic!r}; {meant}"


def _undivided(exam: Exam, entries: dict[str, Entry], named: set[str]) -> Iterator[str]:
    """Points that some question cannot divide, whichever of them the secret will pick."""
    for s, i, item in items(exam):
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
        and (not item.minutes or item.minutes[0] <= entry.front.minutes <= item.minutes[1])
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
