"""What stands in the files that pandoc writes."""

import io
import re
import subprocess
import zipfile

import pytest
from lxml import etree
from PIL import Image

from generator.errors import GradsetError
from generator.exporters import docx, markdown
from generator.sheet import Layout
from tests.exporters.whole_bank import numbers, sheet

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tree(content):
    return etree.fromstring(parts(content)["word/document.xml"])


def text_of(root):
    return " ".join(node.text or "" for node in root.iter(f"{WORD}t", f"{MATH}t"))


@pytest.mark.pandoc
@pytest.mark.parametrize("variant", [1, 2])
def test_the_key_has_every_number_and_every_formula_as_an_equation(variant):
    made = sheet(variant)
    root = tree(docx.document(made, key=True))
    assert numbers(made) - set(re.findall(r"\d+(?:\.\d+)?", text_of(root))) == set()
    source = markdown.document(made, lambda *_: "x.png", key=True).replace(r"\$", "")
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$]+\$", source, re.DOTALL)
    assert len(list(root.iter(f"{MATH}oMath"))) == len(formulas)
    assert "\\" not in text_of(root).replace(r"\input", "")


@pytest.mark.pandoc
def test_every_diagram_is_a_picture_with_words_for_it():
    made = sheet(1)
    files = parts(docx.document(made, key=False))
    figures = [figure for question in made.questions for figure in question.figures]
    pictures = [content for name, content in files.items() if "/media/" in name]
    sizes = [side for c in pictures for side in Image.open(io.BytesIO(c)).size]
    inches = [side * 0.75 / 72 for figure in figures for side in (figure.width, figure.height)]
    assert sorted(sizes) == pytest.approx(sorted(216 * inch for inch in inches), abs=1)
    root = etree.fromstring(files["word/document.xml"])
    said = {node.get("descr") for node in root.iter("{*}docPr")}
    assert {figure.alt for figure in figures} <= said


@pytest.mark.pandoc
@pytest.mark.parametrize(("paper", "width"), [("a4", "11906"), ("letter", "12240")])
def test_tables_have_borders_and_pages_their_size(paper, width):
    files = parts(docx.document(sheet(1, Layout(paper)), key=False))
    size = etree.fromstring(files["word/document.xml"]).find(f".//{WORD}pgSz")
    assert size.get(f"{WORD}w") == width
    styles = etree.fromstring(files["word/styles.xml"])
    (table,) = styles.xpath("//*[local-name()='style'][@*[local-name()='styleId']='Table']")
    assert len(table.find(f"{WORD}tblPr/{WORD}tblBorders")) == 6


STYLES = (
    '<w:styles><w:style w:styleId="TableNormal"><w:tblPr><w:tblInd w:w="9" w:type="dxa"/></w:tblPr>'
    '</w:style><w:style w:type="table" w:styleId="Table"><w:tblPr>{}</w:tblPr></w:style></w:styles>'
)
INDENT = '<w:tblInd w:w="0" w:type="dxa"/>'


INDENTED = STYLES.format(INDENT)


def written(section, styles=INDENTED):
    """A document as a version of pandoc might write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document><w:p/>{section}</w:document>")
        archive.writestr("word/styles.xml", styles)
    return out.getvalue()


@pytest.mark.parametrize(
    "section",
    [
        "<w:sectPr />",
        "<w:sectPr/>",
        '<w:sectPr w:rsidR="00AB"/>',
        '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>',
        '<w:sectPr w:rsidR="00AB">\n<w:footnotePr>\n<w:numRestart/></w:footnotePr>\n</w:sectPr>',
    ],
)
def test_every_version_of_pandoc_leads_to_the_same_pages(section):
    files = parts(docx._laid_out(written(section), "a4"))
    assert files["word/document.xml"].decode() == (
        f"<w:document><w:p/>{docx.SECTION.format(11906, 16838)}</w:document>"
    )
    assert files["word/styles.xml"].decode() == STYLES.format(INDENT + docx.BORDERS)


@pytest.mark.pandoc
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (written("<w:sect/>"), "word/document.xml"),
        (written("<w:sectPr/>", STYLES.format("")), "word/styles.xml"),
    ],
)
def test_a_pandoc_that_writes_otherwise_is_named(content, name):
    with pytest.raises(GradsetError, match=rf"^pandoc \d[\d.]+ writes {name} in a way") as error:
        docx._laid_out(content, "a4")
    assert "\n" not in str(error.value)


@pytest.mark.pandoc
def test_pandoc_reads_its_own_file_back():
    made = sheet(2)
    result = subprocess.run(
        ["pandoc", "--from=docx", "--to=plain", "--wrap=none"],
        input=docx.document(made, key=True), capture_output=True, check=True,
    )  # fmt: skip
    text = result.stdout.decode()
    for question in made.questions:
        assert f"{question.number}. {question.title.split('$')[0]}" in text
    assert r"Ὑπατία 陳省身 \input{/etc/passwd} #1 %" in text


@pytest.mark.pandoc
def test_the_same_sheet_is_the_same_bytes(monkeypatch):
    before = docx.document(sheet(1), key=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert docx.document(sheet(1), key=False) == before


def test_without_pandoc_one_line_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GradsetError, match="pandoc, which is not installed"):
        docx.require()
