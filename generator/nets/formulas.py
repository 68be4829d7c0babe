"""Formulas as a lecturer writes them: LaTeX beside the expression that it stands for."""

from collections.abc import Iterable
from fractions import Fraction
from numbers import Rational
from typing import Any, NamedTuple

import sympy

from generator.errors import GradsetError


class Line(NamedTuple):
    """One line of a derivation: LaTeX with letters as `<z>`, and what it means.

    The expression is a sympy expression, or a sympy matrix of all components of a vector.
    """

    latex: str
    expression: Any


class Phi(sympy.Function):  # type: ignore[misc]
    """The standard normal distribution function, for floats far in the left tail.

    sympy turns erfc(-x) into 2 - erfc(x), which is 0 in floats where the truth is 1e-22.
    """

    nargs = 1

    def _eval_rewrite_as_erf(self, x: sympy.Expr, **_: Any) -> sympy.Expr:
        return (1 + sympy.erf(x / sympy.sqrt(2))) / 2


def fill(latex: str, **letters: str) -> str:
    """Put letters in place of the placeholders `<name>` of authored LaTeX."""
    for name, letter in letters.items():
        latex = latex.replace(f"<{name}>", letter)
    return latex


def exact_number(name: str, value: object) -> sympy.Expr:
    """Return a parameter as an exact sympy number, a decimal as it is printed, or a symbol.

    Raises:
        GradsetError: the value is no number and no sympy expression.
    """
    if isinstance(value, sympy.Expr) and not isinstance(value, sympy.Float):
        return value
    if isinstance(value, Rational):
        return sympy.Rational(value.numerator, value.denominator)
    if isinstance(value, float | sympy.Float):
        return sympy.Rational(repr(float(value)))
    raise GradsetError(f"parameter {name} is {value!r}; a number or a sympy symbol would be right")


def positive_number(name: str, value: object) -> sympy.Expr:
    """Return a parameter as `exact_number` does.

    Raises:
        GradsetError: it is not positive, or a symbol that was not declared positive.
    """
    number = exact_number(name, value)
    if not number.is_positive:
        raise GradsetError(f"parameter {name} is {value}; it has to be positive")
    return number


def number_latex(value: sympy.Expr) -> str:
    """Write a number as in school: 2, 0.01, or a fraction where the decimals do not end."""
    if not isinstance(value, sympy.Rational):
        return str(sympy.latex(value))
    scaled = Fraction(value.p, value.q) * 10**6
    if value.is_Integer or scaled.denominator != 1:
        return str(sympy.latex(value))
    return f"{float(scaled / 10**6):.6f}".rstrip("0")


def factor_latex(value: sympy.Expr) -> str:
    r"""Write a number in front of a product: nothing for 1, `\frac{1}{2}` for a half."""
    if value == 1:
        return ""
    if value == sympy.Rational(1, 2):
        return r"\frac{1}{2} "
    return number_latex(value) + r"\, "


def cases(*branches: tuple[str, str]) -> str:
    r"""Write a definition by cases: pairs of a value and its condition, both LaTeX."""
    rows = r" \\ ".join(rf"{value} & \text{{if }} {condition}" for value, condition in branches)
    return rf"\begin{{cases}} {rows} \end{{cases}}"


def all_latex(chain: Iterable[Line], **letters: str) -> list[str]:
    """Return the LaTeX of every line of a chain, with these letters."""
    return [fill(line.latex, **letters) for line in chain]
