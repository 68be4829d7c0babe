r"""A step's formula in symbols, and with the student's numbers put in.

A formula is LaTeX with placeholders: `<half> (<y_hat> - <y>)^2`. `<p.x>` is a field of a record.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from generator.errors import GradsetError
from generator.steps import PLACEHOLDER, Node, Solved
from generator.text.notation import Notation, subscript
from generator.text.numbers import Rounding, on_grid, printed, printed_given
from generator.values import Value, entries, is_exact, is_number, shape

# A placeholder with the index behind it, in braces that may hold one more pair, or a single sign.
INDEXED = re.compile(
    PLACEHOLDER.pattern + r"(?:_(?:\{(?P<braced>(?:[^{}]|\{[^{}]*\})*)\}|(?P<single>\w)))?"
)
MATH = re.compile(r"(?<!\\)(?:\$\$.+?\$\$|\$.+?(?<!\\)\$)", re.DOTALL)
SPACES = re.compile(r"(?:\s|\\[,;!:]|\\quad)+$")
SHORT = 10  # a float with at most so many digits is taken for one that was meant


def tex(digits: str) -> str:
    """Printed digits as LaTeX; `p/q` as a fraction."""
    sign, _, size = digits.rpartition("-")
    numerator, bar, denominator = size.partition("/")
    minus = "-" if sign or digits.startswith("-") else ""
    return rf"{minus}\tfrac{{{numerator}}}{{{denominator}}}" if bar else digits


def display(value: Any, rounding: Rounding) -> str:
    """A number as prose prints it: whole where it has few digits, as drawn ones do."""
    return printed_given(value) if is_short(value) else printed(value, rounding)


def is_short(value: Any) -> bool:
    """Whether a number can be printed whole: an exact one, or a float of few digits."""
    if is_exact(value):
        return True
    digits = repr(float(value)).partition("e")[0].strip("-0.").replace(".", "")
    return len(digits) <= SHORT


def latex(value: Value, number: Callable[[Any], str]) -> str:
    """Any quantity as LaTeX; vectors are columns."""
    if is_number(value):
        return tex(number(value))
    if isinstance(value, bool | np.bool_):
        return rf"\text{{{'true' if value else 'false'}}}"
    if isinstance(value, str):
        return rf"\text{{{value}}}"
    if hasattr(value, "latex"):
        return str(value.latex)
    dimensions = shape(value)
    if len(dimensions) in (1, 2) and dimensions[0]:
        rows = value if len(dimensions) == 2 else [[item] for item in value]
        body = r" \\ ".join(" & ".join(latex(x, number) for x in row) for row in rows)
        return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
    if hasattr(value, "free_symbols"):
        import sympy

        return str(sympy.latex(value))
    raise GradsetError(f"no way to print a {type(value).__name__} as a formula")


def symbols(node: Node, solved: Solved, notation: Notation) -> str:
    """The node's formula with letters in place of its placeholders."""
    assert node.step is not None

    def letter(match: re.Match[str]) -> str:
        name, field = match["name"], match["field"]
        value = node.received(name, solved)
        if field:
            number = None if node.number is None else str(node.number)
            symbol = notation.nth(field, number, value[field]) if number else notation.base(field)
        elif name == "t" and node.number is not None:
            symbol = str(node.number)
        elif node.is_element(name):
            symbol = notation.nth(name, str(node.number), value)
        else:
            symbol = notation.symbol(node.inputs[name], value)
        return raisable(symbol, match)

    return tidy(PLACEHOLDER.sub(letter, node.step.formula or ""))


def raisable(symbol: str, place: re.Match[str]) -> str:
    """A letter with an upper index in braces where a power follows: LaTeX allows no two."""
    follows = place.string[place.end() : place.end() + 1]
    return f"{{{symbol}}}" if "^" in symbol and follows == "^" else symbol


def numbers(node: Node, solved: Solved, notation: Notation, rounding: Rounding) -> str:
    """The node's formula with numbers in place of its placeholders.

    A negative number gets parentheses where it follows something, and two numbers that would
    stand side by side a multiplication dot.
    """
    assert node.step is not None
    source = node.step.formula or ""
    pieces: list[str] = []
    tall = False
    end = 0
    for match in PLACEHOLDER.finditer(source):
        pieces.append(source[end : match.start()])
        end = match.end()
        value = node.received(match["name"], solved)
        value = value[match["field"]] if match["field"] else value
        text = convention(match["name"], notation)
        if text is None:
            text = latex(value, lambda v: display(v, rounding))
        tall = tall or bool(shape(value))
        pieces.append(placed(text, "".join(pieces), source[end:]))
    whole = tidy("".join(pieces) + source[end:])
    return stretched(whole) if tall else whole


def convention(name: str, notation: Notation) -> str | None:
    """A convention that is printed as itself even among numbers."""
    return notation.base(name) if name == "half" else None


