"""Markdown to HTML that is well-formed XML as well, for web pages, Moodle and QTI."""

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from generator.errors import GradsetError
from generator.text.emitter import Emitter, Image, Rows
from generator.text.mathml import to_mathml

Math = Callable[[str, bool], str]
# A browser may break a line behind any formula; a word joiner keeps the comma with it.
_AFTER_MATH = re.compile("(</math>)([,.;:!?)])")


def to_html(
    markdown: str, *, inline: bool = False, math: Math = to_mathml, image: Image | None = None
) -> str:
    """A Markdown text as HTML.

    `math(latex, display)` sets the formulas: as MathML, or by `tex_delimiters` for a system that
    brings MathJax. `image(name, alt)` gives the element of an image, and without it an image is
    an error. Columns carry the classes `text-left`, `text-center` and `text-right`.
    """
    if image is None:
        return _without_images(markdown, inline, math)
    return _emitted(markdown, inline, math, image)


# A sheet and its key share their texts, and a class what has no numbers.
@lru_cache(maxsize=2048)
def _without_images(markdown: str, inline: bool, math: Math) -> str:
    return _emitted(markdown, inline, math, None)


def _emitted(markdown: str, inline: bool, math: Math, image: Image | None) -> str:
    return _AFTER_MATH.sub("\\1\u2060\\2", _Html(math, image).emit(markdown, inline))


def tex_delimiters(latex: str, display: bool = False) -> str:
    r"""LaTeX between `\(…\)` or `\[…\]`, for Moodle's MathJax."""
    left, right = (r"\[", r"\]") if display else (r"\(", r"\)")
    return f"{left}{_escaped(latex)}{right}"


# What no XML document can hold, not even as an entity.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _escaped(text: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        raise GradsetError(f"HTML cannot hold the character U+{ord(found[0]):04X} of {text!r}")
    return html.escape(text, quote=True)


class _Html(Emitter):
    def __init__(self, math: Math, image: Image | None) -> None:
        super().__init__(image)
        self._math = math

    def text(self, text: str) -> str:
        return _escaped(text)

    def strong(self, body: str) -> str:
        return f"<strong>{body}</strong>"

    def emphasis(self, body: str) -> str:
        return f"<em>{body}</em>"

    def code(self, text: str) -> str:
        return f"<code>{_escaped(text)}</code>"

    def math(self, latex: str) -> str:
        return self._math(latex, False)

    def math_within(self, latex: str) -> str:
        return self._math(latex, True)

    def soft_break(self) -> str:
        return "\n"

    def hard_break(self) -> str:
        return "<br/>\n"

    def link(self, body: str, target: str) -> str:
        if not target.startswith(("http://", "https://")):
            return body
        return f'<a href="{_escaped(target)}">{body}</a>'

    def blocks(self, parts: Sequence[str]) -> str:
        return "\n".join(parts)

    def paragraph(self, body: str) -> str:
        return f"<p>{body}</p>"

    def display(self, latex: str) -> str:
        return f'<div class="math">{self._math(latex, True)}</div>'

    def code_block(self, text: str, language: str) -> str:
        kind = f' class="language-{_escaped(language)}"' if language else ""
        return f"<pre><code{kind}>{_escaped(text)}</code></pre>"

    def bullets(self, items: Sequence[str]) -> str:
        return f"<ul>\n{_items(items)}</ul>"

    def numbered(self, items: Sequence[str], start: int) -> str:
        first = f' start="{start}"' if start != 1 else ""
        return f"<ol{first}>\n{_items(items)}</ol>"

    def quote(self, body: str) -> str:
        return f"<blockquote>\n{body}\n</blockquote>"

    def table(self, head: Sequence[str], body: Rows, align: Sequence[str]) -> str:
        lines = "".join(_row(cells, align, "td") for cells in body)
        filled = f"<tbody>\n{lines}</tbody>\n" if body else ""
        return f"<table>\n<thead>\n{_row(head, align, 'th')}</thead>\n{filled}</table>"


def _items(items: Sequence[str]) -> str:
    return "".join(f"<li>{item}</li>\n" for item in items)


def _row(cells: Sequence[str], align: Sequence[str], tag: str) -> str:
    columns = zip(cells, align, strict=True)
    return f"<tr>{''.join(_cell(cell, side, tag) for cell, side in columns)}</tr>\n"


def _cell(body: str, side: str, tag: str) -> str:
    kind = f' class="text-{side}"' if side else ""
    return f"<{tag}{kind}>{body}</{tag}>"
