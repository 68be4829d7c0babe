"""Whatever stands in a file or on the command line: a result, or lines that name file and place."""

import csv
import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import exam as exams
from generator import roster as rosters
from generator.errors import GradsetError
from tests.cli.running import gradset
from tests.exams.world import SMALL, exam_text, write_exam
from tests.hostile.strategies import BREAKS, CATALOGUE, CONTROLS, label, line, names, texts

HEADINGS = ("id", "ID number", "Name", "First name", "email", "group", "x", "", "id")


def outcome(read, path, content):
    """What a reader makes of a file's bytes; anything but a result or clear lines is raised."""
    path.write_bytes(content)
    said = ""
    try:
        return read(path)
    except GradsetError as error:
        said = str(error)
    assert all(re.match(rf"{re.escape(str(path))}:(\d+:)? \S", row) for row in said.split("\n")), (
        said
    )
    assert all(len(row) < 2000 for row in said.split("\n"))
    assert not any(control in said for control in CONTROLS)
    return None


def encoded(rows, delimiter, encoding):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding, errors="ignore")


# ---- rosters


cells = names | st.sampled_from(CONTROLS + BREAKS) | st.text(max_size=20)
tables = st.lists(st.lists(cells, max_size=5), max_size=5)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(HEADINGS), max_size=5),
    tables,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"]),
)
def test_any_table_is_a_roster_or_refused(tmp_path_factory, headings, rows, delimiter, encoding):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    students = outcome(rosters.read, path, encoded([headings, *rows], delimiter, encoding))
    for student in students or ():
        assert student.id
        assert student.id.isprintable()
        for text in vars(student).values():
            assert text == line(text)
    assert len({student.id for student in students or ()}) == len(students or ())


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b'id,name\ns1,"Ada')
@example(b"id\n" + b"\xff\xfe")
@example(b"id,name\rs1,Ada\rs2,Emmy\r")
@example(b'"' + b"x" * 200_000)
@example(b"id,x\ns1," + b"y" * 200_000)
@example(b"x," * 50_000)
def test_any_bytes_are_a_roster_or_refused(tmp_path_factory, content):
    outcome(rosters.read, tmp_path_factory.getbasetemp() / "bytes.csv", content)
    outcome(rosters.read, tmp_path_factory.getbasetemp() / "bytes.csv", b"id,name\n" + content)


@pytest.mark.parametrize("text", [*CATALOGUE, *BREAKS], ids=label)
def test_every_name_of_the_catalogue_is_read(tmp_path, text):
    content = encoded([["id", "name"], ["s1", f"A{text}B"]], ",", "utf-8")
    (student,) = outcome(rosters.read, tmp_path / "roster.csv", content)
    assert student.name == line(f"A{text}B")


@pytest.mark.parametrize("control", CONTROLS, ids=label)
@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_a_control_character_is_refused_in_every_column(tmp_path, control, column):
    row = ["s1", "Ada", "a@x.example", "A"]
    row[column] = f"a{control}b"
    content = encoded([["id", "name", "email", "group"], row], ",", "utf-8")
    assert outcome(rosters.read, tmp_path / "roster.csv", content) is None


@pytest.mark.parametrize("sign", ["\u200b", "\u200f", "\u00ad", "\ufeff", "\U000e0041"], ids=label)
def test_ids_that_look_alike_because_of_an_invisible_sign_are_refused(tmp_path, sign):
    path = tmp_path / "roster.csv"
    path.write_text(f"id\ns1\ns1{sign}\n", encoding="utf-8")
    with pytest.raises(
        GradsetError, match=r"roster\.csv:3: the id 's1.*' holds an invisible"
    ) as it:
        rosters.read(path)
    assert str(it.value).isascii()


def test_a_hundred_thousand_students_are_read(tmp_path):
    content = "id;name\n" + "".join(f"s{i};Student {i}\n" for i in range(100_000))
    students = outcome(rosters.read, tmp_path / "roster.csv", content.encode())
    assert [students[0].id, students[-1].name, len(students)] == ["s0", "Student 99999", 100_000]


# ---- exams


HEAD = 'id = "e"\ntitle = "T"\n'
ITEM = '[[sections]]\n[[sections.items]]\nquestion = "forward/mlp"\n'
KEYS = ("id", "title", "course", "date", "minutes", "instructions", "conventions", "sections")
values = st.sampled_from(
    ["1", "-1", "1e400", "nan", "inf", "0x" + "f" * 40, "9" * 5000, "true", '""', '"a\\u001bb"',
     "2026-12-03", "2026-12-03T10:00:00Z", "10:00:00", "9999-99-99", "[]", "[[[[1]]]]", "{}",
     "{ a = { b = { c = 1 } } }", "[" * 5000, "[" * 300 + "]" * 300, "'''\n'''", '"\\uD800"', ""]
) | texts.map(lambda text: "'" + text.replace("'", "") + "'")  # fmt: skip
lines = st.tuples(st.sampled_from([*KEYS, "colour", '"a b"', '"\\u001b[31m"', "void"]), values)


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, max_size=4), st.sampled_from(["", HEAD]), st.sampled_from(["", ITEM]))
def test_any_toml_is_an_exam_or_refused(tmp_path_factory, pairs, head, item):
    text = head + "".join(f"{key} = {value}\n" for key, value in pairs) + item
    outcome(exams.read, tmp_path_factory.getbasetemp() / "any.toml", text.encode())


