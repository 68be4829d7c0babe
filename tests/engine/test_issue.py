import random

import pytest

from generator import issue
from generator.errors import GradsetError
from generator.exam import Exam, Item, Section
from generator.issue import Issued, accepted, source_for
from generator.picking import Slot, slots_of
from generator.roster import Student
from generator.variant import Source, Variant
from tests.engine.tiny import UNIT_MD, UNIT_PY, USUAL, load, page, write

SECRET = b"a secret"
EXAM = Exam(
    id="midterm",
    title="Midterm",
    sections=[Section(items=[Item(question="tiny/question")])],
)
SMALL_MD = page('[parts.y]\nkind = "numeric"', "## y\nGo, ${{ x }}$.", "exact = true")
SMALL_PY = """
def draw(rng):
    return {"x": rng.integer(1, 12)}

def y(x):
    return x + 1
"""


def students(count):
    return [Student(f"s{k:03}") for k in range(count)]


def issued(bank, roster, before=None, secret=SECRET):
    places = slots_of(EXAM, bank, secret)
    return issue.issue(EXAM, places, roster, bank, secret, before or {})


def views(bank, result):
    """What each student sees in the only slot."""
    slot = Slot("0.0", 0, ("tiny/question",), None)
    question = bank.load("tiny/question")
    return {
        student: Variant.make(
            question, source_for(SECRET, "midterm", slot, student, one.counter), USUAL
        ).visible
        for student, (one,) in result.items()
    }


def test_the_first_draw_that_nothing_speaks_against_is_accepted(tmp_path):
    question = load(tmp_path, UNIT_MD, UNIT_PY)
    for label in "abcdef":
        variant = accepted(question, Source(SECRET, (label,)), USUAL)
        counter = variant.source.counter
        assert next(variant.refusals(), None) is None
        for earlier in range(counter):
            before = Variant.make(question, Source(SECRET, (label,), earlier), USUAL)
            assert next(before.refusals(), None) is not None


def test_where_nothing_is_accepted_the_reasons_are_counted(tmp_path):
    py = (
        SMALL_PY
        + '''
from generator.authoring import guard

@guard
def at_least_nine(x):
    """the number is too small"""
    return x >= 9

@guard
def at_most_four(x):
    """the number is too large"""
    return x <= 4
'''
    )
    question = load(tmp_path, SMALL_MD, py)
    source = Source(SECRET, ("x",))
    small = sum(
        Variant.make(question, Source(SECRET, ("x",), k), USUAL).givens["x"] < 9
        for k in range(issue.MOST_DRAWS)
    )
    with pytest.raises(GradsetError) as caught:
        accepted(question, source, USUAL)
    assert str(caught.value) == (
        "tiny/question: none of 2000 draws is fit to be handed out: "
        f"the number is too small ({small}); the number is too large ({2000 - small})"
    )


def test_classmates_see_different_numbers(tmp_path):
    bank = write(tmp_path, SMALL_MD, SMALL_PY)
    result, said = issued(bank, students(12))
    assert len(set(views(bank, result).values())) == 12
    assert said == []


def test_a_class_larger_than_the_space_is_told_so(tmp_path):
    bank = write(tmp_path, SMALL_MD, SMALL_PY)
    result, said = issued(bank, students(15))
    assert len(set(views(bank, result).values())) == 12
    assert said == [
        "tiny/question: too few variants for this class; 3 students share one with a classmate"
    ]


def test_a_repeated_draw_is_handed_out_even_where_most_draws_are_refused(tmp_path):
    py = (
        SMALL_PY
        + '''
from generator.authoring import guard

@guard
def one_of_twelve(x):
    """not seven"""
    return x == 7
'''
    )
    question = load(tmp_path, SMALL_MD, py)
    taken: set[object] = set()
    for label in "ab":
        assert accepted(question, Source(SECRET, (label,)), USUAL, taken).givens["x"] == 7
    assert len(taken) == 1


def test_the_same_secret_gives_the_same_variants_in_any_order_of_the_roster(tmp_path):
    bank = write(tmp_path, SMALL_MD, SMALL_PY)
    roster = students(14)
    expected, _ = issued(bank, roster)
    for seed in range(4):
        shuffled = random.Random(seed).sample(roster, len(roster))
        result, _ = issued(bank, shuffled)
        assert result == expected
        assert list(result) == [student.id for student in shuffled]


def test_another_secret_gives_other_variants(tmp_path):
    bank = write(tmp_path, UNIT_MD, UNIT_PY)
    sources = [source_for(secret, "e", Slot("0.0", 0, (), None), "s") for secret in (b"a", b"b")]
    question = bank.load("tiny/question")
    first, second = (accepted(question, source, USUAL).visible for source in sources)
    assert first != second


@pytest.mark.parametrize("what", ["exam", "slot", "student"])
def test_every_exam_slot_and_student_has_a_stream_of_its_own(tmp_path, what):
    question = load(tmp_path, UNIT_MD, UNIT_PY)
    labels = {"exam": "e", "slot": "0.0", "student": "s"}
    seen = set()
    for name in ("e", "0.0", "s", "s2"):
        one = {**labels, what: name}
        source = source_for(SECRET, one["exam"], Slot(one["slot"], 0, (), None), one["student"])
        seen.add(Variant.make(question, source, USUAL).visible)
    assert len(seen) == 4


def test_who_has_a_sheet_keeps_it_and_late_students_take_what_is_free(tmp_path):
    bank = write(tmp_path, SMALL_MD, SMALL_PY)
    roster = students(12)
    early, _ = issued(bank, roster[6:])
    together, said = issued(bank, roster, before=early)
    assert {s: together[s] for s in early} == early
    assert len(set(views(bank, together).values())) == 12
    assert said == []
    again, _ = issued(bank, roster, before=together)
    assert again == together


def test_a_slot_that_asks_for_another_question_now_is_issued_anew(tmp_path):
    bank = write(tmp_path, SMALL_MD, SMALL_PY)
    (student,) = students(1)
    before = {student.id: [Issued("0.0", "tiny/other", 1999)]}
    result, _ = issued(bank, [student], before)
    assert result == issued(bank, [student])[0]


def test_a_sheet_does_not_depend_on_who_else_is_in_the_class(tmp_path):
    bank = write(tmp_path, UNIT_MD, UNIT_PY)
    alone, _ = issued(bank, students(30)[7:8])
    together, _ = issued(bank, students(30))
    assert together["s007"] == alone["s007"]
