from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

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
    final,
)
from generator.bank import Bank
from generator.check import check
from generator.conventions import Conventions
from generator.parts import apart, same_expression, same_value
from generator.text.numbers import Rounding
from tests.engine.tiny import UNIT_MD, UNIT_PY, USUAL, answer_of, drawn, load, page, raw, write

FOUR = Rounding(decimals=4)
FORTY = range(1, 41)


def answers(folder, part, body, py="", more=""):
    """The answer to the part `p` of a question, in forty variants."""
    question = load(folder, page(f"[parts.p]\n{part}", f"## p\n{body}", more), py)
    return [answer_of(raw(question, number), "p") for number in FORTY]


def test_a_number_is_accepted_within_its_interval_and_not_beyond(tmp_path):
    answer = answer_of(raw(load(tmp_path, UNIT_MD, UNIT_PY)), "y_hat")
    assert type(answer) is Numeric
    assert answer.low < Decimal(answer.printed) < answer.high
    assert [answer.accepts(n) for n in (answer.low, answer.high, answer.value)] == [True] * 3
    tick = Decimal("0.000001")
    assert [answer.accepts(n) for n in (answer.low - tick, answer.high + tick)] == [False] * 2
    assert [(w.mistake, w.why) for w in answer.wrong] == [("no_bias", "The bias $b$ is missing.")]
    assert final(answer) == [("", answer.printed)]


def test_a_vector_is_a_table_of_one_row_with_its_letters(tmp_path):
    variant = raw(load(tmp_path, UNIT_MD, UNIT_PY))
    table = answer_of(variant, "grad_w")
    assert type(table) is Table
    assert table.columns == tuple(
        rf"$\frac{{\partial L}}{{\partial w_{{{i}}}}}$" for i in (1, 2, 3)
    )
    assert table.rows == ("",)
    assert [c.value for c in table.cells[0]] == list(variant.solved["grad_w"])
    assert [key for key, _ in table.numbered()] == ["r1c1", "r1c2", "r1c3"]


MATRICES_PY = """
from generator.authoring import np, over

def draw(rng):
    return {"A": rng.decimals((2, 3), -2, 2), "gs": rng.decimals(4, 1, 2), "w_0": 0.0}

def B(A):
    return 2 * A

def C(A):
    return A[:, 0]

def D(B):
    return B[:, 1]

@over(g="gs")
def w(w_before, g):
    return w_before + g
"""


def only(folder, part, body="Go.", more=""):
    return answers(folder, part, body, MATRICES_PY, more)[0]


def test_a_matrix_is_a_table_with_numbered_rows_and_columns(tmp_path):
    table = only(tmp_path, 'kind = "table"\nof = "B"')
    assert (table.rows, table.columns) == (("$1$", "$2$"), ("$1$", "$2$", "$3$"))
    assert table.corner == "$B$"
    assert np.shape(table.cells) == (2, 3)


def test_vectors_stand_side_by_side(tmp_path):
    table = only(tmp_path, 'kind = "table"\ncolumns = ["C", "D"]\nrows = "unit #"')
    assert (table.rows, table.columns) == (("unit 1", "unit 2"), ("$C_j$", "$D_j$"))
    assert [[cell.value for cell in row] for row in table.cells] == [
        [table.cells[i][0].value, table.cells[i][1].value] for i in (0, 1)
    ]
    assert np.shape(table.cells) == (2, 2)


def test_rounds_stand_below_each_other(tmp_path):
    question = load(
        tmp_path,
        page('[parts.p]\nkind = "table"\ncolumns = ["w"]\nrows = "round #"', "## p\nGo."),
        MATRICES_PY,
    )
    variant = raw(question)
    table = answer_of(variant, "p")
    assert table.rows == ("round 1", "round 2", "round 3", "round 4")
    assert [row[0].value for row in table.cells] == list(variant.solved["w_all"])


def test_columns_may_name_all_rounds_outright(tmp_path):
    table = only(tmp_path, 'kind = "table"\ncolumns = ["w_all"]')
    assert np.shape(table.cells) == (4, 1)


# ---- choices


COMPUTED_PY = """
from generator.authoring import instead_of

def draw(rng):
    return {"x": rng.decimal(1, 3), "k": rng.decimal(0.5, 2)}

def p(x, k):
    return x * k

@instead_of(p)
def added(x, k):
    return x + k

@instead_of(p)
def subtracted(x, k):
    return x - k

@instead_of(p)
def divided(x, k):
    return x / k

@instead_of(p)
def squared(x, k):
    return x * k**2

@instead_of(p)
def negative(p):
    return -p

@instead_of("x")
def off_by_little(x):
    return 1.0001 * x

@instead_of(p)
def infinite():
    return float("inf")
"""
MISTAKES = ("added", "subtracted", "divided", "squared", "negative", "off_by_little", "infinite")
COMPUTED = "Go.\n\n## mistakes\n" + "".join(f"- `{m}`: Not {m}.\n" for m in MISTAKES)


