"""From one sympy expression to fast functions of floats, arrays, Fractions and tensors.

`sympy.lambdify` does the work; here stands only what it lacks: an exponential that saturates
instead of overflowing, cases without `numpy.select` (which costs more than the rest of an
activation), the normal distribution function without scipy, and arithmetic in Fractions.
"""

import functools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.printing.lambdarepr import LambdaPrinter

# Just below the logarithm of the largest float.
_LARGEST_EXPONENT = 709.0
_ROOT_HALF = math.sqrt(0.5)


# sympy finds a printer's methods by the class names of expressions; hence their capitals.
class FloatPrinter(LambdaPrinter):  # type: ignore[misc]
    """Prints for one float at a time: irrational constants are evaluated once, here."""

    def _print(self, expr: Any, **kwargs: Any) -> Any:
        if isinstance(expr, sympy.Expr) and expr.is_number and not expr.is_Integer:
            return repr(float(expr))
        return super()._print(expr, **kwargs)


class ArrayPrinter(FloatPrinter):
    """Prints for whole arrays and tensors: cases become `where`."""

    def _print_Piecewise(self, expr: sympy.Piecewise) -> str:  # noqa: N802
        *first, (otherwise, _) = expr.args
        printed = self._branch(otherwise, expr)
        for value, condition in reversed(first):
            printed = f"where({self._print(condition)}, {self._branch(value, expr)}, {printed})"
        return printed

    def _print_And(self, expr: sympy.And) -> str:  # noqa: N802
        return " & ".join(f"({self._print(part)})" for part in expr.args)

    def _print_Or(self, expr: sympy.Or) -> str:  # noqa: N802
        return " | ".join(f"({self._print(part)})" for part in expr.args)

    def _branch(self, value: sympy.Expr, expr: sympy.Piecewise) -> str:
        if not value.is_number:
            return str(self._print(value))
        like = min(expr.free_symbols, key=str)
        return f"constant({self._print(like)}, {float(value)!r})"


class ExactPrinter(LambdaPrinter):  # type: ignore[misc]
    """Prints for integers and Fractions."""

    def _print_Rational(self, expr: sympy.Rational) -> str:  # noqa: N802
        return f"Fraction({expr.p}, {expr.q})"


def is_piecewise_rational(expression: sympy.Expr) -> bool:
    """Tell whether rational inputs give rational values, so that Fractions suffice."""
    powers = all(power.exp.is_Integer for power in expression.atoms(sympy.Pow))
    functions = all(isinstance(f, sympy.Piecewise) for f in expression.atoms(sympy.Function))
    return powers and functions and not expression.has(sympy.NumberSymbol)


def scalar_function(symbols: Sequence[sympy.Symbol], expression: sympy.Expr) -> Any:
    """Compile for Python floats."""
    return _compile(symbols, expression, _scalar_names(), FloatPrinter)


def array_function(symbols: Sequence[sympy.Symbol], expression: sympy.Expr) -> Any:
    """Compile for float arrays of one shape; a constant expression gives a bare number."""
    return _compile(symbols, expression, _array_names(), ArrayPrinter)


def exact_function(symbols: Sequence[sympy.Symbol], expression: sympy.Expr) -> Any:
    """Compile for integers and Fractions; the expression has to be piecewise rational."""
    return _compile(symbols, expression, {"Fraction": Fraction}, ExactPrinter)


def tensor_function(symbols: Sequence[sympy.Symbol], expression: sympy.Expr) -> Any:
    """Compile for torch tensors, through which autograd works. Imports torch."""
    return _compile(symbols, expression, _tensor_names(), ArrayPrinter)


def _compile(
    symbols: Sequence[sympy.Symbol], expression: sympy.Expr, names: dict[str, Any], printer: Any
) -> Any:
    settings = {"fully_qualified_modules": False, "user_functions": {name: name for name in names}}
    return sympy.lambdify(symbols, expression, modules=[names], printer=printer(settings), cse=True)


def _scalar_names() -> dict[str, Callable[..., Any]]:
    def bounded(function: Callable[[float], float]) -> Callable[[float], float]:
        # So that NaN stays what it is.
        return lambda x: function(_LARGEST_EXPONENT if x > _LARGEST_EXPONENT else x)

    return {
        "exp": bounded(math.exp),
        "expm1": bounded(math.expm1),
        "log": math.log,
        "log1p": math.log1p,
        "tanh": math.tanh,
        "Phi": lambda x: math.erfc(-x * _ROOT_HALF) / 2,
    }


def _array_names() -> dict[str, Callable[..., Any]]:
    erfc = np.frompyfunc(math.erfc, 1, 1)
    return {
        "exp": lambda x: np.exp(np.minimum(x, _LARGEST_EXPONENT)),
        "expm1": lambda x: np.expm1(np.minimum(x, _LARGEST_EXPONENT)),
        "log": np.log,
        "log1p": np.log1p,
        "tanh": np.tanh,
        "Phi": lambda x: np.asarray(erfc(x * -_ROOT_HALF), dtype=float) / 2,
        "where": np.where,
        "constant": lambda _, value: value,
    }


@functools.cache
def _tensor_names() -> dict[str, Callable[..., Any]]:
    import torch

    def bounded(x: Any) -> Any:
        return x.clamp(max=math.log(torch.finfo(x.dtype).max) - 0.5)

    return {
        "exp": lambda x: torch.exp(bounded(x)),
        "expm1": lambda x: torch.expm1(bounded(x)),
        "log": torch.log,
        "log1p": torch.log1p,
        "tanh": torch.tanh,
        "Phi": lambda x: torch.erfc(-x * _ROOT_HALF) / 2,
        "where": torch.where,
        "constant": torch.full_like,
    }
