import pytest

from generator.bank import Bank
from tests.documents.variants import FOLDER, file_of, text_of

NAMES = Bank.at().find([])


@pytest.mark.parametrize("name", NAMES)
def test_variant_one_and_its_key_are_what_was_read_and_committed(name):
    assert text_of(name) == file_of(name).read_text(encoding="utf-8"), (
        "read the difference; other numbers or another rounding are announced in CHANGELOG.md as "
        "breaking; then `make snapshots`"
    )


def test_no_text_is_kept_of_a_question_that_is_gone():
    assert sorted(FOLDER.glob("*.txt")) == sorted(file_of(name) for name in NAMES)
