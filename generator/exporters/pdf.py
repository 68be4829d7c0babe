"""Worksheets, keys and the marking table as PDF, typeset by Typst."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import jinja2
import typst

from generator import places
from generator.answers import LETTERS, Answer, Numeric, Statements, Table, final
from generator.errors import GradsetError
from generator.exporters import words
from generator.exporters.file import File
from generator.roster import Student
from generator.sheet import Heading, Sheet, SheetQuestion, points_text
from generator.text.typst import escape_typst, to_typst, typst_string
from generator.text.typst_math import to_typst_math

# Scripts that Typst's own fonts hold; a name in another is transliterated, so that the pages are
# the same on every machine, whatever fonts it has.
SCRIPTS = {
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "DEVANAGARI",
    "COMBINING", "MODIFIER",
}  # fmt: skip
TIMESTAMP = 0  # the same sheet is the same bytes on any day


def files(sheet: Sheet) -> Iterator[File]:
    """A student's worksheet and key."""
    yield File(f"students/{sheet.folder}/worksheet.pdf", document(sheet, key=False))
    yield File(f"keys/{sheet.folder}.pdf", document(sheet, key=True))


def document(sheet: Sheet, *, key: bool) -> bytes:
    """A worksheet, or the same with answers and solutions."""
    facts = words.facts(sheet.heading, sheet)
    return compiled(_render("sheet.typ", sheet=sheet, key=key, facts=facts, letters=LETTERS))


def marking(heading: Heading, sheets: Sequence[Sheet]) -> File:
    """One page of final answers for each student, for whoever marks."""
    source = _render("marking.typ", heading=heading, sheets=sheets)
    return File("keys/marking.pdf", compiled(source))


def compiled(source: str) -> bytes:
    """The PDF of a Typst document.

    Raises GradsetError where Typst refuses it.
    """
    try:
        result = _compiler().compile(
            source.encode(), format="pdf", timestamp=TIMESTAMP, pdf_tags=False
        )
    except typst.TypstError as error:
        raise GradsetError(f"Typst cannot set a page: {error.message}") from error
    assert isinstance(result, bytes)
    return result


@cache
def _compiler() -> typst.Compiler:
    # Scanning the system's fonts would cost 35 ms and make pages depend on the machine.
    return typst.Compiler(ignore_system_fonts=True)


def _render(template: str, **names: Any) -> str:
    environment = _environment()
    style = (places.folder("templates") / "pdf" / "style.typ").read_text(encoding="utf-8")
    return style + environment.get_template(template).render(**names)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.folder("templates") / "pdf"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # every value passes one of the filters, which escape for Typst
    )
    environment.globals["letters"] = LETTERS
    environment.filters.update(
        md=_inline,
        stem=_stem,
        cell=_cell,
        digits=digits,
        math=to_typst_math,
        typst_math=lambda latex: f"[${to_typst_math(latex)}$]" if latex else "none",
        typst_string=typst_string,
        plain_typst=escape_typst,
        name=lambda text: escape_typst(printable(text)),
        who=_who,
        points=points_text,
        accepted=words.accepted,
        instruction=words.instruction,
        remarks=words.remarks,
        final=_final,
    )
    return environment


def _inline(markdown: str) -> str:
    return to_typst(markdown, inline=True) if markdown else ""


def _cell(markdown: str) -> str:
    return f"[{_inline(markdown)}]" if markdown else "none"


def _stem(question: SheetQuestion) -> str:
    def image(name: str, _alt: str) -> str:
        figure = question.figure(name)
        return (
            f'#figure-box(image(bytes({typst_string(figure.svg)}), format: "svg", '
            f"width: {figure.width * 0.75:g}pt, alt: {typst_string(figure.alt)}))"
        )

    return to_typst(question.stem, image=image)


def digits(text: str) -> str:
    """A printed number with a real minus sign."""
    return f"${to_typst_math(text)}$" if "/" not in text else escape_typst(text)


def _final(answer: Answer) -> str:
    """A right answer as a marker reads it, in Typst."""
    match answer:
        case Numeric():
            return f"#filled[{digits(answer.printed)}] #note[{words.accepted(answer)}]"
        case Table():
            rows = (" #h(6pt) ".join(digits(c.printed) for c in row) for row in answer.cells)
            return "#filled[" + " \\ ".join(rows) + "]"
        case Statements(each=True):
            pairs = (
                f"{LETTERS[i]} {'true' if s.right else 'false'}"
                for i, s in enumerate(answer.statements)
            )
            return f"#filled[{', '.join(pairs)}]"
        case _:
            shown = ", ".join(f"{cell} {text}".strip() for cell, text in final(answer))
            return f"#filled[{to_typst(shown, inline=True)}]"


def _who(student: Student) -> str:
    return escape_typst(printable(words.who(student)))


def printable(name: str) -> str:
    """A name in letters that the bundled fonts hold; others are transliterated to Latin."""
    if all(_covered(c) for c in name):
        return name
    from anyascii import anyascii

    # A character of these scripts is a syllable or a word: blanks keep them apart.
    return " ".join("".join(c if _covered(c) else f" {anyascii(c)} " for c in name).split())


def _covered(character: str) -> bool:
    if character.isascii() or not character.isalpha():
        return True
    return unicodedata.name(character, "?").split()[0] in SCRIPTS


def single(question: SheetQuestion, *, key: bool) -> bytes:
    """One question as a document of its own."""
    return compiled(_render("single.typ", q=question, key=key))
