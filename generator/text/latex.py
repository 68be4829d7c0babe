r"""Markdown to LaTeX that pdflatex sets with the fonts of every installation.

Formulas stay as they were written. Every sign of the text that could mean something is escaped, and
what Latin fonts lack is written as a formula or transliterated; so no text can reach into TeX.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from generator.text.emitter import Emitter, Image, Rows
from generator.text.latex_symbols import (
    ABOVE,
    BELOW,
    DOTLESS,
    FORMULAS,
    SYMBOLS,
    UNKNOWN,
    UNKNOWN_ENVIRONMENTS,
)
from generator.text.legible import transliterated
from generator.text.mathml import UnsupportedError, naming, to_mathml

# The formula stands in a display already.
_INNER = {
    "align": "aligned", "align*": "aligned", "split": "aligned",
    "gather": "gathered", "gather*": "gathered",
}  # fmt: skip
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(\w+\*?)\}")
# No font holds blackboard digits, such as the one of an indicator.
_DIGITS = re.compile(r"\\(?:mathbb|Bbb)\s*(\{\d+\}|\d)")
# In place of anything but capitals the fonts of these alphabets hold other signs.
_CAPITALS = re.compile(r"\\(mathbb|Bbb|mathcal|mathscr)(?![A-Za-z])(?!\s*(?:[A-Z]|\{[A-Z\s]*\}))")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_COLUMNS = {"left": "l", "center": "c", "right": "r", "": "l"}


def to_latex(markdown: str, *, inline: bool = False, image: Image | None = None) -> str:
    """A Markdown text as LaTeX.

    `inline` is for a text inside a line or a cell; `image(name, alt)` gives the source of an image,
    and without it an image is an error.
    """
    return _Latex(image).emit(markdown, inline)


def to_latex_math(latex: str) -> str:
    """A formula between dollars may hold this, and the formula cannot end before it does.

    Raises MathError where math-core or the packages of the preamble do not know a command.
    """
    to_mathml(latex)
    bold = _DIGITS.sub(r"\\mathbf\1", latex)
    with naming(latex):
        _refuse(bold)
    inner = _ENVIRONMENT.sub(lambda m: f"\\{m[1]}{{{_INNER.get(m[2], m[2])}}}", bold)
    return _FOREIGN.sub(_text_in_formula, inner)


def _refuse(latex: str) -> None:
    commands = {found[1] for found in _COMMAND.finditer(latex)} & UNKNOWN
    environments = {found[2] for found in _ENVIRONMENT.finditer(latex)} & UNKNOWN_ENVIRONMENTS
    for name in sorted(commands) + [f"begin{{{name}}}" for name in sorted(environments)]:
        raise UnsupportedError(f"\\{name} is not known to LaTeX")
    if alphabet := _CAPITALS.search(latex):
        raise UnsupportedError(f"\\{alphabet[1]} works for capital letters only")


def escape_latex(text: str) -> str:
    """Plain text, such as a name, as LaTeX that shows it, as far as Latin fonts can.

    A Greek letter by itself is a symbol; words in other scripts are transliterated.
    """
    signs = transliterated(text, _shows_in_text)
    source = " ".join("".join(map(latex_sign, signs)).split())
    return _LIGATURE.sub(r"\1{}", source)


class _Latex(Emitter):
    def text(self, text: str) -> str:
        # The blanks at the ends separate a text from what stands beside it.
        before, after = text[:1].isspace(), text[-1:].isspace()
        return " " * before + escape_latex(text) + " " * (after and not text.isspace())

    def strong(self, body: str) -> str:
        return rf"\textbf{{{body}}}"

    def emphasis(self, body: str) -> str:
        return rf"\emph{{{body}}}"

    def code(self, text: str) -> str:
        return rf"\code{{{_code(text)}}}"

    def math(self, latex: str) -> str:
        return f"${to_latex_math(latex)}$"

    def math_within(self, latex: str) -> str:
        return self.display(latex)

    def soft_break(self) -> str:
        return "\n"

    def hard_break(self) -> str:
        return "\\newline\n"

    def link(self, body: str, target: str) -> str:  # noqa: ARG002 - paper shows only its text
        return body

    def blocks(self, parts: Sequence[str]) -> str:
        """Display math stays in the paragraph that it follows."""
        gapped = ("\n" + part if part.startswith("\\[") else "\n\n" + part for part in parts)
        return "".join(gapped).lstrip("\n")

    def paragraph(self, body: str) -> str:
        return body

    def display(self, latex: str) -> str:
        return f"\\[\\fitted{{\n{to_latex_math(latex)}\n}}\\]"

    def code_block(self, text: str, language: str) -> str:  # noqa: ARG002 - paper shows no colours
        lines = (_code(line) or r"\mbox{}" for line in text.removesuffix("\n").split("\n"))
        below = "\\\\{}\n".join(lines)
        return rf"\codeblock{{{below}}}"

    def bullets(self, items: Sequence[str]) -> str:
        return f"\\begin{{itemize}}\n{_items(items)}\\end{{itemize}}"

    def numbered(self, items: Sequence[str], start: int) -> str:
        return f"\\begin{{numbered}}{{{start - 1}}}\n{_items(items)}\\end{{numbered}}"

    def quote(self, body: str) -> str:
        return f"\\begin{{quote}}\n{body}\n\\end{{quote}}"

    def table(self, head: Sequence[str], body: Rows, align: Sequence[str]) -> str:
        columns = "|".join(_COLUMNS[side] for side in align)
        rows = "".join(f"{' & '.join(cells)} \\\\ \\hline\n" for cells in [head, *body])
        return f"\\shown{{\\begin{{tabular}}{{|{columns}|}}\n\\hline\n{rows}\\end{{tabular}}}}"


def _items(items: Sequence[str]) -> str:
    # Braces: a bracket that begins an item would be taken for its label.
    return "".join(f"\\item {{}}{item}\n" for item in items)


# ---- characters


_LIGATURE = re.compile(r"([-,<>'])(?=\1)")  # fonts would join the two into one sign


@lru_cache(maxsize=4096)
def latex_sign(sign: str) -> str:
    """One character as LaTeX, in text and in formulas; empty where Latin fonts cannot show it."""
    if sign in SYMBOLS:
        return SYMBOLS[sign]
    if sign.isascii():
        return sign if sign.isprintable() else " "
    return _accented(sign)


def _shows(run: str) -> bool:
    return all(map(latex_sign, run))


def _shows_in_text(run: str) -> bool:
    # Symbols beside each other make no word.
    return _shows(run) and not _GREEK_WORD.match(run)


_GREEK_WORD = re.compile("[\u0370-\u03ff\u1f00-\u1fff]{2}")


def _text_in_formula(found: re.Match[str]) -> str:
    """What is not ASCII in a formula; letters that are no symbols as text."""
    signs = transliterated(found[0], _shows)
    return "".join(
        "".join(map(latex_sign, run)) if symbols else rf"\text{{{''.join(map(latex_sign, run))}}}"
        for symbols, run in groupby(signs, FORMULAS.__contains__)
    )


def _accented(sign: str) -> str:
    """A Latin letter with its accents as commands, those below outside; empty where it is none."""
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    above = [ABOVE[mark] for mark in marks if mark in ABOVE]
    below = [BELOW[mark] for mark in marks if mark in BELOW]
    if not letter.isascii() or not letter.isalpha() or len(above) + len(below) < len(marks):
        return ""
    source = DOTLESS.get(letter, letter) if above else letter
    for command in (*above, *below):
        source = f"{command}{{{source}}}"
    return source


_CODE = {" ": r"\ ", "\t": r"\ " * 4, "'": r"\textquotesingle{}"}


def _code(text: str) -> str:
    signs = transliterated(text, _shows_in_text)
    return _LIGATURE.sub(r"\1{}", "".join(_CODE.get(sign) or latex_sign(sign) for sign in signs))
