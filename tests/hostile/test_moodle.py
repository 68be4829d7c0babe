"""Moodle's XML, read by lxml: the same elements whatever the exam is called."""

import re

import pytest
from hypothesis import given, settings
from lxml import etree

from generator.exporters import moodle
from generator.sheet import Heading
from tests.exporters.moodle_rules import broken
from tests.hostile.strategies import CATALOGUE, label, line, texts
from tests.hostile.world import HARMLESS, question


def quiz(title):
    heading = Heading("small", title, title, "", None, title)
    (file,) = moodle.files(heading, {"t/so": [question(title)]})
    return file.content


def elements(xml):
    return [(element.tag, dict(element.attrib)) for element in etree.fromstring(xml).iter()]


def arrives(title):
    xml = quiz(title)
    assert broken(xml) == []
    assert elements(xml) == elements(quiz(HARMLESS))
    # Moodle splits a path at single slashes; two mean one of the name.
    path = etree.fromstring(xml).findtext("question/category/text")
    name = re.split(r"(?<!/)/(?!/)", path)[3].replace("//", "/")
    assert name == (title[: moodle.LONGEST].strip("/ ") or "small")


@pytest.mark.parametrize("title", [*CATALOGUE, "/", "// /", "a/", "a//b"], ids=label)
def test_a_quiz_of_every_name_of_the_catalogue_arrives(title):
    arrives(line(title))


@settings(deadline=None)
@given(texts)
def test_a_quiz_of_any_name_arrives(title):
    arrives(title)
