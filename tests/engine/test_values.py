from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from generator.nets import relu
from generator.values import (
    Record,
    close,
    entries,
    entry,
    fingerprint,
    is_exact,
    is_number,
    plain,
    shape,
    with_entry,
)

ARRAYS = arrays(np.float64, array_shapes(max_dims=2, max_side=4), elements=st.floats(-9, 9))


@given(ARRAYS)
def test_the_entries_of_an_array_are_its_numbers_in_reading_order(a):
    assert [(i, v) for i, v in entries(a)] == list(np.ndenumerate(a))
    assert list(entries(a.tolist())) == list(entries(a))
    assert shape(a.tolist()) == shape(a) == a.shape


@given(ARRAYS, st.data())
def test_changing_one_entry_changes_no_other_and_not_the_original(a, data):
    before = a.copy()
    index = data.draw(st.sampled_from([i for i, _ in entries(a)]))
    for value in (a, a.tolist()):
        changed = with_entry(value, index, 77.5)
        assert entry(changed, index) == 77.5
        rest = [(i, v) for i, v in entries(changed) if i != index]
        assert rest == [(i, v) for i, v in entries(before) if i != index]
    assert np.array_equal(a, before)


def test_an_integer_array_can_take_half_a_unit():
    assert with_entry(np.array([1, 2]), (0,), 0.5).tolist() == [0.5, 2.0]
    assert with_entry(3, (), 0.5) == 0.5


def test_truth_values_and_words_are_no_numbers():
    assert [is_number(v) for v in (1, 0.5, Fraction(1, 2), np.int64(3), np.float64(2))] == [
        True
    ] * 5
    assert [is_number(v) for v in (True, np.True_, "1", None, relu, [1])] == [False] * 6
    assert list(entries(["a", True])) == []


def test_integers_and_fractions_are_exact_and_floats_are_not():
    assert [is_exact(v) for v in (1, np.int64(1), Fraction(1, 3), 1.0, True)] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_nan_is_close_to_nothing():
    assert not close(float("nan"), float("nan"), 1)
    assert close(1e6 + 1e-4, 1e6, 1e-9)
    assert not close(1e-3, 0, 1e-9)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.array([0.5, 1.0]), [0.5, 1]),
        (Fraction(1, 2), 0.5),
        (Record(x=1, y=2), Record(x=1.0, y=2)),
        (relu, relu),
    ],
)
def test_a_fingerprint_is_equal_where_a_student_sees_the_same(a, b):
    assert fingerprint(a) == fingerprint(b)
    assert hash(fingerprint(a)) == hash(fingerprint(b))


def test_a_fingerprint_differs_where_a_student_sees_another_number():
    assert fingerprint(np.array([0.5, 1.0])) != fingerprint(np.array([1.0, 0.5]))
    assert fingerprint(Record(x=1, y=2)) != fingerprint(Record(x=2, y=1))


def test_a_record_has_fields():
    point = Record(x=1, y=2)
    assert (point.x, point.y) == (1, 2)
    with pytest.raises(AttributeError, match="z"):
        point.z  # noqa: B018


def test_plain_values_are_jsons_own():
    assert plain(
        Record(a=np.array([Fraction(1, 3), Fraction(4, 2)]), b=np.float64(0.5), c=relu, d=None)
    ) == {"a": ["1/3", 2], "b": 0.5, "c": "relu", "d": None}
    assert repr(plain(np.array([[0.5, 1.0]]))) == "[[0.5, 1.0]]"
