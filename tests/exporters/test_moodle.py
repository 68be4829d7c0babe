"""Every question of the bank as a Moodle quiz, read back by independent parsers."""

import base64
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import gcd
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.answers import (
    Choice,
    Criterion,
    Essay,
    Formula,
    Match,
    Numeric,
    Option,
    Order,
    Statements,
    Table,
    Wrong,
)
from generator.bank import Bank
from generator.conventions import Conventions
from generator.exporters import cloze, moodle
from generator.issue import accepted
from generator.sheet import Heading, SheetPart, SheetQuestion, sheet_question
from generator.text.html import tex_delimiters, to_html
from generator.variant import Source
from tests.exporters.cloze_grammar import fields
from tests.exporters.moodle_rules import broken, text_of

NAMES = list(Bank.at().paths())
HEADING = Heading("e", "Deep/Learning: <Test> & more")
TRICKY = r"a \{x\} ~ # \" & < b $\{x \mid y < 2\}$ $\frac{a}{b}$ `d[{1: '~#'}]`"


@cache
def variants(name):
    """Five different variants, as a build pools them."""
    question = Bank.at().load(name)
    taken: set[object] = set()
    return tuple(
        sheet_question(accepted(question, Source(b"moodle", (str(k),)), Conventions(), taken), k)
        for k in range(1, 6)
    )


@cache
def quiz(name):
    (file,) = moodle.files(HEADING, {name: variants(name)})
    assert file.path == "lms/moodle.xml"
    return etree.fromstring(file.content)


def exported(*questions):
    (file,) = moodle.files(HEADING, {"q": questions})
    return file.content


def by_kind(root):
    """The quiz's questions without categories and essays, and the essays."""
    items = [q for q in root if q.get("type") != "category"]
    essays = [q for q in items if q.get("type") == "essay"]
    return [q for q in items if q not in essays], essays


def seen(html):
    """What a browser shows of well-formed HTML."""
    return " ".join("".join(ElementTree.fromstring(f"<p>{html}</p>").itertext()).split())


def shown(markdown, inline=True):
    return seen(to_html(markdown, inline=inline, math=tex_delimiters))


@pytest.mark.parametrize("name", NAMES)
def test_every_question_keeps_every_rule_of_moodles_importer(name):
    (file,) = moodle.files(HEADING, {name: variants(name)})
    assert broken(file.content) == []


def test_the_whole_bank_in_one_file_keeps_every_rule():
    (file,) = moodle.files(HEADING, {name: variants(name) for name in NAMES})
    assert broken(file.content) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_variant_arrives_once_under_its_own_idnumber(name):
    items, essays = by_kind(quiz(name))
    numbers = [text_of(q, "idnumber") for q in (*items, *essays)]
    assert len(set(numbers)) == len(numbers)
    parts = variants(name)[0].parts
    by_hand = sum(isinstance(part.answer, Essay) for part in parts)
    assert len(items) == (0 if by_hand == len(parts) else 5)
    # Essays may agree in several variants, and those of a fixed proof in all.
    assert by_hand <= len(essays) <= 5 * by_hand


