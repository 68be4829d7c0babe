r"""Worksheets and keys as LaTeX sources by the class `exam`: one for each student, one for all.

A document is a preamble, the body of one sheet or many, and `\end{document}`; pdflatex sets it, run
twice so that each page knows how many there are.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import BinaryIO

import jinja2

from generator import places, templates
from generator.answers import LETTERS
from generator.exporters import words
from generator.exporters.file import File
from generator.roster import Student
from generator.sheet import Heading, Sheet, SheetQuestion
from generator.text.formulas import tex
from generator.text.latex import escape_latex, to_latex, to_latex_math

LONGEST_HEAD = 70  # characters of a student's name and id in the head of a page
END = "\\end{document}\n"


def files(sheet: Sheet) -> Iterator[File]:
    """A student's worksheet and key."""
    yield File(f"students/{sheet.folder}/worksheet.tex", document(sheet, key=False))
    yield File(f"keys/{sheet.folder}.tex", document(sheet, key=True))


def document(sheet: Sheet, *, key: bool) -> bytes:
    """A worksheet, or the same with answers and solutions."""
    return (preamble(sheet.heading, key=key) + body(sheet, key=key) + END).encode()


def worksheet_body(sheet: Sheet) -> str:
    """A student's part of the source that holds all worksheets."""
    return body(sheet, key=False)


def key_body(sheet: Sheet) -> str:
    """A student's part of the source that holds all keys."""
    return body(sheet, key=True)


def write_worksheets(heading: Heading, bodies: Iterable[str], out: BinaryIO) -> None:
    """One source of all worksheets, each starting on a right-hand page."""
    _write(preamble(heading, key=False), bodies, out)


def write_keys(heading: Heading, bodies: Iterable[str], out: BinaryIO) -> None:
    """One source of all keys, each starting on a right-hand page."""
    _write(preamble(heading, key=True), bodies, out)


def _write(preamble: str, bodies: Iterable[str], out: BinaryIO) -> None:
    for text in chain([preamble], bodies, [END]):
        out.write(text.encode())


def preamble(heading: Heading, *, key: bool) -> str:
    r"""Everything up to and with `\begin{document}`; the same for all sheets of an exam."""
    style = (places.folder("templates") / "latex" / "style.tex").read_text(encoding="utf-8")
    return _render("preamble.tex", heading=heading, key=key, style=style)


def body(sheet: Sheet, *, key: bool) -> str:
    """One student's pages."""
    return _render(
        "body.tex", sheet=sheet, key=key, facts=words.facts(sheet.heading, sheet, key=key)
    )


def _render(template: str, **names: object) -> str:
    return _environment().get_template(template).render(**names)


@cache
def _environment() -> jinja2.Environment:
    made = templates.environment(
        "latex",
        FILTERS,
        # Braces and % mean something to TeX.
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        keep_trailing_newline=True,
        autoescape=False,  # every value passes one of the filters, which escape for LaTeX
    )
    made.globals["letters"] = LETTERS
    return made


def _stem(question: SheetQuestion) -> str:
    def image(name: str, _alt: str) -> str:
        return f"\\diagram{{{question.figure(name).tikz}}}"

    return to_latex(question.stem, image=image)


def _head(student: Student) -> str:
    """Who the student is, short enough for the head of a page."""
    who = words.who(student)
    return escape_latex(who if len(who) <= LONGEST_HEAD else f"{who[: LONGEST_HEAD - 1]}…")


FILTERS: templates.Filters = {
    **words.FILTERS,
    "md": lambda text: to_latex(text, inline=True) if text else "",
    "blocks": to_latex,
    "stem": _stem,
    "math": to_latex_math,
    "digits": lambda digits: f"${tex(digits)}$",
    "name": escape_latex,
    "head": _head,
}
