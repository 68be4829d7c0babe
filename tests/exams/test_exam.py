import datetime

import pytest

from generator import exam as exams
from generator.bank import Bank
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.exam import Exam, Item, Section, Slot, read, slots
from tests.exams.world import exam_text

SECRET = b"an exam's secret"
HEAD = 'id = "e"\ntitle = "T"\n'
QUESTION = 'question = "forward/mlp"\n'
ITEM = f"[[sections]]\n[[sections.items]]\n{QUESTION}"


def read_text(folder, text):
    path = folder / "exam.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def slots_of(folder, text, secret=SECRET):
    return slots(read_text(folder, text), Bank.at(), secret)


def items(*bodies):
    return HEAD + "[[sections]]\n" + "".join(f"[[sections.items]]\n{body}\n" for body in bodies)


def test_a_full_exam_is_decoded_into_typed_data(tmp_path):
    text = """
        id = "midterm-1"
        title = "Midterm"
        course = "Deep Learning"
        date = 2026-12-03
        minutes = 45
        instructions = "Show your work."
        [conventions]
        half = false
        step_at_zero = 0
        reduction = "sum"
        digits = 3
        notation = { z = "a" }
        [[sections]]
        title = "Warm-up"
        shuffle = true
        [[sections.items]]
        question = "forward/mlp"
        points = 6
        [[sections.items]]
        pick = 2
        patterns = ["losses/*"]
        topics = ["losses"]
        levels = [2]
        per_student = true
    """
    assert read_text(tmp_path, text) == Exam(
        id="midterm-1",
        title="Midterm",
        course="Deep Learning",
        date=datetime.date(2026, 12, 3),
        minutes=45,
        instructions="Show your work.",
        conventions=Conventions(
            half=False, step_at_zero=0, reduction="sum", digits=3, notation={"z": "a"}
        ),
        sections=[
            Section(
                title="Warm-up",
                shuffle=True,
                items=[
                    Item(question="forward/mlp", points=6),
                    Item(
                        pick=2,
                        patterns=["losses/*"],
                        topics=["losses"],
                        levels=[2],
                        per_student=True,
                    ),
                ],
            )
        ],
    )


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    text = HEAD + ITEM
    assert read_text(tmp_path, text.encode("utf-8-sig")) == read_text(tmp_path, text)


def test_the_day_is_said_in_words(tmp_path):
    assert read_text(tmp_path, HEAD + "date = 2026-12-03\n" + ITEM).day == "3 December 2026"
    assert read_text(tmp_path, HEAD + ITEM).day == ""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (HEAD + "colour = 1\n" + ITEM, ["Object contains unknown field `colour`"]),
        (HEAD, ["Object missing required field `sections`"]),
        ('id = "e"\n' + ITEM, ["Object missing required field `title`"]),
        (HEAD + "minutes = 0\n" + ITEM, ["minutes: Expected `int` >= 1"]),
        (HEAD + 'minutes = "90"\n' + ITEM, ["minutes: Expected `int | null`, got `str`"]),
        (HEAD + 'date = "someday"\n' + ITEM, ["date: Invalid RFC3339 encoded date"]),
        ('id = "e"\ntitle = " "\n' + ITEM, ["title: is empty"]),
        (
            'id = "e"\ntitle = "a\\u0001"\n' + ITEM,
            [r"'a\x01' holds the control character '\x01'"],
        ),
        (HEAD + "sections = 3", ["sections: Expected `array`, got `int`"]),
        (HEAD + "sections = []", ["sections: there is no question in the exam"]),
        (HEAD + "sections = [1]", ["sections[0]: Expected `object`, got `int`"]),
        (
            HEAD + ITEM + "[[sections]]\nname = 1\nitems = []",
            ["sections[1]: Object contains unknown field `name`"],
        ),
        (
            items(QUESTION, QUESTION + "weight = 2"),
            ["sections[0].items[1]: Object contains unknown field `weight`"],
        ),
        (
            items(QUESTION, "question = 3"),
            ["sections[0].items[1].question: Expected `str`, got `int`"],
        ),
        (items("pick = -1"), ["sections[0].items[0].pick: Expected `int` >= 0"]),
        (
            items("pick = 1\nlevels = ['1']"),
            ["sections[0].items[0].levels[0]: Expected `int`, got `str`"],
        ),
        (
            items("points = 2", QUESTION + "pick = 1", QUESTION + "levels = [1]"),
            [
                'sections[0].items[0]: needs either `question = "topic/name"` or `pick = 2`',
                'sections[0].items[1]: needs either `question = "topic/name"` or `pick = 2`',
                "sections[0].items[2]: patterns, topics, levels and per_student go with `pick`",
            ],
        ),
        (HEAD + "[conventions]\nhalf = 1\n" + ITEM,
         ["conventions.half: Expected `bool`, got `int`"]),
        (HEAD + "[conventions]\nstep_at_zero = 2\n" + ITEM,
         ["conventions.step_at_zero: Invalid enum value 2"]),
        (HEAD + "[conventions]\nreduction = 'max'\n" + ITEM,
         ["conventions.reduction: Invalid enum value 'max'"]),
        (HEAD + "[conventions]\ndigits = 9\n" + ITEM, ["conventions.digits: Expected `int` <= 8"]),
        (HEAD + "[conventions]\ntwice = true\n" + ITEM,
         ["conventions: Object contains unknown field `twice`"]),
        ("id = \n", ["is not TOML: Invalid value (at line 1, column 6)"]),
        (b"title = '\xe9'", ["is not UTF-8 text"]),
    ],
)  # fmt: skip
def test_every_mistake_in_an_exam_is_a_line_with_its_place(tmp_path, text, lines):
    with pytest.raises(GradsetError) as error:
        read_text(tmp_path, text)
    assert str(error.value).splitlines() == [f"{tmp_path}/exam.toml: {line}" for line in lines]


