import tomllib

import pytest

from tests.cli.running import fails_in_one_line, gradset
from tests.exams.world import tree


def test_a_new_question_passes_check_as_it_is(tmp_path):
    code, out, err = gradset("new", "question", "my_topic/my_question2", "--bank", tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"wrote {tmp_path}/my_topic/my_question2.md",
        f"wrote {tmp_path}/my_topic/my_question2.py",
        f"next: gradset show my_topic/my_question2 --solution --bank {tmp_path}",
    ]
    code, out, _ = gradset("check", "my_topic/*", "--bank", tmp_path, "-n", "50", "-j", "1")
    assert code == 0
    assert out.splitlines()[-1] == "1 question, 50 variants each: nothing found"
    assert gradset("show", "my_topic/my_question2", "--solution", "--bank", tmp_path)[0] == 0


def test_a_new_exam_builds_as_it_is(tmp_path):
    exam = tmp_path / "my exam.toml"
    code, out, err = gradset("new", "exam", exam)
    assert (code, err) == (0, "")
    assert out == f"wrote {exam}\nnext: gradset build {exam} --copies 2\n"
    assert tomllib.loads(exam.read_text())["id"] == "my-exam"
    code, out, err = gradset(
        "build", exam, "--copies", "1", "--format", "html", "--out", tmp_path / "out", "-j", "1"
    )
    assert code == 0
    assert f"made a new secret, {tmp_path}/my exam.secret; keep it" in err
    assert (tmp_path / "out/my-exam/students/copy-001/worksheet.html").exists()


def test_nothing_is_ever_overwritten(tmp_path):
    exam = tmp_path / "e.toml"
    gradset("new", "question", "a/b", "--bank", tmp_path)
    gradset("new", "exam", exam)
    (tmp_path / "a/b.py").write_text("mine")
    exam.write_text("mine")
    before = tree(tmp_path)
    assert fails_in_one_line("new", "question", "a/b", "--bank", tmp_path) == (
        f"{tmp_path}/a/b.md: is there already; nothing was written"
    )
    assert fails_in_one_line("new", "exam", exam) == (
        f"{exam}: is there already; nothing was written"
    )
    assert tree(tmp_path) == before


def test_half_a_question_is_not_completed(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.py").write_text("mine")
    fails_in_one_line("new", "question", "a/b", "--bank", tmp_path)
    assert tree(tmp_path) == {"a/b.py": b"mine"}


@pytest.mark.parametrize(
    "name", ["b", "a/b/c", "A/b", "a/B", "../b", "a/", "a b/c", "1a/b", "a/b.md"]
)
def test_a_name_that_is_no_id_is_one_line(tmp_path, name):
    assert fails_in_one_line("new", "question", name, "--bank", tmp_path) == (
        f"{name!r} is no question's id; write topic/name in lower-case letters, digits and '_'"
    )
    assert tree(tmp_path) == {}


def test_an_exams_file_ends_in_toml(tmp_path):
    assert fails_in_one_line("new", "exam", tmp_path / "e.txt") == (
        f"{tmp_path}/e.txt: an exam's file ends in .toml"
    )


def test_a_folder_in_the_way_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    assert fails_in_one_line("new", "question", "a/b", "--bank", tmp_path / "file") == (
        f"{tmp_path}/file/a/b.md: cannot be written: Not a directory"
    )
