"""The students: CSV as learning platforms export it."""

import csv
import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import GradsetError

# What Moodle, Canvas and registrars call their columns; the first that is there counts, and of
# the ids the first that is not empty in every row.
COLUMNS = {
    "id": (
        "student id", "student number", "matriculation number", "id number", "sis user id",
        "student_id", "id", "username", "sis login id",
    ),
    "name": ("name", "full name", "student", "student name"),
    "first": ("first name", "first names", "given name", "firstname"),
    "last": ("last name", "surname", "family name", "lastname"),
    "email": ("email", "email address", "e-mail", "mail"),
    "group": ("group", "groups", "section"),
}  # fmt: skip
TEST_STUDENT = "student, test"  # of Canvas, for the lecturer's own view
# Signs that no page can show, and those that turn round the text that follows them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LONGEST = 200  # characters of what is quoted from a file


@dataclass(frozen=True)
class Student:
    """One student; `id` is unique in the roster, everything else may be empty.

    From a roster, each is one line without control characters, and an id has no invisible ones.
    """

    id: str
    name: str = ""
    email: str = ""
    group: str = ""


def read(path: Path) -> list[Student]:
    """The students in the file's order.

    Raises GradsetError with the line number where an id is empty, holds what cannot be seen or
    stands twice, where a row has more cells than there are headings, or where no column of ids is
    found.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise GradsetError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GradsetError(f"{path}: is not UTF-8 text; save it as 'CSV UTF-8'") from None
    students: dict[str, Student] = {}
    lines: dict[str, int] = {}
    headings, places, rows = _table(path, text)
    for line, row in rows:
        student = _student(row, places)
        if control := CONTROL.search("".join(vars(student).values())):
            raise GradsetError(f"{path}:{line}: holds the control character {control[0]!r}")
        if not student.id:
            column = headings[places["id"]]
            raise GradsetError(f"{path}:{line}: the id is empty (column {column!r})")
        if not student.id.isprintable():
            raise GradsetError(f"{path}:{line}: the id {student.id!a} holds an invisible character")
        if student.id in students:
            raise GradsetError(
                f"{path}:{line}: id {student.id!r} stands in line {lines[student.id]} already"
            )
        students[student.id] = student
        lines[student.id] = line
    if not students:
        raise GradsetError(f"{path}: there is no student in it")
    return list(students.values())


def _table(path: Path, text: str) -> tuple[list[str], dict[str, int], list[tuple[int, list[str]]]]:
    """The headings, the column of each field, and the students' rows with their line numbers."""
    heading = re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text, maxsplit=1)[0])
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headings = [cell.strip() for cell in next(reader, [])]
        known = _known(path, headings)
        rows = []
        for row in reader:
            filled = max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)
            if filled > len(headings):
                raise GradsetError(
                    f"{path}:{reader.line_num}: {filled} cells under {len(headings)} headings; "
                    "a name with a comma needs quotes"
                )
            if _is_student(row, known):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise GradsetError(f"{path}:{reader.line_num}: is not CSV: {error}") from None
    used = [place for place in known["id"] if any(_cell(row, place) for _, row in rows)]
    known["id"] = used or known["id"]
    return headings, {field: places[0] for field, places in known.items() if places}, rows


def _known(path: Path, headings: Sequence[str]) -> dict[str, list[int]]:
    """The columns that each field could be read from, the preferred ones first."""
    lower = [heading.lower() for heading in headings]
    known = {
        field: [lower.index(name) for name in names if name in lower]
        for field, names in COLUMNS.items()
    }
    if not known["id"]:
        raise GradsetError(
            f"{path}:1: no column of ids; a heading such as 'id', 'ID number' or "
            f"'SIS User ID' is needed, found {_quoted(headings) or 'nothing'}"
        )
    return known


def _quoted(headings: Sequence[str]) -> str:
    """The headings as one short line that a terminal can show."""
    return textwrap.shorten(", ".join(map(repr, headings)), LONGEST, placeholder=" …")


def _is_student(row: Sequence[str], known: dict[str, list[int]]) -> bool:
    # Below its heading Canvas writes lines about the assignments, not about students: "Manual
    # Posting" in their own columns only, and the maximal points. Its last line is a test student.
    name = _cell(row, next(iter(known["name"]), None)).lower()
    filled = any(_cell(row, place) for places in known.values() for place in places)
    return filled and not name.startswith("points possible") and name != TEST_STUDENT


def _cell(row: Sequence[str], place: int | None) -> str:
    """A row's cell as one line; a row may end early, and a column may be missing."""
    return " ".join(row[place].split()) if place is not None and place < len(row) else ""


def _student(row: Sequence[str], places: dict[str, int]) -> Student:
    cells = {field: _cell(row, places.get(field)) for field in COLUMNS}
    name = cells["name"] or f"{cells['first']} {cells['last']}".strip()
    return Student(cells["id"], name, cells["email"], cells["group"])
