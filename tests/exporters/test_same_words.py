"""What all formats say in the same way: numbers, intervals, sections."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.answers import Numeric
from generator.exporters import html, latex, markdown, pdf, terminal, words
from generator.sheet import SheetQuestion
from tests.exporters.whole_bank import sheet

TEXT = {
    "html": lambda made: html.document(made, key=True).decode(),
    "latex": lambda made: latex.document(made, key=True).decode(),
    "markdown": lambda made: markdown.document(made, lambda *_: "", key=True),
    "text": lambda made: terminal.sheet(made, key=True),
    "marking": pdf.overview,
}


def test_an_interval_has_real_minus_signs_and_an_exact_number_has_none():
    number = Numeric(-0.5, "-0.5", Decimal("-0.55"), Decimal("-0.45"))
    assert words.interval(number) == "−0.55 to −0.45"
    assert words.accepted(number) == "accepted: −0.55 to −0.45"
    exact = replace(number, low=number.high)
    assert (words.interval(exact), words.accepted(exact)) == ("", "exact")


@pytest.mark.parametrize("form", TEXT)
def test_no_accepted_interval_is_printed_with_a_hyphen(form):
    said = TEXT[form](sheet(1))
    assert re.search(r"accepted: (−|\\ensuremath\{-\})\d", said)
    assert not re.search(r"accepted: -\d|\d to -\d", said)


def in_sections(*titles):
    questions = sheet(1).questions
    made = tuple(
        replace(question, section=title) for question, title in zip(questions, titles, strict=False)
    )
    return replace(sheet(1), questions=made)


def test_sections_keep_the_order_of_the_questions():
    made = in_sections("A", "A", "", "B")
    found = made.sections
    assert [title for title, _ in found] == ["A", "", "B"]
    together: list[SheetQuestion] = [question for _, group in found for question in group]
    assert tuple(together) == made.questions


@pytest.mark.parametrize("form", ["html", "latex", "markdown", "text"])
def test_each_section_has_its_title_once(form):
    said = TEXT[form](in_sections("First half", "First half", "", "Second half"))
    assert said.count("First half") == said.count("Second half") == 1
    assert said.index("First half") < said.index("Second half")
