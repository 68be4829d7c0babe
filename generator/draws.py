"""What `draw(rng)` may ask for: numbers on the very grid that is printed, never rejected."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import ceil, floor, prod
from typing import Any, TypeVar

import numpy as np

from generator.errors import GradsetError
from generator.nets import ACTIVATIONS, Activation
from generator.seeds import Stream
from generator.values import Record, Value, plain

T = TypeVar("T")
Shape = int | tuple[int, ...]


class Rng:
    """Random numbers built from integers and fractions.

    Args:
        stream: where the integers come from.
        exact: whether decimals are Fractions (in questions with `exact = true`) or float64.
    """

    def __init__(self, stream: Stream, *, exact: bool = False) -> None:
        self._stream = stream
        self._exact = exact

    def integer(self, low: int, high: int, *, zero: bool = True) -> int:
        """An integer in low … high, both included; without 0 where `zero` is false."""
        skip = not zero and low <= 0 <= high
        number = low + self._stream.below(high - low + 1 - skip)
        return number + 1 if skip and number >= 0 else number

    def integers(self, shape: Shape, low: int, high: int, *, zero: bool = True) -> np.ndarray:
        """An array of `integer(low, high)`."""
        return self._array(shape, lambda: self.integer(low, high, zero=zero))

    def decimal(self, low: float, high: float, *, digits: int = 1, zero: bool = False) -> Any:
        """A decimal with `digits` digits after the point in low … high, both included.

        It is never 0 unless `zero` is true.
        """
        number = self.integer(*_grid(low, high, digits), zero=zero)
        return Fraction(number, 10**digits) if self._exact else number / 10**digits

    def decimals(
        self, shape: Shape, low: float, high: float, *, digits: int = 1, zero: bool = False
    ) -> np.ndarray:
        """An array of `decimal(low, high)`."""
        return self._array(shape, lambda: self.decimal(low, high, digits=digits, zero=zero))

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self._stream.below(len(items))]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items in random order (a partial Fisher-Yates shuffle)."""
        pool = list(items)
        for i in range(count):
            j = i + self._stream.below(len(pool) - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in random order."""
        return self.sample(items, len(items))

    def _array(self, shape: Shape, number: Callable[[], Any]) -> np.ndarray:
        shape = (shape,) if isinstance(shape, int) else shape
        drawn = [number() for _ in range(prod(shape))]
        if self._exact:
            flat = np.empty(len(drawn), dtype=object)
            flat[:] = drawn
            return flat.reshape(shape)
        return np.array(drawn).reshape(shape)


@cache
def _grid(low: float, high: float, digits: int) -> tuple[int, int]:
    """The first and the last number of a grid, in units of its last digit."""
    # Exactly as written: as a float, 0.07 * 100 is more than 7.
    return ceil(Fraction(str(low)) * 10**digits), floor(Fraction(str(high)) * 10**digits)


def like(drawn: Value, given: Any, where: str) -> Value:
    """A JSON value in the type of the drawn one that it replaces.

    Args:
        drawn: a drawn value.
        given: decoded JSON; fractions are written "1/3", activations by name.
        where: the question and quantity that an error names.

    Raises GradsetError where the value does not fit.
    """
    try:
        return _converted(drawn, given)
    except (TypeError, ValueError, LookupError, ArithmeticError):
        raise GradsetError(f"{where}: {given!r} does not fit; drawn was {plain(drawn)!r}") from None


def _converted(drawn: Value, given: Any) -> Value:
    match drawn:
        case Activation():
            return drawn if given == drawn.name else ACTIVATIONS[given]
        case Record():
            if not isinstance(given, Mapping) or given.keys() != drawn.keys():
                raise TypeError(given)
            return Record({key: _converted(drawn[key], given[key]) for key in drawn})
        case np.ndarray():
            return _array_like(drawn, given)
        case list() | tuple():
            return type(drawn)(_converted(drawn[0], item) for item in given)
        case bool() | str():
            if type(given) is not type(drawn):
                raise TypeError(given)
            return given
        case int() | np.integer():
            if Fraction(str(given)).denominator != 1:
                raise ValueError(given)
            return int(given)
        case Fraction():
            return Fraction(str(given))
        case float():
            return float(Fraction(str(given)))
        case _:
            raise TypeError(given)


def _array_like(drawn: np.ndarray, given: Any) -> np.ndarray:
    """An array of the drawn one's element type; its lengths may differ, its dimensions not."""
    cells = np.array(given, dtype=object)
    if cells.ndim != drawn.ndim:
        raise ValueError(given)
    converted = [
        _converted(drawn.flat[0].item() if drawn.dtype != object else drawn.flat[0], cell)
        for cell in cells.flat
    ]
    result = np.empty(len(converted), dtype=drawn.dtype)
    result[:] = converted
    return result.reshape(cells.shape)
