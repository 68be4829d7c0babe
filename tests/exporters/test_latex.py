"""What pdflatex makes of the sources."""

import io
import re

import pytest

from generator.exporters import latex
from generator.sheet import Layout
from tests.exams.world import all_kinds
from tests.exporters.whole_bank import numbers, sheet
from tests.text.tex import typeset

pytestmark = [pytest.mark.latex, pytest.mark.poppler]
VARIANTS = (1, 2, 3)


def merged(sheets, key):
    out = io.BytesIO()
    body = latex.key_body if key else latex.worksheet_body
    write = latex.write_keys if key else latex.write_worksheets
    write(sheets[0].heading, map(body, sheets), out)
    return out.getvalue()


def pages(text):
    return text.rstrip("\f").split("\f")


@pytest.mark.parametrize("key", [False, True])
def test_every_question_compiles_in_one_run_for_all(key):
    complaints, text = typeset(merged([sheet(k) for k in VARIANTS], key))
    assert complaints == []
    assert ("Solution" in text) == key
    assert "root:" not in text


@pytest.mark.parametrize("key", [False, True])
def test_each_student_starts_on_a_right_hand_page_that_is_page_one(key):
    sheets = [sheet(k) for k in VARIANTS]
    _, text = typeset(merged(sheets, key))
    expected, found = [], []
    for made in sheets:
        mine = [page for page in pages(text) if f"Sheet {made.sheet_id}" in page]
        expected += [(made.sheet_id, i, len(mine)) for i in range(1, len(mine) + 1)]
    for number, page in enumerate(pages(text)):
        if mark := re.search(r"Sheet (\S+)\s+Page (\d+) of (\d+)", page):
            found.append((mark[1], int(mark[2]), int(mark[3])))
            assert number % 2 == (int(mark[2]) - 1) % 2
        else:
            assert page.strip() == ""
    assert found == expected


def test_the_key_shows_every_number_of_the_answers():
    made = sheet(2)
    complaints, text = typeset(latex.document(made, key=True))
    assert complaints == []
    assert numbers(made) - set(re.findall(r"\d+(?:\.\d+)?", text)) == set()


def test_every_page_names_the_exam_and_the_student():
    made = sheet(2)
    _, text = typeset(latex.document(made, key=False))
    for page in pages(text):
        assert "Every question: 100 % of $5" in page
        assert r"Hypatia Chen Sheng Shen \input{/etc/passwd} #1 % · s_002" in page


@pytest.mark.parametrize("key", [False, True])
@pytest.mark.parametrize("layout", [Layout("letter"), Layout("letter", large=True)])
def test_other_layouts_compile(layout, key):
    complaints, _ = typeset(latex.document(sheet(1, layout), key=key))
    assert complaints == []


@pytest.mark.parametrize("key", [False, True])
def test_a_built_exam_of_all_kinds_compiles(key):
    complaints, text = typeset(merged(all_kinds().sheets, key))
    assert complaints == []
    assert all(made.student.name in text for made in all_kinds().sheets)
