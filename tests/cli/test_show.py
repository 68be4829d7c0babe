import json
import re

import pypdf
import pytest
from lxml import etree

from generator.answers import Numeric
from generator.bank import Bank
from tests.cli.running import fails_in_one_line, gradset
from tests.exams.world import ALL_KINDS, all_kinds, exam_text, write_exam

TWO_TWO_ONE = "backpropagation/two_two_one"
NAMES = list(Bank.at().paths())


def shown(*arguments):
    code, out, err = gradset("show", *arguments)
    assert (code, err) == (0, "")
    return out


def as_json(*arguments):
    return json.loads(shown(*arguments, "--json"))


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_shown_in_eighty_columns_without_its_answers(name):
    out = shown(name)
    assert all(len(line) <= 80 for line in out.splitlines() if not is_wide(line))
    assert "Solution" not in out
    assert "accepted:" not in out
    assert "[x]" not in out
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


def is_wide(line):
    """Formulas, tables and code are never broken."""
    return bool(re.search(r"[=│⎡⎢⎣_(]|  ", line))


@pytest.mark.parametrize("name", NAMES)
def test_a_solution_begins_like_the_question_and_adds_the_answers(name):
    question, solution = shown(name), shown(name, "--solution")
    assert "\nSolution\n" in solution
    assert solution.splitlines()[:2] == question.splitlines()[:2]
    assert len(solution) > len(question)


@pytest.mark.parametrize("name", NAMES)
def test_no_latex_is_left_in_the_terminal(name):
    out = shown(name, "--solution")
    assert re.findall(r"\\[a-zA-Z]+|\$|\{\{|\}\}", without_code(out)) == []


def without_code(text):
    """Python may hold what looks like LaTeX."""
    return "\n".join(line for line in text.splitlines() if "print(" not in line)


def test_the_same_variant_is_always_the_same_and_others_differ():
    assert shown(TWO_TWO_ONE) == shown(TWO_TWO_ONE, "-k", "1") == shown(TWO_TWO_ONE)
    assert len({shown(TWO_TWO_ONE, "-k", str(k)) for k in (1, 2, 3)}) == 3


@pytest.mark.parametrize("name", NAMES)
def test_json_has_exactly_these_names(name):
    made = as_json(name)
    assert list(made) == [
        "question", "variant", "title", "given", "solved", "parts", "solution",
    ]  # fmt: skip
    assert (made["question"], made["variant"]) == (name, 1)
    for part in made["parts"]:
        assert list(part) == [
            "key", "kind", "prompt", "answer", "tolerance", "options", "mistakes", "points",
        ]  # fmt: skip
    assert set(made["given"]) & set(made["solved"]) == set()


def test_json_of_each_kind_has_the_answers_of_that_kind():
    types = {}
    for name in ALL_KINDS:
        for part in as_json(name)["parts"]:
            types[part["kind"]] = (
                type(part["answer"]).__name__,
                type(part["tolerance"]).__name__,
                type(part["options"]).__name__,
            )
    assert types == {
        "numeric": ("str", "list", "NoneType"),
        "table": ("list", "list", "NoneType"),
        "choice": ("int", "NoneType", "list"),
        "statements": ("list", "NoneType", "list"),
        "match": ("list", "NoneType", "dict"),
        "order": ("list", "NoneType", "list"),
        "formula": ("str", "NoneType", "NoneType"),
        "essay": ("str", "NoneType", "NoneType"),
    }


def test_set_replaces_givens_and_the_answers_follow():
    drawn = as_json(TWO_TWO_ONE)
    made = json.loads(gradset("show", TWO_TWO_ONE, "--set", "x=[0, 0]", "--json")[1])
    assert drawn["given"]["x"] != [0.0, 0.0]
    assert made["given"] == {**drawn["given"], "x": [0.0, 0.0]}
    weights = [v for n, v in made["solved"].items() if re.search(r"_W$|_w1$|grad_W1?$", n)]
    assert weights
    for gradient in weights:  # the input is zero, so no weight of the first layer has a slope
        assert all(
            abs(g) == 0 for row in gradient for g in (row if isinstance(row, list) else [row])
        )


def test_a_textbooks_softmax_is_computed():
    # logits ln 1, ln 2, ln 5: probabilities 1/8, 2/8, 5/8
    name = "losses/softmax_cross_entropy"
    given = as_json(name)["given"]
    logits = next(n for n, v in given.items() if isinstance(v, list))
    values = [0.0] * len(given[logits])
    code, out, _ = gradset("show", name, "--set", f"{logits}={json.dumps(values)}", "--json")
    made = json.loads(out)
    assert code == 0
    table = next(p for p in made["parts"] if p["kind"] == "table")
    flat = [c for row in table["answer"] for c in row]
    assert {round(float(c), 2) for c in flat} >= {round(1 / len(values), 2)}


def test_every_guard_that_would_refuse_is_named_on_stderr():
    code, out, err = gradset("show", TWO_TWO_ONE, "--set", "x=[9, 9]")
    assert code == 0
    assert out
    assert err.splitlines() == [
        "would be refused: grad_W depends too much on rounding",
        "would be refused: no_output_slope hardly changes grad_W",
        "would be refused: two cells of grad_W print alike",
    ]


def test_setting_what_is_not_drawn_is_one_line():
    message = fails_in_one_line("show", TWO_TWO_ONE, "--set", "xx=1")
    assert message.startswith(f"{TWO_TWO_ONE}: 'xx' is not drawn, so it cannot be set; ")


