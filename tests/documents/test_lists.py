"""Pages of docs/ that list what the bank has: they say what is true of it."""

import re
from pathlib import Path

from generator.bank import Bank
from tests.documents import misconceptions

DOCS = Path(__file__).parents[2] / "docs"
ROWS = (DOCS.parent / "tests" / "data" / "exercises.txt").read_text(encoding="utf-8").splitlines()
NOTHING = "nothing asked"
LATER = "code, experiments: to come"
COVERED = re.compile(r"^\| (?P<row>\d{3}-\S.*?) \| (?P<what>.+?) \| (?P<by>.+?) \|$", re.MULTILINE)


def coverage():
    """The rows of the coverage page: id, what is exercised, what covers it."""
    text = (DOCS / "coverage.md").read_text(encoding="utf-8")
    return [match.group("row", "what", "by") for match in COVERED.finditer(text)]


def test_the_list_of_misconceptions_is_that_of_the_bank():
    assert misconceptions.PAGE.read_text(encoding="utf-8") == misconceptions.page()


def test_every_exercise_has_one_entry_and_there_are_no_others():
    assert len(ROWS) == 101
    assert [row for row, _, _ in coverage()] == ROWS


def test_an_exercise_is_covered_by_questions_that_exist_or_says_why_not():
    ids = set(Bank.at().paths())
    for row, _, by in coverage():
        names = re.findall(r"`([^`]+)`", by)
        assert set(names) <= ids, row
        rest = re.sub(r"`[^`]+`,? ?", "", by).strip("; ")
        assert names or rest, row
        assert rest in ("", LATER, NOTHING), row
