"""Pure functions from sheets to files; nobody here reads the bank or writes to a disk.

`SHEETS` turn each student's sheet into files of their own, `POOLS` turn many variants of each
question into one file that a learning platform imports.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.exporters import html, moodle, pdf
from generator.exporters.file import File
from generator.sheet import Heading, Sheet, SheetQuestion

SHEETS: dict[str, Callable[[Sheet], Iterator[File]]] = {"pdf": pdf.files, "html": html.files}
POOLS: dict[str, Callable[[Heading, Mapping[str, Sequence[SheetQuestion]]], Iterator[File]]] = {
    "moodle": moodle.files
}
FORMATS = (*SHEETS, *POOLS)

__all__ = ["FORMATS", "POOLS", "SHEETS", "File"]
