"""What a student is given holds nothing of what the key knows."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from lxml import etree

from generator.answers import (
    Choice,
    Criterion,
    Essay,
    Formula,
    Match,
    Numeric,
    Order,
    Statements,
    Table,
)
from generator.exporters import docx, html, latex, markdown, pdf, terminal
from generator.values import entries
from tests.exams.world import all_kinds, tree

STUDENTS = (0, 1, 2)
DOCUMENTS: dict[str, Any] = {
    "html": html.document,
    "pdf": pdf.document,
    "latex": latex.document,
    "markdown": lambda sheet, key: markdown.document(sheet, lambda *_: "picture", key=key),
    "text": terminal.sheet,
    "docx": docx.document,
}
KINDS = [
    *(kind for kind in DOCUMENTS if kind != "docx"),
    pytest.param("docx", marks=pytest.mark.pandoc),
]


# ---- the worksheet is no function of the answers


def other(answer):
    """The same question to a student, with everything else that the key knows changed."""
    match answer:
        case Numeric():
            return Numeric(0.123456, "0.123456", Decimal("0.12"), Decimal("0.13"))
        case Table():
            return replace(answer, cells=tuple(tuple(map(other, row)) for row in answer.cells))
        case Choice():
            return replace(answer, options=moved(answer.options))
        case Statements():
            return replace(answer, statements=turned(answer.statements))
        case Match() | Order():
            return replace(answer, right=tuple(reversed(answer.right)))
        case Formula():
            return Formula(0, "q^{17}")
        case Essay():
            return replace(answer, model="Another answer.", rubric=(Criterion(1, "Another."),))


def moved(options):
    """The next option is the right one."""
    flags = [option.right for option in options]
    return tuple(
        replace(option, right=flags[i - 1], why="Other.", mistake="", value=None)
        for i, option in enumerate(options)
    )


def turned(options):
    """True is false."""
    return tuple(replace(option, right=not option.right, why="Other.") for option in options)


def disguised(sheet):
    questions = tuple(
        replace(
            question,
            solution="Another solution.",
            parts=tuple(replace(part, answer=other(part.answer)) for part in question.parts),
        )
        for question in sheet.questions
    )
    return replace(sheet, questions=questions)


@pytest.mark.parametrize("kind", KINDS)
def test_a_worksheets_bytes_do_not_depend_on_any_answer(kind):
    document = DOCUMENTS[kind]
    for sheet in all_kinds().sheets:
        assert document(disguised(sheet), key=False) == document(sheet, key=False)


@pytest.mark.parametrize("kind", ["html", "latex", "markdown", "text"])
def test_a_key_depends_on_every_answer(kind):
    sheet = all_kinds().sheets[0]
    document = DOCUMENTS[kind]
    key = document(sheet, key=True)
    for q, question in enumerate(sheet.questions):
        for p, part in enumerate(question.parts):
            parts = list(question.parts)
            parts[p] = replace(part, answer=other(part.answer))
            questions = list(sheet.questions)
            questions[q] = replace(question, parts=tuple(parts))
            changed = replace(sheet, questions=tuple(questions))
            assert document(changed, key=True) != key, part.key


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_another_where_all_answers_are(kind):
    sheet = all_kinds().sheets[0]
    document = DOCUMENTS[kind]
    assert document(disguised(sheet), key=True) != document(sheet, key=True)


# ---- and its words hold none, wherever they come from


def givens(student):
    """Every number that the student was given."""
    return {
        abs(float(number))
        for variant in all_kinds().variants[student]
        for name in variant.drawn
        for _, number in entries(variant.givens[name])
    }


def long_answers(sheet):
    """Printed decimals with three significant digits or more that are no givens, unsigned."""
    found = set()
    for question in sheet.questions:
        for part in question.parts:
            cells = []
            if isinstance(part.answer, Numeric):
                cells = [part.answer]
            if isinstance(part.answer, Table):
                cells = [cell for row in part.answer.cells for cell in row]
            found |= {cell.printed.lstrip("-") for cell in cells}
    known = givens(sheet.student.id)
    return {
        text
        for text in found
        if "." in text and len(text.replace(".", "").lstrip("0")) >= 3 and float(text) not in known
    }


def held(text, answers):
    """The answers that stand in a text as numbers of their own."""
    numbers = set(re.findall(r"\d+\.\d+|\d+", text))
    return {answer for answer in answers if answer in numbers}


def everything_in(path):
    """All that a PDF holds: pages, metadata, outlines, alternative texts, decoded streams."""
    reader = pypdf.PdfReader(path)
    pieces = [page.extract_text() for page in reader.pages]
    pieces += [str(reader.metadata), str(reader.xmp_metadata and reader.xmp_metadata.stream)]
    for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 1):
        try:
            thing = reader.get_object(number)
        except pypdf.errors.PdfReadError:
            continue
        pieces.append(str(thing))
        if isinstance(thing, pypdf.generic.StreamObject):
            pieces.append(thing.get_data().decode("latin-1"))
    return "\n".join(pieces)


def words_of(path):
    """Every text and attribute of a web page."""
    root = etree.fromstring(path.read_bytes().replace(b"<!DOCTYPE html>", b"").strip())
    return "\n".join([*root.itertext(), *(v for e in root.iter() for v in e.attrib.values())])


@pytest.mark.parametrize("i", STUDENTS)
def test_no_computed_number_stands_anywhere_in_a_worksheet(i):
    built = all_kinds()
    sheet = built.sheets[i]
    answers = long_answers(sheet)
    folder = built.folder / "students" / sheet.folder
    assert len(answers) >= 5
    assert held(words_of(folder / "worksheet.html"), answers) == set()
    assert held(everything_in(folder / "worksheet.pdf"), answers) == set()


@pytest.mark.parametrize("i", STUDENTS)
def test_the_same_search_finds_them_all_in_the_key(i):
    built = all_kinds()
    sheet = built.sheets[i]
    answers = long_answers(sheet)
    assert held(words_of(built.folder / f"keys/{sheet.folder}.html"), answers) == answers
    assert held(everything_in(built.folder / f"keys/{sheet.folder}.pdf"), answers) == answers


@pytest.mark.parametrize("i", STUDENTS)
def test_no_reason_mistake_or_model_answer_stands_in_a_worksheet(i):
    built = all_kinds()
    sheet = built.sheets[i]
    folder = built.folder / "students" / sheet.folder
    page = " ".join(words_of(folder / "worksheet.html").split())
    key = " ".join(words_of(built.folder / f"keys/{sheet.folder}.html").split())
    for question in sheet.questions:
        for part in question.parts:
            for sentence in sentences(part.answer):
                first = max(re.split(r"[$`*_]", sentence), key=len).strip()
                assert first in key, first
                assert first not in page, first


def sentences(answer):
    match answer:
        case Choice():
            return [o.why for o in answer.options if o.why and not o.right]
        case Statements():
            return [o.why for o in answer.statements if o.why]
        case Essay():
            return [answer.model.partition("\n")[0], *(c.text for c in answer.rubric)]
        case _:
            return []


# ---- nor do its structure, names and metadata


ATTRIBUTES = {
    "lang", "charset", "name", "content", "class", "style", "start", "href",
    # MathML
    "display", "displaystyle", "scriptlevel", "stretchy", "fence", "separator", "form", "lspace",
    "rspace", "accent", "accentunder", "columnalign", "columnspacing", "rowspacing", "width",
    "mathvariant", "symmetric", "minsize", "maxsize", "movablelimits", "linethickness", "height",
    "depth", "largeop",
    # SVG
    "viewBox", "font-family", "role", "aria-label", "x1", "y1", "x2", "y2", "stroke",
    "stroke-width", "x", "y", "fill", "font-size", "font-style", "text-anchor", "cx", "cy", "r",
    "dy",
}  # fmt: skip


@pytest.mark.parametrize("i", STUDENTS)
def test_a_worksheets_page_has_no_comments_scripts_or_unknown_attributes(i):
    built = all_kinds()
    text = (built.folder / "students" / built.sheets[i].folder / "worksheet.html").read_text()
    root = etree.fromstring(text.replace("<!DOCTYPE html>", "").strip())
    assert root.xpath("//comment()") == []
    assert "/*" not in text
    assert {etree.QName(e).localname for e in root.iter()} & {
        "script",
        "input",
        "link",
        "form",
    } == set()
    assert {name for e in root.iter() for name in e.attrib} - ATTRIBUTES == set()


@pytest.mark.parametrize("i", STUDENTS)
def test_right_and_wrong_options_are_marked_alike(i):
    built = all_kinds()
    path = built.folder / "students" / built.sheets[i].folder / "worksheet.html"
    root = etree.fromstring(path.read_bytes().replace(b"<!DOCTYPE html>", b"").strip())
    lists = root.xpath("//*[contains(@class, 'options')]")
    assert len(lists) > 5
    for options in lists:
        assert len({skeleton(option) for option in options}) == 1


def skeleton(option):
    """An option's elements and classes; its own text is taken out."""
    for text in option.xpath(".//*[@class='grow']"):
        for child in list(text):
            text.remove(child)
        text.text = None
    if not option.xpath(".//*[@class='grow']"):
        option[-1].clear()
    letters = option.xpath("./span[not(@class)]")
    for letter in letters[:1]:
        letter.text = None
    return etree.tostring(option, with_tail=False)


def test_names_of_files_and_metadata_are_neutral():
    built = all_kinds()
    for sheet in built.sheets:
        folder = built.folder / "students" / sheet.folder
        assert set(tree(folder)) == {"worksheet.pdf", "worksheet.html"}
        reader = pypdf.PdfReader(folder / "worksheet.pdf")
        said = {k: v for k, v in (reader.metadata or {}).items() if k != "/Creator"}
        allowed = {"A Small Exam", sheet.student.id, sheet.student.name, sheet.sheet_id}
        assert {str(v) for k, v in said.items() if "Date" not in k} <= allowed
        assert reader.attachments == {}
        assert not any("/Annots" in page and page["/Annots"] for page in reader.pages)


def test_a_students_folder_holds_nothing_of_another_student():
    built = all_kinds()
    for sheet in built.sheets:
        for path, content in tree(built.folder / "students" / sheet.folder).items():
            for stranger in built.sheets:
                if stranger is not sheet:
                    assert stranger.sheet_id.encode() not in content, path
                    assert stranger.student.name.encode() not in content, path
