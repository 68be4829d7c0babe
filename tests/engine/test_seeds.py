"""Streams are pinned for ever: a changed number here is a changed sheet somewhere."""

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.seeds import Stream, keyed, message

SECRET = b"an exam's secret"


def documented(secret, labels):
    """The construction as docs and docstrings state it, written again: an endless bit of bytes."""
    text = b""
    for label in labels:
        data = str(label).encode("utf-8")
        text += bytes([len(data) >> 24 & 255, len(data) >> 16 & 255, len(data) >> 8 & 255])
        text += bytes([len(data) & 255]) + data
    key = blake2b(text, key=secret, digest_size=64, person=b"gradset").digest()
    block = 0
    while True:
        yield from blake2b(block.to_bytes(8, "big"), key=key).digest()
        block += 1


def documented_below(source, bound):
    """Rejection sampling of the leading bits of as few bytes as hold bound - 1."""
    bits = len(f"{bound - 1:b}") if bound > 1 else 0
    size = -(-bits // 8)
    while True:
        number = 0
        for _ in range(size):
            number = 256 * number + next(source)
        number //= 2 ** (8 * size - bits)
        if number < bound:
            return number


@pytest.mark.parametrize(
    ("labels", "bound", "expected"),
    [
        (("draw", "exam", "0.0", "s1"), 10, [7, 3, 8, 5, 2, 3, 9, 2]),
        (("draw", "exam", "0.0", "s2"), 10, [8, 1, 2, 7, 8, 3, 8, 1]),
        (("layout y_hat", "variant", "1"), 1000, [79, 345, 776, 445, 986, 789, 834, 445]),
        (("draw",), 1000, [18, 593, 688, 187, 449, 930, 53, 246]),
    ],
)
def test_the_first_numbers_of_a_stream_never_change(labels, bound, expected):
    stream = Stream(SECRET, *labels)
    assert [stream.below(bound) for _ in range(8)] == expected


@given(
    st.binary(max_size=64),
    st.lists(st.text(max_size=8) | st.integers(0, 10**6), max_size=5),
    st.lists(st.integers(1, 2**70), min_size=1, max_size=40),
)
def test_a_stream_is_the_documented_construction(secret, labels, bounds):
    source, stream = documented(secret, labels), Stream(secret, *labels)
    assert [stream.below(b) for b in bounds] == [documented_below(source, b) for b in bounds]


def test_labels_are_kept_apart_by_their_lengths():
    assert message(("ab", "c")) != message(("a", "bc"))
    assert Stream(SECRET, "ab", "c").below(2**64) != Stream(SECRET, "a", "bc").below(2**64)


@given(*[st.lists(st.text(max_size=3), max_size=4)] * 2)
def test_no_two_lists_of_labels_give_one_message(a, b):
    assert (message(tuple(a)) == message(tuple(b))) == (a == b)


def test_another_secret_gives_another_stream():
    assert Stream(b"a", "x").below(2**64) != Stream(b"b", "x").below(2**64)


def test_a_long_secret_counts_as_a_whole():
    long = b"s" * 64
    assert keyed(long + b"1", "x") != keyed(long + b"2", "x") != keyed(long, "x")


@given(st.integers(1, 10**12), st.integers(0, 50))
def test_numbers_stay_below_their_bound(bound, label):
    stream = Stream(SECRET, label)
    assert all(0 <= stream.below(bound) < bound for _ in range(10))


def test_nothing_lies_below_zero():
    with pytest.raises(ValueError, match="an integer below 0 does not exist"):
        Stream(SECRET).below(0)


@pytest.mark.parametrize("bound", [2, 3, 7, 10, 41])
def test_every_number_comes_equally_often(bound):
    stream, count = Stream(SECRET, "uniform", bound), 400 * bound
    seen = [0] * bound
    for _ in range(count):
        seen[stream.below(bound)] += 1
    chi_square = sum((n - 400) ** 2 / 400 for n in seen)
    degrees = bound - 1
    assert chi_square < degrees + 5 * (2 * degrees) ** 0.5


def test_streams_do_not_influence_each_other():
    alone = Stream(SECRET, "a")
    expected = [alone.below(100) for _ in range(20)]
    a, b = Stream(SECRET, "a"), Stream(SECRET, "b")
    mixed = []
    for _ in range(20):
        b.below(7)
        mixed.append(a.below(100))
    assert mixed == expected