@pytest.mark.parametrize(
    "name", ["", "..", "../up", "a/b", "a\\b", "-a", ".hidden", "a b", "é", "a\n", "x" * 81]
)
def test_an_id_that_is_no_folders_name_is_refused(tmp_path, name):
    exam = Exam(id=name, title="T", sections=[Section(items=[Item(question="forward/mlp")])])
    assert list(exams._mistakes(exam)) == [
        f"id: {name!r} names a folder; use letters, digits, '.', '_' and '-', at most 80"
    ]


def test_unknown_questions_are_named_with_their_places_and_the_nearest_ones(tmp_path):
    text = exam_text("forward/mlp", "forward/mpl", "losses/*", "zzzzzzzzz")
    with pytest.raises(GradsetError) as error:
        slots_of(tmp_path, text)
    assert str(error.value).splitlines() == [
        "exam small: sections[0].items[1].question: no question 'forward/mpl'; "
        "did you mean 'forward/mlp'?",
        "exam small: sections[0].items[2].question: no question 'losses/*'; "
        "`gradset list` shows them all",
        "exam small: sections[0].items[3].question: no question 'zzzzzzzzz'; "
        "`gradset list` shows them all",
    ]


def test_too_few_questions_to_pick_from_is_a_line_with_the_place(tmp_path):
    text = items('question = "losses/squared_error"', "pick = 9\ntopics = ['losses']")
    fit = sum(name.startswith("losses/") for name in Bank.at().paths()) - 1
    with pytest.raises(GradsetError) as error:
        slots_of(tmp_path, text)
    assert str(error.value) == (
        f"exam e: sections[0].items[1]: picks 9 questions, but only {fit} fit"
    )


def test_a_pick_for_each_student_needs_questions_that_are_worth_the_same(tmp_path):
    text = items("pick = 1\nper_student = true\npatterns = ['forward/mlp', 'optimisation/adam']")
    with pytest.raises(GradsetError) as error:
        slots_of(tmp_path, text)
    message = str(error.value)
    assert message.startswith(
        "exam e: sections[0].items[0]: per_student needs questions of equal level, minutes and "
        "points; those that fit have level 2/8 min/"
    )
    assert len(message.splitlines()) == 1


def test_the_same_secret_picks_the_same_questions_and_others_pick_others(tmp_path):
    text = items("pick = 3")
    picked = {slots_of(tmp_path, text, f"secret {i}".encode())[0].candidates for i in range(12)}
    assert slots_of(tmp_path, text) == slots_of(tmp_path, text)
    assert len(picked) > 3


def test_a_pick_never_repeats_a_question_of_the_exam(tmp_path):
    count = len(Bank.at().paths())
    text = items("pick = 3", QUESTION, f"pick = {count - 4}")
    found = slots_of(tmp_path, text)
    assert len(found) == count
    assert len({slot.candidates for slot in found}) == count


def test_a_pick_keeps_to_its_patterns_topics_and_levels(tmp_path):
    text = items("pick = 1\npatterns = ['a*/*', 'l*/*']\ntopics = ['losses']\nlevels = [4]")
    assert slots_of(tmp_path, text) == [Slot("0.0.0", 0, ("losses/batch_gradient",), None)]


def alike():
    """The questions of the largest group of equal level, minutes and points."""
    groups: dict[tuple[int, int, int], list[str]] = {}
    for entry in Bank.at().entries():
        front = entry.front
        groups.setdefault((front.level, front.minutes, front.points), []).append(entry.id)
    return max(groups.values(), key=len)


def test_a_pick_is_the_same_for_all_students_unless_it_says_per_student(tmp_path):
    names = alike()
    students = [f"s{i}" for i in range(60)]
    once = slots_of(tmp_path, items(f"pick = 1\npatterns = {names}"))[0]
    assert len({once.question(SECRET, "e", s) for s in students}) == 1
    each = slots_of(tmp_path, items(f"pick = 1\nper_student = true\npatterns = {names}"))[0]
    assert {each.question(SECRET, "e", s) for s in students} == set(names)
    assert len(names) > 1


def test_questions_picked_for_one_student_differ_from_each_other(tmp_path):
    found = slots_of(tmp_path, items(f"pick = 2\nper_student = true\npatterns = {alike()}"))
    for student in range(30):
        first, second = (slot.question(SECRET, "e", f"s{student}") for slot in found)
        assert first != second