def placed(text: str, before: str, after: str) -> str:
    """A number's LaTeX in its surroundings."""
    before = SPACES.sub("", before)
    first, follows = text[:1], before[-1:]
    power = after[:1] in ("^", "'")
    if (first == "-" and (power or follows not in "({[=,&")) or (power and "frac" in text):
        return rf"\left({text}\right)" if r"\begin" in text or "frac" in text else f"({text})"
    if (first.isdigit() or text.startswith(r"\tfrac")) and re.search(r"[\d)\]}]$", before):
        return rf"\cdot {text}"
    return text


def tidy(formula: str) -> str:
    """Take out what an empty convention leaves behind."""
    formula = re.sub(r"^\s*\\cdot\s*|\\cdot\s*(?=\\cdot)", "", formula)
    return re.sub(r"\s+", " ", formula).strip()


def stretched(formula: str) -> str:
    """Parentheses that grow with the matrices between them."""
    depth, pieces = 0, []
    for token in re.split(r"(\\(?:left|right|bigl?|bigr|Bigl?|Bigr)?[()]|[()])", formula):
        if token in ("(", ")"):
            depth += 1 if token == "(" else -1
            token = r"\left(" if token == "(" else r"\right)"
        pieces.append(token)
    return "".join(pieces) if depth == 0 else formula


def in_symbols(markdown: str, solved: Solved, notation: Notation, where: str) -> str:
    """Markdown with letters in place of the placeholders `<name>` in its formulas.

    Raises GradsetError where a placeholder is no quantity.
    """

    def letter(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in solved and name not in notation.derivation.steps:
            raise GradsetError(f"{where}: <{name}> is no quantity of this question")
        symbol = notation.symbol(name, solved.values_by_name.get(name, 0.0))
        below = match["braced"] or match["single"]
        if below and "_" in symbol:  # LaTeX allows no two indices: they become one
            symbol = subscript(symbol, below)
        elif below:
            symbol += f"_{{{below}}}" if match["braced"] else f"_{below}"
        return raisable(symbol, match)

    if "<" not in markdown:
        return markdown
    return MATH.sub(lambda span: INDEXED.sub(letter, span[0]), markdown)


def is_rounded(value: Value, rounding: Rounding) -> bool:
    """Whether printing the value loses anything."""
    return any(not on_grid(v, rounding.places(v)) for _, v in entries(value))


def working(name: str, solved: Solved, notation: Notation, rounding: Rounding) -> list[str]:
    """One node of the worked solution as rows of an `aligned`: symbols, numbers, value."""
    node = solved.nodes[name]
    value = solved[name]
    left = notation.symbol(name, value)
    general = symbols(node, solved, notation)
    result = latex(value, lambda v: printed(v, rounding))
    if not any(True for _ in entries(value)):
        return (
            [f"{left} &= {general} = {result}"] if general != result else [f"{left} &= {general}"]
        )
    put_in = numbers(node, solved, notation, rounding)
    relation = r"\approx" if is_rounded(value, rounding) else "="
    middle = [] if put_in in (result, general) else [f"= {coloured(put_in)}"]
    return broken([f"{left} &= {general}", *middle, f"{relation} {coloured(result)}"])


def coloured(formula: str) -> str:
    """The student's own numbers stand out."""
    return rf"\textcolor{{teal}}{{{formula}}}"


LINE = 62  # about so many characters of mathematics fit beside each other


def broken(pieces: list[str]) -> list[str]:
    """The pieces of a chain of equations as few rows, none too wide."""
    rows = [pieces[0]]
    for piece in pieces[1:]:
        if width(rows[-1]) + width(piece) <= LINE:
            rows[-1] += " " + piece
        else:
            rows.append("& " + piece)
    return rows


_MATRIX = re.compile(r"\\begin\{bmatrix\}(.*?)\\end\{bmatrix\}")
_FRACTION = re.compile(r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}")
_LAYOUT = re.compile(r"\\begin\{\w+\}|\\end\{\w+\}|\\textcolor\{\w+\}|\\(?:left|right)")
_WITHOUT_WIDTH = re.compile(r"\\(?:[td]?frac|text|mathrm|operatorname|hat|partial)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_UNSEEN = re.compile(r"[{}\s^_&]")


@lru_cache(maxsize=4096)
def width(formula: str) -> int:
    """About how many characters wide a formula is set."""
    total, rest = 0, formula
    for matrix in _MATRIX.findall(formula):
        rows = [sum(width(cell) + 2 for cell in row.split("&")) for row in matrix.split(r"\\")]
        total += max(rows) + 1
        rest = rest.replace(matrix, "", 1)
    rest = _LAYOUT.sub("", rest)
    total -= sum(min(len(a), len(b)) for a, b in _FRACTION.findall(rest))
    rest = _COMMAND.sub("x", _WITHOUT_WIDTH.sub("", rest))
    return total + len(_UNSEEN.sub("", rest)) + rest.count("=")
