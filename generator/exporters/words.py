"""Sentences and pieces of text that several exporters show in the same way."""

from generator.answers import (
    LETTERS,
    Answer,
    Choice,
    Essay,
    Formula,
    Match,
    Numeric,
    Order,
    Statements,
    Table,
)
from generator.roster import Student
from generator.sheet import Heading, Sheet, SheetPart, SheetQuestion, points_text
from generator.templates import Filters
from generator.text.numbers import with_minus

INSTRUCTIONS = {
    "each": "Mark each statement as true or false.",
    "all": "Tick **every** statement that is true.",
    "match": "Write the fitting letter into each box.",
    "choice": "Tick the one right answer.",
    "order": "Write the letters in the right order into the boxes.",
}


def instruction(answer: Answer) -> str:
    """The sentence that says what to do, where the prompt cannot know it."""
    match answer:
        case Statements(each=True):
            return INSTRUCTIONS["each"]
        case Statements():
            return INSTRUCTIONS["all"]
        case Choice():
            return answer.instruction or INSTRUCTIONS["choice"]
        case Match() | Order():
            return INSTRUCTIONS[answer.kind]
        case _:
            return ""


def interval(number: Numeric) -> str:
    """`LOW to HIGH` of what is accepted; empty where only one number is."""
    return "" if number.exact else with_minus(f"{number.low} to {number.high}")


def accepted(number: Numeric) -> str:
    """The accepted interval in words."""
    return "exact" if number.exact else f"accepted: {interval(number)}"


def facts(heading: Heading, sheet: Sheet, *, key: bool) -> list[str]:
    """Date, time and points of an exam, as far as they are known; a key says how many count."""
    minutes = f"{heading.minutes} minutes" if heading.minutes else ""
    points = points_text(sheet.points)
    if key and sheet.counted != sheet.points:
        points = f"{float(sheet.counted):g} of {points} count"
    return [fact for fact in (heading.day, minutes, points) if fact]


def question_points(question: SheetQuestion, *, key: bool) -> str:
    """What a question counts; a key leaves out its void parts."""
    return points_text(question.counted if key else question.points)


def worth(part: SheetPart, *, key: bool) -> str:
    """What a part counts; only a key says of a part that it does not."""
    return "does not count" if key and part.void else points_text(part.points)


def who(student: Student) -> str:
    """A student's name and id; the id alone for anonymous copies."""
    return f"{student.name} · {student.id}" if student.name else student.id


def remarks(question: SheetQuestion) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a key says beyond the right answers: for each part (heading, sentence) pairs.

    A mistake that is carried on is explained once, in the first part that shows it.
    """
    explained: set[str] = set()
    found = []
    for part in question.parts:
        new = [(m, head, why) for m, head, why in _remarks(part) if m not in explained]
        explained |= {mistake for mistake, _, _ in new if mistake}
        if new:
            found.append((part.label, [(head, why) for _, head, why in new]))
    return found


def _remarks(part: SheetPart) -> list[tuple[str, str, str]]:
    """(mistake, heading, sentence), the first empty where there is none to be carried on."""
    match part.answer:
        case Numeric() as answer:
            return [(w.mistake, f"${w.printed}$", w.why) for w in answer.wrong]
        case Formula() as answer:
            return [(w.mistake, f"${w.printed}$", w.why) for w in answer.wrong]
        case Table() as table:
            return _table_remarks(table)
        case _:
            return [("", head, why) for head, why in _listed(part)]


def _listed(part: SheetPart) -> list[tuple[str, str]]:
    match part.answer:
        case Choice() as choice:
            return [(LETTERS[i], o.why) for i, o in enumerate(choice.options) if o.why]
        case Statements() as statements:
            return [
                (LETTERS[i], f"**{'True' if s.right else 'False'}.** {s.why}")
                for i, s in enumerate(statements.statements)
            ]
        case Essay() as essay:
            return [(points_text(c.points), c.text) for c in essay.rubric]
        case _:
            return []


def _table_remarks(table: Table) -> list[tuple[str, str, str]]:
    """Each mistake once, with the numbers that it leads to, row by row."""
    whys: dict[str, str] = {}
    for _, cell in table.numbered():
        for wrong in cell.wrong:
            whys.setdefault(wrong.mistake, wrong.why)
    found = []
    for mistake, why in whys.items():
        numbers = [
            next((w.printed for w in cell.wrong if w.mistake == mistake), "–")
            for _, cell in table.numbered()
        ]
        shown = ", ".join(f"${n}$" if n != "–" else n for n in numbers)
        first = next(i for i, n in enumerate(numbers) if n != "–")
        row, column = divmod(first, len(table.cells[0]))
        place = f"${numbers[first]}$ in row {row + 1}, column {column + 1}"
        found.append((mistake, shown if len(numbers) <= 4 else place, why))
    return found


# What the templates of all formats say in the same way.
FILTERS: Filters = {
    "accepted": accepted,
    "instruction": instruction,
    "interval": interval,
    "number": with_minus,
    "points": points_text,
    "question_points": question_points,
    "remarks": remarks,
    "who": who,
    "worth": worth,
}
