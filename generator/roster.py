"""The students: CSV as learning platforms export it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import GradsetError

# What Moodle, Canvas and registrars call their columns; the first that is there counts.
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
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class Student:
    """One student; `id` is unique in the roster, everything else may be empty."""

    id: str
    name: str = ""
    email: str = ""
    group: str = ""


def read(path: Path) -> list[Student]:
    """The students in the file's order.

    Raises GradsetError with the line number where an id is empty or stands twice, or where no
    column of ids is found.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise GradsetError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GradsetError(f"{path}: is not UTF-8 text; save it as 'CSV UTF-8'") from None
    students: dict[str, Student] = {}
    lines: dict[str, int] = {}
    for line, student in _rows(path, text):
        if control := CONTROL.search("".join(vars(student).values())):
            raise GradsetError(f"{path}:{line}: holds the control character {control[0]!r}")
        if not student.id:
            raise GradsetError(f"{path}:{line}: the id is empty")
        if student.id in students:
            raise GradsetError(
                f"{path}:{line}: id {student.id!r} stands in line {lines[student.id]} already"
            )
        students[student.id] = student
        lines[student.id] = line
    if not students:
        raise GradsetError(f"{path}: there is no student in it")
    return list(students.values())


def _rows(path: Path, text: str) -> Iterator[tuple[int, Student]]:
    heading = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        places = {
            field: next((header.index(name) for name in names if name in header), None)
            for field, names in COLUMNS.items()
        }
        if places["id"] is None:
            raise GradsetError(
                f"{path}:1: no column of ids; a heading such as 'id', 'ID number' or "
                f"'SIS User ID' is needed, found {', '.join(header) or 'nothing'}"
            )
        for row in reader:
            cells = {
                field: row[place].strip() if place is not None and place < len(row) else ""
                for field, place in places.items()
            }
            # Below its heading Canvas writes lines about the assignments, not about students:
            # "Manual Posting" in their own columns only, and the maximal points.
            if any(cells.values()) and not cells["name"].lower().startswith("points possible"):
                yield reader.line_num, _student(cells)
    except csv.Error as error:
        raise GradsetError(f"{path}:{reader.line_num}: is not CSV: {error}") from None


def _student(cells: dict[str, str]) -> Student:
    name = cells["name"] or f"{cells['first']} {cells['last']}".strip()
    return Student(cells["id"], name, cells["email"], cells["group"])
