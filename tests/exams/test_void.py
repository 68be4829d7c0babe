import csv
import io
import json
import re
import tomllib

import pypdf
import pytest
from lxml import etree

from generator import exam as exams
from generator.bank import Bank
from generator.errors import GradsetError
from generator.voiding import record
from tests.cli.running import fails_in_one_line, gradset
from tests.exams.world import ROSTER, build, exam_text, tree, write_exam
from tests.exporters.moodle_rules import broken

QUESTION = "backpropagation/two_two_one"
QUESTIONS = (QUESTION, "training/statements")
WHY = 'The diagram "lacks" a bias: \\sigma, = 1.'
FORMATS = ("html", "pdf", "latex", "markdown", "text", "moodle")


def parts_of(name):
    return list(Bank.at().load(name).prose.front.parts)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A build before and after its first part was declared void."""
    folder = tmp_path_factory.mktemp("void")
    text = exam_text(*QUESTIONS)
    job, before = build(folder, text, formats=FORMATS)
    old = tree(job.folder)
    void = parts_of(QUESTION)[0]
    record(folder / "exam.toml", f"{QUESTION}/{void}", WHY, Bank.at())
    again, after = build(folder, (folder / "exam.toml").read_text(), formats=FORMATS)
    return void, old, tree(again.folder), before, after


def test_worksheets_stay_as_they_were_printed_and_keys_do_not(built):
    _, old, new, _, _ = built
    sheets = [path for path in old if path.startswith(("students/", "print/worksheets"))]
    assert len(sheets) >= 6
    for path in sheets:
        assert new[path] == old[path], path
    for student in ("s1", "s2", "s3"):
        assert new[f"keys/{student}.html"] != old[f"keys/{student}.html"]
        assert new[f"keys/{student}.pdf"] != old[f"keys/{student}.pdf"]
    assert set(new) == set(old)


def test_points_follow_in_every_key(built):
    void, old, new, before, _ = built
    was, now = (json.loads(each["keys/key.json"]) for each in (old, new))
    rows = list(csv.DictReader(new["keys/answers.csv"].decode().splitlines()))
    for student in ("s1", "s2", "s3"):
        parts = {
            (q["question"], p["key"]): (p, p2)
            for q, q2 in zip(was[student]["questions"], now[student]["questions"], strict=True)
            for p, p2 in zip(q["parts"], q2["parts"], strict=True)
        }
        lost, same = parts.pop((QUESTION, void))
        assert lost["points"] > 0
        assert same == {**lost, "points": 0, "void": WHY}
        assert all(p == p2 for p, p2 in parts.values())
        mine = [row for row in rows if row["student"] == student]
        counted = sum(float(row["points"] or 0) for row in mine)
        assert counted == before.points - lost["points"]
        assert {row["part"] for row in mine if row["void"]} == {void}
        assert {row["void"] for row in mine} == {WHY, ""}


def points_in_heads(content, ending):
    """The points that stand beside the title of each question."""
    patterns = {
        "tex": r"\\titledquestion\{.*\}\[(\S+) points?\]",
        "md": r"(?m)^### .*\((\S+) points?\)$",
        "txt": r"(?m)^\d+  \S.*  (\S+) points?\n===",
    }
    if ending == "html":
        page = etree.fromstring(content, etree.HTMLParser())
        said = page.xpath("//h3/*[@class='points']/text()")
        return [float(text.split()[0]) for text in said]
    if ending == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        titles = [re.escape(Bank.at().load(q).title) for q in QUESTIONS]
        return [float(found) for found in re.findall(rf"(?:{'|'.join(titles)}) (\S+) point", text)]
    return [float(found) for found in re.findall(patterns[ending], content.decode())]


@pytest.mark.parametrize("ending", ["tex", "md", "txt", "html", "pdf"])
def test_a_question_with_a_void_part_counts_less_in_every_key_and_on_no_sheet(built, ending):
    _, old, new, _, _ = built
    was, now = (json.loads(files["keys/key.json"]) for files in (old, new))
    for student in ("s1", "s2", "s3"):
        printed, counted = (
            [sum(part["points"] for part in q["parts"]) for q in each[student]["questions"]]
            for each in (was, now)
        )
        assert counted != printed
        assert points_in_heads(new[f"keys/{student}.{ending}"], ending) == counted
        assert points_in_heads(new[f"students/{student}/worksheet.{ending}"], ending) == printed


@pytest.mark.parametrize("ending", ["tex", "md", "txt"])
def test_a_key_says_that_it_does_not_count_in_every_format(built, ending):
    _, old, new, _, _ = built
    said = new[f"keys/s1.{ending}"].decode().lower()
    assert "does not count" in said
    assert "lacks" in said
    assert "not count" not in old[f"keys/s1.{ending}"].decode().lower()


def test_a_printed_key_says_why(built):
    _, _, new, _, _ = built
    pages = pypdf.PdfReader(io.BytesIO(new["keys/s1.pdf"])).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert f"Does not count: {WHY}".replace('"', "") in re.sub('["“”]', "", said)


def test_a_key_says_why(built):
    _, old, new, _, _ = built
    page = etree.fromstring(new["keys/s1.html"], etree.HTMLParser())
    said = " ".join("".join(page.itertext()).split())
    assert f"Does not count: {WHY}" in said
    assert "does not count" in said
    assert "not count" not in old["keys/s1.html"].decode()


def test_a_build_says_what_does_not_count(built):
    void, _, _, before, after = built
    assert before.said == ()
    assert after.said == (f"{QUESTION}/{void} does not count: {WHY}",)


def test_a_platforms_file_leaves_the_part_out(built):
    _, old, new, _, _ = built
    assert broken(new["lms/moodle.xml"]) == []

    def fields(content):
        quiz = etree.fromstring(content)
        texts = [q.findtext("questiontext/text") for q in quiz if q.get("type") == "cloze"]
        return sum(text.count(":NUMERICAL:") for text in texts)

    assert 0 < fields(new["lms/moodle.xml"]) < fields(old["lms/moodle.xml"])


def test_the_file_keeps_every_byte_that_it_had(tmp_path):
    text = "# by hand\r\n" + exam_text(QUESTION).rstrip() + "  # no line end"
    path = write_exam(tmp_path, None)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    void = parts_of(QUESTION)[-1]
    assert record(path, f"{QUESTION}/{void}", WHY, Bank.at()) == [f"{QUESTION}/{void}"]
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf" + text.encode() + b"\n")
    assert tomllib.loads(after.decode("utf-8-sig"))["void"] == [
        {"part": f"{QUESTION}/{void}", "why": WHY}
    ]


def test_a_whole_question_is_all_of_its_parts(tmp_path):
    path = write_exam(tmp_path, exam_text(QUESTION, "training/statements"))
    first, *rest = [f"{QUESTION}/{part}" for part in parts_of(QUESTION)]
    assert rest
    record(path, first, "This.", Bank.at())
    assert record(path, QUESTION, "All.", Bank.at()) == rest
    voided = exams.read(path).voided(QUESTION)
    assert voided == {name.rpartition("/")[2]: "All." for name in rest} | {
        first.rpartition("/")[2]: "This."
    }
    with pytest.raises(GradsetError, match=f"every part of {QUESTION} is void already"):
        record(path, QUESTION, "Again.", Bank.at())
    job, _ = build(tmp_path, path.read_text(), formats=("html", "moodle"))
    facts = etree.parse(job.folder / "keys/s1.html", etree.HTMLParser()).find(
        ".//*[@class='facts']"
    )
    front = Bank.at().load("training/statements").prose.front
    counted = sum(part.points for part in front.parts.values())
    assert f"{counted} of 10 points count" in "".join(facts.itertext())
    quiz = (job.folder / "lms/moodle.xml").read_text()
    assert QUESTION not in quiz
    assert "training/statements" in quiz


@pytest.mark.parametrize(
    ("part", "why", "message"),
    [
        ("no/question/part", "w", "void: the exam has no part 'no/question/part'; its parts are "),
        (f"{QUESTION}/lss", "w", f"void: the exam has no part '{QUESTION}/lss'; "),
        ("training/loop_order", "w", "void: the exam has no part 'training/loop_order'; "),
        (QUESTION, " ", f"void {QUESTION}/"),
        (QUESTION, "a\x00b", "holds the control character '\\x00'"),
    ],
)
def test_a_wrong_part_is_refused_in_one_line_and_the_file_stays(tmp_path, part, why, message):
    path = write_exam(tmp_path, exam_text(QUESTION))
    before = path.read_bytes()
    with pytest.raises(GradsetError) as error:
        record(path, part, why, Bank.at())
    assert message in str(error.value)
    assert str(error.value).startswith(f"{path}: ")
    assert path.read_bytes() == before


def test_the_command_says_what_it_did_and_what_to_do(tmp_path):
    path = write_exam(tmp_path, exam_text(QUESTION))
    void = f"{QUESTION}/{parts_of(QUESTION)[0]}"
    code, out, err = gradset("void", path, void, "--why", WHY)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{void} does not count any more: recorded in {path}",
        "build again with the same roster to renew keys, answers and points",
    ]
    assert fails_in_one_line("void", path, void, "--why", "w") == (
        f"{path}: {void} is void already: {WHY}"
    )


def test_late_students_get_the_part_all_the_same(tmp_path):
    text = exam_text(QUESTION)
    job, _ = build(tmp_path, text)
    record(tmp_path / "exam.toml", f"{QUESTION}/{parts_of(QUESTION)[0]}", WHY, Bank.at())
    build(tmp_path, (tmp_path / "exam.toml").read_text(), roster=ROSTER + "s4,Late,Comer\n")
    sheets = [(job.folder / f"students/{s}/worksheet.html").read_text() for s in ("s1", "s4")]
    assert sheets[0].count('class="part"') == sheets[1].count('class="part"') > 1
    assert "not count" not in sheets[1]
