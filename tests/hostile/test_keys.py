"""Tables that a spreadsheet opens and JSON that a program reads."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from generator.exporters import keys
from tests.hostile.strategies import CATALOGUE, FORMULAS, label, line, texts
from tests.hostile.world import sheet

# Source: OWASP, CSV Injection; the full-width signs count in some versions of Excel.
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?(/\d+)?", re.ASCII)


def rows(text):
    return list(csv.reader(io.StringIO(keys.answers(sheet(text)), newline="")))


def is_safe(text):
    (row,) = rows(text)
    for cell in row:
        assert NUMBER.fullmatch(cell) or not FORMULA.match(cell)
    for cell in row[:2]:
        assert cell in (text, f"'{text}")
        assert (cell == text) == (not FORMULA.match(text) or bool(NUMBER.fullmatch(text)))


@pytest.mark.parametrize("text", CATALOGUE, ids=label)
def test_no_name_of_the_catalogue_is_a_formula_in_the_table_of_answers(text):
    is_safe(line(text))


@settings(deadline=None)
@given(texts)
def test_no_name_is_a_formula_in_the_table_of_answers(text):
    is_safe(text)


@pytest.mark.parametrize("text", FORMULAS, ids=label)
def test_nor_is_why_a_part_does_not_count(text):
    made = sheet()
    (question,) = made.questions
    (part,) = question.parts
    voided = replace(question, parts=(replace(part, void=text),))
    written = keys.answers(replace(made, questions=(voided,)))
    (row,) = csv.reader(io.StringIO(written, newline=""))
    assert row[-1] == (text if NUMBER.fullmatch(text) else f"'{text}")


@settings(deadline=None)
@given(texts)
def test_any_id_comes_back_from_the_json_of_the_key(text):
    out = io.BytesIO()
    keys.write_key(sheet().heading, [keys.key(sheet(text)), keys.key(sheet(f"{text}2"))], out)
    assert list(json.loads(out.getvalue())) == [text, f"{text}2"]