def test_a_category_per_question_and_another_for_its_essays():
    (file,) = moodle.files(
        HEADING, {n: variants(n) for n in ("forward/mlp", "perceptron/relu_gate")}
    )
    paths = etree.fromstring(file.content).xpath("//category/text/text()")
    top = "$course$/top/gradset/Deep//Learning: <Test> & more/"
    assert paths == [
        top + "Forward pass through one hidden layer",
        top + "A gate from a ReLU network",
        top + "A gate from a ReLU network (essay)",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_grade_of_every_item_is_its_points(name):
    items, essays = by_kind(quiz(name))
    for q in items:
        number = int(text_of(q, "name/text")[-3:])
        question = variants(name)[number - 1]
        parts = [p for p in question.parts if not isinstance(p.answer, Essay)]
        if q.get("type") != "cloze":
            assert Decimal(q.findtext("defaultgrade")) == sum(p.points for p in parts)
        else:
            found = fields(text_of(q, "questiontext/text"))
            assert shares([f.weight for f in found]) == shares(
                [part.points / count(part) for part in parts for _ in range(count(part))]
            )
    graded = {(shown(p.prompt), p.points) for v in variants(name) for p in v.parts
              if isinstance(p.answer, Essay)}  # fmt: skip
    for q in essays:
        grade, text = Decimal(q.findtext("defaultgrade")), seen(text_of(q, "questiontext/text"))
        assert any(text.endswith(prompt) and grade == points for prompt, points in graded)


def shares(weights):
    return [Fraction(w) / sum(map(Fraction, weights)) for w in weights]


def count(part):
    """How many fields a part takes."""
    match part.answer:
        case Table():
            return sum(len(row) for row in part.answer.cells)
        case Statements():
            return len(part.answer.statements)
        case Match() | Order():
            return len(part.answer.right)
        case _:
            return 1


@pytest.mark.parametrize("name", NAMES)
def test_the_keys_answers_score_fully_and_mistakes_nothing(name):
    items, _ = by_kind(quiz(name))
    for q in items:
        question = variants(name)[int(text_of(q, "name/text")[-3:]) - 1]
        parts = [p for p in question.parts if not isinstance(p.answer, Essay)]
        if q.get("type") == "cloze":
            found = iter(fields(text_of(q, "questiontext/text")))
            for part in parts:
                marked(part, [next(found) for _ in range(count(part))])
            assert next(found, None) is None
        else:
            SINGLE[q.get("type")](q, parts[0].answer)


def marked(part, found):
    match part.answer:
        case Numeric() as number:
            numeric(found[0], number)
        case Table() as table:
            for field, cell in zip(found, [c for row in table.cells for c in row], strict=True):
                numeric(field, cell)
        case Choice() as choice:
            chosen(found[0], choice.options)
        case Formula() as formula:
            texts = {f"${formula.latex}$": True} | {f"${w.printed}$": False for w in formula.wrong}
            chosen(found[0], [Option(text, right) for text, right in texts.items()])
        case Statements() as statements:
            for field, statement in zip(found, statements.statements, strict=True):
                words = ("true", "false") if statements.each else ("tick", "no tick")
                assert field.right == [words[0] if statement.right else words[1]]
                assert {a.text for a in field.alternatives} == set(words)
        case Match() | Order() as answer:
            assert [f.right for f in found] == [["ABCDEFGHIJ"[i]] for i in answer.right]


def numeric(field, number):
    assert field.type == "NUMERICAL"
    unit = max((number.high - number.low) / 1000, Decimal("1e-9"))
    assert [field.score(n) for n in (number.low, number.high, Decimal(number.printed))] == [100] * 3
    assert [field.score(n) for n in (number.low - unit, number.high + unit)] == [0, 0]
    for wrong in number.wrong:
        if not number.low <= Decimal(wrong.printed) <= number.high:
            assert field.score(wrong.printed) == 0


def chosen(field, options):
    assert field.type.startswith("MULTICHOICE_V")
    assert {(seen(a.text), a.share == 100) for a in field.alternatives} == {
        (shown(o.text), o.right) for o in options
    }


def single_choice(q, answer):
    options = answer.options if isinstance(answer, Choice) else answer.statements
    assert [
        (seen(text_of(a, "text")), Decimal(a.get("fraction")) > 0) for a in q.iter("answer")
    ] == [(shown(o.text, inline=False), o.right) for o in options]


def single_number(q, answer):
    first = q.find("answer")
    middle, tolerance = Decimal(text_of(first, "text")), Decimal(text_of(first, "tolerance"))
    assert (middle - tolerance, middle + tolerance) == (answer.low, answer.high)
    assert [a.get("fraction") for a in q.iter("answer")][1:] == ["0"] * len(answer.wrong)


def single_match(q, answer):
    pairs = [(seen(text_of(p, "text")), text_of(p, "answer/text")) for p in q.iter("subquestion")]
    assert pairs == [
        (shown(stem, inline=False), shown(answer.choices[i]))
        for stem, i in zip(answer.stems, answer.right, strict=True)
    ]


def single_order(q, answer):
    assert [seen(text_of(a, "text")) for a in q.iter("answer")] == [
        shown(answer.items[i], inline=False) for i in answer.right
    ]


SINGLE = {
    "multichoice": single_choice,
    "numerical": single_number,
    "matching": single_match,
    "ordering": single_order,
}


def test_every_type_of_item_comes_out_of_the_bank_and_these_tests():
    made = {q.get("type") for name in NAMES for items in by_kind(quiz(name)) for q in items}
    assert {"cloze", "multichoice", "essay"} <= made <= {*SINGLE, "cloze", "essay"}


@pytest.mark.parametrize("name", ["networks/diagram_reading", "backpropagation/two_two_one"])
def test_pictures_travel_with_the_question(name):
    for q, question in zip(by_kind(quiz(name))[0], variants(name), strict=True):
        (file,) = q.iter("file")
        assert base64.b64decode(file.text).decode() == question.figures[0].svg
        images = re.findall(r"<img[^>]*>", text_of(q, "questiontext/text"))
        assert ['src="@@PLUGINFILE@@/network.svg"' in image for image in images] == [True]


def test_the_essays_rubric_is_for_whoever_marks_only():
    for q, question in zip(
        by_kind(quiz("perceptron/relu_gate"))[1], variants("perceptron/relu_gate"), strict=True
    ):
        (essay,) = [p.answer for p in question.parts if isinstance(p.answer, Essay)]
        for criterion in essay.rubric:
            assert shown(criterion.text) in seen(text_of(q, "graderinfo/text"))
            assert shown(criterion.text) not in seen(text_of(q, "questiontext/text"))


# ---- made-up questions


def question(*answers, title="T", stem="S"):
    parts = tuple(
        SheetPart(f"p{i}", "abcdefgh"[i], "Which?", answer, Fraction(1), "x")
        for i, answer in enumerate(answers)
    )
    return SheetQuestion(1, "", "t/q", title, 1, 1, stem, (), parts, "Solution.", ())


def number(low, high, *wrong):
    wrongs = tuple(Wrong(f"m{i}", TRICKY, printed) for i, printed in enumerate(wrong))
    return Numeric(0, low, Decimal(low), Decimal(high), wrongs)


def choice(*texts):
    return Choice(tuple(Option(text, i == 0, TRICKY) for i, text in enumerate(texts)))


PIECES = [*"ab }~#=%:\"'&<>/1\\", "{a}", "{1:MC:=x}", "=", "%50%"]
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join).filter(str.strip)


