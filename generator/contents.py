"""What a question shows and what is right in it, as short hashes that can be compared."""

from typing import Any

from msgspec import Struct

from generator import digests
from generator.answers import Answer, Essay, Table
from generator.exporters.keys import answer_json
from generator.sheet import SheetPart, SheetQuestion


class Contents(Struct, frozen=True):
    """A question of a sheet; `shown` to the student, `right` answers, `accepted` intervals."""

    question: str
    shown: str
    right: str
    accepted: str


def contents(question: SheetQuestion) -> Contents:
    """The hashes of one question; the same for the same content, whatever it looks like."""
    answers = [answer_json(part.answer) for part in question.parts]
    shown = [
        question.title,
        question.stem,
        [figure.alt for figure in question.figures],
        [_shown(part) for part in question.parts],
    ]
    return Contents(
        question.question,
        digests.of(shown),
        digests.of([answer["answer"] for answer in answers]),
        digests.of([answer["tolerance"] for answer in answers]),
    )


def differences(old: Contents, new: Contents) -> list[str]:
    """What is not the same, in words; nothing where all is."""
    if old.question != new.question:
        return [f"{new.question} instead of {old.question}"]
    pairs = {
        "what it shows": (old.shown, new.shown),
        "the answers": (old.right, new.right),
        "what is accepted": (old.accepted, new.accepted),
    }
    return [name for name, (before, now) in pairs.items() if before != now]


def _shown(part: SheetPart) -> list[Any]:
    return [
        part.key,
        part.prompt,
        str(part.points),
        part.symbol,
        part.precision,
        part.answer.kind,
        answer_json(part.answer)["options"],
        _frame(part.answer),
    ]


def _frame(answer: Answer) -> Any:
    """What surrounds the room for an answer."""
    match answer:
        case Table():
            return [answer.corner, answer.rows, answer.columns]
        case Essay():
            return answer.lines
        case _:
            return None
