"""Worksheets and keys as Markdown with `$LaTeX$`, diagrams as SVG files beside them."""

from collections.abc import Callable, Iterator
from functools import cache

import jinja2

from generator import templates
from generator.answers import LETTERS, Numeric, Table
from generator.exporters import words
from generator.exporters.file import File
from generator.figures import Figure
from generator.sheet import Sheet, SheetPart, SheetQuestion
from generator.text.commonmark import (
    commonmark_math,
    escape_commonmark,
    in_cell,
    pipe_table,
    to_commonmark,
)
from generator.text.numbers import with_minus

# Where the picture of a question's diagram is found.
Place = Callable[[SheetQuestion, Figure], str]


def files(sheet: Sheet) -> Iterator[File]:
    """A student's worksheet and key, and the diagrams of each."""
    yield from _files(sheet, "students/{}/worksheet.md", "figure", key=False)
    yield from _files(sheet, "keys/{}.md", f"{sheet.folder}-figure", key=True)


def _files(sheet: Sheet, path: str, figure: str, *, key: bool) -> Iterator[File]:
    path = path.format(sheet.folder)
    folder = path.rpartition("/")[0]

    def place(question: SheetQuestion, drawn: Figure) -> str:
        return f"{figure}-{question.number}-{drawn.name}.svg"

    yield File(path, document(sheet, place, key=key).encode())
    for question in sheet.questions:
        for drawn in question.figures:
            yield File(f"{folder}/{place(question, drawn)}", drawn.svg.encode())


def document(sheet: Sheet, place: Place, *, key: bool) -> str:
    """A worksheet, or the same with answers and solutions."""

    def stem(question: SheetQuestion) -> str:
        def image(name: str, _alt: str) -> str:
            drawn = question.figure(name)
            return f"![{escape_commonmark(drawn.alt)}]({place(question, drawn)})"

        return to_commonmark(question.stem, image=image)

    facts = words.facts(sheet.heading, sheet, key=key)
    template = _environment().get_template("sheet.md")
    return template.render(sheet=sheet, key=key, facts=facts, stem=stem).strip() + "\n"


@cache
def _environment() -> jinja2.Environment:
    # Every value passes one of the filters, which escape for Markdown.
    made = templates.environment("markdown", FILTERS, autoescape=False)
    made.globals["letters"] = LETTERS
    return made


def _line(markdown: str) -> str:
    return " ".join(to_commonmark(markdown, inline=True).split("\n"))


def _cells(part: SheetPart, key: bool) -> str:
    """The table of an answer, filled in or left empty."""
    table = part.answer
    assert isinstance(table, Table)
    side = table.has_row_names
    head = [_line(cell) for cell in [table.corner] * side + list(table.columns)]
    rows = [
        [_line(label)] * side + [_filled(cell) if key else " " * 8 for cell in cells]
        for label, cells in zip(table.rows, table.cells, strict=True)
    ]
    return pipe_table(head, rows)


def _filled(cell: Numeric) -> str:
    interval = words.interval(cell)
    return f"**{with_minus(cell.printed)}**" + f" ({interval})" * bool(interval)


FILTERS: templates.Filters = {
    **words.FILTERS,
    "md": to_commonmark,
    "line": _line,
    "entry": lambda text: in_cell(_line(text)),
    "cells": _cells,
    "math": commonmark_math,
    "name": escape_commonmark,
}
