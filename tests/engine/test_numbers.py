from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import ceil, floor, nextafter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.numbers import (
    Rounding,
    near_tie,
    on_grid,
    outward,
    printed,
    printed_given,
    rounded,
)

PLACES = st.integers(0, 8)
FLOATS = st.floats(-1e9, 1e9)
ANY_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
FRACTIONS = st.fractions(-(10**6), 10**6, max_denominator=10**6)
NUMBERS = FLOATS | FRACTIONS | st.integers(-(10**12), 10**12)
WIDE = Context(prec=2000)


def half_away(value, places):
    """School rounding, by whole numbers only."""
    scaled = abs(Fraction(value)) * 10**places
    size = Fraction(floor(scaled + Fraction(1, 2)), 10**places)
    return size if value > 0 else -size


@given(ANY_FLOATS, PLACES)
def test_floats_are_rounded_half_away_from_zero_as_decimal_does(value, places):
    exact = WIDE.create_decimal(value)
    expected = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)
    assert rounded(value, places) == expected == half_away(value, places)


@given(FRACTIONS, PLACES)
def test_fractions_are_rounded_half_away_from_zero(value, places):
    assert Fraction(rounded(value, places)) == half_away(value, places)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (0.125, 2, "0.13"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (-0.0004, 3, "0.000"),
        (-0.0, 2, "0"),
        (1.005, 2, "1.00"),  # the float lies below 1.005
        (Fraction(1005, 1000), 2, "1.01"),
        (np.float64(0.5), 4, "0.5"),
        (np.int64(-7), 4, "-7"),
        (2.0**200, 2, str(2**200)),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(20, 4), 4, "5"),
    ],
)
def test_numbers_print_as_in_school(value, places, expected):
    assert printed(value, Rounding(decimals=places)) == expected


@given(NUMBERS | ANY_FLOATS, PLACES)
def test_minus_zero_is_never_printed(value, places):
    for text in (printed(value, Rounding(decimals=places)), printed_given(value)):
        assert text.strip("-0.") or not text.startswith("-")


@given(NUMBERS, PLACES)
def test_what_is_printed_is_the_rounded_number(value, places):
    text = printed(value, Rounding(decimals=places))
    if isinstance(value, int):
        assert text == str(value)
    else:
        assert Decimal(text) == rounded(value, places)


@given(FLOATS | FRACTIONS, PLACES)
def test_a_number_that_had_to_be_rounded_shows_all_its_digits(value, places):
    text = printed(value, Rounding(decimals=places))
    if not on_grid(value, places):
        assert len(text.partition(".")[2]) == places
    elif "." in text:
        assert not text.endswith("0")


@given(FLOATS.filter(lambda v: abs(v) > 1e-6), st.integers(2, 6))
def test_significant_digits_are_those_of_scientific_notation(value, significant):
    exact = Decimal(value)
    context = Context(prec=significant, rounding=ROUND_HALF_UP)
    rounding = Rounding(significant=significant)
    text = printed(value, rounding)
    assert Decimal(text) == context.create_decimal(exact)
    if not on_grid(value, rounding.places(value)) and rounding.places(value) >= 0:
        assert len(text.replace(".", "").lstrip("-0")) == significant


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (9.9996, "10.00"),
        (9.9994, "9.999"),
        (0.99996, "1.000"),
        (-99.996, "-100.0"),
        (0.00012344, "0.0001234"),
        (10.0, "10"),
        (0.0, "0"),
        (Fraction(1, 3), "0.3333"),
        (123456.0, "123500"),
    ],
)
def test_four_significant_digits(value, expected):
    assert printed(value, Rounding(significant=4)) == expected


def test_rounding_up_to_a_power_of_ten_loses_a_place_of_the_unit():
    four = Rounding(significant=4)
    assert (four.places(9.9996), four.unit(9.9996)) == (2, Fraction(1, 100))
    assert (four.places(9.9994), four.unit(9.9994)) == (3, Fraction(1, 1000))


@given(st.integers(-(10**6), 10**6), st.integers(0, 5), st.floats(-1, 1))
def test_a_tie_is_near_exactly_where_noise_could_turn_it(k, places, noise):
    unit = 10.0**-places
    middle = (k + 0.5) * unit
    assert near_tie(middle + 1e-6 * noise * unit, Rounding(decimals=places))
    off = middle + (0.001 + 0.4 * abs(noise)) * unit
    assert not near_tie(off, Rounding(decimals=places))


def test_exact_numbers_are_never_near_a_tie():
    assert not near_tie(Fraction(1, 8), Rounding(decimals=2))
    assert near_tie(0.125, Rounding(decimals=2))


@given(st.integers(-(10**7), 10**7), st.integers(0, 6))
def test_decimals_lie_on_their_grid_and_print_without_trailing_zeros(k, places):
    number = k / 10**places
    assert on_grid(number, places)
    assert on_grid(Fraction(k, 10**places), places)
    text = printed(number, Rounding(decimals=places))
    assert Fraction(text) == Fraction(k, 10**places)
    assert text == printed_given(Fraction(k, 10**places)) == printed_given(number)


@given(st.floats(-1e4, 1e4), st.integers(0, 6))
def test_a_float_is_on_the_grid_only_if_printing_it_loses_nothing(value, places):
    distance = abs(Fraction(value) - half_away(value, places)) * 10**places
    if distance > Fraction(2, 10**5):
        assert not on_grid(value, places)
    if distance == 0:
        assert on_grid(value, places)


@given(ANY_FLOATS)
def test_a_given_float_reads_back_as_itself(value):
    text = printed_given(value)
    assert float(text) == value
    assert "e" not in text.lower()


@given(FRACTIONS)
def test_a_given_fraction_reads_back_as_itself(value):
    assert Fraction(printed_given(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 3), "1/3"),
        (Fraction(-5, 6), "-5/6"),
        (Fraction(1, 80), "0.0125"),
        (Fraction(-3, 1), "-3"),
        (Fraction(1, 2**60), "0." + f"{5**60:060d}"),
        (0.1, "0.1"),
        (-0.0, "0"),
        (1e-8, "0.00000001"),
        (3, "3"),
        (np.float64(0.25), "0.25"),
        (1e22, "10000000000000000000000"),
    ],
)
def test_givens_print_with_all_their_digits(value, expected):
    assert printed_given(value) == expected


@given(FLOATS, st.floats(0, 100), PLACES)
def test_an_interval_grows_outwards_to_the_nearest_grid_points(low, width, places):
    high = low + width
    bottom, top = outward(low, high, places)
    scale = 10**places
    assert Fraction(bottom) == Fraction(floor(Fraction(low) * scale), scale)
    assert Fraction(top) == Fraction(ceil(Fraction(high) * scale), scale)


def test_the_next_float_after_a_grid_point_is_still_printed_short():
    assert printed(nextafter(0.3, 1), Rounding(decimals=4)) == "0.3"
    assert printed(0.1 + 0.2, Rounding(decimals=4)) == "0.3"
    assert printed(0.30001, Rounding(decimals=4)) == "0.3000"
