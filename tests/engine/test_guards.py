"""Which draws must not be handed out, and that nothing else is refused."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from generator.bank import Bank
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.variant import Source, Variant, nudged
from tests.engine.tiny import UNIT_MD, UNIT_PY, answer_of, load, page, raw
from tests.exams.world import write_question

FOUR = "decimals = 4"
EXACT = "exact = true"


def refused(folder, py, *, part="y", kind="numeric", more=FOUR, mistakes="", extra=""):
    """Why the (fixed) draw of a question with one asked quantity is refused first."""
    md = page(f'[parts.{part}]\nkind = "{kind}"\n{extra}', f"## {part}\nGo.\n{mistakes}", more)
    question = load(folder, md, "from generator.authoring import *\n" + py)
    return list(islice(raw(question).refusals(), 1))


def mistake(name):
    return f"\n## mistakes\n- `{name}`: A sentence.\n"


def unit(f, z, *, more=""):
    return f"""
def draw(rng):
    return {{"x": {z}}}

def z(x):
    return x

def y(z):
    return {f}(z) + 0.5
{more}"""


@pytest.mark.parametrize(
    ("f", "z", "near"),
    [
        ("relu", 0.04, True),
        ("relu", -0.04, True),
        ("relu", 0.06, False),
        ("hard_tanh", 1.04, True),
        ("hard_tanh", 0.0, False),
        ("sigmoid", 0.0, False),
        ("tanh", 0.001, False),
    ],
)
def test_a_preactivation_near_a_kink_is_refused(tmp_path, f, z, near):
    expected = [f"{f} too near a kink or tie"] if near else []
    assert refused(tmp_path, unit(f, z)) == expected


def test_one_unit_near_its_kink_is_enough(tmp_path):
    assert refused(tmp_path, unit("relu", "np.array([1.0, 0.01])"), kind="table") == [
        "relu too near a kink or tie"
    ]


def test_in_exact_arithmetic_the_value_at_a_kink_is_as_good_as_any(tmp_path):
    py = unit("relu", "Fraction(0)").replace("0.5", "Fraction(1, 2)")
    assert refused(tmp_path, py, more=EXACT) == []


def test_in_exact_arithmetic_a_slope_at_a_kink_is_refused(tmp_path):
    py = unit(
        "relu",
        "Fraction(0)",
        more="""
@gradient("y", "x")
def slope(z):
    return relu.slope(z)
""",
    ).replace("0.5", "Fraction(1, 2)")
    assert refused(tmp_path, py, more=EXACT) == ["relu too near a kink or tie"]


LARGEST = """
def draw(rng):
    return {"p": np.array([0.3, %s, 0.1])}

def y(p):
    return argmax(p)
"""


@pytest.mark.parametrize(("second", "near"), [(0.3, True), (0.34, True), (0.36, False)])
def test_a_tie_of_the_two_largest_is_refused(tmp_path, second, near):
    expected = ["argmax too near a kink or tie"] if near else []
    assert refused(tmp_path, LARGEST % second) == expected


VALUE = """
def draw(rng):
    return {"x": %s}

def y(x):
    return %s
"""


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("0.5", "x / 1000", []),
        ("0.49", "x / 1000", ["y is too small for the digits printed"]),
        ("-0.3", "x / 1000", ["y is too small for the digits printed"]),
        ("0.0", "x", []),  # zero whatever is drawn: zeros do not move
        ("0.3", "x - 0.3", ["y is too small for the digits printed"]),  # zero by chance
        ("0.3", "0.0 * x", []),  # zero always
        ("0.3", "x + 0.00005", ["y lies between two printed numbers"]),
        ("0.3", "x + 0.000051", []),
        ("0.3", "x / 0.0 if False else float('inf')", ["y is not finite"]),
        ("0.3", "float('nan')", ["y is not finite"]),
        ("2", "x - 2", []),
    ],
)
def test_numbers_that_cannot_be_asked_for_are_refused(tmp_path, x, y, expected):
    assert refused(tmp_path, VALUE % (x, y)) == expected


def test_a_dead_units_zero_is_structural(tmp_path):
    py = """
