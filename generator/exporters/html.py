"""Worksheets and keys as one offline web page each: MathML, SVG, readable on a phone, printable."""

import html as xml
from collections.abc import Iterator
from functools import cache

import jinja2
from markupsafe import Markup

from generator import templates
from generator.answers import LETTERS
from generator.exporters import words
from generator.exporters.file import File
from generator.sheet import Heading, Sheet, SheetQuestion
from generator.text.html import to_html
from generator.text.mathml import to_mathml


def files(sheet: Sheet) -> Iterator[File]:
    """A student's worksheet and key."""
    yield File(f"students/{sheet.folder}/worksheet.html", document(sheet, key=False))
    yield File(f"keys/{sheet.folder}.html", document(sheet, key=True))


def document(sheet: Sheet, *, key: bool) -> bytes:
    """A worksheet, or the same with answers and solutions."""
    page = _environment().get_template("sheet.html")
    facts = words.facts(sheet.heading, sheet, key=key)
    return page.render(sheet=sheet, key=key, facts=facts).encode()


def single(question: SheetQuestion, *, key: bool) -> bytes:
    """One question as a page of its own."""
    page = _environment().get_template("single.html")
    heading = Heading("", question.title)
    return page.render(q=question, heading=heading, key=key).encode()


@cache
def _environment() -> jinja2.Environment:
    made = templates.environment("html", FILTERS, autoescape=True)
    made.globals["letters"] = LETTERS
    return made


def _stem(question: SheetQuestion) -> Markup:
    if not question.figures:
        return Markup(to_html(question.stem))

    def image(name: str, _alt: str) -> str:
        figure = question.figure(name)
        described = f'<svg role="img" aria-label="{xml.escape(figure.alt)}"'
        return figure.svg.strip().replace("<svg", described, 1)

    return Markup(to_html(question.stem, image=image))


FILTERS: templates.Filters = {
    **words.FILTERS,
    "md": lambda text: Markup(to_html(text)) if text else "",
    "inline": lambda text: Markup(to_html(text, inline=True)) if text else "",
    "math": lambda latex: Markup(to_mathml(latex)),
    "stem": _stem,
}
