"""What a part asks for, solved: one type for each kind of answer.

Markdown strings in here are worded already; numbers are printed already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator.values import Value


@dataclass(frozen=True)
class Wrong:
    """What a mistake leads to: its name, the sentence for the student, the value printed.

    misconception: the entry of the catalogue that it is a case of, if there is one.
    """

    mistake: str
    why: str
    printed: str
    misconception: str = ""

    def option(self, text: str, value: Any = None) -> "Option":
        """The wrong option that offers it."""
        return Option(text, False, self.why, self.mistake, self.misconception, value)


@dataclass(frozen=True)
class Numeric:
    """One number; right is whatever lies in `low` … `high`.

    `low` and `high` are equal for integers and exact decimals.
    """

    value: Any
    printed: str
    low: Decimal
    high: Decimal
    wrong: tuple[Wrong, ...] = ()

    kind = "numeric"

    def accepts(self, number: Decimal | float) -> bool:
        """Whether a student's number is right."""
        return self.low <= Decimal(number) <= self.high

    @property
    def exact(self) -> bool:
        """Whether only one number is right."""
        return self.low == self.high


@dataclass(frozen=True)
class Table:
    """A matrix or several quantities in columns; headings are Markdown and may be empty."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Numeric, ...], ...]
    corner: str = ""

    kind = "table"

    @property
    def has_row_names(self) -> bool:
        """Whether a column of names stands beside the cells."""
        return any(self.rows)

    def numbered(self) -> Iterator[tuple[str, Numeric]]:
        """The cells with their keys `r1c1`, `r1c2`, …, row by row."""
        for i, row in enumerate(self.cells, 1):
            for j, cell in enumerate(row, 1):
                yield f"r{i}c{j}", cell


@dataclass(frozen=True)
class Option:
    """One option of a choice, or one statement: its text, whether it is right, and why.

    A computed option has the mistake that leads to it, and its value (which may be an array; two
    options are equal where they read alike).
    """

    text: str
    right: bool
    why: str = ""
    mistake: str = ""
    misconception: str = ""
    value: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Choice:
    """Exactly one option is right; `instruction` says so where the prompt cannot know it."""

    options: tuple[Option, ...]
    instruction: str = ""

    kind = "choice"

    @property
    def right(self) -> int:
        """The position of the right option, from 0."""
        return next(i for i, option in enumerate(self.options) if option.right)


@dataclass(frozen=True)
class Statements:
    """Statements: `each` is marked true or false, or all true ones are ticked."""

    statements: tuple[Option, ...]
    each: bool

    kind = "statements"

    @property
    def options(self) -> tuple[Option, ...]:
        """The statements, which are ticked as options are."""
        return self.statements


@dataclass(frozen=True)
class Match:
    """Each stem belongs to one of the choices; `right[i]` is the position of stem i's."""

    stems: tuple[str, ...]
    choices: tuple[str, ...]
    right: tuple[int, ...]

    kind = "match"


@dataclass(frozen=True)
class Order:
    """Items as shown; `right` are the positions of the shown items in the right order."""

    items: tuple[str, ...]
    right: tuple[int, ...]

    kind = "order"


@dataclass(frozen=True)
class Formula:
    """An expression; any equivalent one is right."""

    expression: Value
    latex: str
    wrong: tuple[Wrong, ...] = ()

    kind = "formula"


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric."""

    points: int
    text: str


@dataclass(frozen=True)
class Essay:
    """Free text, marked by a person along the rubric; `model` is a full answer in Markdown."""

    model: str
    rubric: tuple[Criterion, ...]
    lines: int

    kind = "essay"


Answer = Numeric | Table | Choice | Statements | Match | Order | Formula | Essay

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def final(answer: Answer) -> list[tuple[str, str]]:
    """The right answer as (cell, text) pairs, as a marker reads it; text is Markdown."""
    match answer:
        case Numeric():
            return [("", answer.printed)]
        case Table():
            return [(key, cell.printed) for key, cell in answer.numbered()]
        case Choice():
            return [("", LETTERS[answer.right])]
        case Statements(each=True):
            return [
                (LETTERS[i], "true" if s.right else "false")
                for i, s in enumerate(answer.statements)
            ]
        case Statements():
            ticked = [LETTERS[i] for i, s in enumerate(answer.statements) if s.right]
            return [("", " ".join(ticked) or "none")]
        case Match():
            return [(str(i), LETTERS[j]) for i, j in enumerate(answer.right, 1)]
        case Order():
            return [("", " ".join(LETTERS[i] for i in answer.right))]
        case Formula():
            return [("", f"${answer.latex}$")]
        case Essay():
            return [("", "rubric")]
