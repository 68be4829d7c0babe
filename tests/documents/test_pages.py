"""What a browser and a PDF reader make of the documents; both are the real ones."""

import re
import subprocess

import pytest

from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.exporters import html, pdf
from generator.roster import Student
from generator.sheet import Heading, Sheet, sheet_question

CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
MEASURE = """<script>addEventListener("load", () => {
  const root = document.documentElement, formulas = document.querySelectorAll("math");
  document.title = `${root.scrollWidth} ${root.clientWidth} ${formulas.length}`;
});</script>"""


@pytest.fixture(scope="module")
def sheet():
    bank = Bank.at()
    questions = tuple(
        sheet_question(public_variant(bank.load(name), 1, Conventions()), number)
        for number, name in enumerate(bank.find([]), 1)
    )
    heading = Heading("all", "Every question", "A course", "1 December 2026", 90, "Show your work.")
    return Sheet(heading, Student("s001", "Ὑπατία 陳省身"), "s001", "ABCD-2345", questions)


@pytest.mark.chromium
@pytest.mark.parametrize("key", [False, True])
def test_no_page_is_wider_than_a_phone_and_every_formula_is_set(sheet, key, tmp_path):
    page = html.document(sheet, key=key).decode()
    file = tmp_path / "page.html"
    file.write_text(page.replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
    dumped = subprocess.run(
        [*CHROMIUM, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=500,900",
         "--dump-dom", file.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip
    (measured,) = re.findall(r"<title>(\d+) (\d+) (\d+)</title>", dumped)
    wide, seen, formulas = map(int, measured)
    assert wide <= seen
    assert formulas == page.count("<math")


@pytest.mark.poppler
@pytest.mark.parametrize("key", [False, True])
def test_every_printed_page_names_student_exam_sheet_and_page_of_pages(sheet, key, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf.document(sheet, key=key))
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    for number, page in enumerate(pages, 1):
        assert "Every question" in page
        assert "s001" in page
        assert "Sheet ABCD-2345" in page
        assert f"Page {number} of {len(pages)}" in page
    assert "Chen Sheng Shen" in pages[0]
    assert ("Solution" in text) == key


@pytest.mark.poppler
def test_no_glyph_is_missing_in_any_printed_formula(sheet, tmp_path):
    file = tmp_path / "key.pdf"
    file.write_bytes(pdf.document(sheet, key=True))
    text = subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "\ufffd" not in text
    fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)  # embedded
