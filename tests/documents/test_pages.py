"""What a browser and a PDF reader make of the documents; both are the real ones."""

import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from generator.answers import (
    Answer,
    Choice,
    Essay,
    Formula,
    Match,
    Numeric,
    Option,
    Order,
    Statements,
    Table,
)
from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.exporters import html, pdf
from generator.roster import Student
from generator.sheet import Heading, Layout, Sheet, SheetPart, SheetQuestion, sheet_question

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


# ---- page breaks

LAYOUTS = {
    "a4": Layout(),
    "letter": Layout(paper="letter"),
    "two columns": Layout(columns=2),
    "large": Layout(large=True),
    "accessible": Layout(accessible=True),
}
WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<'
)


def marked(part, number):
    """A part whose prompt begins and whose answer ends with a word that can be found again."""
    first, last = f"Begin{number}{part.label}", f"End{number}{part.label}"
    part = replace(part, prompt=f"{first} {part.prompt}")
    answer = part.answer
    match answer:
        case Numeric() | Table():
            return replace(part, precision=last)
        case Choice():
            *others, option = answer.options
            answer = replace(
                answer, options=(*others, replace(option, text=f"{option.text} {last}"))
            )
        case Statements():
            *others, one = answer.statements
            answer = replace(answer, statements=(*others, replace(one, text=f"{one.text} {last}")))
        case Match():
            *stems, stem = answer.stems
            answer = replace(answer, stems=(*stems, f"{stem} {last}"))
        case Order():
            *items, item = answer.items
            answer = replace(answer, items=(*items, f"{item} {last}"))
        case Formula():
            return replace(part, symbol=rf"\text{{{last}}}")
        case Essay():
            answer = replace(answer, model=f"{answer.model} {last}")
    return replace(part, answer=answer)


def marked_sheet(variant, layout):
    """All questions of the bank, each variant in another order, in sections of three."""
    bank = Bank.at()
    names = bank.find([])
    turned = names[5 * variant :] + names[: 5 * variant]
    questions = []
    for number, name in enumerate(turned, 1):
        made = public_variant(bank.load(name), variant, Conventions())
        question = sheet_question(made, number, f"Section{(number + 2) // 3}x")
        parts = tuple(marked(part, number) for part in question.parts)
        questions.append(
            replace(
                question,
                title=f"Title{number}x",
                stem=f"Stem{number}x {question.stem}",
                parts=parts,
            )
        )
    heading = Heading("all", "Every question", layout=layout)
    return Sheet(heading, Student("s001"), "s001", "ABCD-2345", tuple(questions))


def words_of(data, tmp_path):
    """For every page its words as (left, top, right, bottom, text), and the page's size."""
    file = tmp_path / "sheet.pdf"
    file.write_bytes(data)
    shown = subprocess.run(
        ["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    for page in shown.split("<page ")[1:]:
        width, height = re.findall(r'(?:width|height)="([\d.]+)"', page)[:2]
        yield (
            (float(width), float(height)),
            [(*map(float, word.groups()[:4]), word[5]) for word in WORD.finditer(page)],
        )


def places(data, layout, tmp_path):
    """Page and column of every marker."""
    found = {}
    for number, ((width, _), words) in enumerate(words_of(data, tmp_path)):
        for left, _, _, _, text in words:
            column = int(layout.columns == 2 and left > width / 2)
            if re.fullmatch(r"(Begin|End)\d+[a-z]|(Stem|Title|Section)\d+x", text):
                found[text] = (number, column)
    return found


@pytest.mark.poppler
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("variant", [1, 2, 3])
def test_no_page_break_parts_an_answer_from_what_is_asked(variant, layout, tmp_path):
    made = marked_sheet(variant, layout)
    at = places(pdf.document(made, key=False), layout, tmp_path)
    for question in made.questions:
        number = question.number
        assert at[f"Title{number}x"] == at[f"Stem{number}x"]
        assert at[f"Section{(number + 2) // 3}x"] <= at[f"Title{number}x"]
        if number % 3 == 1:
            assert at[f"Section{(number + 2) // 3}x"] == at[f"Title{number}x"]
        if not layout.large:  # in large print some questions are longer than a page
            assert at[f"Title{number}x"] == at[f"Begin{number}a"]
        for part in question.parts:
            if not isinstance(part.answer, Essay):
                assert at[f"Begin{number}{part.label}"] == at[f"End{number}{part.label}"]


@pytest.mark.poppler
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_in_a_key_too_an_answer_stands_by_its_part(layout, tmp_path):
    made = marked_sheet(2, layout)
    at = places(pdf.document(made, key=True), Layout(), tmp_path)
    for question in made.questions:
        for part in question.parts:
            if not isinstance(part.answer, Numeric):  # whose box says what is accepted instead
                assert (
                    at[f"Begin{question.number}{part.label}"]
                    == at[f"End{question.number}{part.label}"]
                )


LONG = "\n".join(
    f"line_{k} = function_{k}(argument_{k}, another_argument_{k}, {k})  # L{k}x" for k in range(150)
)
WIDE = " | ".join(f"W{k}x" for k in range(14))
HARD = f"""
Stem before ${" + ".join(f"x_{{{k}}}" for k in range(60))} = F0x$.

```python
{LONG}
```

| {WIDE} |
|{"---|" * 14}
| {" | ".join(f"V{k}x" for k in range(14))} |

$$
{" + ".join(f"x_{{{k}}}" for k in range(40))} = \\text{{Z0x}}
$$
"""


@pytest.mark.poppler
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_nothing_is_cut_off_however_long_or_wide_a_question_is(layout, tmp_path):
    long = Choice(
        tuple(Option(f"An option O{k}x" + " that says more" * 40, k == 3) for k in range(26))
    )
    columns = tuple(f"C{k}x" for k in range(8))
    cells = tuple(
        tuple(Numeric(0.5, "0.5", Decimal("0.4"), Decimal("0.6")) for _ in columns)
        for _ in range(40)
    )
    table = Table(tuple(f"R{k}x" for k in range(40)), columns, cells)
    answers: list[Answer] = [long, table, Essay("M0x", (), 60)]
    parts = tuple(
        SheetPart(f"p{k}", "abc"[k], "Prompt.", answer, Fraction(1))
        for k, answer in enumerate(answers)
    )
    question = SheetQuestion(1, "", "t/q", "Hard", 1, 5, HARD, (), parts, HARD, ())
    made = Sheet(
        Heading("e", "T", layout=layout), Student("s001"), "s001", "ABCD-2345", (question,)
    )
    for key in (False, True):
        seen = set()
        for (width, height), words in words_of(pdf.document(made, key=key), tmp_path):
            for left, top, right, bottom, text in words:
                assert left >= 40
                assert right <= width - 40, text
                assert top >= 20
                assert bottom <= height - 20, text
                seen.add(text)
        wanted = {f"L{k}x" for k in range(150)} | {f"O{k}x" for k in range(26)} | {"Z0x"}
        wanted |= {f"R{k}x" for k in range(40)} | set(columns)
        wanted |= {f"{a}{k}x" for a in "WV" for k in range(14)}
        assert wanted <= seen
