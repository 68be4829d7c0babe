"""Markdown to plain text for the terminal."""

import re
import unicodedata
from collections.abc import Sequence

from generator.text.emitter import Emitter, Rows
from generator.text.plain_math import to_plain_math

INDENTS = {"list_item": 4, "blockquote": 2}
NARROWEST = 20
# Inside a short formula no line breaks; this stands for its blanks until the end.
GLUE = "\xa0"
LONGEST_UNBROKEN = 40


def to_plain(markdown: str, *, width: int = 80, inline: bool = False) -> str:
    """A Markdown text as lines of at most `width` columns; tables and formulas may be wider.

    `inline` gives one line without any wrapping, if the text is one paragraph.
    """
    return _Plain(width).emit(markdown, inline).replace(GLUE, " ")


def columns_of(text: str) -> int:
    """How many columns of a terminal a line takes."""
    return sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


class _Plain(Emitter):
    def __init__(self, width: int) -> None:
        super().__init__(_figure)
        self._width = width

    def text(self, text: str) -> str:
        return text

    def strong(self, body: str) -> str:
        return body

    def emphasis(self, body: str) -> str:
        return body

    def code(self, text: str) -> str:
        return text.replace(" ", GLUE)

    def math(self, latex: str) -> str:
        formula = to_plain_math(latex).replace("\n", "; ")
        return formula.replace(" ", GLUE) if len(formula) <= LONGEST_UNBROKEN else formula

    def math_within(self, latex: str) -> str:
        return f"\n{self.display(latex)}\n"

    def soft_break(self) -> str:
        return " "

    def hard_break(self) -> str:
        return "\n"

    def link(self, body: str, target: str) -> str:  # noqa: ARG002 - links show their text
        return body

    def alone(self, body: str) -> str:
        return re.sub(rf" *\n[{GLUE} ]*", " ", body).strip(" ")

    def item(self, body: str) -> str:
        return self.paragraph(body)

    def blocks(self, parts: Sequence[str]) -> str:
        return ("\n" if self.around[-1] == "list_item" else "\n\n").join(parts)

    def paragraph(self, body: str) -> str:
        indents = sum(INDENTS.get(kind, 0) for kind in self.around)
        width = max(self._width - indents, NARROWEST)
        lines = (line for line in body.split("\n") if line.strip(" "))
        return "\n".join(_wrapped(line, width) for line in lines)

    def display(self, latex: str) -> str:
        lines = (_broken(line, self._width - 4) for line in to_plain_math(latex).split("\n"))
        return _indented("\n".join(lines).replace(" ", GLUE), GLUE * 4)

    def code_block(self, text: str, language: str) -> str:  # noqa: ARG002 - shown by colours only
        return _indented(text.removesuffix("\n"), " " * 4)

    def bullets(self, items: Sequence[str]) -> str:
        return _listed(items, ["•"] * len(items))

    def numbered(self, items: Sequence[str], start: int) -> str:
        return _listed(items, [f"{start + i}." for i in range(len(items))])

    def quote(self, body: str) -> str:
        return _indented(body, "│ ")

    def table(self, head: Sequence[str], body: Rows, align: Sequence[str]) -> str:
        widths = [max(map(columns_of, column)) for column in zip(head, *body, strict=True)]
        rule = "  ".join("─" * width for width in widths)
        rows = [_aligned(row, widths, align) for row in [head, *body]]
        return "\n".join([rows[0], rule, *rows[1:]])


def _figure(name: str, alt: str) -> str:
    return f"[figure: {alt or name}]"


def _wrapped(line: str, width: int) -> str:
    """A line broken at blanks; display math inside a paragraph is left alone."""
    if line.startswith(GLUE):
        return line
    out: list[str] = []
    for word in filter(None, line.split(" ")):
        if out and columns_of(f"{out[-1]} {word}") <= width:
            out[-1] += f" {word}"
        else:
            out.append(word)
    return "\n".join(out)


def _broken(formula: str, width: int) -> str:
    """A formula that is too wide, broken behind the commas that stand in no brackets."""
    if columns_of(formula) <= width:
        return formula
    pieces, depth = [""], 0
    for sign in formula:
        depth += (sign in "([{") - (sign in ")]}")
        pieces[-1] += sign
        if sign == "," and not depth:
            pieces.append("")
    lines = pieces[:1]
    for piece in pieces[1:]:
        if columns_of(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.strip())
    return "\n".join(lines)


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}".rstrip(" ") for line in text.split("\n"))


def _listed(items: Sequence[str], marks: Sequence[str]) -> str:
    width = max(map(len, marks)) + 1
    pairs = zip(items, marks, strict=True)
    return "\n".join(_item(item, mark.ljust(width)) for item, mark in pairs)


def _item(body: str, mark: str) -> str:
    return mark + _indented(body, " " * len(mark)).removeprefix(" " * len(mark))


def _aligned(cells: Sequence[str], widths: Sequence[int], align: Sequence[str]) -> str:
    columns = zip(cells, widths, align, strict=True)
    return "  ".join(_padded(cell, width, side) for cell, width, side in columns).rstrip(" ")


def _padded(cell: str, width: int, side: str) -> str:
    free = width - columns_of(cell)
    left = {"right": free, "center": free // 2}.get(side, 0)
    return " " * left + cell + " " * (free - left)
