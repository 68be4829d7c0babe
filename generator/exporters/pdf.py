"""Worksheets, keys and the marking table as PDF, typeset by Typst."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files as resources
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO

import jinja2
import typst

from generator import places, templates
from generator.answers import LETTERS, Answer, Numeric, Statements, Table, final
from generator.errors import GradsetError
from generator.exporters import printing, words
from generator.exporters.file import File
from generator.sheet import Heading, Layout, Sheet, SheetQuestion
from generator.text.typst import equation, escape_typst, to_typst, typst_string

TIMESTAMP = 0  # the same sheet is the same bytes on any day
TOGETHER = 10  # students in one compilation of the marking table


def files(sheet: Sheet) -> Iterator[File]:
    """A student's worksheet and key."""
    yield File(f"students/{sheet.folder}/worksheet.pdf", document(sheet, key=False))
    yield File(f"keys/{sheet.folder}.pdf", document(sheet, key=True))


def document(sheet: Sheet, *, key: bool) -> bytes:
    """A worksheet, or the same with answers and solutions."""
    layout = sheet.heading.layout
    if key:
        layout = replace(layout, columns=1)  # the formulas of solutions are wide
    facts = words.facts(sheet.heading, sheet, key=key)
    return _compiled("sheet.typ", layout, sheet=sheet, key=key, facts=facts)


def single(question: SheetQuestion, *, key: bool) -> bytes:
    """One question as a document of its own."""
    return _compiled("single.typ", Layout(), q=question, key=key)


def overview(sheet: Sheet) -> str:
    """A student's page of `keys/marking.pdf`, as Typst markup."""
    environment = _environment(sheet.heading.layout.accessible)
    return environment.get_template("overview.typ").render(sheet=sheet)


def write_marking(heading: Heading, overviews: Iterable[str], out: BinaryIO) -> None:
    """`keys/marking.pdf`: a page of final answers for each student, for whoever marks.

    An accessible one is set in one piece, because merging loses the tags; others need the memory
    of some students only.
    """
    layout = replace(heading.layout, columns=1, large=False)
    left = iter(overviews)
    together = None if layout.accessible else TOGETHER
    chunks = iter(lambda: list(islice(left, together)), [])
    parts = (_compiled("marking.typ", layout, heading=heading, overviews=c) for c in chunks)
    if layout.accessible:
        out.write(next(parts))
    else:
        printing.join(heading, map(BytesIO, parts), out)


def _compiled(template: str, layout: Layout, **names: Any) -> bytes:
    """The PDF of a document.

    Raises GradsetError where Typst refuses it.
    """
    body = _environment(layout.accessible).get_template(template).render(**names)
    try:
        result = compiler().compile(
            (_style(layout) + body).encode(),
            format="pdf",
            timestamp=TIMESTAMP,
            pdf_tags=layout.accessible,
            pdf_standards=["ua-1"] if layout.accessible else [],
        )
    except typst.TypstError as error:
        raise GradsetError(f"Typst cannot set a page: {error.message}") from error
    assert isinstance(result, bytes)
    return result


@cache
def compiler() -> typst.Compiler:
    """Typst, which may read the templates of PDF and nothing else."""
    # Scanning the system's fonts would cost 35 ms and make pages depend on the machine.
    large_print = resources("fontpkg_atkinson_hyperlegible") / "files"
    return typst.Compiler(
        root=places.folder("templates") / "pdf",
        ignore_system_fonts=True,
        font_paths=[str(large_print)],
    )


@cache
def _style(layout: Layout) -> str:
    """The look of documents in this layout."""
    style = (places.folder("templates") / "pdf" / "style.typ").read_text(encoding="utf-8")
    paper = {"a4": "a4", "letter": "us-letter"}[layout.paper]
    return (
        f"#let paper-name = {typst_string(paper)}\n"
        f"#let columns-wanted = {layout.columns}\n"
        f"#let large-print = {str(layout.large).lower()}\n"
        f"#let tagged = {str(layout.accessible).lower()}\n{style}"
    )


@cache
def _environment(alt: bool) -> jinja2.Environment:
    """The templates, whose formulas have alternative texts or not."""
    filters: templates.Filters = {
        **words.FILTERS,
        "md": partial(_inline, alt=alt),
        "stem": partial(_stem, alt=alt),
        "cell": partial(_cell, alt=alt),
        "digits": partial(digits, alt=alt),
        "math": partial(equation, alt=alt),
        "asked": partial(_asked, alt=alt),
        "final": partial(_final, alt=alt),
        "typst_string": typst_string,
        "name": escape_typst,
    }
    # Every value passes one of the filters, which escape for Typst.
    made = templates.environment("pdf", filters, autoescape=False)
    made.globals["letters"] = LETTERS
    return made


def _inline(markdown: str, alt: bool) -> str:
    return to_typst(markdown, inline=True, alt=alt) if markdown else ""


def _cell(markdown: str, alt: bool) -> str:
    return f"[{_inline(markdown, alt)}]" if markdown else "none"


def _asked(symbol: str, alt: bool) -> str:
    """What stands before an answer's box: a letter and an equals sign."""
    return f"[{equation(f'{symbol} =', alt=alt)}]" if symbol else "none"


def _stem(question: SheetQuestion, alt: bool) -> str:
    def image(name: str, _alt: str) -> str:
        figure = question.figure(name)
        return (
            f"#figure-box({figure.width * 0.75:g}, () => image(bytes({typst_string(figure.svg)}), "
            f'format: "svg", width: 100%, alt: {typst_string(figure.alt)}))'
        )

    return to_typst(question.stem, image=image, alt=alt)


def digits(text: str, *, alt: bool = False) -> str:
    """A printed number with a real minus sign."""
    return equation(text, alt=alt) if "/" not in text else escape_typst(text)


def _final(answer: Answer, alt: bool) -> str:
    """A right answer as a marker reads it, in Typst."""
    match answer:
        case Numeric():
            return f"#filled[{digits(answer.printed, alt=alt)}] #note[{words.accepted(answer)}]"
        case Table():
            rows = ([digits(cell.printed, alt=alt) for cell in row] for row in answer.cells)
            return "#filled[" + " \\ ".join(map(" #h(6pt) ".join, rows)) + "]"
        case Statements(each=True):
            pairs = (
                f"{LETTERS[i]} {'true' if s.right else 'false'}"
                for i, s in enumerate(answer.statements)
            )
            return f"#filled[{', '.join(pairs)}]"
        case _:
            shown = ", ".join(f"{cell} {text}".strip() for cell, text in final(answer))
            return f"#filled[{_inline(shown, alt)}]"
