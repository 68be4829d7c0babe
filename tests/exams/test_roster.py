import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import GradsetError
from generator.roster import Student, read

# Cf holds signs that turn text round, which are refused: tests/hostile has them.
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=40)
ADA = [Student("s1", "Ada Lovelace", "ada@x.example", "A")]


def one_line(text):
    return " ".join(text.split())


def read_text(folder, text, encoding="utf-8"):
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_encoding_and_delimiter_gives_the_same_students(
    tmp_path, encoding, delimiter, newline
):
    rows = [["id", "name", "email", "group"], ["s1", "Ada Lovelace", "ada@x.example", "A"]]
    text = newline.join(delimiter.join(row) for row in rows) + newline
    assert read_text(tmp_path, text, encoding) == ADA


def test_moodles_headers_are_known(tmp_path):
    text = (
        "First name,Surname,ID number,Institution,Department,Email address\n"
        "Софья,Ковалевская,m-17,,,sofia@x.example\n"
        "Madonna,,m-18,,,m@x.example\n"
    )
    assert read_text(tmp_path, text) == [
        Student("m-17", "Софья Ковалевская", "sofia@x.example"),
        Student("m-18", "Madonna", "m@x.example"),
    ]


def test_canvass_headers_and_its_lines_about_assignments_are_known(tmp_path):
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Essay (123)\n"
        ",,,,,Manual Posting\n"
        "    Points Possible,,,,,10.0\n"
        '"Noether, Emmy",4711,u1,enoether,Group A,7.5\n'
    )
    assert read_text(tmp_path, text) == [Student("u1", "Noether, Emmy", "", "Group A")]


def test_canvass_test_student_is_none(tmp_path):
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        '"Noether, Emmy",4711,u1,enoether,A\n'
        '"Student, Test",4712,,90c2f4,A\n'
    )
    assert read_text(tmp_path, text) == [Student("u1", "Noether, Emmy", "", "A")]


def test_a_column_of_ids_that_is_empty_in_every_row_is_passed_over(tmp_path):
    text = 'Name,ID number,Username\nAda,,ada\nEmmy, ,emmy\n"Student, Test",9,test\n'
    assert read_text(tmp_path, text) == [Student("ada", "Ada"), Student("emmy", "Emmy")]


def test_empty_cells_beyond_the_headings_do_no_harm(tmp_path):
    assert read_text(tmp_path, "id,name\ns1,Ada,, \n") == [Student("s1", "Ada")]


def test_headers_are_known_in_any_case_and_order_and_among_other_columns(tmp_path):
    text = " GROUP , x ,Student Number,Full Name\nB,1,007,James\n"
    assert read_text(tmp_path, text) == [Student("007", "James", "", "B")]


def test_a_heading_with_a_comma_in_quotes_does_not_hide_the_semicolons(tmp_path):
    text = '"Grade, best, of, all";id;name\n1;s1;"Lovelace, Ada"\n'
    assert read_text(tmp_path, text) == [Student("s1", "Lovelace, Ada")]


def test_quoted_names_may_hold_delimiters_quotes_and_line_ends(tmp_path):
    text = 'id,name\ns1,"Turing, Alan"\ns2,"Grace ""Amazing"" Hopper"\ns3,"Two\nLines"\n'
    assert [s.name for s in read_text(tmp_path, text)] == [
        "Turing, Alan", 'Grace "Amazing" Hopper', "Two Lines",
    ]  # fmt: skip


def test_blank_lines_are_no_students(tmp_path):
    text = "id,name,email,group\n\ns1,Ada Lovelace,ada@x.example,A\n ,,,\n,,,\n\n"
    assert read_text(tmp_path, text) == ADA


def test_a_row_may_end_early(tmp_path):
    assert read_text(tmp_path, "id,name,email\ns1\n") == [Student("s1")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,name\ns1,Ada\n,Emmy\n", "{path}:3: the id is empty (column 'id')"),
        ("Name,ID number,Username\nAda,17,ada\nEmmy,,emmy\n",
         "{path}:3: the id is empty (column 'ID number')"),
        ("id,name\ns1,Lovelace,Ada\n",
         "{path}:2: 3 cells under 2 headings; a name with a comma needs quotes"),
        ("id,name\ns1,Ada\ns2,Emmy\ns1,Eve\n", "{path}:4: id 's1' stands in line 2 already"),
        ("id,name\ns1,Ada\n s1 ,Eve\n", "{path}:3: id 's1' stands in line 2 already"),
        (
            "Vorname,Nachname\nAda,Lovelace\n",
            "{path}:1: no column of ids; a heading such as 'id', 'ID number' or 'SIS User ID' is "
            "needed, found 'Vorname', 'Nachname'",
        ),
        (
            "",
            "{path}:1: no column of ids; a heading such as 'id', 'ID number' or 'SIS User ID' is "
            "needed, found nothing",
        ),
        ("id,name\n", "{path}: there is no student in it"),
        ("id,name\ns1,Émilie\n".encode("latin-1"),
         "{path}: is not UTF-8 text; save it as 'CSV UTF-8'"),
        ("id,name\ns1,Ada\n".encode("utf-16"),
         "{path}: is not UTF-8 text; save it as 'CSV UTF-8'"),
        ("id,name\ns1,A\x00da\n", "{path}:2: holds the control character '\\x00'"),
        ('id,name\ns1,"Ada" x\n', "{path}:2: is not CSV: ',' expected after '\"'"),
    ],
)  # fmt: skip
def test_a_wrong_roster_is_refused_in_one_line_with_its_place(tmp_path, content, message):
    with pytest.raises(GradsetError) as error:
        read_text(tmp_path, content)
    assert str(error.value) == message.format(path=tmp_path / "roster.csv")


def test_a_missing_roster_and_a_folder_are_refused_in_one_line(tmp_path):
    with pytest.raises(GradsetError) as error:
        read(tmp_path / "none.csv")
    assert str(error.value) == f"{tmp_path}/none.csv: cannot be read: No such file or directory"
    with pytest.raises(GradsetError) as error:
        read(tmp_path)
    assert str(error.value) == f"{tmp_path}: cannot be read: Is a directory"


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from(",;\t"), st.booleans())
def test_any_names_come_back_as_they_were_written(tmp_path_factory, names, delimiter, bom):
    names = [n for n in names if not n.strip().lower().startswith("points possible")] or ["x"]
    out = io.StringIO(newline="")
    rows = [["id", "name"], *([f"s{i}", name] for i, name in enumerate(names))]
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path = tmp_path_factory.getbasetemp() / "names.csv"
    path.write_bytes(out.getvalue().encode("utf-8-sig" if bom else "utf-8"))
    assert read(path) == [Student(f"s{i}", one_line(name)) for i, name in enumerate(names)]


@given(NAMES, NAMES)
def test_first_and_last_name_become_one(tmp_path_factory, first, last):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "First name", "Last name"], ["s1", first, last]])
    path = tmp_path_factory.getbasetemp() / "two.csv"
    path.write_bytes(out.getvalue().encode())
    assert read(path) == [Student("s1", one_line(f"{first} {last}"))]
