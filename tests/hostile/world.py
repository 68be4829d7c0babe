"""A sheet of one short question, with texts from outside wherever such texts can stand."""

from fractions import Fraction

from generator.answers import Choice, Option
from generator.roster import Student
from generator.sheet import Heading, Sheet, SheetPart, SheetQuestion

HARMLESS = "Ada"
OPTIONS = (Option("Yes.", right=True), Option("No.", right=False, why="It is so."))


def question(section: str = "") -> SheetQuestion:
    part = SheetPart("so", "a", "Is it so?", Choice(OPTIONS), Fraction(1))
    return SheetQuestion(1, section, "t/so", "So", 1, 1, "It is so.", (), (part,), "It is.", ())


def sheet(text: str = HARMLESS, instructions: str = "") -> Sheet:
    """A sheet whose title, course, section, name and id are this text."""
    return Sheet(
        Heading("small", text, text, "", None, instructions),
        Student(text, text, text, text),
        "ada",
        "K7QW-2MXD",
        (question(text),),
    )