def test_options_of_a_computed_choice_are_pairwise_clearly_apart(tmp_path):
    question = load(
        tmp_path,
        page('[parts.p]\nkind = "choice"', f"## p\n{COMPUTED}", "decimals = 3"),
        COMPUTED_PY,
    )
    positions: Counter[int] = Counter()
    for number in FORTY:
        choice = answer_of(drawn(question, number), "p")
        assert type(choice) is Choice
        values = [option.value for option in choice.options]
        for i, a in enumerate(values):
            for b in values[:i]:
                assert abs(a - b) >= max(0.002, 0.05 * max(abs(a), abs(b))) - 1e-12
        assert values == sorted(values)
        assert 4 <= len(values) <= 5
        assert [option.right for option in choice.options].count(True) == 1
        assert not {"off_by_little", "infinite"} & {option.mistake for option in choice.options}
        for option in choice.options:
            assert option.why == (f"Not {option.mistake}." if option.mistake else "")
        positions[choice.right] += 1
    assert len(positions) >= 3


def test_without_three_wrong_options_a_draw_is_refused(tmp_path):
    py = COMPUTED_PY.replace("return x + k", "return x * k").replace("return x - k", "return x * k")
    py = py.replace("return x / k", "return x * k + 0.0001")
    question = load(tmp_path, page('[parts.p]\nkind = "choice"', f"## p\n{COMPUTED}"), py)
    reasons = [list(raw(question, number).refusals()) for number in FORTY]
    assert all(reason[-1:] == ["fewer than 3 wrong options for p"] for reason in reasons)


LETTERS_PY = """
from generator.authoring import instead_of

def draw(rng):
    return {"z": rng.integer(2, 9)}

def p():
    return "$2 <z>$"

@instead_of(p)
def squared():
    return "$<z>^2$"

@instead_of(p)
def shifted():
    return "$<z> + 2$"

@instead_of(p)
def halved():
    return "$<z> / 2$"
"""


def test_options_that_are_texts_use_the_exams_letters(tmp_path):
    body = "## p\nWhich?\n\n## mistakes\n- `squared`: A.\n- `shifted`: B.\n- `halved`: C.\n"
    question = load(tmp_path, page('[parts.p]\nkind = "choice"', body), LETTERS_PY)
    answer = answer_of(drawn(question, conventions=Conventions(notation={"z": "a"})), "p")
    assert {option.text for option in answer.options} == {
        "$2 a$", "$a^2$", "$a + 2$", "$a / 2$",
    }  # fmt: skip


def test_a_choice_between_vectors_can_be_drawn_and_checked(tmp_path):
    py = """
from generator.authoring import instead_of, np

def draw(rng):
    return {"x": rng.decimals(2, 1, 3)}

def p(x):
    r"2 <x>"
    return 2 * x

@instead_of(p)
def a(x):
    return x[::-1] * 3

@instead_of(p)
def b(x):
    return -x

@instead_of(p)
def c(x):
    return x + 9

@instead_of(p)
def nowhere(x):
    return x / np.array([0.0, 1.0])

def reference(x):
    return {"p": x + x}
"""
    body = "## p\nGo.\n\n## mistakes\n- `a`: A.\n- `b`: B.\n- `c`: C.\n- `nowhere`: N.\n"
    bank = write(tmp_path, page('[parts.p]\nkind = "choice"', body), py)
    report = check(bank, "tiny/question", variants=4, conventions=USUAL)
    assert report.findings == []
    choice = answer_of(drawn(bank.load("tiny/question")), "p")
    assert {option.mistake for option in choice.options} == {"", "a", "b", "c"}
    assert all(r"\begin{bmatrix}" in option.text for option in choice.options)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (3, 4, True),
        (3, 3, False),
        (1.0, 1.04, False),
        (1.0, 1.06, True),
        (0.001, 0.00119, False),  # less than two units
        (0.001, 0.0013, True),
        (0.5, -0.5, True),
        (1.0, float("inf"), False),
        (1.0, float("nan"), False),
        ("relu", "tanh", True),
        ("relu", "relu", False),
        (np.array([1.0, 2.0]), np.array([1.0, 3.0]), True),
        (np.array([1.0, 2.0]), np.array([1.0, 2.01]), False),
        (np.array([1.0, 2.0]), np.array([[1.0], [2.0]]), True),
        (np.array([1.0, float("nan")]), np.array([3.0, 2.0]), False),
    ],
)
def test_options_are_apart_by_two_units_and_five_percent(a, b, expected):
    assert apart(a, b, FOUR) is expected
    assert apart(b, a, FOUR) is expected


