r"""Moodle's cloze language: answer fields inside a text, `{1:NUMERICAL:=0.5:0.01}`."""

import re
from collections.abc import Sequence
from decimal import Decimal
from math import gcd, lcm

from generator.answers import (
    LETTERS,
    Answer,
    Choice,
    Essay,
    Formula,
    Match,
    Numeric,
    Option,
    Order,
    Statements,
    Table,
)
from generator.errors import GradsetError
from generator.exporters import words
from generator.sheet import SheetPart
from generator.text.html import tex_delimiters, to_html

SPECIAL = "}#"


def fits(answer: Answer) -> bool:
    """Whether the cloze language can ask for this kind of answer."""
    return not isinstance(answer, Essay)


def text(parts: Sequence[SheetPart]) -> str:
    """The HTML of all parts with their fields."""
    weights = _weights(parts)
    return "\n".join(
        f"<p><strong>({part.label})</strong> {prompt(part)}</p>\n{_fields(part, weight)}"
        for part, weight in zip(parts, weights, strict=True)
    )


def prompt(part: SheetPart) -> str:
    """A part's prompt in a line, with what to do and how to round."""
    said = " ".join(filter(None, (part.prompt, words.instruction(part.answer))))
    body = to_html(said, inline=True, math=tex_delimiters)
    return f"{body} <em>({part.precision})</em>" if part.precision else body


def _weights(parts: Sequence[SheetPart]) -> list[int]:
    """Whole weights of each part's fields, in proportion to its points."""
    shares = [part.points / _count(part.answer) for part in parts]
    scale = lcm(*(share.denominator for share in shares))
    whole = [int(share * scale) for share in shares]
    common = gcd(*whole)
    return [weight // common for weight in whole]


def _count(answer: Answer) -> int:
    match answer:
        case Table():
            return sum(1 for _ in answer.numbered())
        case Statements():
            return len(answer.statements)
        case Match():
            return len(answer.stems)
        case Order():
            return len(answer.items)
        case _:
            return 1


def _fields(part: SheetPart, weight: int) -> str:
    match part.answer:
        case Numeric() as number:
            symbol = f"{tex_delimiters(part.symbol)} = " if part.symbol else ""
            return f"<p>{symbol}{_numeric(number, weight)}</p>"
        case Table() as table:
            return _table(table, weight)
        case Choice() as choice:
            return f"<p>{_choice(choice.options, weight)}</p>"
        case Statements() as statements:
            return _statements(statements, weight)
        case Formula() as formula:
            return f"<p>{_choice(formula_options(formula, part.key), weight)}</p>"
        case Match() as match:
            return _match(match, weight)
        case Order() as order:
            return _order(order, weight)
        case Essay():
            raise GradsetError(f"part {part.key!r}: cloze has no essay")


def formula_options(formula: Formula, where: str) -> list[Option]:
    """A formula as a choice between the right one and those that mistakes lead to.

    Raises GradsetError where no mistake leads to another formula.
    """
    if not formula.wrong:
        raise GradsetError(f"part {where!r}: a formula without mistakes cannot become a choice")
    right = Option(f"${formula.latex}$", True)
    wrong = (w.option(f"${w.printed}$") for w in formula.wrong)
    # In the order of their letters, so that the right one has no place of its own.
    return sorted([right, *wrong], key=lambda option: option.text)


def middle(number: Numeric) -> tuple[str, str]:
    """The accepted interval as its middle and an absolute tolerance, both plain decimals."""
    centre = (number.low + number.high) / 2
    return f"{centre:f}", f"{(number.high - number.low) / 2:f}"


def escaped(html: str) -> str:
    """Text inside a field: what the language itself uses is escaped.

    Moodle decodes a field's entities once before it shows it as HTML, so they are written twice;
    a tilde has no escape that is taken away again, nor a backslash at the end.
    """
    twice = re.sub(r"~|\\$", lambda found: f"&#{ord(found[0])};", html).replace("&", "&amp;")
    return "".join("\\" + c if c in SPECIAL else c for c in twice).replace("\n", " ")


def _inline(markdown: str) -> str:
    return escaped(to_html(markdown, inline=True, math=tex_delimiters)) if markdown else ""


def _numeric(number: Numeric, weight: int) -> str:
    centre, tolerance = middle(number)
    answers = [f"={centre}:{tolerance}"]
    for wrong in number.wrong:
        if not number.accepts(Decimal(wrong.printed)):
            answers.append(f"%0%{wrong.printed}:{tolerance}#{_inline(wrong.why)}")
    return f"{{{weight}:NUMERICAL:{'~'.join(answers)}}}"


def _choice(options: Sequence[Option], weight: int, layout: str = "MULTICHOICE_VS") -> str:
    # A wrong one says so, lest its own text begin with a sign of the language.
    answers = [
        f"{'=' if option.right else '%0%'}{_inline(option.text)}"
        + (f"#{_inline(option.why)}" if option.why else "")
        for option in options
    ]
    return f"{{{weight}:{layout}:{'~'.join(answers)}}}"


def _table(table: Table, weight: int) -> str:
    side = table.has_row_names
    head = [table.corner] * side + list(table.columns)
    cells = "".join(f"<th>{to_html(h, inline=True, math=tex_delimiters)}</th>" for h in head)
    rows = "".join(
        "<tr>"
        + (f"<th>{to_html(label, inline=True, math=tex_delimiters)}</th>" if side else "")
        + "".join(f"<td>{_numeric(cell, weight)}</td>" for cell in row)
        + "</tr>"
        for label, row in zip(table.rows, table.cells, strict=True)
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"


def _statements(statements: Statements, weight: int) -> str:
    yes, no = ("true", "false") if statements.each else ("tick", "no tick")
    rows = []
    for statement in statements.statements:
        options = [
            Option(yes, statement.right, statement.why if not statement.right else ""),
            Option(no, not statement.right, statement.why if statement.right else ""),
        ]
        field = _choice(options, weight, "MULTICHOICE_H")
        body = to_html(statement.text, inline=True, math=tex_delimiters)
        rows.append(f"<p>{body}<br/>{field}</p>")
    return "\n".join(rows)


def _letters(count: int, right: int, weight: int) -> str:
    """A drop-down of letters; formulas stay outside, since a drop-down shows them raw."""
    options = [Option(LETTERS[i], i == right) for i in range(count)]
    return _choice(options, weight, "MULTICHOICE")


def _match(match: Match, weight: int) -> str:
    listed = _lettered(match.choices)
    rows = "".join(
        f"<p>{to_html(stem, inline=True, math=tex_delimiters)} "
        f"{_letters(len(match.choices), right, weight)}</p>"
        for stem, right in zip(match.stems, match.right, strict=True)
    )
    return listed + rows


def _order(order: Order, weight: int) -> str:
    fields = " ".join(
        f"{place}. {_letters(len(order.items), right, weight)}"
        for place, right in enumerate(order.right, 1)
    )
    return f"{_lettered(order.items)}<p>{fields}</p>"


def _lettered(items: Sequence[str]) -> str:
    rows = "".join(
        f"<li>{LETTERS[i]}: {to_html(item, inline=True, math=tex_delimiters)}</li>"
        for i, item in enumerate(items)
    )
    return f'<ul style="list-style: none">{rows}</ul>'
