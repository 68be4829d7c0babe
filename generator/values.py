"""Quantities as the engine sees them: scalars, arrays and records, entry by entry."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from numbers import Real
from typing import Any

import numpy as np

Value = Any
Index = tuple[int, ...]


class Record(dict[str, Any]):
    """A given of several named fields, such as a labelled point: `p.x`, `p.y`."""

    def __getattr__(self, name: str) -> Any:
        """The field `name`; AttributeError where there is none."""
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def is_number(value: Value) -> bool:
    """Whether `value` is one real number (truth values are not)."""
    return _is_number(type(value))  # type: ignore[arg-type]  # classes are hashable


def is_exact(value: Value) -> bool:
    """Whether `value` is an integer or a fraction."""
    return _is_exact(type(value))  # type: ignore[arg-type]


# Asked of every number many times; of its type, the answer is the same for ever.
@cache
def _is_number(kind: type) -> bool:
    return issubclass(kind, Real | np.integer | np.floating) and not issubclass(
        kind, bool | np.bool_
    )


@cache
def _is_exact(kind: type) -> bool:
    return issubclass(kind, int | Fraction | np.integer) and not issubclass(kind, bool)


def entries(value: Value, index: Index = ()) -> Iterator[tuple[Index, Any]]:
    """The numbers of `value` with their places, row by row; nothing for what is no number."""
    if is_number(value):
        yield index, value
    elif isinstance(value, np.ndarray | list | tuple):
        for i, item in enumerate(value):
            yield from entries(item, (*index, i))


def entry(value: Value, index: Index) -> Any:
    """The number at `index`; `()` is a scalar's only place."""
    for i in index:
        value = value[i]
    return value


def with_entry(value: Value, index: Index, number: Any) -> Value:
    """A copy of `value` whose entry at `index` is `number`."""
    if not index:
        return number
    if isinstance(value, np.ndarray):
        dtype = value.dtype if value.dtype == object else np.result_type(value, np.float64)
        changed = value.astype(dtype)
        changed[index] = number
        return changed
    first, *rest = index
    changed_list = list(value)
    changed_list[first] = with_entry(changed_list[first], tuple(rest), number)
    return changed_list


def shape(value: Value) -> tuple[int, ...]:
    """The shape of a number `()`, vector `(n,)` or matrix `(m, n)`."""
    if isinstance(value, np.ndarray):
        return tuple(value.shape)
    if isinstance(value, list | tuple):
        inner = {shape(item) for item in value}
        return (len(value), *(inner.pop() if len(inner) == 1 else ()))
    return ()


def close(a: Any, b: Any, tolerance: float) -> bool:
    """|a - b| <= tolerance * max(1, |b|); never true for NaN."""
    return bool(abs(a - b) <= tolerance * max(1.0, abs(b)))


def as_float(value: Value) -> Value:
    """`value` with fractions and integers as float64; anything but numbers unchanged."""
    if is_number(value):
        return float(value)
    if isinstance(value, np.ndarray) and all(is_number(v) for v in value.flat):
        return value.astype(np.float64)
    if isinstance(value, list | tuple):
        return type(value)(as_float(item) for item in value)
    return value


def fingerprint(value: Value) -> Any:
    """A hashable picture of a given, equal where a student would see the same."""
    if is_number(value):
        return float(value)
    if isinstance(value, np.ndarray | list | tuple):
        return tuple(fingerprint(item) for item in value)
    if isinstance(value, Mapping):
        return tuple((key, fingerprint(item)) for key, item in value.items())
    return str(value)


def plain(value: Value) -> Any:
    """`value` in JSON's own types: exact fractions as `"p/q"`, other objects by their name."""
    if isinstance(value, np.bool_ | np.integer | np.floating):  # float64 is a float, too
        return value.item()
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | Sequence):
        return [plain(item) for item in value]
    return str(getattr(value, "name", value))
