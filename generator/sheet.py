"""What a student gets, ready for any exporter: worded questions, answers, solutions, figures.

Exporters see nothing of the bank: everything here is frozen text and numbers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from generator import figures
from generator.answers import Answer, Match, Numeric, Order, Statements, Table
from generator.conventions import NAMES
from generator.draws import Rng
from generator.errors import GradsetError
from generator.exam import Exam
from generator.figures import Figure
from generator.picking import Slot
from generator.prose import divided
from generator.roster import Student
from generator.seeds import Stream, keyed
from generator.text.numbers import Rounding
from generator.values import shape
from generator.variant import Variant

ROUNDING = (
    "Where a number of digits is stated beside an answer, round to it; halves are rounded away "
    "from zero, and zeros at the end may be left out. Intermediate results may be rounded to as "
    "many digits. Where none is stated, the answer is exact."
)
LAYOUT = (
    "A layer computes $Wx + b$. The first index of a weight names the unit that it leads to (its "
    "row in $W$), the second the unit that it comes from. Vectors are columns."
)
SIGMOID = r"$\sigma$ is the logistic sigmoid, $\sigma(u) = \frac{1}{1 + e^{-u}}$."
APPLIED = re.compile(r"\\sigma(?:'|\^\\prime)?\s*(?:\\left)?\(")
DEFINED = re.compile(r"\\sigma\([^()]+\)\s*=\s*\\[td]?frac\{1\}")
SHARES = "Where a part has several cells, statements or boxes, each counts its share of the points."
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what is easily confused


@dataclass(frozen=True)
class SheetPart:
    """One thing that is asked and marked.

    key: the part's name; label: its letter on the sheet; symbol: LaTeX of what a number is
    called; precision: how the answer is to be rounded, empty where it is exact; void: why the part
    does not count after all, which the key says and the worksheet, issued before, does not.
    """

    key: str
    label: str
    prompt: str
    answer: Answer
    points: Fraction
    symbol: str = ""
    precision: str = ""
    void: str = ""

    @property
    def counted(self) -> Fraction:
        """The points that can be had."""
        return Fraction(0) if self.void else self.points


@dataclass(frozen=True)
class SheetQuestion:
    """One question on a sheet; Markdown is worded, the solution complete."""

    number: int
    section: str
    question: str
    title: str
    level: int
    minutes: int
    stem: str
    figures: tuple[Figure, ...]
    parts: tuple[SheetPart, ...]
    solution: str
    conventions: tuple[str, ...]

    @property
    def points(self) -> Fraction:
        """The points of all parts."""
        return sum((part.points for part in self.parts), Fraction(0))

    @property
    def counted(self) -> Fraction:
        """The points that can be had, without void parts."""
        return sum((part.counted for part in self.parts), Fraction(0))

    def figure(self, name: str) -> Figure:
        """The figure that the text shows under this name.

        Raises GradsetError where there is none.
        """
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise GradsetError(f"{self.question}: the text shows {name!r}, which is no figure")


@dataclass(frozen=True)
class Layout:
    """How a sheet is printed: paper, columns, in large print, tagged for screen readers."""

    paper: str = "a4"
    columns: int = 1
    large: bool = False
    accessible: bool = False


@dataclass(frozen=True)
class Heading:
    """What stands at the top of every sheet of an exam, and how it is printed."""

    exam: str
    title: str
    course: str = ""
    day: str = ""
    minutes: int | None = None
    instructions: str = ""
    layout: Layout = Layout()


@dataclass(frozen=True)
class Sheet:
    """One student's questions in order; `folder` is a safe name for files."""

    heading: Heading
    student: Student
    folder: str
    sheet_id: str
    questions: tuple[SheetQuestion, ...]

    @property
    def points(self) -> Fraction:
        """The points of all questions."""
        return sum((question.points for question in self.questions), Fraction(0))

    @property
    def counted(self) -> Fraction:
        """The points that can be had, without void parts."""
        return sum((question.counted for question in self.questions), Fraction(0))

    @property
    def sections(self) -> list[tuple[str, list[SheetQuestion]]]:
        """The questions in order by section, each with its title; an empty one is not shown."""
        return [(title, list(group)) for title, group in groupby(self.questions, _section)]

    @property
    def conventions(self) -> list[str]:
        """The conventions that the questions use, each once."""
        said = [line for question in self.questions for line in question.conventions]
        return list(dict.fromkeys(said))


_section = attrgetter("section")


def heading(exam: Exam, student: str = "") -> Heading:
    """The top of every sheet of an exam; of a student's in the layout that they need."""
    large = exam.print.large or student in exam.print.large_for
    return Heading(
        exam.id,
        exam.title,
        exam.course,
        exam.day,
        exam.minutes,
        exam.instructions.strip(),
        Layout(
            exam.print.paper,
            1 if large else exam.print.columns,
            large,
            exam.print.accessible,
        ),
    )


def sheet_id(secret: bytes, exam: str, student: str) -> str:
    """The printed identification of a sheet, from a label of its own: `K7QW-2MXD`."""
    number = int.from_bytes(keyed(secret, "sheet", exam, student, size=5), "big")
    signs = ""
    for _ in range(8):
        number, digit = divmod(number, len(ALPHABET))
        signs += ALPHABET[digit]
    return f"{signs[:4]}-{signs[4:]}"