@settings(deadline=None)
@given(st.binary(max_size=100) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_an_exam_or_refused(tmp_path_factory, content):
    outcome(exams.read, tmp_path_factory.getbasetemp() / "bytes.toml", content)


@pytest.mark.parametrize("field", ["title", "course", "instructions"])
@pytest.mark.parametrize("control", [*CONTROLS, "\n", "\N{LINE SEPARATOR}"], ids=label)
def test_control_characters_and_titles_of_two_lines_are_refused(tmp_path, field, control):
    escaped = "".join(f"\\U{ord(character):08x}" for character in f"a{control}b")
    head = "".join(row for row in HEAD.splitlines(True) if not row.startswith(field))
    content = f'{head}{field} = "{escaped}"\n{ITEM}'.encode()
    allowed = field == "instructions" and control not in CONTROLS
    assert bool(outcome(exams.read, tmp_path / "exam.toml", content)) == allowed


@pytest.mark.parametrize(
    "markdown",
    ["![x](/etc/passwd)", "# Title", "5 $", r"$\input{/etc/passwd}$", "$\\\\def\\\\a{b}$",
     "$\\\\gdef\\\\frac{\\\\input{/etc/passwd}}$", "$a % b$", "$^^5cinput{x}$", "---"],
)  # fmt: skip
def test_instructions_that_no_page_can_show_are_refused_before_a_build(tmp_path, markdown):
    content = f"{HEAD}instructions = '''{markdown}'''\n{ITEM}".replace("\\\\", "\\")
    path = tmp_path / "exam.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GradsetError, match=r"exam\.toml: instructions: "):
        exams.read(path)


@pytest.mark.parametrize("letter", [r"\def\a{b}", r"\gdef\frac{x}", "a % b", r"\write18{id}", "$"])
def test_a_letter_that_does_more_than_be_a_letter_is_refused(tmp_path, letter):
    path = tmp_path / "exam.toml"
    path.write_text(f"{HEAD}[conventions]\nnotation = {{ z = '{letter}' }}\n{ITEM}")
    with pytest.raises(GradsetError, match=r"exam\.toml: conventions\.notation\.z: formula"):
        exams.read(path)


@pytest.mark.parametrize("name", ["con", "CON.txt", "nul", "Com1.x", "lpt9", "e.", "..", "-e", "é"])
def test_an_exams_id_names_a_folder_on_every_system(tmp_path, name):
    path = tmp_path / "exam.toml"
    path.write_text(exam_text(*SMALL, name=name), encoding="utf-8")
    with pytest.raises(GradsetError, match="names a folder"):
        exams.read(path)


# ---- the command line


words = names | st.sampled_from(["", " ", ".", "/", "losses/*", "a/b/c", "-", "--", "\x1b[31m"])


def fails_clearly(*arguments):
    code, _, err = gradset(*arguments)
    assert code in (1, 2)
    assert "Error: " in err


@settings(max_examples=40, deadline=None)
@given(words)
def test_show_knows_no_such_question_and_says_so(name):
    fails_clearly("show", "--", name)
    fails_clearly("list", f"--topic={name}")
    fails_clearly("list", f"--kind={name}")


@settings(max_examples=20, deadline=None)
@given(words)
def test_odd_values_of_options_are_refused(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp()
    fails_clearly("show", "counting/mlp_parameters", f"--set={text}=1")
    fails_clearly("show", "counting/mlp_parameters", f"--set=nosuch={text}")
    fails_clearly("build", folder / "none.toml", f"--format={text}", "--copies=1")


def test_files_that_are_folders_or_closed_are_refused(tmp_path):
    exam, roster = write_exam(tmp_path), tmp_path / "roster.csv"
    roster.write_text("id\ns1\n")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    for arguments in (
        ("build", tmp_path, "--copies", "1"),
        ("build", exam, "--roster", tmp_path),
        ("build", exam, "--roster", roster, "--out", blocked),
        ("build", exam, "--roster", roster, "--bank", blocked),
        ("show", "--exam", tmp_path, "--student", "s1"),
        ("show", "--exam", exam, "--student", "s1", "--out", blocked),
        ("show", "counting/mlp_parameters", "--pdf", blocked / "x.pdf"),
        ("new", "exam", blocked / "x.toml"),
        ("new", "question", "a/b", "--bank", blocked),
        ("demo", "--out", blocked),
    ):
        fails_clearly(*arguments)
