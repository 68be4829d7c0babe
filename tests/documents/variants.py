"""Variant 1 of every question with its key, as text: `python -m tests.documents.variants` rewrites.

Read the difference before it is committed: it is what students would see.
"""

from pathlib import Path

from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.exporters import terminal
from generator.sheet import sheet_question

FOLDER = Path(__file__).parent / "variants"


def text_of(name: str) -> str:
    """A question's first public variant and its key."""
    variant = public_variant(Bank.at().load(name), 1, Conventions())
    return terminal.question(sheet_question(variant), key=True)


def file_of(name: str) -> Path:
    """Where a question's reviewed text is kept."""
    return FOLDER / f"{name.replace('/', '.')}.txt"


def main() -> None:
    """Write all texts anew, and delete those of questions that are gone."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name in Bank.at().find([]):
        file_of(name).write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
