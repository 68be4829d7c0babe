"""Formats that another program turns into pages: that program sees every text and obeys none."""

import io
import re
import subprocess
import unicodedata
import zipfile
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from lxml import etree
from markdown_it import MarkdownIt

from generator.exporters import docx, latex, markdown
from tests.hostile.strategies import (
    CATALOGUE,
    CODE,
    FORMULAS,
    LONG,
    PATHS,
    SCRIPTS,
    label,
    line,
    texts,
)
from tests.hostile.world import HARMLESS, sheet

PLACES = 5  # course, title, name, id and section
QUOTES = str.maketrans("‘’“”", "''\"\"")


def bare(text):
    """Without blanks, and without what line breaks add or take away."""
    plain = unicodedata.normalize("NFKC", text).translate(QUOTES)
    return re.sub(r"[\s-]", "", "".join(c for c in plain if unicodedata.category(c) != "Cf"))


# ---- Markdown


class Page(HTMLParser):
    """The tags of a page, and its words."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.tags.append(("comment", data))


def read(text, key):
    source = markdown.document(sheet(text), lambda *_: "", key=key)
    return Page(MarkdownIt("commonmark").enable("table").render(source))


def shows_just(text):
    for key in (False, True):
        page = read(text, key)
        assert page.tags == read(HARMLESS, key).tags
        assert bare("".join(page.words)).count(bare(text)) >= PLACES


@pytest.mark.parametrize("text", CATALOGUE, ids=label)
def test_markdown_shows_every_text_of_the_catalogue(text):
    shows_just(line(text))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_markdown_shows_any_text(text):
    shows_just(text)


# ---- word processors


@pytest.mark.pandoc
@pytest.mark.parametrize(
    "some", [CODE, FORMULAS + PATHS, SCRIPTS + LONG], ids=["code", "paths", "scripts"]
)
def test_a_word_processor_shows_every_text_of_the_catalogue(some):
    text = line(" ".join(some))
    with zipfile.ZipFile(io.BytesIO(docx.document(sheet(text), key=False))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    shown = "".join(root.xpath("//*[local-name()='t']/text()"))
    assert bare(shown).count(bare(text)) >= PLACES
    assert (
        root.xpath("//*[local-name()='hyperlink' or local-name()='oMath' or local-name()='pict']")
        == []
    )


# ---- LaTeX


@pytest.mark.latex
@pytest.mark.poppler
def test_pdflatex_shows_every_text_of_the_catalogue_and_reads_no_file_because_of_it(tmp_path):
    made = [sheet(line(text)) for text in CATALOGUE]
    with (tmp_path / "all.tex").open("wb") as out:
        latex.write_worksheets(sheet().heading, map(latex.worksheet_body, made), out)
    ended = subprocess.run(
        ["pdflatex", "-halt-on-error", "-interaction=batchmode", "-recorder", "all.tex"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, (tmp_path / "all.log").read_text(errors="replace")[-2000:]
    opened = (tmp_path / "all.fls").read_text().splitlines()
    assert not [row for row in opened if "/etc/passwd" in row or "write18" in row]
    words = subprocess.run(
        ["pdftotext", "all.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    shown = bare(words)
    for text in CODE + FORMULAS + PATHS:
        assert shown.count(bare(text)) >= PLACES, text
