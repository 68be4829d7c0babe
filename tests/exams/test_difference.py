import json
import shutil

import pytest

from generator import difference
from generator.bank import Bank
from generator.contents import Contents
from generator.errors import GradsetError
from tests.cli.running import fails_in_one_line, gradset
from tests.exams.world import ROSTER, build, exam_text, tree, write_question

WORDS = ("First the weighted sum", "At first the weighted sum")  # of the solution only
PROMPT = ("Compute the output", "Work out the output")
DRAW = ("rng.decimal(-1, 1)", "rng.decimal(-2, 2)")
DIGITS = ("decimals = 4", "decimals = 3")


@pytest.fixture
def world(tmp_path):
    """An exam of a question of one's own and one that comes with gradset, built."""
    write_question(tmp_path / "bank", "mine/unit")
    text = exam_text("mine/unit", "activations/statements")
    job, _ = build(tmp_path, text, bank=Bank.at(tmp_path / "bank"))
    return tmp_path, job.folder


def compared(old, new, folder, *more):
    arguments = ("--exam", folder / "exam.toml", "--roster", folder / "roster.csv", "-j", "1")
    return gradset("diff", old, new, *(more or arguments))


def test_the_same_bank_changes_nothing(world):
    folder, built = world
    for old, new in ((folder / "bank", folder / "bank"), (built, folder / "bank"), (built, built)):
        assert compared(old, new, folder) == (0, "0 of 3 sheets differ\n", "")


@pytest.mark.parametrize(
    ("replaced", "what"),
    [
        (PROMPT, "what it shows"),
        (DRAW, "what it shows, the answers, what is accepted"),
        (DIGITS, "what it shows, the answers, what is accepted"),
    ],
)
def test_a_change_of_the_bank_is_named(world, replaced, what):
    folder, built = world
    write_question(folder / "new", "mine/unit", replaced)
    for old in (folder / "bank", built):
        code, out, err = compared(old, folder / "new", folder)
        assert (code, err) == (1, "")
        assert out == f"mine/unit: {what}: 3 of 3 students\n3 of 3 sheets differ\n"


def test_another_solution_is_no_other_sheet(world):
    folder, _ = world
    write_question(folder / "new", "mine/unit", WORDS)
    assert compared(folder / "bank", folder / "new", folder)[0] == 0


def test_students_are_named_where_not_all_are_concerned(world):
    folder, built = world
    copy = folder / "copy"
    shutil.copytree(built, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["students"]["s2"]["contents"][1]["right"] = "0" * 16
    (copy / "manifest.json").write_text(json.dumps(manifest))
    code, out, err = gradset("diff", copy, built)
    assert (code, err) == (1, "")
    assert out == (
        "activations/statements: the answers: 1 of 3 students\n1 of 3 sheets differ\ns2\n"
    )


def test_who_is_on_one_side_only_is_named(world):
    folder, built = world
    later = ROSTER + "s4,Late,Comer\n"
    (folder / "roster.csv").write_text(later)
    code, out, _ = compared(built, folder / "bank", folder)
    assert (code, out) == (0, f"only in {folder}/bank: s4\n0 of 3 sheets differ\n")


def test_nothing_is_written(world):
    folder, built = world
    before = tree(folder)
    compared(built, folder / "bank", folder)
    assert tree(folder) == before


def test_what_is_missing_is_said(world):
    folder, built = world
    bank = folder / "bank"
    assert fails_in_one_line("diff", bank, bank) == (
        f"{bank}, {bank}: nothing was built there; give --roster CSV"
    )
    assert fails_in_one_line("diff", built, bank) == (
        f"{bank}: nothing was built there; give --exam EXAM.toml"
    )
    code, _, err = gradset("diff", built, folder / "none", "--exam", folder / "exam.toml")
    assert (code, err.splitlines()[0][:7]) == (1, "Error: ")


def test_sheets_of_different_exams_are_not_compared():
    one = Contents("a/b", "1", "2", "3")
    with pytest.raises(GradsetError, match="s1 has 1 questions in one and 2 in the other"):
        difference.changes({"s1": [one]}, {"s1": [one, one]})


# ---- a build notices by itself


def test_a_sheet_that_would_come_out_otherwise_is_refused_and_stays(world):
    folder, built = world
    path = built / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["students"]["s2"]["contents"][0]["right"] = "0" * 16  # as from another torch
    path.write_text(json.dumps(manifest))
    shutil.rmtree(built / ".gradset")
    before = tree(built)
    text = exam_text("mine/unit", "activations/statements")
    with pytest.raises(GradsetError) as error:
        build(folder, text, bank=Bank.at(folder / "bank"))
    assert str(error.value) == (
        f"{built}: question 1 (mine/unit) of s2 was issued otherwise (the answers); `gradset diff` "
        "lists all that would change, `build --rebuild` replaces all sheets"
    )
    assert tree(built) == before