def draw(rng):
    return {"w": np.array([0.5, -0.7]), "x": 1.2}

def z(w, x):
    return w * x

def y(z):
    return relu(z)
"""
    assert refused(tmp_path, py, kind="table") == []


def test_an_exact_number_that_prints_as_zero_is_too_small(tmp_path):
    py = VALUE % ("Fraction(1, 30000)", "x")
    assert refused(tmp_path, py, more=EXACT) == ["y is too small for the digits printed"]


def test_an_exact_number_that_prints_whole_may_be_as_small_as_it_likes(tmp_path):
    assert refused(tmp_path, VALUE % ("Fraction(1, 10000)", "x"), more=EXACT) == []


def test_significant_digits_know_no_smallest_number(tmp_path):
    assert refused(tmp_path, VALUE % ("0.3", "x / 70000"), more="significant = 4") == []


def test_an_answer_that_depends_too_much_on_rounding_is_refused(tmp_path):
    py = """
def draw(rng):
    return {"x": 0.7}

def a(x):
    r"\\frac{<x>}{3}"
    return x / 3

def y(a):
    r"%s <a>"
    return %s * a
"""
    assert refused(tmp_path, py % (4, 4)) == []
    # 400 (a - 0.23) is 1.33, and half a unit of a moves it by 0.02, more than 1 % of it.
    far = py.replace("<a>", "(<a> - 0.23)").replace("* a", "* (a - 0.23)") % (400, 400)
    (tmp_path / "far").mkdir()
    assert refused(tmp_path / "far", far) == ["y depends too much on rounding"]


MISTAKEN = """
def draw(rng):
    return {"x": 0.7}

def y(x):
    return x / 3

@instead_of(y)
def wrong(y):
    return %s
"""


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("y + 0.00009", ["wrong hardly changes y"]),
        ("y - 0.00009", ["wrong hardly changes y"]),
        ("y + 0.00011", []),
        ("y", []),  # it changes nothing here: no diagnosis, and nothing unfair
        ("y + 1e-12", []),
        ("np.array([y, y])", []),  # another shape cannot be entered
        ("[y, 'a']", []),
        ("float('nan')", []),
        ("1e80 * y", []),
    ],
)
def test_a_mistake_that_would_be_accepted_is_refused(tmp_path, wrong, expected):
    assert refused(tmp_path, MISTAKEN % wrong, mistakes=mistake("wrong")) == expected


def test_a_mistake_near_an_exact_answer_that_is_rounded_is_refused(tmp_path):
    py = MISTAKEN.replace("0.7", "Fraction(1)") % "y + Fraction(1, 20000)"
    assert refused(tmp_path, py, more=EXACT, mistakes=mistake("wrong")) == [
        "wrong hardly changes y"
    ]


def test_a_mistake_in_integers_may_be_off_by_one(tmp_path):
    py = VALUE % ("7", "x + 100000") + "\n@instead_of(y)\ndef wrong(y):\n    return y + 1\n"
    assert refused(tmp_path, py, more="significant = 4", mistakes=mistake("wrong")) == []


CELLS = """
def draw(rng):
    return {"a": %s, "b": np.array([[0.5, 0.7], [0.3, 0.2]])}

def y(a, b):
    return %s
