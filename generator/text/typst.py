"""Markdown to Typst markup.

Every construct is a call that ends in a semicolon, and every sign of the text that could mean
something is escaped; so no text can reach into Typst's code.
"""

import re
from collections.abc import Sequence

from generator.text.emitter import Emitter, Image, Rows
from generator.text.legible import legible
from generator.text.mathml import MathError
from generator.text.plain_math import to_plain_math
from generator.text.typst_math import to_typst_math

_SIGNS = {ord(sign): f"\\{sign}" for sign in r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""}
# In prose Typst may curl the quotes, as the document's language wants them.
_PROSE_SIGNS = {code: sign for code, sign in _SIGNS.items() if chr(code) not in "'\""}
# Typst merges blanks, breaks paragraphs at empty lines and trims the ends.
_BLANKS = re.compile(r"[^\S ]|(?<=[\s]) |^ | $|[\x00-\x1f\x7f-\x9f]")

_DISPLAYED = ("$ ", "#math.equation(block: true")
_SHORT_EQUATION = re.compile(r"(?=.*(?:[=<>]|\\approx|\\in))(?!.*\\begin).{1,48}")


def to_typst(
    markdown: str, *, inline: bool = False, image: Image | None = None, alt: bool = False
) -> str:
    """A Markdown text as Typst markup.

    `inline` is for a text inside a line or a cell; `image(name, alt)` gives the markup of an
    image, and without it an image is an error; `alt` gives every formula its alternative text.
    """
    return _Typst(image, alt).emit(markdown, inline)


def equation(latex: str, *, display: bool = False, alt: bool = False) -> str:
    """A formula as Typst markup; with `alt`, also in words for those who cannot see it."""
    blank = " " if display else ""
    formula = f"${blank}{to_typst_math(latex, display=display)}{blank}$"
    if not alt:
        return formula
    said = typst_string(_said(latex))
    return f"#math.equation(block: {str(display).lower()}, alt: {said}, {formula}.body);"


def _said(latex: str) -> str:
    try:
        return to_plain_math(latex)
    except MathError:
        return latex  # a struck-out term has no plain text


def escape_typst(text: str) -> str:
    """Plain text, such as a name, as Typst markup that shows just this text."""
    return _BLANKS.sub(lambda blank: f"\\u{{{ord(blank[0]):x}}}", legible(text).translate(_SIGNS))


def typst_string(text: str) -> str:
    """A string literal of Typst's code, with its quotes."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + inner.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


class _Typst(Emitter):
    def __init__(self, image: Image | None, alt: bool) -> None:
        super().__init__(image)
        self._alt = alt

    def text(self, text: str) -> str:
        return legible(text).translate(_PROSE_SIGNS)

    def strong(self, body: str) -> str:
        return f"#strong[{body}];"

    def emphasis(self, body: str) -> str:
        return f"#emph[{body}];"

    def code(self, text: str) -> str:
        return f"#raw({typst_string(legible(text))});"

    def math(self, latex: str) -> str:
        formula = equation(latex, alt=self._alt)
        # A short equation is not torn apart at its sign; `;` ends the call.
        return f"#box[{formula}];" if _SHORT_EQUATION.fullmatch(latex) else formula

    def math_within(self, latex: str) -> str:
        return self.display(latex)

    def soft_break(self) -> str:
        return "\n"

    def hard_break(self) -> str:
        return "#linebreak();"

    def link(self, body: str, target: str) -> str:  # noqa: ARG002 - paper shows only its text
        return body

    def blocks(self, parts: Sequence[str]) -> str:
        """Display math stays in the paragraph that it follows, so that the two keep together."""
        gapped = ("\n" + part if part.startswith(_DISPLAYED) else "\n\n" + part for part in parts)
        return "".join(gapped).removeprefix("\n").removeprefix("\n")

    def paragraph(self, body: str) -> str:
        return body

    def display(self, latex: str) -> str:
        return equation(latex, display=True, alt=self._alt)

    def code_block(self, text: str, language: str) -> str:
        lang = f"lang: {typst_string(language)}, " if language else ""
        return f"#raw(block: true, {lang}{typst_string(text.removesuffix(chr(10)))});"

    def bullets(self, items: Sequence[str]) -> str:
        return f"#list({_contents(items)});"

    def numbered(self, items: Sequence[str], start: int) -> str:
        return f"#enum(start: {start}, {_contents(items)});"

    def quote(self, body: str) -> str:
        return f"#quote(block: true)[{body}];"

    def table(self, head: Sequence[str], body: Rows, align: Sequence[str]) -> str:
        columns = ", ".join(side or "auto" for side in align)
        first = f"columns: {len(head)}, align: ({columns},), table.header({_contents(head)})"
        return f"#table({', '.join([first, *map(_contents, body)])});"


def _contents(parts: Sequence[str]) -> str:
    return ", ".join(f"[{part}]" for part in parts)
