"""Pure functions from sheets to files; nobody here reads the bank or writes to a disk.

`SHEETS` turn each student's sheet into files of their own, `POOLS` turn many variants of each
question into one file that a learning platform imports. Files about the whole class come out of
`COLLECTED` (from a piece that each sheet gives) and `MERGED` (from a file that each student has),
so that no more than one sheet is ever in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.exporters import (
    docx,
    html,
    keys,
    latex,
    markdown,
    moodle,
    pdf,
    printing,
    terminal,
)
from generator.exporters.file import File
from generator.sheet import Heading, Sheet, SheetQuestion

SHEETS: dict[str, Callable[[Sheet], Iterator[File]]] = {
    "pdf": pdf.files,
    "html": html.files,
    "latex": latex.files,
    "markdown": markdown.files,
    "text": terminal.files,
    "docx": docx.files,
}
POOLS: dict[str, Callable[[Heading, Mapping[str, Sequence[SheetQuestion]]], Iterator[File]]] = {
    "moodle": moodle.files
}
FORMATS = (*SHEETS, *POOLS)
NEEDS: dict[str, Callable[[], None]] = {"docx": docx.require}  # programs that may be missing


@dataclass(frozen=True)
class Collected:
    """A file about the whole class from a piece of each sheet; for any format, or only for one."""

    path: str
    piece: Callable[[Sheet], str]
    write: Callable[[Heading, Iterable[str], BinaryIO], object]
    format: str = ""


@dataclass(frozen=True)
class Merged:
    """A file that holds one file of each student; `source` is its path, with `{folder}` in it.

    `write` gets who each student is, and the file.
    """

    path: str
    source: str
    write: Callable[[Heading, Sequence[tuple[str, Path]], BinaryIO], object]
    format: str


COLLECTED = (
    Collected("keys/answers.csv", keys.answers, keys.write_answers),
    Collected("keys/key.json", keys.key, keys.write_key),
    Collected("keys/marking.pdf", pdf.overview, pdf.write_marking, "pdf"),
    Collected("print/worksheets.tex", latex.worksheet_body, latex.write_worksheets, "latex"),
    Collected("print/keys.tex", latex.key_body, latex.write_keys, "latex"),
)
MERGED = (
    Merged("print/worksheets.pdf", "students/{folder}/worksheet.pdf", printing.merge, "pdf"),
    Merged("print/keys.pdf", "keys/{folder}.pdf", printing.merge, "pdf"),
)

__all__ = ["COLLECTED", "FORMATS", "MERGED", "NEEDS", "POOLS", "SHEETS", "Collected", "Merged"]
