r"""Markdown to LaTeX that pdflatex sets with the fonts of every installation.

Formulas stay as they were written. Every sign of the text that could mean something is escaped, and
what Latin fonts lack is written as a formula or transliterated; so no text can reach into TeX.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from generator.text.emitter import Emitter, Image, Rows
from generator.text.latex_symbols import ABOVE, BELOW, DOTLESS, SYMBOLS
from generator.text.mathml import to_mathml

# The formula stands in a display already.
_OUTER = re.compile(r"\\(begin|end)\{(align|gather)\*\}")
_COLUMNS = {"left": "l", "center": "c", "right": "r", "": "l"}


def to_latex(markdown: str, *, inline: bool = False, image: Image | None = None) -> str:
    """A Markdown text as LaTeX.

    `inline` is for a text inside a line or a cell; `image(name, alt)` gives the source of an image,
    and without it an image is an error.
    """
    return _Latex(image).emit(markdown, inline)


def to_latex_math(latex: str) -> str:
    """A formula between dollars may hold this, and the formula cannot end before it does.

    Raises MathError where math-core does not know a command, so that all targets refuse the same.
    """
    to_mathml(latex)
    inner = _OUTER.sub(r"\\\1{\2ed}", latex)
    return "".join(sign if sign.isascii() else latex_sign(sign) for sign in inner)


def escape_latex(text: str) -> str:
    """Plain text, such as a name, as LaTeX that shows it, as far as Latin fonts can.

    A Greek letter by itself is a symbol; words in other scripts are transliterated.
    """
    latin = _GREEK_WORD.sub(lambda word: _ascii(word[0]), unicodedata.normalize("NFC", text))
    source = " ".join("".join(map(latex_sign, latin)).split())
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


_GREEK_WORD = re.compile("[\u0370-\u03ff\u1f00-\u1fff]{2,}")
_LIGATURE = re.compile(r"([-,<>'])(?=\1)")  # fonts would join the two into one sign
# A character of these scripts is a syllable or a word.
_SYLLABLES = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI", "THAI", "LAO", "KHMER"}


@lru_cache(maxsize=4096)
def latex_sign(sign: str) -> str:
    """One character as LaTeX, in text and in formulas; what nothing can show is left out."""
    if sign in SYMBOLS:
        return SYMBOLS[sign]
    if sign.isascii():
        return sign if sign.isprintable() else " "
    if accented := _accented(sign):
        return accented
    plain = "".join(SYMBOLS.get(letter, letter) for letter in _ascii(sign))
    apart = unicodedata.name(sign, "?").split()[0] in _SYLLABLES
    return f" {plain} " if apart else plain


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


def _ascii(text: str) -> str:
    from anyascii import anyascii

    return str(anyascii(text))


_CODE = {" ": r"\ ", "\t": r"\ " * 4, "'": r"\textquotesingle{}"}


def _code(text: str) -> str:
    return _LIGATURE.sub(r"\1{}", "".join(_CODE.get(sign) or latex_sign(sign) for sign in text))
