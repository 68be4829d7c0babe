"""Matrices, cases and aligned lines in Typst mathematics."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from generator.text.mathml import SEPARATOR, UnsupportedError, style

Row = Callable[[Iterable[Element]], str]

EMPTY = "zws"
NO_FENCE = "#none"


@dataclass(frozen=True)
class Cell:
    """A cell's content and what its style says."""

    body: str
    align: str
    padding: frozenset[str]
    line_above: bool
    line_right: bool


def lines(table: Element, row: Row) -> str | None:
    """An `aligned` or `gathered` as lines of their own; None if the table is a matrix."""
    cells = _cells(table, row)
    if not _is_aligned(table, cells):
        return None
    return " \\ ".join(map(_aligned_line, cells))


def matrix(table: Element, row: Row, fence: str = NO_FENCE) -> str:
    """A table inside a formula, between the given fences."""
    cells = _cells(table, row)
    if _is_aligned(table, cells):
        body = "; ".join(_aligned_line(line) or EMPTY for line in cells)
        return f"display(mat(delim: {fence}, row-gap: #0.6em, {body}))"
    options = [f"delim: {fence}", "column-gap: #0.8em", *_rules(table, cells)]
    display = table.get("displaystyle") == "true"
    body = "; ".join(_matrix_line(line, len(cells[0]), display) for line in _without_end(cells))
    # Typst sets cells one size down; this takes it back, except for a small matrix.
    size = "inline" if table.get("scriptlevel") == "1" else "display"
    return f"{size}(mat({', '.join(options)}, {body}))"


def small_stack(items: list[str]) -> str:
    """Two or more things above each other, without a line between."""
    return f"mat(delim: {NO_FENCE}, {'; '.join(items)})"


def is_cases(table: Element) -> bool:
    """Whether a table comes from `cases` or `rcases`: all columns to the left, in their padding."""
    styles = [style(cell) for cell in table.iter("mtd")]
    return all(one.get("text-align") == "left" and "padding-right" in one for one in styles)


def cases(table: Element, left: str, right: str, row: Row) -> str:
    """Values and their conditions behind one brace."""
    options = {("{", SEPARATOR): "", (SEPARATOR, "}"): "reverse: #true, "}
    if (left, right) not in options:
        raise UnsupportedError("cases want one curly brace")
    big = table.get("displaystyle") == "true"
    body = ", ".join(
        " &quad ".join(_in_display(cell.body, big) or EMPTY for cell in line)
        for line in _cells(table, row)
    )
    return f"display(cases({options[left, right]}{body}))"


# ---- cells


def _cells(table: Element, row: Row) -> list[list[Cell]]:
    return [[_cell(cell, row) for cell in _unnumbered(table, list(line))] for line in table]


def _cell(element: Element, row: Row) -> Cell:
    said = style(element)
    said.pop("justify-items", None)  # says the same as text-align
    padding = {name for name in said if name.startswith("padding-") and _known(said[name])}
    unknown = said.keys() - padding - {"text-align", "border-top", "border-right"}
    if unknown:
        raise UnsupportedError(f"cell style {', '.join(unknown)} is not supported")
    return Cell(
        body=row(element),
        align=said.get("text-align", ""),
        padding=frozenset(padding),
        line_above="border-top" in said,
        line_right="border-right" in said,
    )


def _known(padding: str) -> bool:
    if padding not in ("0", "1em"):
        raise UnsupportedError(f"padding {padding} is not supported")
    return True


def _unnumbered(table: Element, line: list[Element]) -> list[Element]:
    """A line of `align*` without the outer columns, where `align` would have its numbers."""
    if "width" not in style(table):
        return line
    if style(line[0]) != {"width": "50%"} or len(line[-1]):
        raise UnsupportedError("numbered equations are not supported; write aligned or align*")
    return line[1:-1]


# ---- aligned lines


def _is_aligned(table: Element, cells: list[list[Cell]]) -> bool:
    one_column = max(map(len, cells)) == 1
    paired = any(
        f"padding-{side}" in cell.padding
        for line in cells
        for cell in line
        if (side := "left" if cell.align == "left" else "right") and cell.align
    )
    return table.get("displaystyle") == "true" and (one_column or paired)


def _aligned_line(line: list[Cell]) -> str:
    """Cells in pairs, right and left of their alignment point, and a space between pairs."""
    pairs = (("quad " if j and j % 2 == 0 else "") + cell.body for j, cell in enumerate(line))
    return " & ".join(pairs)


# ---- matrices


def _matrix_line(line: list[Cell], width: int, display: bool) -> str:
    if len(line) > width:
        raise UnsupportedError("a line with more cells than the first")
    return ", ".join([_matrix_cell(cell, display) for cell in line] + [EMPTY] * (width - len(line)))


def _matrix_cell(cell: Cell, display: bool) -> str:
    body = _in_display(cell.body, display)
    placed = {"left": f"& {body}", "right": f"{body} &"}.get(cell.align, body)
    return placed or EMPTY


def _in_display(body: str, display: bool) -> str:
    return f"display({body})" if display and body else body


def _rules(table: Element, cells: list[list[Cell]]) -> list[str]:
    """The lines between rows and columns, in the words of Typst's `augment`."""
    outer = style(table)
    across = {i for i, line in enumerate(cells) if any(cell.line_above for cell in line)}
    down = {j + 1 for line in cells for j, cell in enumerate(line) if cell.line_right}
    across |= {0} if "border-top" in outer else set()
    down |= {0} if "border-left" in outer else set()
    named = (("vline", down), ("hline", across))
    said = [f"{name}: ({', '.join(map(str, sorted(at)))},)" for name, at in named if at]
    return [f"augment: #({', '.join(said)})"] if said else []


def _without_end(cells: list[list[Cell]]) -> list[list[Cell]]:
    r"""The lines but for an empty last one, which only carries the rule of a final \hline."""
    *body, last = cells
    only_a_rule = body and len(last) < len(body[0]) and not any(cell.body for cell in last)
    return body if only_a_rule else cells
