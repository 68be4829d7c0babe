import re
from collections import Counter

import pytest

from generator.bank import Bank
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.exam import Exam, Item, Section
from generator.issue import Issued, accepted, issue, source_for
from generator.picking import Slot
from generator.roster import Student
from generator.variant import Source, Variant
from tests.exams.world import write_question

SECRET = b"a secret for issuing"
EXAM = Exam(id="e", title="T", sections=[Section(items=[Item(question="mine/unit")])])
SLOT = Slot("0.0", 0, ("mine/unit",), None)
FEW = (
    'return {"w": rng.decimals(2, -2, 2), "x": rng.decimals(2, -2, 2), "b": rng.decimal(-1, 1)}',
    'return {"w": rng.decimals(2, 0.7, 0.7), "x": rng.decimals(2, 0.9, 0.9), '
    '"b": rng.decimal(-0.3, 0.3)}',
)


def students(*names):
    return [Student(name) for name in names]


def issued_to(bank, names, before=None):
    return issue(EXAM, [SLOT], students(*names), bank, SECRET, before or {})


def numbers(bank, student, one):
    source = source_for(SECRET, "e", SLOT, student, one.counter)
    variant = Variant.make(bank.load(one.question), source, Conventions())
    return tuple(float(v) for name in variant.drawn for v in [*_flat(variant.givens[name])])


def _flat(value):
    return value.ravel() if hasattr(value, "ravel") else [value]


def test_no_two_students_get_the_same_numbers(tmp_path):
    bank = Bank.at(write_question(tmp_path, "mine/unit", FEW))
    names = ["s1", "s2", "s3", "s4", "s5", "s6"]  # as many as there are decimals b but 0
    issued, said = issued_to(bank, names)
    assert len({numbers(bank, name, issued[name][0]) for name in names}) == 6
    assert said == []


def test_a_class_larger_than_a_questions_space_is_said(tmp_path):
    bank = Bank.at(write_question(tmp_path, "mine/unit", FEW))
    names = [f"s{i}" for i in range(8)]
    issued, said = issued_to(bank, names)
    seen = Counter(numbers(bank, name, issued[name][0]) for name in names)
    assert len(seen) == 6
    assert said == [
        "mine/unit: too few variants for this class; 2 students share one with a classmate"
    ]


def test_what_was_issued_is_kept_and_late_students_take_what_is_free(tmp_path):
    bank = Bank.at(write_question(tmp_path, "mine/unit", FEW))
    first, _ = issued_to(bank, ["s5", "s6"])
    # The late ones come before the others in the roster, and would have had their numbers.
    both, _ = issued_to(bank, ["s1", "s2", "s3", "s4", "s5", "s6"], first)
    assert {name: both[name] for name in first} == first
    assert len({numbers(bank, name, one[0]) for name, one in both.items()}) == 6


def test_a_slot_that_holds_another_question_now_is_issued_anew(tmp_path):
    bank = Bank.at(write_question(tmp_path, "mine/unit", FEW))
    before = {"s1": [Issued("0.0", "forward/mlp", 77)]}
    issued, _ = issued_to(bank, ["s1"], before)
    assert issued == issued_to(bank, ["s1"])[0]


def test_what_a_student_gets_does_not_depend_on_the_order_of_the_roster():
    bank = Bank.at()
    exam = Exam(id="e", title="T", sections=[Section(items=[Item(question="forward/mlp")])])
    slot = Slot("0.0", 0, ("forward/mlp",), None)
    there, _ = issue(exam, [slot], students("s1", "s2", "s3"), bank, SECRET, {})
    back, _ = issue(exam, [slot], students("s3", "s2", "s1"), bank, SECRET, {})
    assert there == back


def test_every_accepted_variant_passes_every_guard():
    bank = Bank.at()
    question = bank.load("backpropagation/relu_three")
    variants = [accepted(question, Source(SECRET, (str(i),)), Conventions()) for i in range(10)]
    assert [list(variant.refusals()) for variant in variants] == [[]] * 10


def test_a_question_whose_guards_refuse_everything_is_named_with_the_reasons(tmp_path):
    never = (
        '@instead_of(z, "bias_left_out")\ndef no_bias',
        '@guard\ndef never(z):\n    """it is never right"""\n    return False\n\n\n'
        '@instead_of(z, "bias_left_out")\ndef no_bias',
    )
    imports = ("import instead_of", "import guard, instead_of")
    bank = Bank.at(write_question(tmp_path, "mine/unit", never, imports))
    with pytest.raises(GradsetError) as error:
        accepted(bank.load("mine/unit"), Source(SECRET, ("a",)), Conventions())
    assert re.fullmatch(
        r"mine/unit: none of 2000 draws is fit to be handed out: it is never right \(2000\)",
        str(error.value),
    )
