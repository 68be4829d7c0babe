"""A Moodle quiz: one category for each question, holding its variants.

The rules that the importer enforces, and those it breaks silently, are kept by construction:
HTML in CDATA, fractions from Moodle's own list, absolute tolerances, one block of tags, idnumbers
from the content so that importing a later version replaces nothing unseen.
"""

import base64
import hashlib
import html as xml
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial
from typing import Any

import jinja2
from markupsafe import Markup

from generator import templates
from generator.answers import Choice, Essay, Formula, Match, Numeric, Option, Order, Statements
from generator.exporters import cloze
from generator.exporters.file import File
from generator.figures import Figure
from generator.sheet import Heading, SheetPart, SheetQuestion, points_text
from generator.text.html import tex_delimiters, to_html

# A share of the grade is one of these, or Moodle refuses the whole file.
SHARES = {
    1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5",
    9: "11.11111", 10: "10",
}  # fmt: skip
LONGEST = 120  # characters of a category's name; with every slash doubled they fit into 255
_html = partial(to_html, math=tex_delimiters)


@dataclass(frozen=True)
class Answer:
    """One answer with its share of the grade; `tolerance` for numbers only."""

    fraction: str
    text: str
    feedback: str = ""
    tolerance: str | None = None


@dataclass(frozen=True)
class Item:
    """One question of the question bank."""

    type: str
    name: str
    text: str
    feedback: str
    grade: str
    idnumber: str
    tags: tuple[str, ...]
    pictures: tuple[Figure, ...] = ()
    answers: tuple[Answer, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    single: bool = True
    lines: int = 10
    grader: str = ""


@dataclass(frozen=True)
class Category:
    """A folder of the question bank.

    questions: by idnumber, since two variants may have an essay in common, or be the same.
    """

    path: str
    info: str
    questions: dict[str, Item] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Put an item there unless it is there already."""
        self.questions.setdefault(item.idnumber, item)


def files(heading: Heading, pools: Mapping[str, Sequence[SheetQuestion]]) -> Iterator[File]:
    """`lms/moodle.xml` with every variant of every question."""
    categories: list[Category] = []
    for variants in pools.values():
        title = plain(variants[0].title)
        auto = Category(_path(heading, title), f"<p>{len(variants)} variants of one question.</p>")
        by_hand = Category(f"{auto.path} (essay)", "<p>Marked by a person.</p>")
        for number, question in enumerate(variants, 1):
            _add(question, number, auto, by_hand)
        categories += [category for category in (auto, by_hand) if category.questions]
    yield File("lms/moodle.xml", _template().render(categories=categories).encode())


def _path(heading: Heading, title: str) -> str:
    """A category's path; a slash inside a name is doubled, a long name cut."""
    names = ("gradset", _name(heading.title) or heading.exam, _name(title))
    return "$course$/top/" + "/".join(names)


def _name(text: str) -> str:
    """What is left of a text as a category's name."""
    return text[:LONGEST].strip("/ ").replace("/", "//")


def _add(question: SheetQuestion, number: int, auto: Category, by_hand: Category) -> None:
    """Put a variant's parts into the category that fits: essays stand on their own.

    A void part is left out, since nobody has seen it there yet.
    """
    asked = [part for part in question.parts if not part.void]
    essays = [part for part in asked if isinstance(part.answer, Essay)]
    others = [part for part in asked if not isinstance(part.answer, Essay)]
    if len(others) == 1:
        auto.add(_single(question, others[0], number))
    elif others:
        text = f"{stem(question)}\n{cloze.text(others)}"
        points = sum((part.points for part in others), Fraction(0))
        auto.add(_item(question, number, "cloze", text, points))
    for part in essays:
        by_hand.add(_single(question, part, number))


def stem(question: SheetQuestion) -> str:
    """The question's text with its pictures."""

    def image(name: str, _alt: str) -> str:
        alt = xml.escape(question.figure(name).alt)
        return f'<img src="@@PLUGINFILE@@/{name}.svg" alt="{alt}"/>'

    said = "".join(f"<p><small>{_html(c, inline=True)}</small></p>" for c in question.conventions)
    return to_html(question.stem, math=tex_delimiters, image=image) + said


def _single(question: SheetQuestion, part: SheetPart, number: int) -> Item:
    """A question of one part in the type that Moodle has for it."""
    text = f"{stem(question)}\n<p>{cloze.prompt(part)}</p>"
    make = partial(_item, question, number, text=text, points=part.points)
    match part.answer:
        case Numeric() as answer:
            return make("numerical", answers=tuple(_numbers(answer)))
        case Choice() as answer:
            return make("multichoice", answers=_one_of(answer.options))
        case Formula() as answer:
            options = cloze.formula_options(answer, f"{question.question}/{part.key}")
            return make("multichoice", answers=_one_of(options))
        case Statements(each=False) as answer if len(answer.statements) <= max(SHARES):
            return make("multichoice", answers=_all_of(answer.statements), single=False)
        # A drop-down shows formulas raw: with some among the choices, letters are chosen instead.
        case Match() as answer if not any("$" in choice for choice in answer.choices):
            pairs = zip(answer.stems, (answer.choices[i] for i in answer.right), strict=True)
            return make("matching", pairs=tuple((_html(s), plain(c)) for s, c in pairs))
        case Order() as answer:
            ordered = (answer.items[i] for i in answer.right)
            shares = enumerate((_html(item) for item in ordered), 1)
            return make("ordering", answers=tuple(Answer(f"{i}.0000000", t) for i, t in shares))
        case Essay() as answer:
            rubric = "".join(
                f"<li>{points_text(c.points)}: {_html(c.text, inline=True)}</li>"
                for c in answer.rubric
            )
            grader = f"<ul>{rubric}</ul>{_html(answer.model)}"
            return make("essay", lines=answer.lines, grader=grader)
        case _:
            text = f"{stem(question)}\n{cloze.text([part])}"
            return _item(question, number, "cloze", text, part.points)


def _item(
    question: SheetQuestion, number: int, kind: str, text: str, points: Fraction, **more: Any
) -> Item:
    # Variants may differ in their options alone.
    asked = f"{kind}{text}{more.get('answers', '')}{more.get('pairs', '')}"
    digest = hashlib.blake2b(asked.encode(), digest_size=8).hexdigest()
    topic, _, _ = question.question.partition("/")
    return Item(
        type=kind,
        name=f"{plain(question.title)} {number:03d}",
        text=text,
        feedback=_html(question.solution),
        grade=f"{float(points):.7f}",
        idnumber=f"{question.question[-60:]}:{digest}",
        tags=(topic, f"level {question.level}", question.question),
        pictures=question.figures,
        **more,
    )


def _numbers(number: Numeric) -> Iterator[Answer]:
    centre, tolerance = cloze.middle(number)
    yield Answer("100", centre, "", tolerance)
    for wrong in number.wrong:
        yield Answer("0", wrong.printed, _html(wrong.why), tolerance)


def _one_of(options: Sequence[Option]) -> tuple[Answer, ...]:
    return tuple(
        Answer("100" if o.right else "0", _html(o.text), _html(o.why) if o.why else "")
        for o in options
    )


def _all_of(statements: Sequence[Option]) -> tuple[Answer, ...]:
    """Right ones share the grade, and wrong ones take as much away."""
    right = sum(statement.right for statement in statements)
    wrong = len(statements) - right
    return tuple(
        Answer(
            SHARES[right] if s.right else f"-{SHARES[wrong]}",
            _html(s.text),
            _html(s.why) if s.why else "",
        )
        for s in statements
    )


def plain(markdown: str) -> str:
    """Text without markup, for names and drop-downs."""
    return xml.unescape(re.sub(r"<[^>]+>", "", _html(markdown, inline=True)))


def cdata(text: str) -> str:
    """A CDATA section; its own end is split over two."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>" if text else ""


@cache
def _template() -> jinja2.Template:
    filters = {
        "cdata": lambda text: Markup(cdata(text)),
        "base64": lambda text: base64.b64encode(text.encode()).decode(),
    }
    made = templates.environment("moodle", filters, autoescape=True)
    return made.get_template("quiz.xml")
