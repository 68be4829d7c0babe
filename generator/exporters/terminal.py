"""Worksheets and keys as plain text, for files and the terminal, formulas in readable Unicode."""

import textwrap
from collections.abc import Iterator, Sequence

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
from generator.exporters import words
from generator.exporters.file import File
from generator.sheet import Sheet, SheetPart, SheetQuestion
from generator.text.numbers import with_minus
from generator.text.plain import columns_of, to_plain

WIDTH = 80


def files(made: Sheet) -> Iterator[File]:
    """A student's worksheet and key."""
    yield File(f"students/{made.folder}/worksheet.txt", sheet(made, key=False).encode())
    yield File(f"keys/{made.folder}.txt", sheet(made, key=True).encode())


def sheet(made: Sheet, *, key: bool) -> str:
    """A whole sheet; with `key`, its answers and solutions."""
    heading = made.heading
    facts = [heading.course, *words.facts(heading, made, key=key)]
    head = [
        f"{heading.title}{' — Key' * key}",
        " · ".join(filter(None, facts)),
        f"{words.who(made.student)} · sheet {made.sheet_id}",
    ]
    pieces = ["".join(textwrap.fill(line, WIDTH) + "\n" for line in head)]
    if heading.instructions and not key:
        pieces.append(to_plain(heading.instructions) + "\n")
    pieces.append(_conventions(made.conventions))
    for title, questions in made.sections:
        if title:
            pieces.append(f"{title}\n{'~' * WIDTH}\n")
        pieces += [_question(question, key=key) for question in questions]
    return "\n".join(filter(None, pieces))


def question(made: SheetQuestion, *, key: bool) -> str:
    """One question; with `key`, its answers, solution and remarks."""
    said = "" if key else _conventions(made.conventions)
    return "\n".join(filter(None, (_question(made, key=key), said)))


def _conventions(sentences: Sequence[str]) -> str:
    return "".join(_indented(f"* {to_plain(c, inline=True)}", "  ") + "\n" for c in sentences)


def _question(made: SheetQuestion, *, key: bool) -> str:
    number = f"{made.number}  " if made.number else ""
    points = words.question_points(made, key=key)
    title = f"{number}{to_plain(made.title, inline=True)}"
    lines = [f"{title}{points:>{max(2, WIDTH - len(title))}}", "=" * WIDTH, to_plain(made.stem), ""]
    for part in made.parts:
        lines += [*_part(part, key=key), ""]
    if key:
        lines += ["Solution", "-" * WIDTH, to_plain(made.solution).lstrip("\n"), ""]
        for label, pairs in words.remarks(made):
            lines += [f"({label})", *_remarks(pairs)]
    return "\n".join(lines).rstrip() + "\n"


def _indented(text: str, indent: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="", subsequent_indent=indent)


def _part(part: SheetPart, *, key: bool) -> Iterator[str]:
    said = " ".join(filter(None, (part.prompt, words.instruction(part.answer))))
    note = f"[{part.precision}] " * bool(part.precision) + f"({words.worth(part, key=key)})"
    body = to_plain(said, width=WIDTH - 4) if said else ""
    fits = columns_of(body.rpartition("\n")[2]) + 1 + len(note) <= WIDTH - 4
    body = f"{body}{' ' if fits else chr(10)}{note}".lstrip()
    yield f"({part.label}) " + textwrap.indent(body, "    ").lstrip()
    if key and part.void:
        yield textwrap.indent(textwrap.fill(f"Does not count: {part.void}", WIDTH - 4), "    ")
    symbol = f"{to_plain(f'${part.symbol}$', inline=True)} = " if part.symbol else ""
    for line in _answer(part.answer, symbol, key=key):
        yield "    " + line


def _answer(answer: Answer, symbol: str, *, key: bool) -> Iterator[str]:
    match answer:
        case Numeric():
            shown = f"{with_minus(answer.printed)}   ({words.accepted(answer)})" if key else "____"
            yield symbol + shown
        case Formula():
            yield symbol + (to_plain(f"${answer.latex}$", inline=True) if key else "____")
        case Table():
            yield from _table(answer, key=key)
        case Choice() | Statements():
            yield from _ticked(answer.options, key=key)
        case Match():
            for i, stem in enumerate(answer.stems, 1):
                letter = LETTERS[answer.right[i - 1]] if key else "_"
                yield _hanging(f"{i}. ", f"{to_plain(stem, inline=True)} → {letter}")
            yield from _lettered(answer.choices)
        case Order():
            yield from _lettered(answer.items)
            yield "order: " + " ".join(LETTERS[i] if key else "_" for i in answer.right)
        case Essay():
            yield from to_plain(answer.model, width=WIDTH - 4).splitlines() if key else ["____"]


def _ticked(options: tuple[Option, ...], *, key: bool) -> Iterator[str]:
    for i, option in enumerate(options):
        mark = "x" if key and option.right else " "
        yield _hanging(f"[{mark}] {LETTERS[i]}  ", to_plain(option.text, inline=True))


def _lettered(items: tuple[str, ...]) -> Iterator[str]:
    for i, item in enumerate(items):
        yield _hanging(f"{LETTERS[i]}  ", to_plain(item, inline=True))


def _hanging(mark: str, text: str) -> str:
    """A mark and a text whose further lines begin below the text."""
    filled = textwrap.fill(mark + text, WIDTH - 4, subsequent_indent=" " * len(mark))
    return filled.replace("\n", "\n    ")


def _table(table: Table, *, key: bool) -> Iterator[str]:
    side = table.has_row_names
    head = [table.corner] * side + list(table.columns)
    rows = [[to_plain(cell, inline=True) if cell else "" for cell in head]]
    for label, cells in zip(table.rows, table.cells, strict=True):
        first = [to_plain(label, inline=True)] if side else []
        rows.append(first + [with_minus(cell.printed) if key else "____" for cell in cells])
    widths = [max(columns_of(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        padded = (" " * (w - columns_of(c)) + c for c, w in zip(row, widths, strict=True))
        yield "  ".join(padded)


def _remarks(pairs: list[tuple[str, str]]) -> Iterator[str]:
    for head, text in pairs:
        line = f"{to_plain(head, inline=True)}: {to_plain(text, inline=True)}"
        yield "    " + textwrap.fill(line, WIDTH - 4, subsequent_indent="  ").replace(
            "\n", "\n    "
        )
