"""What whoever marks needs as data: a row per student and part, and the whole key as JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from generator.answers import (
    Answer,
    Choice,
    Essay,
    Formula,
    Match,
    Numeric,
    Option,
    Order,
    Statements,
    Table,
    Wrong,
    final,
)
from generator.sheet import Heading, Sheet, SheetPart, SheetQuestion

COLUMNS = (
    "student", "name", "sheet", "number", "question", "part", "cell", "kind", "answer", "low",
    "high", "points", "void",
)  # fmt: skip
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet computes begins so
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?(/\d+)?", re.ASCII)


def answers(sheet: Sheet) -> str:
    """A student's rows of `keys/answers.csv`: one for every part and cell.

    Points stand in a part's first row.
    """
    return _csv(row for q in sheet.questions for part in q.parts for row in _rows(sheet, q, part))


def write_answers(_heading: Heading, pieces: Iterable[str], out: BinaryIO) -> None:
    """`keys/answers.csv` from the students' rows."""
    out.write(_csv([COLUMNS]).encode())
    for piece in pieces:
        out.write(piece.encode())


def key(sheet: Sheet) -> str:
    """A student's part of `keys/key.json`: the sheet with its answers, intervals and mistakes."""
    content = {
        "sheet": sheet.sheet_id,
        "questions": [
            {
                "number": question.number,
                "question": question.question,
                "parts": [part_json(part) for part in question.parts],
            }
            for question in sheet.questions
        ],
    }
    return f"{_json(sheet.student.id)}: {_json(content)}"


def write_key(_heading: Heading, pieces: Iterable[str], out: BinaryIO) -> None:
    """`keys/key.json` from the students' parts."""
    before = "{\n"
    for piece in pieces:
        out.write((before + " " + piece.replace("\n", "\n ")).encode())
        before = ",\n"
    out.write(b"\n}\n")


def _json(content: object) -> str:
    # Python's own encoder is several times slower where it indents.
    return msgspec.json.format(json.dumps(content, ensure_ascii=False), indent=1)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe makes it text.

    Source: OWASP, CSV Injection.
    """
    if isinstance(cell, str) and cell.startswith(FORMULA) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _rows(sheet: Sheet, question: SheetQuestion, part: SheetPart) -> Iterator[list[object]]:
    points: object = float(part.counted)
    for (cell, text), (low, high) in zip(final(part.answer), _intervals(part.answer), strict=True):
        yield [
            sheet.student.id, sheet.student.name, sheet.sheet_id, question.number,
            question.question, part.key, cell, part.answer.kind, text, low, high, points,
            part.void,
        ]  # fmt: skip
        points = ""


def _intervals(answer: Answer) -> list[tuple[str, str]]:
    match answer:
        case Numeric():
            return [(str(answer.low), str(answer.high))]
        case Table():
            return [(str(cell.low), str(cell.high)) for _, cell in answer.numbered()]
        case _:
            return [("", "") for _ in final(answer)]


def part_json(part: SheetPart) -> dict[str, Any]:
    """A part as JSON: prompt, answer, tolerance, options, mistakes, points."""
    return {
        "key": part.key,
        "kind": part.answer.kind,
        "prompt": part.prompt,
        **answer_json(part.answer),
        "points": float(part.counted),
        **({"void": part.void} if part.void else {}),
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """The parts of a solved answer, with the same four names for every kind."""
    return {
        "answer": _right(answer),
        "tolerance": _tolerance(answer),
        "options": _options(answer),
        "mistakes": _mistakes(answer),
    }


def _right(answer: Answer) -> Any:
    match answer:
        case Numeric():
            return answer.printed
        case Table():
            return [[cell.printed for cell in row] for row in answer.cells]
        case Choice():
            return answer.right
        case Statements(each=True):
            return [statement.right for statement in answer.statements]
        case Statements():
            return [i for i, statement in enumerate(answer.statements) if statement.right]
        case Match() | Order():
            return list(answer.right)
        case Formula():
            return answer.latex
        case Essay():
            return answer.model


def _tolerance(answer: Answer) -> Any:
    match answer:
        case Numeric():
            return [str(answer.low), str(answer.high)]
        case Table():
            return [[[str(c.low), str(c.high)] for c in row] for row in answer.cells]
        case _:
            return None


def _options(answer: Answer) -> Any:
    match answer:
        case Choice():
            return [option.text for option in answer.options]
        case Statements():
            return [statement.text for statement in answer.statements]
        case Match():
            return {"stems": list(answer.stems), "choices": list(answer.choices)}
        case Order():
            return list(answer.items)
        case _:
            return None


def _named(wrong: Wrong | Option) -> dict[str, str]:
    """A mistake and the misconception behind it, whose name is the same in all questions."""
    return {"mistake": wrong.mistake, "misconception": wrong.misconception}


def _mistakes(answer: Answer) -> Any:
    match answer:
        case Numeric() | Formula():
            return [{**_named(w), "value": w.printed, "why": w.why} for w in answer.wrong]
        case Table():
            return [
                {"cell": key, **_named(w), "value": w.printed, "why": w.why}
                for key, cell in answer.numbered()
                for w in cell.wrong
            ]
        case Choice():
            return [
                {"option": i, **_named(o), "why": o.why}
                for i, o in enumerate(answer.options)
                if not o.right
            ]
        case Statements():
            return [{"option": i, "why": s.why} for i, s in enumerate(answer.statements) if s.why]
        case Essay():
            return [{"points": c.points, "criterion": c.text} for c in answer.rubric]
        case _:
            return []
