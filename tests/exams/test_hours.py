"""The three exams of an hour that pick from the bank."""

from pathlib import Path

import pytest

from generator import exam as exams
from generator.bank import Bank
from generator.picking import slots_of
from generator.places import folder

FOLDER = Path(folder("question_bank")) / "exams"
ENTRIES = {entry.id: entry for entry in Bank.at().entries()}


def picked(name, secret):
    exam = exams.read(FOLDER / f"{name}.toml")
    return [slot.candidates[0] for slot in slots_of(exam, Bank.at(), secret.encode())]


@pytest.mark.parametrize("name", ["beginner", "standard", "advanced"])
def test_whatever_is_picked_takes_about_an_hour(name):
    minutes = [
        sum(ENTRIES[question].front.minutes for question in picked(name, f"secret {k}"))
        for k in range(100)
    ]
    assert min(minutes) >= 50
    assert max(minutes) <= 70
    assert 57 <= sum(minutes) / len(minutes) <= 63


def test_levels_rise_from_one_exam_to_the_next():
    mean = {
        name: sum(ENTRIES[q].front.level for k in range(50) for q in picked(name, f"{k}"))
        / sum(len(picked(name, f"{k}")) for k in range(50))
        for name in ("beginner", "standard", "advanced")
    }
    assert mean["beginner"] < 2 < mean["standard"] < 3 < mean["advanced"]