@pytest.mark.parametrize("value", ["5", '"a"', '{"a": 1}', "null", "[[1, 2]]"])
def test_a_value_that_does_not_fit_is_one_line(value):
    assert fails_in_one_line("show", TWO_TWO_ONE, "--set", f"x={value}").startswith(
        f"{TWO_TWO_ONE}: x"
    )


@pytest.mark.parametrize("text", ["x", "=1", ""])
def test_a_setting_without_a_name_or_value_is_a_usage_error(text):
    code, out, err = gradset("show", TWO_TWO_ONE, "--set", text)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        f"Error: Invalid value for '--set': {text!r} is not NAME=JSON, such as x='[0.5, -1]'"
    )


def test_documents_are_written_and_named(tmp_path):
    page, paper = tmp_path / "a" / "q.html", tmp_path / "q.pdf"
    out = shown(TWO_TWO_ONE, "--html", page, "--pdf", paper)
    assert out == f"wrote {page}\nwrote {paper}\n"
    root = etree.fromstring(page.read_bytes().replace(b"<!DOCTYPE html>", b"").strip())
    assert "2-2-1" in "".join(root.itertext())
    assert "2-2-1" in pypdf.PdfReader(paper).pages[0].extract_text()
    question = page.read_bytes()
    shown(TWO_TWO_ONE, "--html", page, "--solution")
    assert len(page.read_bytes()) > len(question)


def test_a_document_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "q.html"
    assert fails_in_one_line("show", TWO_TWO_ONE, "--html", target) == (
        f"{target}: cannot be written: File exists"
    )
    folder = tmp_path / "q.pdf"
    folder.mkdir()
    assert fails_in_one_line("show", TWO_TWO_ONE, "--pdf", folder) == (
        f"{folder}: cannot be written: is a folder"
    )


def test_a_document_has_the_ending_of_its_format():
    code, _, err = gradset("show", TWO_TWO_ONE, "--pdf", "q.html")
    assert code == 2
    assert "does not end in .pdf" in err


def test_an_unknown_question_is_one_line_with_the_nearest():
    assert fails_in_one_line("show", "forward/mpl") == (
        "no question 'forward/mpl'; did you mean 'forward/mlp'?"
    )


# ---- what a student got


def of_student(student, *more):
    built = all_kinds()
    exam = built.job.out.parent / "exam.toml"
    return gradset("show", "--exam", exam, "--student", student, "--out", built.job.out, *more)


def test_a_students_sheet_is_the_one_that_was_issued():
    built = all_kinds()
    for sheet in built.sheets:
        code, out, err = of_student(sheet.student.id, "--solution")
        assert (code, err) == (0, "")
        assert f"sheet {sheet.sheet_id}" in out.splitlines()[2]
        for question in sheet.questions:
            for part in question.parts:
                if isinstance(part.answer, Numeric):
                    assert part.answer.printed in out
    assert "Solution" not in of_student("s1")[1]


def test_a_student_without_a_sheet_is_one_line():
    code, out, err = of_student("nobody")
    assert (code, out) == (1, "")
    assert err == (
        f"Error: {all_kinds().folder}: no sheet was issued to 'nobody'; 3 students have one\n"
    )


def test_an_exam_that_was_never_built_is_one_line(tmp_path):
    exam = write_exam(tmp_path, exam_text("forward/mlp"), secret=None)
    assert fails_in_one_line("show", "--exam", exam, "--student", "s1") == (
        f"{exam}: has no secret yet (neither {tmp_path}/exam.secret nor GRADSET_SECRET); "
        "build the exam first"
    )
    write_exam(tmp_path, exam_text("forward/mlp"))
    assert fails_in_one_line("show", "--exam", exam, "--student", "s1", "--out", tmp_path) == (
        f"{tmp_path}/small: no sheet was issued to 's1'; build the exam first"
    )


@pytest.mark.parametrize(
    "arguments", [[], ["--exam", "e.toml"], ["--exam", "e.toml", "--student", "s", TWO_TWO_ONE]]
)
def test_show_needs_a_question_or_an_exam_with_a_student(arguments):
    code, out, err = gradset("show", *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith("Error: ")


def test_a_convention_can_be_set_as_a_textbook_has_it():
    with_half = as_json("backpropagation/sgd_step")
    without = as_json("backpropagation/sgd_step", "--set", "half=false", *settings(with_half))
    assert without["given"] == with_half["given"]
    assert without["solved"]["loss"] == pytest.approx(2 * with_half["solved"]["loss"])


def settings(shown_as_json):
    """Options that put in the same givens again."""
    given = shown_as_json["given"].items()
    return [part for name, value in given for part in ("--set", f"{name}={json.dumps(value)}")]


def test_a_convention_that_does_not_exist_so_is_one_line():
    message = fails_in_one_line("show", TWO_TWO_ONE, "--set", "step_at_zero=2")
    assert "step_at_zero" in message


def test_a_students_sheet_is_written_as_a_document(tmp_path):
    built = all_kinds()
    exam = write_exam(tmp_path, exam_text(*ALL_KINDS, name="all-kinds",
                                          more='course = "C"\ndate = 2026-12-03'))  # fmt: skip
    pdf = tmp_path / "s1.pdf"
    shown("--exam", exam, "--student", "s1", "--out", built.folder.parent, "--pdf", pdf)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    # The hyphen of the font is read back as a soft one.
    assert built.sheets[0].sheet_id in text.replace("\xad", "-")


def test_a_student_without_an_exam_is_a_wrong_use():
    code, _, err = gradset("show", TWO_TWO_ONE, "--student", "s9")
    assert code == 2
    assert "--student goes with --exam" in err