def escaped(text):
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


@given(st.lists(TEXT, min_size=2, max_size=4, unique_by=lambda t: " ".join(t.split())))
def test_any_text_of_an_option_arrives_as_it_was_written(texts):
    answer = choice(*map(escaped, texts))
    (field, other) = fields(cloze.text(question(answer, answer).parts))
    assert field == other
    assert [(seen(a.text), a.share) for a in field.alternatives] == [
        (" ".join(text.split()), Decimal(100 if i == 0 else 0)) for i, text in enumerate(texts)
    ]


def test_formulas_code_and_feedback_arrive_as_they_were_written():
    answer = choice(TRICKY, TRICKY + " b", r"$\{0, 1\}$")
    (field, _) = fields(cloze.text(question(answer, answer).parts))
    assert [seen(a.text) for a in field.alternatives] == [shown(o.text) for o in answer.options]
    assert [seen(a.feedback) for a in field.alternatives] == [shown(TRICKY)] * 3


def test_long_titles_are_cut_for_moodles_categories():
    heading = Heading("e", "/a" * 300)
    essay = Essay("Model.", (Criterion(1, "c"),), 3)
    made = question(choice("a", "b"), essay, title="x" * 300)
    (file,) = moodle.files(heading, {"q": [made]})
    assert broken(file.content) == []
    paths = etree.fromstring(file.content).xpath("//category/text/text()")
    path = "$course$/top/gradset/a" + "//a" * 59 + "/" + "x" * 120
    assert paths == [path, path + " (essay)"]


