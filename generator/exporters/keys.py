"""What whoever marks needs as data: a row per student and part, and the whole key as JSON."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.answers import (
    Answer,
    Choice,
    Essay,
    Formula,
    Match,
    Numeric,
    Order,
    Statements,
    Table,
    final,
)
from generator.exporters.file import File
from generator.sheet import Sheet, SheetPart, SheetQuestion

COLUMNS = (
    "student", "name", "sheet", "number", "question", "part", "cell", "kind", "answer", "low",
    "high", "points",
)  # fmt: skip


def files(sheets: Sequence[Sheet]) -> Iterator[File]:
    """`keys/answers.csv` and `keys/key.json`."""
    yield File("keys/answers.csv", answers_csv(sheets).encode())
    yield File("keys/key.json", key_json(sheets).encode())


def answers_csv(sheets: Sequence[Sheet]) -> str:
    """A row for every student, part and cell; points stand in a part's first row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for sheet in sheets:
        for question in sheet.questions:
            for part in question.parts:
                writer.writerows(_rows(sheet, question, part))
    return out.getvalue()


def _rows(sheet: Sheet, question: SheetQuestion, part: SheetPart) -> Iterator[list[object]]:
    points: object = float(part.points)
    for (cell, text), (low, high) in zip(final(part.answer), _intervals(part.answer), strict=True):
        yield [
            sheet.student.id, sheet.student.name, sheet.sheet_id, question.number,
            question.question, part.key, cell, part.answer.kind, text, low, high, points,
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


def key_json(sheets: Sequence[Sheet]) -> str:
    """Every sheet with its answers, intervals and mistakes."""
    content = {
        sheet.student.id: {
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
        for sheet in sheets
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def part_json(part: SheetPart) -> dict[str, Any]:
    """A part as JSON: prompt, answer, tolerance, options, mistakes, points."""
    return {
        "key": part.key,
        "kind": part.answer.kind,
        "prompt": part.prompt,
        **answer_json(part.answer),
        "points": float(part.points),
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


def _mistakes(answer: Answer) -> Any:
    match answer:
        case Numeric() | Formula():
            return [{"mistake": w.mistake, "value": w.printed, "why": w.why} for w in answer.wrong]
        case Table():
            return [
                {"cell": key, "mistake": w.mistake, "value": w.printed, "why": w.why}
                for key, cell in answer.numbered()
                for w in cell.wrong
            ]
        case Choice():
            return [
                {"option": i, "mistake": o.mistake, "why": o.why}
                for i, o in enumerate(answer.options)
                if not o.right
            ]
        case Statements():
            return [{"option": i, "why": s.why} for i, s in enumerate(answer.statements) if s.why]
        case Essay():
            return [{"points": c.points, "criterion": c.text} for c in answer.rubric]
        case _:
            return []
