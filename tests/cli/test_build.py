import io
import re

import pikepdf
import pytest

from generator.exporters import FORMATS
from tests.cli.running import fails_in_one_line, gradset, in_a_shell
from tests.exams.world import (
    BROKEN,
    SMALL,
    exam_text,
    tree,
    write_exam,
    write_question,
    write_roster,
)


def build(folder, *arguments):
    return ("build", folder / "exam.toml", "--out", folder / "out", "-j", "1", *arguments)


def test_a_build_says_in_three_lines_what_it_did(tmp_path):
    write_exam(tmp_path, exam_text(SMALL[0]))
    roster = write_roster(tmp_path)
    code, out, err = gradset(*build(tmp_path, "--roster", roster, "--format", "html"))
    assert code == 0
    assert re.fullmatch(
        r"3 students, 1 question each: 4 points, about 5 minutes of work\n"
        rf"9 files in {tmp_path}/out/small\n"
        r"\d+ draws?, every variant verified \(\d+\.\d s\)\n",
        out,
    )
    assert err == ""
    assert len(tree(tmp_path / "out")) == 9


def test_a_build_in_a_shell_keeps_its_streams_apart(tmp_path):
    write_exam(tmp_path, exam_text(SMALL[0]), secret=None)
    done = in_a_shell(
        "build", "exam.toml", "--copies", "1", "--format", "html", "-j", "1", folder=tmp_path
    )
    assert done.returncode == 0
    first, second, third = done.stdout.splitlines()
    assert first.startswith("1 student, 1 question each: ")
    assert second == "5 files in output/small"
    assert "draw" in third
    assert done.stderr.strip() == (
        "made a new secret, exam.secret; keep it: the same sheets need it again"
    )


def test_an_error_in_a_shell_is_one_line_without_a_traceback(tmp_path):
    done = in_a_shell("build", "none.toml", "--copies", "1", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: none.toml: cannot be read: No such file or directory\n"
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give either --roster CSV or --copies N"),
        (["--copies", "1", "--roster", "r.csv"], "give either --roster CSV or --copies N"),
        (["--copies", "0"], "Invalid value for '--copies': 0 is not in the range x>=1."),
        (
            ["--copies", "1", "--format", "pdf,epub"],
            "Invalid value for '--format': 'epub' is no format; the formats are pdf, html, latex, "
            "markdown, text, docx, moodle",
        ),
        (
            ["--copies", "1", "--format", " , "],
            "Invalid value for '--format': names no format; the formats are pdf, html, latex, "
            "markdown, text, docx, moodle",
        ),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_made(tmp_path, arguments, message):
    write_exam(tmp_path, exam_text(SMALL[0]), secret=None)
    code, out, err = gradset(*build(tmp_path, *arguments))
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == f"Error: {message}"
    assert set(tree(tmp_path)) == {"exam.toml"}


def test_files_that_are_missing_or_folders_are_one_line(tmp_path):
    write_exam(tmp_path, exam_text(SMALL[0]))
    missing = tmp_path / "none.csv"
    assert fails_in_one_line(*build(tmp_path, "--roster", missing)) == (
        f"{missing}: cannot be read: No such file or directory"
    )
    assert fails_in_one_line(*build(tmp_path, "--roster", tmp_path)) == (
        f"{tmp_path}: cannot be read: Is a directory"
    )
    assert fails_in_one_line("build", tmp_path, "--copies", "1") == (
        f"{tmp_path}: cannot be read: Is a directory"
    )


def test_an_output_folder_that_is_a_file_is_one_line(tmp_path):
    write_exam(tmp_path, exam_text(SMALL[0]))
    (tmp_path / "out").write_text("in the way")
    message = fails_in_one_line(*build(tmp_path, "--copies", "1", "--format", "html"))
    assert message == (f"{tmp_path}/out/small: cannot be written: Not a directory")
    assert (tmp_path / "out").read_text() == "in the way"


def test_a_broken_question_is_one_line_that_names_both_numbers(tmp_path):
    bank = write_question(tmp_path / "bank", "mine/unit", BROKEN)
    write_exam(tmp_path, exam_text("mine/unit"))
    message = fails_in_one_line(*build(tmp_path, "--copies", "2", "--bank", bank))
    assert re.fullmatch(
        r"mine/unit \(exam small 0\.0 copy-001, draw \d+\): y_hat: is 0\.\d+, torch says \d\.\d+",
        message,
    )


def test_every_mistake_of_an_exam_is_a_line_of_its_own(tmp_path):
    write_exam(tmp_path, exam_text("forward/mlp", "no/such", "nor/such"))
    code, out, err = gradset(*build(tmp_path, "--copies", "1"))
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"{start}{tmp_path}/exam.toml: section 1, item {item}: no question {name!r}; "
        "`gradset list` shows them all; questions of your own need --bank DIR"
        for start, item, name in (("Error: ", 2, "no/such"), ("", 3, "nor/such"))
    ]


def test_a_demo_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "out").write_text("in the way")
    assert fails_in_one_line("demo", "--out", tmp_path / "out") == (
        f"{tmp_path}/out/sample.toml: cannot be written: File exists"
    )


def test_the_help_names_every_format():
    _, out, _ = gradset("build", "--help")
    said = " ".join(out.split()).partition("Any of ")[2].partition(", with commas")[0]
    named = re.sub(r" \(.*?\)", "", said).replace(" and ", ", ").split(", ")
    assert tuple(named) == FORMATS


def test_accessible_is_as_in_the_exam_file(tmp_path):
    text = exam_text(SMALL[0])
    write_exam(tmp_path / "option", text)
    write_exam(tmp_path / "file", text + "[print]\naccessible = true\n")
    options = ("--copies", "1", "--format", "pdf")
    gradset(*build(tmp_path / "option", *options, "--accessible"))
    gradset(*build(tmp_path / "file", *options))
    trees = [tree(tmp_path / name / "out") for name in ("option", "file")]
    assert trees[0] == trees[1]
    with pikepdf.open(io.BytesIO(trees[0]["small/students/copy-001/worksheet.pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
