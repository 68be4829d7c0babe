"""A sympy expression that is called with whatever a question calculates with."""

import sys
from collections.abc import Sequence
from functools import cached_property
from numbers import Rational, Real
from typing import Any

import numpy as np
import sympy

from generator.errors import GradsetError
from generator.nets import printers


def is_tensor(value: object) -> bool:
    """Tell whether this is a torch tensor, without importing torch for the answer."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_symbolic(value: object) -> bool:
    """Tell whether this is a sympy expression (or number) or matrix."""
    return isinstance(value, sympy.Basic | sympy.MatrixBase)


def is_exact(value: object) -> bool:
    """Tell whether this is an integer or a Fraction; sympy's own numbers are symbolic."""
    return isinstance(value, Rational) and not is_symbolic(value)


class Form:
    """A function of one or more variables, defined by an expression.

    Args:
        name: what errors call it.
        symbols: the variables, in the order of the arguments.
        expression: the definition; it is what symbols and exact numbers are put into.
        floats: an equal expression that loses no digits in floating point, if the definition does.

    Arguments may be floats (the result is a float), float or integer arrays of one shape (a float
    array), integers and Fractions or object arrays of them (exact, where the expression is
    piecewise rational), sympy expressions and matrices (elementwise), and torch tensors.
    A Python int where no exact value exists counts as a float.

    Raises:
        GradsetError: when called with Fractions although the value is irrational, with something
            else than the above, or with numbers while a parameter is still a symbol.
    """

    def __init__(
        self,
        name: str,
        symbols: Sequence[sympy.Symbol],
        expression: sympy.Expr,
        floats: sympy.Expr | None = None,
    ) -> None:
        self.name = name
        self.symbols = tuple(symbols)
        self.expression = expression
        self.floats = expression if floats is None else floats

    def __call__(self, *values: Any) -> Any:
        """Evaluate, elementwise; the frequent kinds come first."""
        if len(values) == 1:
            (value,) = values
            if type(value) is float:
                return float(self._scalar(value))
            if type(value) is np.ndarray and value.dtype == float and value.ndim:
                return self._filled(self._array(value), value.shape)
        if any(is_symbolic(value) for value in values):
            return self._symbolic(*values)
        if any(is_tensor(value) for value in values):
            return self._tensors(*values)
        if any(isinstance(value, np.ndarray) for value in values):
            return self._arrays(*values)
        if all(isinstance(value, Real) for value in values):
            return self._numbers(*values)
        raise self._wrong_type(values)

    @cached_property
    def is_rational(self) -> bool:
        """Whether Fractions give Fractions."""
        return printers.is_piecewise_rational(self.expression)

    @cached_property
    def _scalar(self) -> Any:
        return printers.scalar_function(self.symbols, self._without_parameters(self.floats))

    @cached_property
    def _array(self) -> Any:
        return printers.array_function(self.symbols, self._without_parameters(self.floats))

    @cached_property
    def _exact(self) -> Any:
        return printers.exact_function(self.symbols, self._without_parameters(self.expression))

    @cached_property
    def _tensor(self) -> Any:
        return printers.tensor_function(self.symbols, self._without_parameters(self.floats))

    def _numbers(self, *values: Any) -> Any:
        if all(is_exact(value) for value in values):
            if self.is_rational:
                return self._exact(*(_plain(value) for value in values))
            if not all(value.denominator == 1 for value in values):
                raise self._irrational(values)
        return float(self._scalar(*(float(value) for value in values)))

    def _arrays(self, *values: Any) -> Any:
        if any(isinstance(value, np.ndarray) and value.dtype == object for value in values):
            return self._elementwise(*values)
        arrays = [np.asarray(value, dtype=float) for value in values]
        result = self._array(*arrays)
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        return self._filled(result, shape) if shape else float(result)

    @staticmethod
    def _filled(result: Any, shape: tuple[int, ...]) -> Any:
        return result if isinstance(result, np.ndarray) else np.full(shape, float(result))

    def _elementwise(self, *values: Any) -> Any:
        entries = [entry for value in values for entry in np.ravel(value).tolist()]
        if not self.is_rational and all(is_exact(entry) for entry in entries) and entries:
            raise self._irrational(values)
        return np.frompyfunc(self.__call__, len(values), 1)(*values)

    def _symbolic(self, *values: Any) -> Any:
        if isinstance(values[0], sympy.MatrixBase):
            return values[0].applyfunc(lambda entry: self(entry, *values[1:]))
        if not all(isinstance(value, sympy.Expr | Real) for value in values):
            raise self._wrong_type(values)
        return self.expression.xreplace(
            {
                symbol: sympy.sympify(value)
                for symbol, value in zip(self.symbols, values, strict=True)
            }
        )

    def _tensors(self, *values: Any) -> Any:
        import torch

        like = next(value for value in values if is_tensor(value))
        tensors = [torch.as_tensor(value, dtype=like.dtype) for value in values]
        result = self._tensor(*tensors)
        return result if is_tensor(result) else torch.full_like(like, result)

    def _without_parameters(self, expression: sympy.Expr) -> sympy.Expr:
        unknown = expression.free_symbols - set(self.symbols)
        if unknown:
            names = ", ".join(sorted(map(str, unknown)))
            raise GradsetError(f"{self.name}: {names} is a symbol; numbers need a number for it")
        return expression

    def _irrational(self, values: tuple[Any, ...]) -> GradsetError:
        shown = ", ".join(str(value) for value in values)
        return GradsetError(
            f"{self.name}({shown}) is irrational and has no exact value; use floats, "
            "or a function made of straight pieces such as relu"
        )

    def _wrong_type(self, values: tuple[Any, ...]) -> GradsetError:
        found = ", ".join(type(value).__name__ for value in values)
        return GradsetError(
            f"{self.name} was given {found}; numbers, numpy arrays, sympy expressions "
            "or torch tensors would be right"
        )


def _plain(value: Any) -> Any:
    """Turn numpy's integers, which overflow, into Python's."""
    return int(value) if value.denominator == 1 and isinstance(value, np.integer) else value