def test_fractions_that_print_alike_are_not_apart():
    assert not apart(Fraction(1, 3), Fraction(33331, 100000), FOUR)
    assert apart(Fraction(1, 3), Fraction(1, 2), FOUR)


def test_expressions_are_the_same_where_they_agree_everywhere():
    x = sympy.Symbol("x")
    assert same_expression((x + 1) ** 2, x**2 + 2 * x + 1)
    assert not same_expression((x + 1) ** 2, x**2 + 1)
    assert same_expression(sympy.log(x**2), 2 * sympy.log(sympy.Abs(x)))
    assert same_expression(sympy.Integer(2), sympy.Integer(1) + 1)


def test_same_values_have_the_same_shape():
    assert same_value(np.array([1.0, 2.0]), [1, 2])
    assert not same_value(np.array([1.0, 2.0]), np.array([[1.0, 2.0]]))
    assert not same_value(1.0, float("nan"))
    assert same_value("a", "a")
    assert not same_value("a", "b")


LISTED = """Which?

- [ ] One.
  > It is not one.
- [x] Two.
  > It is two.
- [ ] Three.
  > Nor three.
- [ ] Four.
  > Nor four.
- [ ] Five.
  > Nor five.
"""


def test_listed_options_are_shuffled_with_their_reasons(tmp_path):
    found = answers(tmp_path, 'kind = "choice"', LISTED)
    expected = {
        Option("One.", False, "It is not one."),
        Option("Two.", True, "It is two."),
        Option("Three.", False, "Nor three."),
        Option("Four.", False, "Nor four."),
        Option("Five.", False, "Nor five."),
    }
    assert all(set(choice.options) == expected for choice in found)
    assert {choice.right for choice in found} == {0, 1, 2, 3, 4}
    assert len(set(found)) > 20


def test_of_listed_options_as_many_are_shown_as_are_drawn(tmp_path):
    found = answers(tmp_path, 'kind = "choice"\ndraw = 3', LISTED)
    assert {len(choice.options) for choice in found} == {3}
    assert {choice.options[choice.right].text for choice in found} == {"Two."}
    assert {o.text for choice in found for o in choice.options} == {
        "One.", "Two.", "Three.", "Four.", "Five.",
    }  # fmt: skip


# ---- statements


POOL = "Consider.\n\n" + "".join(
    f"- [{'x' if k < 4 else ' '}] Statement {k}.\n  > Reason {k}.\n" for k in range(9)
)


def is_true(option):
    return int(option.text.split()[1].strip(".")) < 4


def test_true_and_false_statements_are_always_both_among_those_drawn(tmp_path):
    found = answers(tmp_path, 'kind = "statements"\ndraw = 2', POOL)
    for answer in found:
        assert type(answer) is Statements
        assert answer.each
        assert sorted(s.right for s in answer.statements) == [False, True]
        assert all(s.right == is_true(s) for s in answer.statements)
    assert len({answer.statements for answer in found}) > 15


def test_the_whole_pool_is_shown_where_no_number_is_drawn(tmp_path):
    found = answers(tmp_path, 'kind = "statements"', POOL)
    assert all(len({s.text for s in answer.statements}) == 9 for answer in found)


def test_how_many_are_true_varies(tmp_path):
    found = answers(tmp_path, 'kind = "statements"\ndraw = 4\nforms = ["choose_all"]', POOL)
    assert not any(answer.each for answer in found)
    assert {sum(s.right for s in answer.statements) for answer in found} == {1, 2, 3}


@pytest.mark.parametrize(
    ("form", "one", "word"), [("one_true", True, "true"), ("one_false", False, "**false**")]
)
def test_a_pool_can_become_a_choice_of_the_only_one(tmp_path, form, one, word):
    for answer in answers(tmp_path, f'kind = "statements"\ndraw = 4\nforms = ["{form}"]', POOL):
        assert type(answer) is Choice
        assert answer.instruction == f"Exactly one of these statements is {word}. Which one?"
        assert len(answer.options) == 4
        assert [is_true(o) is one for o in answer.options].count(True) == 1
        assert all(o.right is (is_true(o) is one) for o in answer.options)


def test_each_form_of_a_pool_is_drawn(tmp_path):
    forms = '["true_false", "choose_all", "one_true", "one_false"]'
    found = answers(tmp_path, f'kind = "statements"\ndraw = 4\nforms = {forms}', POOL)
    kinds = {(a.kind, getattr(a, "each", None), getattr(a, "instruction", "")[:38]) for a in found}
    assert len(kinds) == 4


