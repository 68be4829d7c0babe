import csv
import io
import json
from decimal import Decimal

import pypdf

from generator.answers import Numeric, Table
from tests.exams.world import all_kinds


def key():
    return json.loads((all_kinds().folder / "keys/key.json").read_text(encoding="utf-8"))


def rows():
    text = (all_kinds().folder / "keys/answers.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def parts():
    return [
        (sheet, question, part)
        for sheet in all_kinds().sheets
        for question in sheet.questions
        for part in question.parts
    ]


def test_the_key_lists_every_student_question_and_part_in_order():
    assert {
        student: (entry["sheet"], [
            (q["number"], q["question"], [(p["key"], p["kind"]) for p in q["parts"]])
            for q in entry["questions"]
        ])
        for student, entry in key().items()
    } == {
        sheet.student.id: (sheet.sheet_id, [
            (q.number, q.question, [(p.key, p.answer.kind) for p in q.parts])
            for q in sheet.questions
        ])
        for sheet in all_kinds().sheets
    }  # fmt: skip


def test_a_part_of_the_key_has_these_names_and_no_others():
    names = {tuple(p) for e in key().values() for q in e["questions"] for p in q["parts"]}
    assert names == {
        ("key", "kind", "prompt", "answer", "tolerance", "options", "mistakes", "points")
    }


def test_the_points_of_key_and_table_add_up_to_the_exams():
    for sheet in all_kinds().sheets:
        student = sheet.student.id
        in_key = sum(p["points"] for q in key()[student]["questions"] for p in q["parts"])
        in_rows = sum(float(r["points"] or 0) for r in rows() if r["student"] == student)
        assert in_key == in_rows == float(sheet.points)


def test_the_table_has_a_row_for_every_student_part_and_cell():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    expected = []
    for sheet, question, part in parts():
        one = key()[sheet.student.id]["questions"][question.number - 1]
        entry = next(p for p in one["parts"] if p["key"] == part.key)
        for cell, answer, low, high in answers_of(entry, letters):
            expected.append(
                (sheet.student.id, sheet.student.name, sheet.sheet_id, str(question.number),
                 question.question, part.key, cell, part.answer.kind, answer, low, high)
            )  # fmt: skip
    found = [
        tuple(value for name, value in row.items() if name not in ("points", "void"))
        for row in rows()
    ]
    assert found == expected


def answers_of(entry, letters):
    """The rows of the table that an entry of the key stands for."""
    answer, tolerance = entry["answer"], entry["tolerance"]
    match entry["kind"]:
        case "numeric":
            return [("", answer, *tolerance)]
        case "table":
            return [
                (f"r{i}c{j}", value, *tolerance[i - 1][j - 1])
                for i, row in enumerate(answer, 1)
                for j, value in enumerate(row, 1)
            ]
        case "choice":
            return [("", letters[answer], "", "")]
        case "statements" if isinstance(answer[0], bool):
            said = [("true" if right else "false") for right in answer]
            return [(letters[i], text, "", "") for i, text in enumerate(said)]
        case "statements":
            return [("", " ".join(letters[i] for i in answer), "", "")]
        case "match":
            return [(str(i), letters[j], "", "") for i, j in enumerate(answer, 1)]
        case "order":
            return [("", " ".join(letters[i] for i in answer), "", "")]
        case "formula":
            return [("", f"${answer}$", "", "")]
        case "essay":
            return [("", "rubric", "", "")]
    raise AssertionError(entry)


def test_every_numbers_answer_lies_within_its_bounds():
    numbers = [row for row in rows() if row["kind"] in ("numeric", "table")]
    for row in numbers:
        low, answer, high = (Decimal(row[name]) for name in ("low", "answer", "high"))
        assert low <= answer <= high, row
        assert "E" not in row["low"] + row["answer"] + row["high"], row
    assert len(numbers) > 60


def test_a_mistakes_value_lies_outside_the_bounds():
    for _, question, part in parts():
        if isinstance(part.answer, Numeric | Table):
            cells = [part.answer] if isinstance(part.answer, Numeric) else [
                cell for row in part.answer.cells for cell in row
            ]  # fmt: skip
            for cell in cells:
                for wrong in cell.wrong:
                    assert not cell.low <= Decimal(wrong.printed) <= cell.high, question.question


def test_the_marking_table_has_a_page_for_every_student_with_their_answers():
    reader = pypdf.PdfReader(all_kinds().folder / "keys/marking.pdf")
    pages = [page.extract_text() for page in reader.pages]
    for sheet in all_kinds().sheets:
        mine = [page for page in pages if sheet.sheet_id in page]
        assert mine
        text = "".join(mine).replace("\u2212", "-")
        for row in rows():
            if row["student"] == sheet.student.id and row["kind"] in ("numeric", "table"):
                assert row["answer"] in text, row
    assert len(pages) >= 3


def test_every_page_carries_student_exam_sheet_and_page():
    built = all_kinds()
    for sheet in built.sheets:
        for file in (f"students/{sheet.folder}/worksheet.pdf", f"keys/{sheet.folder}.pdf"):
            reader = pypdf.PdfReader(built.folder / file)
            for number, page in enumerate(reader.pages, 1):
                # A hyphen's glyph is a soft hyphen's as well.
                text = " ".join(page.extract_text().replace("\xad", "-").split())
                for said in (sheet.student.name, sheet.student.id, sheet.sheet_id, "A Small Exam"):
                    assert said in text, (file, number, said)
                assert f"{number} of {len(reader.pages)}" in text, (file, number)
