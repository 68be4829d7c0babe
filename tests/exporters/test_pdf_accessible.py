"""Tagged PDF: a validator's judgement, and what a screen reader is given."""

import io
from dataclasses import replace
from itertools import pairwise

import page as validator
import pikepdf
import pytest

from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.exporters import pdf
from generator.roster import Student
from generator.sheet import Heading, Layout, Sheet, sheet_question


@pytest.fixture(scope="module")
def sheet():
    bank = Bank.at()
    names = bank.find([])
    questions = tuple(
        sheet_question(
            public_variant(bank.load(name), 1, Conventions()), number, "First" if number < 9 else ""
        )
        for number, name in enumerate(names, 1)
    )
    heading = Heading(
        "all", "Every question", "A course", "1 December 2026", 90, "Show **all** your work.\n\n- a"
    )
    tagged = replace(heading, layout=Layout(accessible=True))
    return Sheet(tagged, Student("s1", "Ὑπατία"), "s1", "ABCD-2345", questions)


def marking(sheet):
    out = io.BytesIO()
    pdf.write_marking(sheet.heading, map(pdf.overview, [sheet, sheet]), out)
    return out.getvalue()


DOCUMENTS = {
    "worksheet": lambda sheet: pdf.document(sheet, key=False),
    "key": lambda sheet: pdf.document(sheet, key=True),
    "marking": marking,
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_validator_finds_nothing_against_pdf_ua(sheet, document):
    report = validator.validate_pdf_bytes(document(sheet), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.rules.passed == report.rules.total > 100


def test_the_validator_refuses_the_same_sheet_without_tags(sheet):
    plain = replace(sheet, heading=replace(sheet.heading, layout=Layout()))
    assert not validator.validate_pdf_bytes(
        pdf.document(plain, key=False), profile="ua1"
    ).is_compliant


def elements(node):
    """Every structure element below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


@pytest.fixture(scope="module", params=DOCUMENTS)
def tagged(sheet, request):
    with pikepdf.open(io.BytesIO(DOCUMENTS[request.param](sheet))) as opened:
        yield opened


def test_every_formula_and_figure_is_described(tagged):
    described = [
        e for e in elements(tagged.Root.StructTreeRoot.K) if e.S in ("/Formula", "/Figure")
    ]
    assert len(described) > 20
    assert all(str(e.Alt).strip() for e in described)


def test_headings_have_levels_without_a_gap_and_begin_with_the_first(tagged):
    names = [str(e.S) for e in elements(tagged.Root.StructTreeRoot.K)]
    levels = [int(name[2]) for name in names if name[:2] == "/H" and name[2:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_reader_is_told_title_and_language(tagged, sheet):
    assert str(tagged.docinfo.Title) == sheet.heading.title
    assert tagged.Root.ViewerPreferences.DisplayDocTitle
    assert str(tagged.Root.Lang) == "en"
    assert tagged.Root.MarkInfo.Marked


def test_diagrams_are_described_by_their_own_words(sheet):
    with pikepdf.open(io.BytesIO(pdf.document(sheet, key=False))) as opened:
        said = [str(e.Alt) for e in elements(opened.Root.StructTreeRoot.K) if e.S == "/Figure"]
    assert said == [figure.alt for question in sheet.questions for figure in question.figures]


def test_tables_have_header_cells_and_options_are_lists(sheet):
    with pikepdf.open(io.BytesIO(pdf.document(sheet, key=False))) as opened:
        names = [str(e.S) for e in elements(opened.Root.StructTreeRoot.K)]
    assert names.count("/TH") > names.count("/Table") > 20
    assert names.count("/LI") > 60
