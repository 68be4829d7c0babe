"""The one place that prints numbers.

Everything is rounded half away from zero, as in school. A number that lies on the printed grid is
printed without trailing zeros; one that had to be rounded shows all its digits.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from generator.errors import GradsetError
from generator.values import is_exact

# A float this close to a grid point, or to the middle of two, counts as lying on it; in units of
# the last printed digit, so that at four decimals it is 1e-9.
ON_GRID = 1e-5
_LONGEST = Context(prec=400)  # more digits than any float that is rounded
_FIFTY = Context(prec=50)  # digits of a fraction without a finite decimal


@dataclass(frozen=True)
class Rounding:
    """How many digits are printed: `decimals` after the point, or `significant` ones."""

    decimals: int | None = None
    significant: int | None = None

    def places(self, value: Any) -> int:
        """The digits after the point with which `value` is printed."""
        if self.significant is not None:
            # A value that rounds up to the next power of ten loses a place.
            places = self.significant - 1 - magnitude(value)
            return self.significant - 1 - magnitude(rounded(value, places)) if value else places
        return 0 if self.decimals is None else self.decimals

    def unit(self, value: Any) -> Fraction:
        """One unit of the last digit printed."""
        return _power(-self.places(value))


@cache
def _power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def magnitude(value: Any) -> int:
    """The exponent of the leading digit; 0 for 0."""
    return exact_decimal(value).adjusted() if value else 0


def exact_decimal(value: Any) -> Decimal:
    """`value` as a Decimal: floats exactly, fractions to fifty digits."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        return Decimal(value)
    if is_exact(value):
        # numpy's integers hide inside fractions, and Decimal knows only Python's.
        fraction = Fraction(value)
        above, below = int(fraction.numerator), int(fraction.denominator)
        return _FIFTY.divide(Decimal(above), Decimal(below))
    return Decimal(float(value))


# Typed, because a float and a fraction that are equal are rounded in their own ways.
@lru_cache(maxsize=4096, typed=True)
def rounded(value: Any, places: int) -> Decimal:
    """`value` to `places` digits after the point, half away from zero, never minus zero.

    Raises GradsetError where the value is not finite.
    """
    if not is_exact(value) and not math.isfinite(value):
        raise GradsetError(f"a value to be printed is {float(value)}, not a finite number")
    result = exact_decimal(value).quantize(_unit(places), ROUND_HALF_UP, _LONGEST)
    return result if result else abs(result)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def on_grid(value: Any, places: int) -> bool:
    """Whether printing `value` to `places` digits loses nothing."""
    number = rounded(value, places)
    if is_exact(value):
        return bool(Fraction(number) == value)
    return bool(abs(float(number) - value) <= ON_GRID * 10.0**-places)


def near_tie(value: Any, rounding: Rounding) -> bool:
    """Whether a float lies so near the middle of two printed numbers that either is fair."""
    if is_exact(value) or not value:
        return False
    beyond = abs(value) / float(rounding.unit(value)) % 1.0
    return bool(abs(beyond - 0.5) <= ON_GRID)


def shortest(number: Decimal) -> str:
    """Plain digits without trailing zeros or exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(value: Any, rounding: Rounding) -> str:
    """`value` as digits; exact where it lies on the grid."""
    if is_exact(value) and Fraction(value).denominator == 1:
        return str(int(value))
    places = rounding.places(value)
    number = rounded(value, places)
    return shortest(number) if on_grid(value, places) else f"{number:f}"


def printed_given(value: Any) -> str:
    """A given with all its digits; a fraction that has no finite decimal as `p/q`."""
    if is_exact(value):
        fraction = Fraction(value)
        if rest(fraction.denominator) != 1:
            return str(fraction)
        return shortest(exact_decimal(fraction))
    return shortest(Decimal(repr(float(value) + 0.0)))  # minus zero becomes zero


def with_minus(digits: str) -> str:
    """Printed digits with a real minus sign, for text beside formulas."""
    return digits.replace("-", "−")


def rest(denominator: int) -> int:
    """What remains of a denominator without its factors 2 and 5."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator


def outward(low: Any, high: Any, places: int) -> tuple[Decimal, Decimal]:
    """The interval with ends of `places` digits that just contains [low, high]."""
    return (
        exact_decimal(low).quantize(_unit(places), ROUND_FLOOR, _LONGEST),
        exact_decimal(high).quantize(_unit(places), ROUND_CEILING, _LONGEST),
    )
