from fractions import Fraction

import msgspec
import pytest

from generator.conventions import NAMES, Conventions


@pytest.mark.parametrize(("half", "factor"), [(True, Fraction(1, 2)), (False, 1)])
def test_half_is_exact_in_exact_questions_and_a_float_elsewhere(half, factor):
    exact, real = (Conventions(half=half).givens(exact=e)["half"] for e in (True, False))
    assert (exact, real) == (factor, float(factor))
    assert type(real) is float
    assert type(exact) in (Fraction, int)


def test_every_convention_is_a_given_and_has_its_sentence():
    conventions = Conventions(half=False, step_at_zero=0, reduction="sum")
    assert conventions.givens(exact=False) == {"half": 1.0, "step_at_zero": 0, "reduction": "sum"}
    assert tuple(conventions.givens(exact=True)) == NAMES
    assert conventions.sentences(["reduction", "half", "step_at_zero", "x"]) == [
        r"Where a question gives no other formula, the squared error of one prediction is "
        r"$(\hat{y} - y)^2$.",
        r"The threshold unit has $\operatorname{step}(0) = 0$.",
        "The loss of a batch is the sum over its examples.",
    ]
    assert Conventions().sentences(["half"]) == [
        r"Where a question gives no other formula, the squared error of one prediction is "
        r"$\tfrac{1}{2}(\hat{y} - y)^2$."
    ]
    assert Conventions().sentences([]) == []


@pytest.mark.parametrize(
    "wrong", [{"halve": True}, {"step_at_zero": 2}, {"reduction": "median"}, {"digits": 1}]
)
def test_what_is_no_convention_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Conventions)
