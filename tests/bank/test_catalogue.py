"""The bank as a whole: what it covers, and what its mistakes and statements are worth."""

import pytest

from generator.answers import Choice, Formula, Numeric, Table
from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.misconceptions import MISCONCEPTIONS

BANK = Bank.at()
QUESTIONS = {name: BANK.load(name) for name in BANK.find([])}
COMPUTED = [
    name
    for name, question in QUESTIONS.items()
    if any(question.quantities_of(part) for part in question.prose.front.parts)
]
VARIANTS = range(1, 6)

computed = pytest.mark.parametrize("name", COMPUTED)


def statements():
    """Every statement of the bank with the id of its question."""
    for name, question in QUESTIONS.items():
        for part, front in question.prose.front.parts.items():
            if front.kind == "statements":
                for item in question.prose.sections[part].items:
                    yield name, item


def test_there_are_eighty_questions_of_all_levels():
    levels = [question.prose.front.level for question in QUESTIONS.values()]
    assert len(QUESTIONS) >= 80
    assert all(levels.count(level) >= 3 for level in range(1, 6))


def test_every_mistake_refers_to_the_catalogue():
    without = [
        f"{name}: {mistake}"
        for name, question in QUESTIONS.items()
        for mistake, declared in question.derivation.mistakes.items()
        if not declared.misconception
    ]
    assert without == []


def test_every_misconception_occurs_in_some_question():
    met = {m.misconception for q in QUESTIONS.values() for m in q.derivation.mistakes.values()}
    assert set(MISCONCEPTIONS) - met == set()


def test_most_computed_questions_have_three_mistakes_or_more():
    several = [n for n in COMPUTED if len(QUESTIONS[n].derivation.mistakes) >= 3]
    assert len(several) >= 0.6 * len(COMPUTED)


@computed
def test_every_computed_answer_has_values_that_mistakes_lead_to(name):
    question = QUESTIONS[name]
    asked = [part for part in question.prose.front.parts if question.quantities_of(part)]
    with_wrong = set()
    for number in VARIANTS:
        answers = public_variant(question, number, Conventions()).answers
        with_wrong |= {part for part in asked if mistakes_of(answers[part])}
    assert set(asked) == with_wrong


def mistakes_of(answer):
    match answer:
        case Numeric() | Formula():
            return {wrong.mistake for wrong in answer.wrong}
        case Table():
            return {wrong.mistake for _, cell in answer.numbered() for wrong in cell.wrong}
        case Choice():
            return {option.mistake for option in answer.options if not option.right}
        case _:
            raise AssertionError(f"no part of the kind {answer.kind} asks for a quantity")


def test_the_pools_hold_250_statements_and_a_third_have_a_check():
    pool = list(statements())
    assert len(pool) >= 250
    assert len({name for name, _ in pool}) >= 20
    assert sum(bool(item.check) for _, item in pool) >= len(pool) / 3


def test_every_statement_has_a_reason():
    assert [item.text for _, item in statements() if not item.reason] == []


def test_pools_are_balanced():
    for name in {name for name, _ in statements()}:
        true = [item.mark == "x" for n, item in statements() if n == name]
        assert 0.3 <= sum(true) / len(true) <= 0.7, name
