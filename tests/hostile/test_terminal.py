"""What a terminal is given: letters and ends of lines, and nothing that it would obey."""

import pytest
from hypothesis import given, settings

from generator.exporters import terminal
from tests.cli.running import gradset
from tests.exams.world import SMALL, exam_text, write_exam, write_roster
from tests.hostile.strategies import CATALOGUE, CONTROLS, label, line, texts
from tests.hostile.world import sheet


def is_harmless(text):
    return all(character == "\n" or ord(character) >= 32 for character in text) and not any(
        control in text for control in CONTROLS
    )


def shows(text):
    shown = terminal.sheet(sheet(text), key=False)
    assert is_harmless(shown)
    assert bare(shown).count(bare(text)) >= bare(terminal.sheet(sheet(), key=False)).count("Ada")


def bare(text):
    """Without blanks, which wrapping adds and takes away."""
    return "".join(text.split())


@pytest.mark.parametrize("text", CATALOGUE, ids=label)
def test_a_sheet_shows_every_text_of_the_catalogue_as_it_is(text):
    shows(line(text))


@settings(deadline=None)
@given(texts)
def test_a_sheet_shows_any_text_as_it_is(text):
    shows(text)


@pytest.mark.parametrize("control", CONTROLS, ids=label)
@pytest.mark.parametrize(
    "roster",
    ["nothing{}\nAda\n", "id,{}\ns1,Ada\n", "id,name\n{},Ada\n", "id,name\ns1,A{}da\n",
     "id,name\ns1,Ada\ns1{},Ada\n", "{}"],
)  # fmt: skip
def test_no_message_about_a_roster_holds_a_control_character(tmp_path, control, roster):
    students = write_roster(tmp_path, roster.format(control))
    exam = write_exam(tmp_path, exam_text(*SMALL).replace("Small", "None") + "[[x]]")
    code, out, err = gradset("build", exam, "--roster", students, "--out", tmp_path)
    assert code == 1
    assert is_harmless(out + err)