"""


@pytest.mark.parametrize(
    ("a", "y", "expected"),
    [
        ("0.5", "a * b", []),
        ("0.3", "np.array([[a, 0.30001], [b[0, 0], b[1, 1]]])", ["two cells of y print alike"]),
        ("0.3", "np.array([[a, 2 * a], [a, 7 * a]])", []),  # equal whatever is drawn
        ("np.array([[1, 1], [2, 3]])", "a", []),
        ("[0.5, 0.5]", "np.array(a)", ["two cells of y print alike"]),  # lists are drawn, too
        ("Record(u=0.5, v=0.5)", "np.array([a.u, a.v])", ["two cells of y print alike"]),
    ],
)
def test_cells_that_print_alike_by_chance_are_refused(tmp_path, a, y, expected):
    assert refused(tmp_path, CELLS % (a, y), kind="table") == expected


def test_the_questions_own_guards_speak_in_their_docstrings(tmp_path):
    py = (
        VALUE % ("0.3", "x")
        + '''
@guard
def large_enough(x, y):
    """the input is too small"""
    return x + y > 1

@guard
def fine(x):
    """never"""
    return np.bool_(True)
'''
    )
    assert refused(tmp_path, py) == ["the input is too small"]


@pytest.mark.parametrize(
    ("guard", "message"),
    [
        (
            "def g(xx):\n    return xx",
            "guard 'g' takes 'xx', which is no given",
        ),
        ("def g(x):\n    return x[1]", "guard 'g' failed: TypeError: "),
        ("def g(x):\n    return np.array([x, x]) > 0", "guard 'g' failed: ValueError: "),
    ],
)
def test_a_guard_that_fails_is_one_line(tmp_path, guard, message):
    with pytest.raises(GradsetError) as caught:
        refused(tmp_path, VALUE % ("0.3", "x") + f"\n@guard\n{guard}\n")
    assert str(caught.value).startswith(f"{tmp_path / 'tiny' / 'question.py'}: {message}")


# ---- a variant


def test_what_is_set_takes_the_place_of_what_was_drawn(tmp_path):
    question = load(tmp_path, UNIT_MD, UNIT_PY)
    source = Source(b"s", ("x",))
    plain = Variant.make(question, source, Conventions())
    changed = Variant.make(question, source, Conventions(), {"b": "1/4"})
    assert changed.givens["b"] == 0.25
    assert changed.solved["z"] - 0.25 == pytest.approx(plain.solved["z"] - plain.givens["b"])
    with pytest.raises(GradsetError) as caught:
        Variant.make(question, source, Conventions(), {"bb": 1})
    assert str(caught.value) == (
        "tiny/question: 'bb' is not drawn, so it cannot be set; did you mean 'b'?"
    )


def test_conventions_reach_the_steps_and_are_no_part_of_the_draw(tmp_path):
    question = load(tmp_path, UNIT_MD, UNIT_PY)
    half, whole = raw(question), raw(question, conventions=Conventions(half=False))
    assert half.drawn == ("w", "x", "b", "y")
    assert whole.solved["loss"] == 2 * half.solved["loss"]
    assert half.visible == whole.visible


def test_the_exams_digits_replace_the_questions(tmp_path):
    variant = raw(load(tmp_path, UNIT_MD, UNIT_PY), conventions=Conventions(digits=2))
    assert len(answer_of(variant, "y_hat").printed.partition(".")[2]) == 2


def test_another_version_of_a_question_is_another_draw(tmp_path):
    (tmp_path / "2").mkdir()
    first = raw(load(tmp_path, UNIT_MD, UNIT_PY))
    second = raw(load(tmp_path / "2", UNIT_MD.replace("level", "version = 2\nlevel"), UNIT_PY))
    assert first.visible != second.visible


def test_a_nudge_moves_every_float_and_nothing_else():
    assert nudged(3, 1) == 3
    assert nudged(Fraction(1, 3), 1) == Fraction(1, 3)
    assert nudged(0.0, 1) == 0.0
    assert nudged(np.array([1, 2]), 0).tolist() == [1, 2]
    moved = nudged(np.array([1.0, 1.0, 1.0]), 0)
    assert len(set(moved)) == 3
    assert 0 < np.max(abs(moved - 1)) < 2e-4


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ("np.random.uniform(-1, 1, 2).round(1) + rng.integer(0, 0)", "differs when it is drawn"),
        ("rng.decimals(2, -2, 2) / 3", "which no sheet can print whole"),
    ],
)
def test_a_draw_that_no_sheet_could_repeat_or_print_is_refused_in_one_line(tmp_path, drawn, why):
    folder = write_question(tmp_path, "mine/unit", ("rng.decimals(2, -2, 2)", drawn),
                            ("import instead_of", "import np, instead_of"))  # fmt: skip
    question = Bank.at(folder).load("mine/unit")
    with pytest.raises(GradsetError) as refused:
        [Variant.make(question, Source(b"s" * 16, (str(k),)), Conventions()) for k in range(20)]
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
