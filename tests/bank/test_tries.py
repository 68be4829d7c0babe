"""Every question was worked on from one worksheet alone; here those answers are marked.

`tries/` holds them as they were written down before the key was seen: for each question the number
of the public variant and an answer to each part, in the way in which the worksheet asks for it.
Where an answer was wrong because the question was, the question was mended and docs/quality.md
says how.
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

from generator.answers import (
    LETTERS,
    Choice,
    Essay,
    Formula,
    Match,
    Numeric,
    Order,
    Statements,
    Table,
)
from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.parts import same_expression

BANK = Bank.at()
TRIES = {
    name: tried
    for file in sorted((Path(__file__).parent / "tries").glob("*.json"))
    for name, tried in json.loads(file.read_text(encoding="utf-8")).items()
}


def number(written):
    """A student's number: a decimal, an integer or a fraction."""
    if "/" in written:
        fraction = Fraction(written.replace(" ", ""))
        return Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return Decimal(written)


def letters(written):
    return [LETTERS.index(letter) for letter in written.replace(",", " ").split()]


def is_right(answer, written):
    match answer:
        case Numeric():
            return answer.accepts(number(written))
        case Table():
            return [len(row) for row in written] == [len(row) for row in answer.cells] and all(
                cell.accepts(number(entry))
                for row, entries in zip(answer.cells, written, strict=True)
                for cell, entry in zip(row, entries, strict=True)
            )
        case Choice():
            return letters(written) == [answer.right]
        case Statements(each=True):
            return written == ["true" if s.right else "false" for s in answer.statements]
        case Statements():
            return letters(written) == [i for i, s in enumerate(answer.statements) if s.right]
        case Match():
            return [LETTERS.index(letter) for letter in written] == list(answer.right)
        case Order():
            return letters(written) == list(answer.right)
        case Formula():
            return same_expression(answer.expression, sympy.sympify(written))
        case Essay():  # marked by a reader along the rubric
            return bool(written["text"]) and written["points"] == [c.points for c in answer.rubric]


@pytest.mark.parametrize("name", BANK.find([]))
def test_what_was_answered_from_the_worksheet_alone_is_right(name):
    tried = TRIES[name]
    variant = public_variant(BANK.load(name), tried["variant"], Conventions())
    assert list(tried["answers"]) == list(variant.answers)
    written = tried["answers"]
    wrong = [part for part, key in variant.answers.items() if not is_right(key, written[part])]
    assert wrong == []


def test_no_try_is_of_a_question_that_is_gone():
    assert not TRIES.keys() - set(BANK.find([]))
