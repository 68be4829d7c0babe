"""Finding variants that may be handed out: the first counters that no guard refuses."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.bank import Bank
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.exam import Exam
from generator.picking import Slot
from generator.question import Question
from generator.roster import Student
from generator.variant import Source, Variant

MOST_DRAWS = 2000  # refused draws in a row before a question is given up
MOST_REPEATS = 100  # draws that a classmate has already, before one is repeated


@dataclass(frozen=True)
class Issued:
    """Which draw of which question a student has in a slot."""

    slot: str
    question: str
    counter: int


def accepted(
    question: Question, source: Source, conventions: Conventions, taken: set[Any] | None = None
) -> Variant:
    """The first variant from `source.counter` on that no guard refuses and nobody has yet.

    Args:
        question: what to draw.
        source: the stream and the counter to begin with.
        conventions: the exam's.
        taken: what classmates see; the variant's own view is added to it.

    Raises GradsetError, with the reasons counted, where no draw is accepted.
    """
    reasons: Counter[str] = Counter()
    repeated: list[Variant] = []
    for counter in range(source.counter, source.counter + MOST_DRAWS):
        variant = Variant.make(question, replace(source, counter=counter), conventions)
        reason = next(variant.refusals(), None)
        if reason is not None:
            reasons[reason] += 1
            continue
        if taken is None:
            return variant
        if variant.visible not in taken:
            taken.add(variant.visible)
            return variant
        repeated.append(variant)
        if len(repeated) > MOST_REPEATS:
            break
    if repeated:
        return repeated[-1]
    most = "; ".join(f"{reason} ({count})" for reason, count in reasons.most_common(3))
    raise GradsetError(f"{question.id}: none of {MOST_DRAWS} draws is fit to be handed out: {most}")


def source_for(secret: bytes, exam: str, slot: Slot, student: str, counter: int = 0) -> Source:
    """The stream of one student's question in one slot."""
    return Source(secret, ("exam", exam, slot.id, student), counter)


def issue(
    exam: Exam,
    slots: Sequence[Slot],
    students: Sequence[Student],
    bank: Bank,
    secret: bytes,
    before: Mapping[str, Sequence[Issued]],
) -> tuple[dict[str, list[Issued]], list[str]]:
    """A counter for every student and slot, and what has to be said about it.

    Args:
        exam: the specification.
        slots: its places.
        students: the roster.
        bank: where the questions are.
        secret: the exam's.
        before: what earlier builds issued; these students keep it.
    """
    issued: dict[str, list[Issued]] = {student.id: [] for student in students}
    said = []
    for slot in slots:
        taken: dict[str, set[Any]] = defaultdict(set)
        repeated: Counter[str] = Counter()
        kept = _kept(slot, students, before)
        # Not in the roster's order, so that nothing changes where it is sorted another way.
        for student in sorted(students, key=lambda s: (s.id not in kept, s.id)):
            name = slot.question(secret, exam.id, student.id)
            question = bank.load(name)
            source = source_for(secret, exam.id, slot, student.id)
            earlier = kept.get(student.id)
            if earlier is not None and earlier.question == name:
                source = replace(source, counter=earlier.counter)
                variant = Variant.make(question, source, exam.conventions)
                taken[name].add(variant.visible)
            else:
                size = len(taken[name])
                variant = accepted(question, source, exam.conventions, taken[name])
                repeated[name] += len(taken[name]) == size
            issued[student.id].append(Issued(slot.id, name, variant.source.counter))
        said += [
            f"{name}: too few variants for this class; {count} students share one with a classmate"
            for name, count in repeated.items()
            if count
        ]
    return issued, said


def _kept(
    slot: Slot, students: Sequence[Student], before: Mapping[str, Sequence[Issued]]
) -> dict[str, Issued]:
    """What earlier builds gave these students in this slot."""
    return {
        student.id: one
        for student in students
        for one in before.get(student.id, ())
        if one.slot == slot.id
    }