# ---- match, order, formula, essay


def test_no_two_stems_that_are_shown_have_the_same_answer(tmp_path):
    body = "Go.\n\n| a | b |\n|---|---|\n" + "".join(f"| s{k} | c{k % 4} |\n" for k in range(8))
    for answer in answers(tmp_path, 'kind = "match"\ndraw = 4', body):
        assert type(answer) is Match
        assert len(set(answer.choices)) == len(answer.stems) == 4
        assert sorted(answer.right) == [0, 1, 2, 3]
        for stem, right in zip(answer.stems, answer.right, strict=True):
            assert int(stem[1:]) % 4 == int(answer.choices[right][1:])


def test_bars_inside_formulas_are_no_cells(tmp_path):
    body = "Go.\n\n| a | b |\n|---|---|\n| $|x|$ | $p(y|x)$ |\n| two | second |\n"
    (answer, *_) = answers(tmp_path, 'kind = "match"', body)
    pairs = {s: answer.choices[r] for s, r in zip(answer.stems, answer.right, strict=True)}
    assert pairs == {"$|x|$": "$p(y|x)$", "two": "second"}


def test_items_to_be_ordered_are_never_shown_in_their_order(tmp_path):
    body = "Go.\n\n1. first\n2. second\n3. third\n"
    found = answers(tmp_path, 'kind = "order"', body)
    for answer in found:
        assert type(answer) is Order
        assert [answer.items[i] for i in answer.right] == ["first", "second", "third"]
        assert answer.items != ("first", "second", "third")
    assert len({answer.items for answer in found}) == 5


def test_a_formula_shows_what_mistakes_lead_to(tmp_path):
    py = """
from generator.authoring import instead_of, sympy

def draw(rng):
    return {"k": rng.integer(2, 9)}

def p(k):
    return k * sympy.Symbol("x") ** (k - 1)

@instead_of(p)
def factor_missing(k):
    return sympy.Symbol("x") ** (k - 1)

@instead_of(p)
def same_thing(p):
    return p + 0
"""
    body = "Go.\n\n## mistakes\n- `factor_missing`: F.\n- `same_thing`: S.\n"
    question = load(tmp_path, page('[parts.p]\nkind = "formula"', f"## p\n{body}"), py)
    variant = raw(question)
    answer, k = answer_of(variant, "p"), variant.givens["k"]
    assert type(answer) is Formula
    power = "x" if k == 2 else f"x^{{{k - 1}}}"
    assert answer.latex == f"{k} {power}"
    assert [(w.mistake, w.printed) for w in answer.wrong] == [("factor_missing", power)]


def test_an_essay_has_its_rubric_and_its_model_answer(tmp_path):
    body = "Why?\n\n> Because of this.\n>\n> And that.\n\n- (2) says this\n- (1) says that\n"
    (answer, *_) = answers(tmp_path, 'kind = "essay"\npoints = 3\nlines = 5', body)
    assert answer == Essay(
        "Because of this.\n\nAnd that.", (Criterion(2, "says this"), Criterion(1, "says that")), 5
    )


def test_a_numbered_list_and_a_table_may_stand_in_a_prompt(tmp_path):
    body = "Do\n\n1. this\n2. that\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    md = page('[parts.p]\nkind = "numeric"\nof = "y_hat"', f"## p\n{body}\n{UNIT_MISTAKES}")
    question = load(tmp_path, md, UNIT_PY)
    assert question.prose.sections["p"].prompt == body


UNIT_MISTAKES = UNIT_MD[UNIT_MD.index("\n## mistakes") :]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Choice((Option("a", False), Option("b", True))), [("", "B")]),
        (
            Statements((Option("a", True), Option("b", False)), True),
            [("A", "true"), ("B", "false")],
        ),
        (Statements((Option("a", True), Option("b", True)), False), [("", "A B")]),
        (Statements((Option("a", False),), False), [("", "none")]),
        (Match(("s", "t"), ("c", "d"), (1, 0)), [("1", "B"), ("2", "A")]),
        (Order(("c", "a", "b"), (1, 2, 0)), [("", "B C A")]),
        (Formula(1, "x^2"), [("", "$x^2$")]),
        (Essay("m", (), 3), [("", "rubric")]),
    ],
)
def test_the_final_answer_is_what_a_marker_reads(answer, expected):
    assert final(answer) == expected


def test_a_variant_is_the_same_whenever_it_is_made():
    question = Bank.at().load("perceptron/statements")
    again, once = raw(question, 1).answers, raw(question, 1).answers
    assert again == once != raw(question, 2).answers
