from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.draws import Rng, like
from generator.errors import GradsetError
from generator.nets import relu, sigmoid
from generator.seeds import Stream
from generator.text.numbers import printed_given
from generator.values import Record

LABELS = st.integers(0, 10**9)


def rng(label=0, *, exact=False):
    return Rng(Stream(b"draws", label), exact=exact)


def test_the_first_draws_of_a_stream_never_change():
    r = rng("pinned")
    assert (
        r.integer(-5, 5),
        r.decimal(-2, 2),
        r.decimals((2, 2), -1, 1, digits=2).tolist(),
        r.choice("abcdef"),
        r.sample(range(10), 4),
        r.shuffled("abcd"),
    ) == (
        3,
        1.0,
        [[-0.13, -0.92], [0.38, -0.08]],
        "a",
        [5, 7, 4, 6],
        ["a", "b", "d", "c"],
    )


@given(LABELS, st.integers(-50, 50), st.integers(0, 60))
def test_integers_lie_within_their_bounds(label, low, width):
    numbers = rng(label).integers(20, low, low + width)
    assert low <= numbers.min() <= numbers.max() <= low + width


@given(LABELS, st.integers(-20, 0), st.integers(1, 20), st.integers(0, 3))
def test_zero_is_never_drawn_unless_asked(label, low, high, digits):
    r = rng(label)
    assert 0 not in r.integers(30, low, high, zero=False)
    assert 0 not in r.decimals(30, low, high, digits=digits)


def test_zero_is_drawn_where_it_is_asked_for():
    r = rng()
    assert set(r.integers(100, -1, 1)) == {-1, 0, 1}
    assert set(r.integers(100, -1, 1, zero=False)) == {-1, 1}
    assert set(r.decimals(100, -1, 1, digits=0, zero=True)) == {-1.0, 0.0, 1.0}


def test_both_bounds_are_reached_and_all_values_come_equally_often():
    values, counts = np.unique(
        rng("uniform").decimals(8000, -0.4, 0.4, digits=1), return_counts=True
    )
    assert values.tolist() == [-0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4]
    assert ((counts - 1000) ** 2 / 1000).sum() < 7 + 5 * 14**0.5


@given(LABELS, st.decimals(-9, 9, places=3), st.integers(1, 400), st.integers(1, 3))
def test_decimals_lie_on_the_grid_within_their_bounds_whatever_these_are(label, low, width, digits):
    high = low + Decimal(width) / 10 + 1
    for number in rng(label).decimals(10, float(low), float(high), digits=digits):
        text = Decimal(repr(float(number)))
        assert low <= text <= high
        assert text == round(text, digits)


@given(LABELS, st.integers(0, 4))
def test_decimals_print_as_they_were_drawn(label, digits):
    drawn, exact = rng(label), rng(label, exact=True)
    for _ in range(5):
        number = exact.decimal(-30, 30, digits=digits)
        assert type(number) is Fraction
        assert (number * 10**digits).denominator == 1
        as_float = drawn.decimal(-30, 30, digits=digits)
        assert printed_given(as_float) == printed_given(number)
        assert Fraction(printed_given(as_float)) == number


def test_exact_questions_get_fractions_and_python_integers():
    r = rng(exact=True)
    decimals, integers = r.decimals((2, 3), -2, 2), r.integers(4, -9, 9)
    assert {type(v) for v in decimals.flat} == {Fraction}
    assert {type(v) for v in integers} == {int}
    assert (decimals.shape, integers.shape) == ((2, 3), (4,))


def test_other_questions_get_float64_and_integer_arrays():
    assert rng().decimals((2, 3), -2, 2).dtype == np.float64
    assert rng().integers((2, 3), -2, 2).dtype.kind == "i"
    assert type(rng().decimal(-2, 2)) is float


@given(LABELS, st.lists(st.integers(), max_size=12), st.data())
def test_a_shuffle_is_a_permutation_and_a_sample_its_beginning(label, items, data):
    count = data.draw(st.integers(0, len(items)))
    before = list(items)
    assert sorted(rng(label).shuffled(items)) == sorted(items)
    assert rng(label).sample(items, count) == rng(label).shuffled(items)[:count]
    assert items == before


def test_all_orders_come_equally_often():
    r, counts = rng("orders"), Counter[str]()
    for _ in range(6 * 500):
        order = "".join(r.shuffled("abc"))
        counts[order] += 1
    assert len(counts) == 6
    assert sum((n - 500) ** 2 / 500 for n in counts.values()) < 5 + 5 * 10**0.5


def test_a_students_numbers_do_not_depend_on_who_was_drawn_before():
    forward = {s: Rng(Stream(b"k", s)).decimals(5, -2, 2).tolist() for s in "abcdef"}
    backward = {s: Rng(Stream(b"k", s)).decimals(5, -2, 2).tolist() for s in "fedcba"}
    assert forward == backward
    assert len({tuple(v) for v in forward.values()}) == 6


# ---- values that are set


@pytest.mark.parametrize(
    ("drawn", "given_value", "expected"),
    [
        (0.5, 3, 3.0),
        (0.5, "1/4", 0.25),
        (Fraction(1, 2), "1/3", Fraction(1, 3)),
        (Fraction(1, 2), 0.1, Fraction(1, 10)),
        (4, 7, 7),
        (4, 7.0, 7),
        ("mean", "sum", "sum"),
        (relu, "sigmoid", sigmoid),
        ([1, 2], [3, 4, 5], [3, 4, 5]),
        (Record(x=1, y=0.5), {"x": 2, "y": 1}, Record(x=2, y=1.0)),
    ],
)
def test_a_value_that_is_set_takes_the_type_of_the_drawn_one(drawn, given_value, expected):
    found = like(drawn, given_value, "q")
    assert found == expected
    assert type(found) is type(expected)


def test_a_vector_that_is_set_may_have_another_length():
    found = like(np.array([0.5, 1.0]), [1, 2, 3], "q")
    assert (found.tolist(), found.dtype) == ([1.0, 2.0, 3.0], np.float64)
    exact = like(rng(exact=True).decimals(2, -1, 1), ["1/3", 0.5], "q")
    assert exact.tolist() == [Fraction(1, 3), Fraction(1, 2)]


@pytest.mark.parametrize(
    ("drawn", "given_value", "written"),
    [
        (0.5, "a", "0.5"),
        (0.5, [1], "0.5"),
        (0.5, "1/0", "0.5"),
        (0.5, "1e999", "0.5"),
        (4, 0.5, "4"),
        ("mean", 3, "'mean'"),
        (relu, "sine", "'relu'"),
        (relu, ["relu"], "'relu'"),
        (np.array([1.0, 2.0]), [[1.0, 2.0]], "[1.0, 2.0]"),
        (np.array([1.0, 2.0]), 3, "[1.0, 2.0]"),
        (np.array([[1.0], [2.0]]), [[1], [2, 3]], "[[1.0], [2.0]]"),
        (Fraction(1, 2), "x", "'1/2'"),
        (Record(x=1), {"z": 2}, "{'x': 1}"),
        (Record(x=1), [2], "{'x': 1}"),
        ([1], 5, "[1]"),
    ],
)
def test_a_value_that_does_not_fit_is_one_clear_line(drawn, given_value, written):
    with pytest.raises(GradsetError) as caught:
        like(drawn, given_value, "topic/name: w")
    assert str(caught.value) == (
        f"topic/name: w: {given_value!r} does not fit; drawn was {written}"
    )
