"""Sheets of every question of the bank, and the numbers of their answers."""

from functools import cache

from generator.answers import Numeric, Table
from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.roster import Student
from generator.sheet import Heading, Layout, Sheet, sheet_question

NAMES = ("Ada Lovelace", r"Ὑπατία 陳省身 \input{/etc/passwd} #1 %", "")

PLAIN = Layout()


@cache
def sheet(variant: int, layout: Layout = PLAIN) -> Sheet:
    """Every question of the bank, drawn for one of three students."""
    bank = Bank.at()
    questions = tuple(
        sheet_question(
            public_variant(bank.load(name), variant, Conventions()), number, name.split("/")[0]
        )
        for number, name in enumerate(bank.find([]), 1)
    )
    heading = Heading(
        "all", "Every question: 100 % of $5", "A course", "1 December 2026", 90,
        "Show **your** work: $x < 1$ & more.", layout,
    )  # fmt: skip
    student = Student(f"s_00{variant}", NAMES[variant - 1])
    return Sheet(heading, student, f"s00{variant}", f"ABCD-234{variant + 4}", questions)


def numbers(made: Sheet) -> set[str]:
    """Every number of the answers as it is printed, without its sign."""
    cells = []
    for question in made.questions:
        for part in question.parts:
            if isinstance(part.answer, Numeric):
                cells.append(part.answer)
            if isinstance(part.answer, Table):
                cells += [cell for _, cell in part.answer.numbered()]
    return {cell.printed.lstrip("-") for cell in cells if "/" not in cell.printed}
