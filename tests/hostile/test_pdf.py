"""Pages as poppler reads them: every text is text, in letters, within the paper."""

import io
import re
import subprocess
import unicodedata

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GradsetError
from generator.exporters import pdf
from generator.text.legible import legible
from generator.text.typst import escape_typst
from tests.hostile.strategies import CATALOGUE, label, line, texts
from tests.hostile.world import sheet

PLACES = 5  # course, title, name, id and section, beside the line at the top, which is cut


def text_of(document):
    reader = pypdf.PdfReader(io.BytesIO(document))
    return "\n".join(page.extract_text() for page in reader.pages)


def bare(text):
    """Without what line breaks and justification add or take away."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s-]", "", "".join(c for c in plain if unicodedata.category(c) != "Cf"))


def is_latin(text):
    """Whether no letter is joined, stacked or set from the right, so that it can be read back."""
    return all(c < "\N{COMBINING GRAVE ACCENT}" or c in "–—‘’“”€" for c in text)


@pytest.mark.parametrize("text", CATALOGUE, ids=label)
def test_a_page_shows_every_text_of_the_catalogue(text):
    shown = text_of(pdf.document(sheet(line(text)), key=False))
    assert "\0" not in shown  # what no font holds
    if is_latin(text):
        assert bare(shown).count(bare(text)) >= PLACES


def many(lines):
    """Texts below each other, as the templates set a name."""
    return set_by_typst("\n\n".join(f"Q{escape_typst(text)}Q" for text in lines))


def set_by_typst(markup):
    out = io.BytesIO()
    pdf.write_marking(sheet().heading, [markup], out)
    return out.getvalue()


@settings(max_examples=25, deadline=None)
@given(st.lists(texts, min_size=3, max_size=3))
def test_any_text_is_set_in_letters_that_the_fonts_hold(found):
    shown = text_of(many(found))
    assert "\0" not in shown
    assert bare(shown).startswith("Q")


def test_what_the_fonts_lack_is_transliterated_and_the_rest_kept():
    assert legible("王小明") == "Wang Xiao Ming"
    assert legible("Ada王, 김") == "Ada Wang, Gim"
    assert legible("Ａｄａ 𝕬 ﬁ") == "Ada A fi"
    assert legible("Ádám Софья דוד محمد सोफ़िया") == unicodedata.normalize(
        "NFC", "Ádám Софья דוד محمد सोफ़िया"
    )


@pytest.mark.poppler
@pytest.mark.parametrize("text", [t for t in CATALOGUE if len(t) > 100], ids=label)
@pytest.mark.parametrize("key", [False, True])
def test_a_text_without_end_stays_on_the_paper(tmp_path, text, key):
    (tmp_path / "page.pdf").write_bytes(pdf.document(sheet(line(text)), key=key))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "page.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (wide, *_) = map(float, re.findall(r'<page width="([\d.]+)"', boxes))
    words = re.findall(r'<word xMin="([-\d.]+)" .*?xMax="([-\d.]+)"', boxes)
    assert len(words) > 10
    assert all(20 < float(left) <= float(right) < wide - 20 for left, right in words)


@pytest.mark.parametrize(
    "code",
    ['#read("/etc/passwd")', '#read("secret.txt")', '#image("secret.txt")', '#import "secret.txt"',
     '#include "secret.txt"', '#read("../../README.md")', '#read("../moodle/quiz.xml")',
     '#plugin("secret.txt")', '#csv("secret.txt")'],
)  # fmt: skip
def test_not_even_code_could_read_a_file(tmp_path, monkeypatch, code):
    (tmp_path / "secret.txt").write_text("1")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GradsetError, match=r"not found|escape the project root"):
        set_by_typst(code)
