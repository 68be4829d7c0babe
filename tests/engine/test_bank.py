"""Every question of the bank; adding a question adds its tests."""

import ast
import re
from dataclasses import fields, is_dataclass

import pytest

from generator.bank import Bank
from generator.check import check
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.places import folder
from generator.sheet import sheet_question
from tests.engine.tiny import UNIT_MD, UNIT_PY, USUAL, drawn, write

BANK = Bank((folder("question_bank"),))
# Another book's: pre-activations a, activations z, output o, no factor ½.
OTHER = Conventions(
    half=False,
    step_at_zero=0,
    reduction="sum",
    notation={"z": "a", "h": "z", "y_hat": "o", "s": "a_o"},
)
PURE = {
    "copy",
    "fractions",
    "functools",
    "itertools",
    "math",
    "operator",
}  # of the standard library
ALLOWED = {"generator.authoring", "numpy", "sympy", *PURE}
LEFTOVER = re.compile(
    r"\{\{\s|\s\}\}|\{%|<[A-Za-z]\w*>"  # templates
    r"|\bnan\b|\binf\b|\bNone\b(?! of)|\bUndefined\b|object at 0x|dtype|np\."  # values
)
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)

every_question = pytest.mark.parametrize("name", BANK.find([]))


@every_question
@pytest.mark.parametrize("conventions", [USUAL, OTHER], ids=["usual", "other"])
def test_a_question_has_no_finding(name, conventions):
    report = check(BANK, name, variants=12, conventions=conventions)
    assert report.findings == []
    assert report.variants == 12


@every_question
def test_a_question_imports_what_it_may_and_torch_only_inside_functions(name):
    path = BANK.paths()[name].with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    at_the_top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        else:
            continue
        for module in modules:
            inside = id(node) not in at_the_top
            assert module in ALLOWED or (inside and module.split(".")[0] == "torch"), module


def texts(value):
    """Every string of a worded question."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("value", "expression"):
                yield from texts(getattr(value, field.name))


@every_question
def test_nothing_unrendered_is_left_in_the_words(name):
    question = BANK.load(name)
    for number in (1, 2, 3):
        for text in texts(sheet_question(drawn(question, number))):
            found = LEFTOVER.search(CODE.sub("", text))
            assert not found, (found, text)


@every_question
def test_two_variants_differ(name):
    question = BANK.load(name)
    different = {drawn(question, number).visible for number in range(1, 9)}
    # A proof may be the same for all.
    assert len(different) > 1 or question.prose.front.kinds == ["essay"]


# ---- the folder is the registry


def test_a_folder_of_ones_own_comes_before_the_bank(tmp_path):
    bank = write(tmp_path, UNIT_MD, UNIT_PY)
    assert bank.find(["tiny/*"]) == ["tiny/question"]
    assert set(bank.find([])) == {"tiny/question", *BANK.find([])}
    topic, name = BANK.find([])[0].split("/")
    (tmp_path / topic).mkdir()
    (tmp_path / topic / f"{name}.md").write_text(UNIT_MD)
    assert bank.paths()[f"{topic}/{name}"] == (tmp_path / topic / f"{name}.md").resolve()


def test_listing_executes_nothing(tmp_path):
    bank = write(tmp_path, UNIT_MD, "raise SystemExit('executed')")
    assert [e.front.title for e in bank.entries() if e.id == "tiny/question"] == [
        "One sigmoid unit"
    ]


def test_translations_exams_and_data_are_no_questions(tmp_path):
    bank = write(tmp_path, UNIT_MD, UNIT_PY)
    for place in ("tiny/question.de.md", "exams/notes.md", "data/readme.md", "loose.md"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(UNIT_MD)
    assert set(bank.paths()) - set(BANK.paths()) == {"tiny/question"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tiny/qestion", "no question 'tiny/qestion'; did you mean 'tiny/question'?"),
        (
            "units/*",
            "no question 'units/*'; `gradset list` shows them all; questions of your own need "
            "--bank DIR",
        ),
    ],
)
def test_an_unknown_question_suggests_one(tmp_path, name, said):
    bank = write(tmp_path, UNIT_MD, UNIT_PY)
    for call in (bank.load, lambda pattern: bank.find([pattern])):
        with pytest.raises(GradsetError) as caught:
            call(name)
        assert str(caught.value) == said


def test_a_bank_has_to_be_a_folder(tmp_path):
    with pytest.raises(GradsetError, match="is no folder; --bank takes a folder of questions"):
        Bank.at(tmp_path / "nowhere")
