import re

import pytest

from generator.exporters import terminal
from generator.text.plain import columns_of
from tests.exporters.whole_bank import numbers, sheet


@pytest.mark.parametrize("variant", [1, 2, 3])
def test_only_matrices_tables_and_code_are_wider_than_a_terminal(variant):
    (worksheet, _) = terminal.files(sheet(variant))
    assert worksheet.path == f"students/s00{variant}/worksheet.txt"
    wide = [line for line in worksheet.content.decode().splitlines() if columns_of(line) > 80]
    unbreakable = re.compile(r"    .* = .*\[.*|.*\S(?:  +\S+){5,}|     ?\d+  +\S.*")
    assert [line for line in wide if not unbreakable.fullmatch(line)] == []


@pytest.mark.parametrize("variant", [1, 2, 3])
def test_a_key_has_every_number_of_the_answers(variant):
    made = sheet(variant)
    (_, key) = terminal.files(made)
    assert key.path == f"keys/s00{variant}.txt"
    assert numbers(made) - set(re.findall(r"\d+(?:\.\d+)?", key.content.decode())) == set()


def test_a_sheet_says_whose_it_is_and_what_to_do():
    made = sheet(1)
    text = terminal.sheet(made, key=False)
    for said in (
        "Every question: 100 % of $5",
        "A course · 1 December 2026 · 90 minutes",
        "Ada Lovelace · s_001 · sheet ABCD-2345",
        "Show your work: x < 1 & more.",
        "perceptron\n~~~",
    ):
        assert said in text
    assert "Show your work" not in terminal.sheet(made, key=True)