def sheet_question(
    variant: Variant,
    number: int = 1,
    section: str = "",
    points: int | None = None,
    void: Mapping[str, str] | None = None,
) -> SheetQuestion:
    """A variant as it stands on a sheet; `void` says of some parts why they do not count.

    Raises GradsetError where the points cannot be divided among the parts, or where two quantities
    have the same letter in this exam.
    """
    question = variant.question
    front = question.prose.front
    for a, b in variant.notation.collisions(variant.solved):
        raise GradsetError(
            f"{question.id}: {a} and {b} are both written "
            f"{variant.notation.symbol(a, variant.solved[a])}; change the exam's "
            "conventions.notation or the question's [symbols]"
        )
    shares = divided(points or front.points, [p.points for p in front.parts.values()], question.id)
    parts = tuple(
        _part(variant, name, index, share, (void or {}).get(name, ""))
        for index, (name, share) in enumerate(zip(front.parts, shares, strict=True))
    )
    drawn = (figures.network(variant, front.network),) if front.network else ()
    return SheetQuestion(
        number,
        section,
        question.id,
        question.title,
        front.level,
        front.minutes,
        variant.wording(question.prose.stem),
        drawn,
        parts,
        variant.wording.solution(question.prose.solution),
        tuple(conventions(variant)),
    )


def _part(variant: Variant, name: str, index: int, points: Fraction, void: str) -> SheetPart:
    answer = variant.answers[name]
    spec = variant.question.prose.front.parts[name]
    symbol = ""
    if spec.kind in ("numeric", "formula"):
        quantity = spec.of or name
        step = variant.question.derivation.steps.get(quantity)
        node = (
            f"{quantity}[{len(variant.solved[f'{quantity}_all'])}]"
            if step and step.mark.over
            else quantity
        )
        symbol = variant.notation.symbol(node, variant.solved[quantity])
    prompt = variant.wording(variant.question.prose.sections[name].prompt)
    return SheetPart(
        name,
        "abcdefghijklmnopqrstuvwxyz"[index],
        prompt,
        answer,
        points,
        symbol,
        precision(answer, variant.rounding_of(name)),
        void,
    )


def precision(answer: Answer, rounding: Rounding) -> str:
    """How an answer is to be rounded, in words; nothing where every number is exact."""
    cells = [answer] if isinstance(answer, Numeric) else []
    if isinstance(answer, Table):
        cells = [cell for _, cell in answer.numbered()]
    if all(cell.exact for cell in cells):
        return ""
    if rounding.significant:
        return f"{rounding.significant} significant digits"
    return f"{rounding.decimals} decimals"


def conventions(variant: Variant) -> list[str]:
    """The sentences about conventions that this question needs."""
    derivation = variant.question.derivation
    steps = [*derivation.steps.values()]
    used = {source for step in steps for source in step.sources if source in NAMES}
    said = variant.conventions.sentences(used)
    weights = variant.solved.values_by_name.get("W")  # a number where it is a width
    if variant.question.prose.front.network or len(shape(weights)) == 2:
        said.append(LAYOUT)
    if _sigmoid_undefined(variant):
        said.append(SIGMOID)
    if any(precision(a, variant.rounding_of(name)) for name, a in variant.answers.items()):
        said.append(ROUNDING)
    if any(_several(answer) for answer in variant.answers.values()):
        said.append(SHARES)
    return said


def _sigmoid_undefined(variant: Variant) -> bool:
    """Whether the words apply a sigmoid that they do not define."""
    prose = variant.question.prose
    prompts = (section.prompt for section in prose.sections.values())
    text = "\n".join(variant.wording(words) for words in (prose.stem, *prompts))
    given = any(getattr(value, "name", "") == "sigmoid" for value in variant.givens.values())
    return bool(given or APPLIED.search(text)) and not DEFINED.search(text)


def _several(answer: Answer) -> bool:
    """Whether an answer is marked piece by piece."""
    return isinstance(answer, Table | Match | Order) or (
        isinstance(answer, Statements) and answer.each
    )


def sheet(
    exam: Exam,
    student: Student,
    folder: str,
    secret: bytes,
    slots: Sequence[Slot],
    variants: Mapping[str, Variant],
) -> Sheet:
    """A student's sheet from the variants by slot; sections that shuffle do so here."""
    ordered: list[Slot] = []
    for s, section in enumerate(exam.sections):
        mine = [slot for slot in slots if slot.section == s]
        if section.shuffle:
            mine = Rng(Stream(secret, "order", exam.id, s, student.id)).shuffled(mine)
        ordered += mine
    questions = tuple(
        sheet_question(
            variants[slot.id],
            number,
            exam.sections[slot.section].title,
            slot.points,
            exam.voided(variants[slot.id].question.id),
        )
        for number, slot in enumerate(ordered, 1)
    )
    identification = sheet_id(secret, exam.id, student.id)
    return Sheet(heading(exam, student.id), student, folder, identification, questions)


def points_text(points: Fraction | int) -> str:
    """`1 point`, `2.5 points`."""
    number = f"{float(points):g}"
    return f"{number} point" if number == "1" else f"{number} points"
