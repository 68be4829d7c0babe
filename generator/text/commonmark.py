"""Markdown that every reader takes in the same way: CommonMark, pipe tables, `$LaTeX$`.

A question's text is written in a dialect (a bar inside the formula of a cell, display math inside a
line) that not every reader knows. Text that could mean something is escaped.
"""

import re
import textwrap
from collections.abc import Sequence

from generator.text.emitter import Emitter, Image, Rows

_SIGNS = {ord(sign): f"\\{sign}" for sign in r"\`*_[]<>&~|$^@"}
# What would begin a heading, a list or a rule, or end a paragraph above it as a heading.
_START = re.compile(r"^( *)(?:([-+=#:%])|(\d+)([.)]))", re.MULTILINE)
_BARS = {r"\|": r"\Vert{}", "|": r"\vert{}"}
# Not every reader knows colours, and a source is easier to read without them.
_COLOUR = re.compile(r"\\(?:text)?color\{\w+\}")
# A reader without formulas would take what stands between the two for HTML.
_RELATIONS = {"<": r"\lt ", ">": r"\gt "}
_WORDS = re.compile(r"(\\(?:text\w*|mbox))\{((?:[^{}\\]|\\.)*)\}")
_RULES = {"left": ":--", "center": ":-:", "right": "--:", "": "---"}


def to_commonmark(markdown: str, *, inline: bool = False, image: Image | None = None) -> str:
    """A Markdown text in the common language; `image(name, alt)` gives the source of an image."""
    return _CommonMark(image).emit(markdown, inline)


def escape_commonmark(text: str) -> str:
    """Plain text, such as a name, as Markdown that shows just this text."""
    return _begun(" ".join(text.split()).translate(_SIGNS))


class _CommonMark(Emitter):
    def text(self, text: str) -> str:
        return text.translate(_SIGNS)

    def strong(self, body: str) -> str:
        return f"**{body}**"

    def emphasis(self, body: str) -> str:
        return f"*{body}*"

    def code(self, text: str) -> str:
        ticks = _ticks(text, 1)
        # A blank keeps ticks at the ends apart from those around, and is taken off by readers.
        pad = " " if text[:1] == "`" or text[-1:] == "`" or text[:1] == text[-1:] == " " else ""
        return f"{ticks}{pad}{text}{pad}{ticks}"

    def math(self, latex: str) -> str:
        return f"${commonmark_math(latex)}$"

    def math_within(self, latex: str) -> str:
        return f"$${commonmark_math(latex)}$$"

    def soft_break(self) -> str:
        return "\n"

    def hard_break(self) -> str:
        return "\\\n"

    def link(self, body: str, target: str) -> str:
        return f"[{body}](<{target}>)"

    def blocks(self, parts: Sequence[str]) -> str:
        return "\n\n".join(parts)

    def paragraph(self, body: str) -> str:
        return _begun(body)

    def item(self, body: str) -> str:
        return _begun(body)

    def display(self, latex: str) -> str:
        return f"$$\n{_without_tags(_COLOUR.sub('', latex))}\n$$"

    def code_block(self, text: str, language: str) -> str:
        ticks = _ticks(text, 3)
        return f"{ticks}{language}\n{text.removesuffix(chr(10))}\n{ticks}"

    def bullets(self, items: Sequence[str]) -> str:
        return "\n".join(_item("- ", item) for item in items)

    def numbered(self, items: Sequence[str], start: int) -> str:
        return "\n".join(_item(f"{number}. ", item) for number, item in enumerate(items, start))

    def quote(self, body: str) -> str:
        return "\n".join(f"> {line}".rstrip() for line in body.split("\n"))

    def table(self, head: Sequence[str], body: Rows, align: Sequence[str]) -> str:
        return pipe_table(head, body, align)


def pipe_table(head: Sequence[str], body: Rows, align: Sequence[str] = ()) -> str:
    """A table of cells in the common language."""
    rules = [_RULES[side] for side in align or [""] * len(head)]
    rows = ([in_cell(cell) for cell in row] for row in [head, *body])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'|'.join(rules)}|", *lines[1:]])


def in_cell(cell: str) -> str:
    """A line as it may stand in a table: a bar in a formula would end its cell."""
    return re.sub(
        r"\$[^$]+\$", lambda math: re.sub(r"\\?\|", lambda bar: _BARS[bar[0]], math[0]), cell
    )


def commonmark_math(latex: str) -> str:
    """A formula on one line, as it may stand between dollars."""
    return " ".join(_without_tags(_COLOUR.sub("", latex)).split())


def _without_tags(latex: str) -> str:
    """A formula without `<` and `>`; those in words stand between the words."""
    apart = _WORDS.sub(
        lambda words: re.sub("[<>]", lambda sign: f"}}{sign[0]}{words[1]}{{", words[0]), latex
    )
    return re.sub("[<>]", lambda sign: _RELATIONS[sign[0]], apart)


def _begun(body: str) -> str:
    return _START.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), body)


def _ticks(text: str, fewest: int) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(fewest, longest + 1)


def _item(mark: str, body: str) -> str:
    return mark + textwrap.indent(body, " " * len(mark)).lstrip(" ")
