r"""Evaluates a step's printed formula, so that it cannot drift from the code.

A small recursive-descent parser reads the LaTeX that formulas are written in — sums, products,
powers, fractions, roots, transposes, elementwise products, activations — and computes with the very
values that the step received: numbers, arrays or sympy expressions. What it cannot read (sums with
limits, cases, words) raises Unreadable, and `check` reports how many formulas were read.
"""

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from generator.nets import ACTIVATIONS, Activation, softmax, step
from generator.values import Value, is_number, shape

TOKEN = re.compile(
    r"\s+|(?P<number>\d+(?:\.\d+)?)|(?P<name><[A-Za-z]\w*(?:\.\w+)?>)|(?P<command>\\[A-Za-z]+)"
    r"|(?P<space>\\[,;!: ])|(?P<sign>[-+*/^_'(){}\[\]|,=&])|(?P<letter>[A-Za-z])|(?P<other>.)"
)
SIZES = {r"\left", r"\right", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\quad"}
FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
STARTS = {"number", "name", "letter"}
CLOSING = {
    "(": ")", "[": "]", "{": "}", "|": "|", r"\lvert": r"\rvert", r"\lfloor": r"\rfloor",
}  # fmt: skip


class Unreadable(Exception):  # noqa: N818  it says that a formula is not checked, not that it is wrong
    """A formula outside the small language that is evaluated."""


def _sympy_or_numpy(name: str) -> Callable[[Any], Any]:
    def function(x: Any) -> Any:
        if hasattr(x, "free_symbols"):
            import sympy

            return getattr(sympy, name)(x)
        return getattr(np, name)(np.asarray(x, dtype=float) if shape(x) else float(x))

    return function


FUNCTIONS: dict[str, Callable[..., Any]] = {
    r"\exp": _sympy_or_numpy("exp"),
    r"\log": _sympy_or_numpy("log"),
    r"\ln": _sympy_or_numpy("log"),
    r"\cos": _sympy_or_numpy("cos"),
    r"\sin": _sympy_or_numpy("sin"),
    "sign": np.sign,
    "softmax": softmax,
    "sum": np.sum,
}
NAMED = {r"\sigma": "sigmoid", r"\tanh": "tanh"}
OPERATORS = {"ReLU": "relu", "tanh": "tanh"}


def evaluate(formula: str, values: Mapping[str, Value]) -> Value:
    """The value of a formula whose placeholders have these values.

    Raises Unreadable where the formula is outside the language.
    """
    parser = _Parser(list(_tokens(formula)), values)
    value = parser.sum()
    if parser.tokens:
        raise Unreadable(parser.tokens[0][1])
    return value


@lru_cache(maxsize=1024)
def _tokens(formula: str) -> tuple[tuple[str, str], ...]:
    """The kinds and texts of what a formula consists of."""
    return tuple(
        (str(m.lastgroup), m[0])
        for m in TOKEN.finditer(formula)
        if m.lastgroup not in (None, "space") and m[0] not in SIZES
    )


def product(a: Value, b: Value) -> Value:
    """The product as the lecture writes it: numbers scale, matrices multiply."""
    da, db = len(shape(a)), len(shape(b))
    if da == 0 or db == 0:
        return a * b
    if da == 1 and db == 1:
        raise Unreadable("a product of two columns")
    if da == 1:
        return np.outer(a, b) if shape(b)[0] == 1 else _fail("a column times a matrix")
    result = a @ b
    return result.item() if shape(result) in ((1,), (1, 1)) else result


def _fail(what: str) -> Value:
    raise Unreadable(what)


class _Parser:
    """One formula on its way from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], values: Mapping[str, Value]) -> None:
        self.tokens = tokens
        self.values = values

    def peek(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def take(self, expected: str = "") -> str:
        if not self.tokens or (expected and self.peek() != expected):
            raise Unreadable(self.peek() or "end")
        return self.tokens.pop(0)[1]

    def sum(self) -> Value:
        sign = self.take() if self.peek() in ("-", "+") else "+"
        total = self.terms()
        total = -total if sign == "-" else total
        while self.peek() in ("+", "-"):
            plus = self.take() == "+"
            term = self.terms()
            total = total + term if plus else total - term
        return total

    def terms(self) -> Value:
        value = self.power()
        while self.tokens:
            kind, text = self.tokens[0]
            if text in (r"\cdot", r"\times", "*"):
                self.take()
                value = product(value, self.power())
            elif text == r"\odot":
                self.take()
                value = value * self.power()
            elif text == "/":
                self.take()
                value = value / self.power()
            elif text in CLOSING.values():
                break
            elif kind in STARTS or text in ("(", "[", "{") or kind == "command":
                value = product(value, self.power())
            else:
                break
        return value

    def power(self) -> Value:
        if self.peek() == "-":
            self.take()
            return -self.power()
        value = self.atom()
        while self.peek() == "^":
            self.take()
            value = self._raised(value)
        return value

    def _raised(self, value: Value) -> Value:
        if self.peek() == "{" and self.tokens[1][1] in (r"\top", "T"):
            self.take()
            self.take()
            self.take("}")
            return transposed(value)
        if self.peek() in (r"\top", "T"):
            self.take()
            return transposed(value)
        if len(shape(value)) > 1:
            raise Unreadable("a power of a matrix")
        return value ** (self.group() if self.peek() == "{" else self.atom())

    def atom(self) -> Value:
        kind, text = self.tokens[0] if self.tokens else ("", "end")
        if text in CLOSING and kind != "other":
            return self._bracketed(text)
        if kind == "number":
            return int(self.take()) if text.isdigit() else Fraction(self.take())
        if kind == "name":
            return self._named()
        if text in FRACTIONS:
            self.take()
            return self.group() / self.group()
        if text == r"\sqrt":
            self.take()
            return self.group() ** 0.5
        if text == "e" and len(self.tokens) > 1 and self.tokens[1][1] == "^":
            self.take()
            self.take("^")
            return FUNCTIONS[r"\exp"](self.group() if self.peek() == "{" else self.atom())
        return self._function()

    def _bracketed(self, opening: str) -> Value:
        self.take()
        value = self.sum()
        self.take(CLOSING[opening])
        if opening == r"\lfloor":
            return np.floor(value) if shape(value) else math.floor(value)
        return abs(value) if opening in ("|", r"\lvert") else value

    def group(self) -> Value:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def _named(self) -> Value:
        name, _, field = self.take()[1:-1].partition(".")
        value = self.values[name]
        value = value[field] if field else value
        if isinstance(value, Activation):
            return self._applied(value)
        if not (is_number(value) or shape(value) or hasattr(value, "free_symbols")):
            raise Unreadable(name)
        return np.asarray(value) if isinstance(value, list | tuple) else value

    def _function(self) -> Value:
        text = self.take()
        if text == r"\operatorname":
            self.take("{")
            name = ""
            while self.peek() != "}":
                name += self.take()
            self.take("}")
            text = OPERATORS.get(name, name)
        text = NAMED.get(text, text)
        if text in ACTIVATIONS:
            return self._applied(ACTIVATIONS[text])
        if text in (r"\max", r"\min"):
            return self._extreme(text)
        if text == "step" and "step_at_zero" in self.values:
            return step(self.power(), self.values["step_at_zero"])
        if text in FUNCTIONS:
            return FUNCTIONS[text](self.power())
        raise Unreadable(text)

    def _applied(self, activation: Activation) -> Value:
        for prime in (["'"], ["^", r"\prime"], ["^", "{", r"\prime", "}"]):
            if [text for _, text in self.tokens[: len(prime)]] == prime:
                del self.tokens[: len(prime)]
                return activation.slope(self.atom())
        return activation(self.atom())

    def _extreme(self, text: str) -> Value:
        self.take("(")
        values = [self.sum()]
        while self.peek() == ",":
            self.take()
            values.append(self.sum())
        self.take(")")
        if any(hasattr(v, "free_symbols") for v in values):
            raise Unreadable(text)
        extreme = np.maximum if text == r"\max" else np.minimum
        return reduce(extreme, values) if len(values) > 1 else extreme.reduce(values[0])


def transposed(value: Value) -> Value:
    """A column as a row (1, n); a matrix transposed."""
    array = np.asarray(value)
    return array.reshape(1, -1) if array.ndim == 1 else array.T
