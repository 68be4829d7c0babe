"""Proofs that authored formulas say the same: sympy decides, piece by piece.

A derivation in an exam key is written by hand, because `simplify` does not end where a lecturer
does (the derivative of the sigmoid comes out with a hyperbolic cosine). So every line is authored
and every neighbour proved equal. A function defined by cases is split at the places where a case
changes and compared on each open piece; at these places themselves nothing is claimed.
"""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import sympy
from sympy.codegen.cfunctions import expm1, log1p
from sympy.core.relational import Relational

from generator.errors import GradsetError


@dataclass(frozen=True)
class Claim:
    """Two expressions (or matrices of one shape) that are equal for every value of a symbol."""

    what: str
    left: Any
    right: Any
    symbol: sympy.Symbol


class HasClaims(Protocol):
    """What can be proved: an activation, a loss, the softmax."""

    @property
    def name(self) -> str:
        """The name that errors give."""
        ...

    def claims(self) -> Iterator[Claim]:
        """Everything that its author wrote and has to be true."""
        ...


def prove(subject: HasClaims) -> None:
    """Prove every claim of an activation or a loss. Takes up to a few seconds each.

    Raises:
        GradsetError: sympy cannot prove one of them; the message tells which, and where.
    """
    for claim in subject.claims():
        _prove_claim(subject.name, claim)


def neighbours(what: str, lines: list[Any], symbol: sympy.Symbol) -> Iterator[Claim]:
    """Claim that consecutive expressions of a chain are equal."""
    for number, (left, right) in enumerate(itertools.pairwise(lines), start=1):
        yield Claim(f"{what}, line {number} and the next", left, right, symbol)


def _prove_claim(name: str, claim: Claim) -> None:
    for left, right in zip(_components(claim.left), _components(claim.right), strict=True):
        for place in _places((left, right), claim.symbol):
            first, second = (_on_piece(side, claim.symbol, place) for side in (left, right))
            if _differs(first - second, claim.symbol, place) or not _vanishes(first - second):
                raise GradsetError(
                    f"{name}: {claim.what}: cannot prove {left} = {right} "
                    f"around {claim.symbol} = {place}; the difference is {first - second}"
                )


def _components(side: Any) -> list[sympy.Expr]:
    return list(side) if isinstance(side, sympy.MatrixBase) else [sympy.sympify(side)]


def _by_cases(expression: sympy.Expr) -> sympy.Expr:
    """Write absolute values and signs as cases."""
    return expression.replace(
        lambda part: isinstance(part, sympy.Abs | sympy.sign | sympy.Heaviside),
        lambda part: part.rewrite(sympy.Piecewise),
    )


def _places(sides: tuple[sympy.Expr, ...], symbol: sympy.Symbol) -> list[sympy.Expr]:
    """One place inside every open piece on which no case changes."""
    edges = {
        root
        for side in sides
        for relation in _by_cases(side).atoms(Relational)
        if symbol in relation.free_symbols
        for root in sympy.solve(relation.lhs - relation.rhs, symbol)
    }
    ordered = sorted(edges, key=functools.cmp_to_key(_compare))
    if not ordered:
        return [sympy.Rational(1, 3)]
    between = [(low + high) / 2 for low, high in itertools.pairwise(ordered)]
    return [ordered[0] - 1, *between, ordered[-1] + 1]


def _compare(left: sympy.Expr, right: sympy.Expr) -> int:
    difference = sympy.simplify(left - right)
    if difference.is_positive:
        return 1
    if difference.is_negative:
        return -1
    raise GradsetError(f"cannot tell which of {left} and {right} is larger")


def _on_piece(expression: sympy.Expr, symbol: sympy.Symbol, place: sympy.Expr) -> sympy.Expr:
    """Keep of every definition by cases the case that holds at the place."""

    def chosen(piecewise: sympy.Piecewise) -> sympy.Expr:
        for value, condition in piecewise.args:
            holds = condition.subs(symbol, place)
            if holds == sympy.true:
                return value
            if holds != sympy.false:
                raise GradsetError(f"cannot tell whether {condition} at {symbol} = {place}")
        raise GradsetError(f"{piecewise} has no value at {symbol} = {place}")

    return _by_cases(expression).replace(sympy.Piecewise, lambda *args: chosen(_piecewise(args)))


def _piecewise(args: tuple[Any, ...]) -> sympy.Piecewise:
    return sympy.Piecewise(*args, evaluate=False)


def _differs(difference: sympy.Expr, symbol: sympy.Symbol, place: sympy.Expr) -> bool:
    """Refute by one number, where there is one; sympy may search for a proof for minutes."""
    at_place = sympy.sympify(difference).subs(symbol, place)
    others = sorted(at_place.free_symbols, key=str)
    numbers = {other: sympy.Rational(2, 7 + 2 * n) for n, other in enumerate(others)}
    value = sympy.N(at_place.subs(numbers), 30)
    return bool(value.is_real and value.is_finite and abs(value) > 1e-15)


def _vanishes(difference: sympy.Expr) -> bool:
    """Try what the functions of this course need, the quick way first."""
    plain = difference.replace(log1p, lambda x: sympy.log(1 + x))
    plain = plain.replace(expm1, lambda x: sympy.exp(x) - 1)
    plain = plain.rewrite(sympy.erf)
    numerator, _ = sympy.fraction(sympy.together(_as_powers(plain.rewrite(sympy.exp))))
    if sympy.expand(numerator) == 0:
        return True
    # All symbols are real, so a difference whose exponential is 1 is zero.
    exponential = sympy.powsimp(sympy.exp(sympy.expand(plain)))
    return any(sympy.simplify(attempt) == 0 for attempt in (exponential - 1, plain))


def _as_powers(expression: sympy.Expr) -> sympy.Expr:
    """Write exponentials whose exponents are multiples of each other as powers of one letter.

    Then what is left is mostly a quotient of polynomials, which sympy decides at once.
    """
    families: list[tuple[sympy.Expr, dict[sympy.Expr, sympy.Rational]]] = []
    for exponent in sorted((e.args[0] for e in expression.atoms(sympy.exp)), key=str):
        for base, members in families:
            ratio = _ratio(exponent, base)
            if ratio is not None:
                members[exponent] = ratio
                break
        else:
            families.append((exponent, {exponent: sympy.Integer(1)}))
    powers: dict[sympy.Expr, sympy.Expr] = {}
    for _, members in families:
        letter = sympy.Dummy(positive=True)
        root = sympy.ilcm(1, *(ratio.q for ratio in members.values()))
        powers |= {sympy.exp(e): letter ** (ratio * root) for e, ratio in members.items()}
    return expression.xreplace(powers)


def _ratio(exponent: sympy.Expr, base: sympy.Expr) -> sympy.Rational | None:
    """Return the rational number that the quotient of two exponents is, if it is one."""
    at_one = dict.fromkeys(exponent.free_symbols | base.free_symbols, sympy.Integer(1))
    if base.xreplace(at_one) == 0:
        return None
    ratio = sympy.simplify(exponent.xreplace(at_one) / base.xreplace(at_one))
    is_ratio = ratio.is_Rational and sympy.expand(exponent - ratio * base) == 0
    return ratio if is_ratio else None
