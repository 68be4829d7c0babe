"""The letters of quantities: from the exam's notation, the question's symbols, or the name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from generator.derivation import Derivation
from generator.steps import RIGHT, Solved
from generator.values import Index, Value, shape

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi "
    "psi omega".split()
)
ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
SPECIAL = {
    "loss": "L",
    "eps": r"\varepsilon",
    "half": "",
    "step_at_zero": r"\operatorname{step}(0)",
}
ALL = re.compile(r"^(?P<base>\w+?)_(?P<which>all|0|before)$")
NUMBERED = re.compile(r"^(?P<base>\w+)\[(?P<number>\d+)\]$")


def letters(name: str, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """LaTeX for a name: `y_hat`, `delta_h`, `w11`; letters in `known` win over a word's own."""
    if name in SPECIAL:
        return known.get(name, SPECIAL[name])
    head, *tails = name.split("_")
    symbol = known.get(head, _letter(head))
    if tails and tails[0] in ACCENTS:
        symbol = f"{ACCENTS[tails.pop(0)]}{{{symbol}}}"
    if not tails:
        return symbol
    below = tails[0] if len(tails) == 1 and len(tails[0]) == 1 else rf"\text{{{' '.join(tails)}}}"
    return subscript(symbol, _letter(tails[0]) if tails[0] in GREEK else below)


def _letter(word: str) -> str:
    """LaTeX for a word without underscores."""
    if word in SPECIAL:
        return SPECIAL[word]
    if word in GREEK:
        return "\\" + word
    if len(word) == 1:
        return word
    digits = re.fullmatch(r"([A-Za-z])(\d+)", word)
    return f"{digits[1]}_{{{digits[2]}}}" if digits else rf"\mathrm{{{word}}}"


def subscript(symbol: str, below: str) -> str:
    r"""`symbol` with a subscript: that of a derivative goes to what it is taken by."""
    derivative = re.fullmatch(r"(\\[td]?frac\{.*\}\{\\partial )(.*)(\})", symbol)
    if derivative:
        return derivative[1] + subscript(derivative[2], below) + derivative[3]
    there = re.fullmatch(r"(.*)_(?:\{(.*)\}|(\w))", symbol)
    if there:
        return f"{there[1]}_{{{there[2] or there[3]},{below}}}"
    return f"{symbol}_{{{below}}}"


def superscript(symbol: str, above: str) -> str:
    """`symbol` with a superscript in parentheses, as for the t-th of several vectors."""
    if "^" in symbol:
        return rf"\left({symbol}\right)^{{({above})}}"
    return f"{symbol}^{{({above})}}"


@dataclass(frozen=True)
class Notation:
    """How one question's quantities are written in one exam.

    exam: letters of the exam, which win; question: the question's own symbols.
    """

    derivation: Derivation
    question: Mapping[str, str] = field(default_factory=dict)
    exam: Mapping[str, str] = field(default_factory=dict)
    half: bool = True

    def base(self, name: str) -> str:
        """The letter of a quantity without any index."""
        if name == "half":
            return r"\tfrac{1}{2}" if self.half else ""
        if name in self.exam:
            return self.exam[name]
        if name in self.question:
            return self.question[name]
        step = self.derivation.steps.get(name)
        if step and step.mark.gradient:
            of, wrt = step.mark.gradient
            return rf"\frac{{\partial {self.base(of)}}}{{\partial {self.symbol(wrt)}}}"
        return letters(name, self._known)

    @cached_property
    def _known(self) -> dict[str, str]:
        return {**self.question, **self.exam}

    def symbol(self, name: str, value: Value = 0.0) -> str:
        """The letter of a node: `w[2]` is the second of a repeated step, `w_0` its start.

        `value` decides between an upper index, for vectors and matrices, and a lower one.
        """
        name = name.removesuffix(RIGHT)
        if match := NUMBERED.match(name):
            return self.nth(match["base"], match["number"], value)
        match = ALL.match(name)
        if match and match["base"] in self.derivation.steps and name not in self.question:
            if match["which"] == "all":
                return self.base(match["base"])
            return self.nth(match["base"], "0" if match["which"] == "0" else "t-1", value)
        return self.base(name)

    def nth(self, name: str, number: str, value: Value) -> str:
        """The letter of one of several."""
        index = superscript if shape(value) else subscript
        return index(self.base(name), number)

    def entry(self, name: str, index: Index, value: Value = 0.0) -> str:
        """The letter of one number of a vector or matrix, counted from 1."""
        places = [str(i + 1) for i in index]
        joined = "".join(places) if all(len(p) == 1 for p in places) else ",".join(places)
        return subscript(self.symbol(name, value), joined) if index else self.symbol(name, value)

    def collisions(self, solved: Solved) -> list[tuple[str, str]]:
        """Pairs of quantities that would be written with the same letter."""
        names = [n for n in solved if n.isidentifier() and not ALL.match(n)]
        seen: dict[str, str] = {}
        pairs = []
        for name in names:
            letter = self.symbol(name, solved[name])
            if letter and letter in seen:
                pairs.append((seen[letter], name))
            seen.setdefault(letter, name)
        return pairs