def test_markup_that_would_end_its_section_is_kept():
    made = question(choice("a", "`x]]>y`"), title="a ]]> b & <c>")
    xml = exported(made)
    assert broken(xml) == []
    assert seen(text_of(etree.fromstring(xml), "question/answer[2]/text")) == "x]]>y"


@given(
    st.decimals(-1000, 1000, places=6), st.decimals(0, 10, places=6), st.decimals(-9, 9, places=3)
)
def test_any_interval_is_kept_to_its_last_digit(low, width, wrong):
    numeric_answer = number(str(low), str(low + width), str(wrong))
    (field, _) = fields(cloze.text(question(numeric_answer, numeric_answer).parts))
    numeric(field, numeric_answer)


def test_tiny_and_huge_numbers_are_plain_decimals():
    tiny, huge = number("1E-9", "3E-9"), number("1.2E+8", "1.4E+8")
    assert cloze.middle(tiny) == ("0.000000002", "0.000000001")
    assert cloze.middle(huge) == ("130000000", "10000000")
    assert broken(exported(question(tiny), question(huge), question(tiny, huge))) == []


@pytest.mark.parametrize("right", range(1, 10))
def test_who_ticks_everything_earns_nothing(right):
    options = tuple(Option(f"s{i}", i < right) for i in range(10))
    xml = exported(question(Statements(options, each=False)))
    assert broken(xml) == []
    fractions = [Decimal(a.get("fraction")) for a in etree.fromstring(xml).iter("answer")]
    assert abs(sum(fractions, Decimal(0))) < Decimal("0.001")


def test_more_statements_than_moodle_has_shares_for_become_fields():
    options = tuple(Option(f"s{i}", i < 11) for i in range(12))
    xml = exported(question(Statements(options, each=False)))
    assert broken(xml) == []
    assert len(fields(text_of(etree.fromstring(xml), "question/questiontext/text"))) == 12


def test_matches_with_words_are_a_match_and_with_formulas_letters():
    words = Match(("$a$", "b"), ("one", "two"), (1, 0))
    formulas = Match(("a", "b"), ("$x$", "$y$"), (1, 0))
    xml = exported(question(words), question(formulas))
    assert broken(xml) == []
    assert [q.get("type") for q in etree.fromstring(xml)][1:] == ["matching", "cloze"]


def test_an_order_alone_is_moodles_own_type_and_right():
    order = Order(("third $c$", "first", "second"), (1, 2, 0))
    xml = exported(question(order))
    assert broken(xml) == []
    single_order(etree.fromstring(xml)[1], order)


def test_a_single_number_lists_mistakes_with_their_sentences():
    made = number("0.49", "0.51", "-0.5", "7")
    xml = exported(question(made))
    assert broken(xml) == []
    answers = etree.fromstring(xml).findall("question/answer")
    assert [(text_of(a, "text"), seen(text_of(a, "feedback/text"))) for a in answers] == [
        ("0.50", ""), ("-0.5", shown(TRICKY)), ("7", shown(TRICKY)),
    ]  # fmt: skip


def test_the_right_formula_has_no_place_of_its_own():
    orders = []
    for latex in ("a", "z"):
        formula = Formula(0, latex, (Wrong("m", "w", "m"), Wrong("n", "w", "n")))
        orders.append([o.right for o in cloze.formula_options(formula, "q")])
    assert orders == [[True, False, False], [False, False, True]]


def test_variants_that_differ_in_their_options_alone_have_their_own_idnumbers():
    xml = exported(question(choice("a", "b")), question(choice("b", "a")))
    assert broken(xml) == []


def test_the_same_variants_give_the_same_bytes():
    one, two = (moodle.files(HEADING, {n: variants(n) for n in NAMES[:3]}) for _ in range(2))
    assert next(one).content == next(two).content


def test_a_points_common_divisor_is_taken_out_of_the_weights():
    made = question(number("1", "1"), number("2", "2"))
    weights = [f.weight for f in fields(cloze.text(made.parts))]
    assert gcd(*weights) == 1
