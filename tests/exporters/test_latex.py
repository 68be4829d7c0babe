"""What pdflatex makes of the sources."""

import io
import re
from functools import cache

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


@cache
def everything(key):
    """Every question for three students in one source: the complaints, and the pages."""
    return typeset(merged([sheet(k) for k in VARIANTS], key))


def mine(made, key):
    """A student's pages in the source for all."""
    return [page for page in pages(everything(key)[1]) if f"Sheet {made.sheet_id}" in page]


@pytest.mark.parametrize("key", [False, True])
def test_every_question_compiles_in_one_run_for_all(key):
    complaints, text = everything(key)
    assert complaints == []
    assert ("Solution" in text) == key
    assert "root:x:" not in text


@pytest.mark.parametrize("key", [False, True])
def test_each_student_starts_on_a_right_hand_page_that_is_page_one(key):
    expected, found = [], []
    for made in map(sheet, VARIANTS):
        count = len(mine(made, key))
        expected += [(made.sheet_id, i, count) for i in range(1, count + 1)]
    for number, page in enumerate(pages(everything(key)[1])):
        if mark := re.search(r"Sheet (\S+)\s+Page (\d+) of (\d+)", page):
            found.append((mark[1], int(mark[2]), int(mark[3])))
            assert number % 2 == (int(mark[2]) - 1) % 2
        else:
            assert page.strip() == ""
    assert found == expected


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_key_shows_every_number_of_the_answers(variant):
    shown = set(re.findall(r"\d+(?:\.\d+)?", "".join(mine(sheet(variant), key=True))))
    assert numbers(sheet(variant)) - shown == set()


@pytest.mark.parametrize("key", [False, True])
def test_every_page_names_the_exam_and_the_student(key):
    shown = mine(sheet(2), key)
    assert len(shown) > 3
    for page in shown:
        assert "Every question: 100 % of $5" in page
        assert r"Hypatia Chen Sheng Shen \input{/etc/passwd} #1 % · s_002" in page


@pytest.mark.parametrize("key", [False, True])
@pytest.mark.parametrize("layout", [Layout("letter"), Layout("letter", large=True)])
def test_other_layouts_compile(layout, key):
    complaints, _ = typeset(latex.document(sheet(1, layout), key=key), runs=1)
    # Only a second run knows how many pages there are.
    assert [line for line in complaints if not re.search("undefined|Rerun", line)] == []


def test_one_students_source_and_a_built_exam_of_all_kinds_compile():
    sheets = all_kinds().sheets
    complaints, text = typeset(merged(sheets, key=True))
    assert complaints == []
    assert all(made.student.name in text for made in sheets)
    complaints, text = typeset(latex.document(sheets[0], key=False))
    assert complaints == []
    assert sheets[0].student.name in text
