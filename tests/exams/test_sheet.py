from fractions import Fraction

import pytest

from generator import exam as exams
from generator.bank import Bank
from generator.errors import GradsetError
from generator.issue import issue
from generator.job import Job, student_sheet
from generator.picking import slots_of
from generator.prose import divided
from generator.roster import Student
from generator.sheet import LAYOUT, SIGMOID, points_text, sheet_id, sheet_question
from tests.engine.tiny import drawn, load, page
from tests.exams.world import SECRET, all_kinds, build, exam_text

SHUFFLED = """
id = "shuffled"
title = "T"
[[sections]]
title = "Fixed"
[[sections.items]]
question = "training/statements"
[[sections]]
title = "Shuffled"
shuffle = true
[[sections.items]]
question = "activations/statements"
[[sections.items]]
question = "perceptron/statements"
[[sections.items]]
question = "activations/ranges"
[[sections.items]]
question = "training/loop_order"
"""


def sheets(folder, text, names):
    path = folder / "exam.toml"
    path.write_text(text)
    exam, bank, secret = exams.read(path), Bank.at(), SECRET.encode()
    slots = slots_of(exam, bank, secret)
    students = [Student(name) for name in names]
    job = Job(exam, tuple(students), bank, secret)
    issued, _ = issue(exam, slots, students, bank, secret, {})
    return [student_sheet(job, slots, s, issued[s.id], s.id) for s in students]


def test_a_shuffled_section_gives_students_other_orders_and_the_same_questions(tmp_path):
    made = sheets(tmp_path, SHUFFLED, [f"s{i}" for i in range(8)])
    orders = [[q.question for q in sheet.questions] for sheet in made]
    assert {order[0] for order in orders} == {"training/statements"}
    assert len({tuple(order) for order in orders}) > 2
    assert len({frozenset(order) for order in orders}) == 1
    assert [[q.number for q in sheet.questions] for sheet in made] == [[1, 2, 3, 4, 5]] * 8
    assert [[q.section for q in sheet.questions] for sheet in made] == (
        [["Fixed", *["Shuffled"] * 4]] * 8
    )


def test_shuffling_changes_nothing_within_a_question(tmp_path):
    fixed = sheets(tmp_path, SHUFFLED.replace("shuffle = true", ""), ["s1"])[0]
    mixed = sheets(tmp_path, SHUFFLED, ["s1"])[0]
    by_name = {q.question: q for q in mixed.questions}
    for q in fixed.questions:
        assert (q.stem, q.parts) == (by_name[q.question].stem, by_name[q.question].parts)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (4, [1, 1], [2, 2]),
        (5, [1, 1], [Fraction(5, 2), Fraction(5, 2)]),
        (3, [1, 2, 1], [Fraction(3, 4), Fraction(3, 2), Fraction(3, 4)]),
        (7, [7], [7]),
    ],
)
def test_points_are_divided_in_proportion(total, weights, shares):
    assert divided(total, weights, "q") == shares


def test_points_that_do_not_divide_into_quarters_are_refused():
    with pytest.raises(GradsetError) as error:
        divided(4, [1, 2], "losses/x")
    assert str(error.value) == (
        "losses/x: 4 points cannot be divided in quarters among parts weighing 1, 2; "
        "a multiple of 3 can"
    )


def test_the_exams_points_replace_the_questions(tmp_path):
    text = exam_text("training/statements") + "points = 6\n"
    assert sheets(tmp_path, text, ["s1"])[0].points == 6


def test_points_that_a_question_cannot_divide_stop_the_build_in_one_line(tmp_path):
    text = exam_text("backpropagation/two_two_one") + "points = 1\n"
    with pytest.raises(GradsetError, match=r"section 1, item 1 \(.*\): 1 point cannot"):
        build(tmp_path, text, copies=1, roster=None)


@pytest.mark.parametrize(
    ("points", "text"),
    [(1, "1 point"), (2, "2 points"), (Fraction(1, 2), "0.5 points")],
)
def test_points_are_said_in_words(points, text):
    assert points_text(Fraction(points)) == text


def test_a_sheet_id_is_the_students_and_the_exams_and_the_secrets():
    ids = {
        sheet_id(secret, exam, student)
        for secret in (b"one secret", b"another")
        for exam in ("a", "b")
        for student in ("s1", "s2", "s11")
    }
    assert len(ids) == 12
    for one in ids:
        assert set(one.replace("-", "")) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        assert [len(half) for half in one.split("-")] == [4, 4]
    assert sheet_id(b"one secret", "a", "s1") == sheet_id(b"one secret", "a", "s1")


def test_all_kinds_of_answers_are_in_the_small_world():
    kinds = {p.answer.kind for s in all_kinds().sheets for q in s.questions for p in q.parts}
    assert kinds == {
        "numeric", "table", "choice", "statements", "match", "order", "formula", "essay",
    }  # fmt: skip


def conventions_of(folder, stem, py=""):
    """What the sheet says about a question with this stem."""
    md = page('[parts.p]\nkind = "statements"', "## p\n- [x] A.\n  > R.\n- [ ] B.\n  > R.\n")
    question = load(folder, md.replace("A stem.", stem), py)
    return sheet_question(drawn(question)).conventions


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        (r"It computes $\sigma(2)$.", True),
        (r"Its slope is $\sigma'(z)$.", True),
        (r"Here $\sigma(z) = \frac{1}{1 + e^{-z}}$, and $p = \sigma(2)$.", False),
        (r"Here $\sigma(z_{1})=\tfrac{1}{1 + e^{-z_1}}$ is applied.", False),
        (r"The variance is $\sigma^2$.", False),
        ("No letter.", False),
    ],
)
def test_a_sheet_says_what_sigma_is_where_a_question_applies_it_undefined(tmp_path, stem, said):
    assert (SIGMOID in conventions_of(tmp_path, stem)) == said


@pytest.mark.parametrize(("given", "said"), [("np.ones((2, 2))", True), ("7", False)])
def test_a_sheet_explains_weights_where_they_are_a_matrix(tmp_path, given, said):
    py = f"from generator.authoring import np\ndef draw(rng):\n    return {{'W': {given}}}\n"
    assert (LAYOUT in conventions_of(tmp_path, "A stem.", py)) == said
