"""Documents as text, reviewed when they change: `make snapshots`, then `git diff tests`."""

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.exporters import terminal
from generator.sheet import sheet_question

BANK = Bank.at()


class TextFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("name", BANK.find([]))
def test_variant_one_reads_as_reviewed(name, snapshot):
    variant = public_variant(BANK.load(name), 1, Conventions())
    text = terminal.question(sheet_question(variant), key=True)
    assert text == snapshot(extension_class=TextFile)
