"""How sheets are printed: what an exam may say, and what every layout keeps."""

import io
from dataclasses import replace

import pypdf
import pytest

from generator import exam as exams
from generator.answers import Choice, Match, Order, Statements
from generator.bank import Bank
from generator.check import public_variant
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.exporters import pdf
from generator.roster import Student
from generator.sheet import Heading, Layout, Sheet, heading, sheet_question
from tests.exporters import whole_bank

EXAM = """
id = "e"
title = "T"
[[sections]]
items = [{ question = "forward/mlp" }]
"""
LAYOUTS = {
    "a4": Layout(),
    "letter": Layout(paper="letter"),
    "two columns": Layout(columns=2),
    "large": Layout(large=True),
    "large letter": Layout(paper="letter", large=True),
    "accessible": Layout(accessible=True),
}


def read(tmp_path, extra):
    path = tmp_path / "e.toml"
    path.write_text(EXAM + extra, encoding="utf-8")
    return exams.read(path)


def test_an_exam_without_a_print_table_is_printed_on_a4_in_one_column(tmp_path):
    assert heading(read(tmp_path, "")).layout == Layout()


def test_some_students_get_large_print_in_one_column(tmp_path):
    exam = read(
        tmp_path,
        '[print]\npaper = "letter"\ncolumns = 2\nlarge_for = ["s2"]\naccessible = true\n',
    )
    assert heading(exam, "s1").layout == Layout("letter", 2, False, True)
    assert heading(exam, "s2").layout == Layout("letter", 1, True, True)
    assert heading(exam).layout == Layout("letter", 2, False, True)


def test_large_print_for_everyone(tmp_path):
    exam = read(tmp_path, "[print]\nlarge = true\ncolumns = 2\n")
    assert heading(exam, "s1").layout == Layout(columns=1, large=True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('paper = "a5"', "paper"),
        ("columns = 3", "columns"),
        ("larg = true", "larg"),
        ('large_for = "s1"', "large_for"),
        ("accessible = 1", "accessible"),
    ],
)
def test_a_wrong_print_table_is_refused_in_one_line(tmp_path, line, said):
    with pytest.raises(GradsetError) as caught:
        read(tmp_path, f"[print]\n{line}\n")
    assert "\n" not in str(caught.value)
    assert said in str(caught.value)


@pytest.fixture(scope="module")
def sheet():
    bank = Bank.at()
    names = ("forward/mlp", "activations/ranges", "perceptron/relu_gate", "training/loop_order")
    questions = tuple(
        sheet_question(public_variant(bank.load(name), 1, Conventions()), number)
        for number, name in enumerate(names, 1)
    )
    return Sheet(Heading("e", "T"), Student("s1", "Ada"), "s1", "ABCD-2345", questions)


def laid_out(sheet, layout):
    return replace(sheet, heading=replace(sheet.heading, layout=layout))


@pytest.mark.parametrize(
    ("layout", "size"), [(Layout(), (595.28, 841.89)), (Layout(paper="letter"), (612, 792))]
)
def test_pages_have_the_size_of_the_paper(sheet, layout, size):
    for page in pypdf.PdfReader(io.BytesIO(pdf.document(laid_out(sheet, layout), key=False))).pages:
        assert page.mediabox[2:] == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("key", [False, True])
def test_every_layout_is_the_same_bytes_every_time(sheet, layout, key):
    first = pdf.document(laid_out(sheet, layout), key=key)
    assert pdf.document(laid_out(sheet, layout), key=key) == first


def colours_of(data):
    """The colour of every text that is shown."""
    found = []
    colour: list[tuple[float, ...]] = [(0.0,)]

    def operand(operator, operands, _matrix, _text_matrix):
        if operator in (b"g", b"rg", b"sc", b"scn"):
            colour[0] = tuple(float(part) for part in operands)
        if operator in (b"Tj", b"TJ"):
            found.append(colour[0])

    reader = pypdf.PdfReader(io.BytesIO(data))
    for page in reader.pages:
        page.extract_text(visitor_operand_before=operand)
    return found


def luminance(colour):
    """The relative luminance of grey or sRGB. Source: WCAG 2.2."""
    red, green, blue = colour * 3 if len(colour) == 1 else colour
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("key", [False, True])
def test_every_text_has_a_contrast_of_four_and_a_half_even_in_grey(sheet, key):
    colours = set(colours_of(pdf.document(sheet, key=key)))
    assert len(colours) > 1
    for colour in colours:
        # Greys stand in shaded boxes, too; the numbers that are put in stand on white paper.
        paper = 1.0 if len(set(colour)) > 1 else luminance((0xF3 / 0xFF,))
        assert (paper + 0.05) / (luminance(colour) + 0.05) >= 4.5, colour


def letters_of(data):
    """Every piece of text that is shown, with its font and the size of its letters."""
    found = []

    def shown(text, matrix, text_matrix, font, size):
        if text.strip():
            height = abs(text_matrix[3] * matrix[3]) * size
            found.append((" ".join(text.split()), font["/BaseFont"], height))

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=shown)
    return found


def test_large_print_sets_no_words_of_a_question_below_17_points_and_no_others_below_15(sheet):
    """Formulas, code and diagrams have fonts of their own, which are not looked at."""
    large = letters_of(pdf.document(laid_out(sheet, Layout(large=True)), key=False))
    words = [(text, size) for text, font, size in large if "Hyperlegible" in font]
    asked = "".join(
        f"{q.title} {q.stem} {part.prompt} {words_of(part.answer)} "
        for q in sheet.questions
        for part in q.parts
    )
    asked = " ".join(asked.split())
    sizes = [size for text, size in words if len(text) > 8 and text in asked]
    assert len(sizes) > 40
    assert min(sizes) >= 17
    assert min(size for _, size in words) >= 15 - 0.01


def words_of(answer):
    match answer:
        case Choice() | Statements():
            return " ".join(option.text for option in answer.options)
        case Order():
            return " ".join(answer.items)
        case Match():
            return " ".join([*answer.stems, *answer.choices])
        case _:
            return ""


def test_usual_print_sets_most_words_of_a_sheet_in_ten_and_a_half_points(sheet):
    sizes = [size for _, _, size in letters_of(pdf.document(sheet, key=False))]
    assert max(set(sizes), key=sizes.count) == pytest.approx(10.5, abs=0.1)


def test_a_page_keeps_the_id_of_a_student_with_a_very_long_name():
    sheet = whole_bank.sheet(1)
    named = replace(sheet, student=Student("s1005", "Maria Magdalena Theodora " * 12))
    reader = pypdf.PdfReader(io.BytesIO(pdf.document(named, key=False)))
    assert len(reader.pages) > 3
    for page in reader.pages:
        assert "s1005" in page.extract_text()
