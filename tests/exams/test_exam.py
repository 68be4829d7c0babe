import datetime

import pytest

from generator import exam as exams
from generator.bank import Bank
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.exam import Exam, Item, Section, read
from generator.picking import slots_of
from tests.exams.world import exam_text

SECRET = b"an exam's secret"
HEAD = 'id = "e"\ntitle = "T"\n'
QUESTION = 'question = "forward/mlp"\n'
ITEM = f"[[sections]]\n[[sections.items]]\n{QUESTION}"


def read_text(folder, text):
    path = folder / "exam.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def picked(folder, text, secret=SECRET):
    return slots_of(read_text(folder, text), Bank.at(), secret, "exam.toml")


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
        (HEAD + "colour = 1\n" + ITEM, ["unknown key 'colour'; the keys are id, title, "
            "sections, course, date, minutes, instructions, conventions, void, print"]),
        (HEAD + "minuts = 1\n" + ITEM, ["unknown key 'minuts'; did you mean 'minutes'?"]),
        (HEAD, ["the key 'sections' is missing"]),
        ('id = "e"\n' + ITEM, ["the key 'title' is missing"]),
        (HEAD + "minutes = 0\n" + ITEM,
         ["minutes must be a whole number of at least 1, found 0"]),
        (HEAD + 'minutes = "90"\n' + ITEM,
         ["minutes must be a whole number of at least 1, found '90'"]),
        (HEAD + 'date = "3.12.2026"\n' + ITEM, ["date: '3.12.2026' is no date; write 2026-12-03"]),
        (HEAD + "date = 2026-02-30\n" + ITEM,
         ["is not TOML: Invalid date or datetime (at line 3, column 8); write date = 2026-12-03"]),
        (HEAD + "date = 3.12.2026\n" + ITEM,
         ["is not TOML: Expected newline or end of document after a statement "
          "(at line 3, column 12); write date = 2026-12-03"]),
        ('id = "e"\ntitle = " "\n' + ITEM, ["title: is empty"]),
        (
            'id = "e"\ntitle = "a\\u0001"\n' + ITEM,
            [r"'a\x01' holds the control character '\x01'"],
        ),
        (HEAD + "sections = 3", ["sections must be a list, found 3"]),
        (HEAD + "sections = []", ["sections: there is no question in the exam"]),
        (HEAD + "sections = [1]", ["section 1 must be a table, found 1"]),
        (
            HEAD + ITEM + "[[sections]]\nname = 1\nitems = []",
            ["section 2: unknown key 'name'; the keys are items, title, shuffle"],
        ),
        (
            items(QUESTION, QUESTION + "weight = 2"),
            ["section 1, item 2: unknown key 'weight'; the keys are question, pick, patterns, "
             "topics, levels, minutes, per_student, points"],
        ),
        (
            items(QUESTION, "question = 3"),
            ["section 1, item 2: question must be a text in quotes, found 3"],
        ),
        (items(QUESTION + "points = 5.5"),
         ["section 1, item 1: points must be a whole number of at least 1, found 5.5"]),
        (items("pick = -1"),
         ["section 1, item 1: pick must be a whole number of at least 0, found -1"]),
        (
            items("pick = 1\nlevels = ['1']"),
            ["section 1, item 1: levels: entry 1 must be a whole number, found '1'"],
        ),
        (
            items("points = 2", QUESTION + "pick = 1", QUESTION + "levels = [1]"),
            [
                'section 1, item 1: needs either `question = "topic/name"` or `pick = 2`',
                'section 1, item 2: needs either `question = "topic/name"` or `pick = 2`',
                "section 1, item 3: patterns, topics, levels, minutes and per_student go with "
                "`pick`",
            ],
        ),
        (
            items("pick = 1\nminutes = [9, 4]"),
            ["section 1, item 1: minutes: nothing takes from 9 to 4; swap them"],
        ),
        (HEAD + "[conventions]\nhalf = 0.5\n" + ITEM,
         ["conventions.half must be true or false, found 0.5"]),
        (HEAD + "[conventions]\nstep_at_zero = 2\n" + ITEM,
         ["conventions.step_at_zero: 2 is none of 0, 1"]),
        (HEAD + "[conventions]\nreduction = 'max'\n" + ITEM,
         ["conventions.reduction: 'max' is none of mean, sum"]),
        (HEAD + "[conventions]\ndigits = 9\n" + ITEM,
         ["conventions.digits must be a whole number from 2 to 8, found 9"]),
        (HEAD + "[conventions]\nnotation = { z = 1 }\n" + ITEM,
         ["conventions.notation.z must be a text in quotes, found 1"]),
        (HEAD + "[conventions]\nnotation = { z = 'a', h = '\\nosuch' }\n" + ITEM,
         [r'conventions.notation.h: formula $\nosuch$: Unknown command "\nosuch".']),
        (HEAD + "[conventions]\nnotation = { z = '\\Yleft', h = '\\cancel{h}' }\n" + ITEM,
         [r"conventions.notation.z: formula $\Yleft$: \Yleft is not known to LaTeX",
          r"conventions.notation.h: formula $\cancel{h}$: a struck-out term cannot be shown in "
          "plain text"]),
        (HEAD + "[conventions]\ntwice = true\n" + ITEM,
         ["conventions: unknown key 'twice'; the keys are half, step_at_zero, reduction, digits, "
          "notation"]),
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
    text = exam_text("forward/mlp", "forward/mpl", "qqqqqq/*", "zzzzzzzzz")
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, text)
    assert str(error.value).splitlines() == [
        "exam.toml: section 1, item 2: no question 'forward/mpl'; did you mean 'forward/mlp'?",
        "exam.toml: section 1, item 3: no question 'qqqqqq/*'; `gradset list` shows them all; "
        "questions of your own need --bank DIR",
        "exam.toml: section 1, item 4: no question 'zzzzzzzzz'; `gradset list` shows them all; "
        "questions of your own need --bank DIR",
    ]


def test_too_few_questions_to_pick_from_is_a_line_with_the_place(tmp_path):
    text = items('question = "losses/squared_error"', "pick = 99\ntopics = ['losses']")
    fit = sum(name.startswith("losses/") for name in Bank.at().paths()) - 1
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, text)
    assert str(error.value) == (
        f"exam.toml: section 1, item 2 (pick from losses): picks 99 questions, but only {fit} fit"
    )


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("pick = 1\nlevels = [9]", "(pick): picks 1 question, but none fits"),
        (
            "pick = 2\npatterns = ['forward/mlp']",
            "(pick from forward/mlp): picks 2 questions, but only 1 fits",
        ),
    ],
)
def test_numbers_of_questions_are_said_as_one_speaks(tmp_path, item, said):
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, items(item))
    assert str(error.value) == f"exam.toml: section 1, item 1 {said}"


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("lossess", "no topic 'lossess'; did you mean 'losses'?"),
        ("zzz", "no topic 'zzz'; the topics are activations, "),
    ],
)
def test_an_unknown_topic_is_a_line_with_the_place(tmp_path, topic, said):
    text = items(QUESTION, f"pick = 1\ntopics = ['{topic}']")
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, text)
    assert str(error.value).startswith(f"exam.toml: section 1, item 2 (pick from {topic}): {said}")
    assert "\n" not in str(error.value)


def test_points_that_cannot_be_divided_are_a_line_with_the_place_whatever_is_picked(tmp_path):
    two = "backpropagation/two_two_one"
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, items(f"question = '{two}'\npoints = 1"))
    said = "1 point cannot be divided in quarters among parts weighing "
    assert str(error.value).startswith(f"exam.toml: section 1, item 1 ({two}): {said}")
    free = items(f"pick = 1\npatterns = ['{two[:5]}*/*']\npoints = 1")
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, free)
    assert f"exam.toml: section 1, item 1 (pick from {two[:5]}*/*): {two}: {said}" in str(
        error.value
    )


def test_without_the_files_name_messages_begin_with_the_exams_id(tmp_path):
    exam = read_text(tmp_path, items("pick = 1\nlevels = [9]"))
    with pytest.raises(GradsetError, match=r"^exam e: section 1, item 1 \(pick\): picks 1 "):
        slots_of(exam, Bank.at(), SECRET)


def test_a_pick_for_each_student_needs_questions_that_are_worth_the_same(tmp_path):
    text = items("pick = 1\nper_student = true\npatterns = ['forward/mlp', 'optimisation/adam']")
    with pytest.raises(GradsetError) as error:
        picked(tmp_path, text)
    message = str(error.value)
    assert message.startswith(
        "exam.toml: section 1, item 1 (pick from forward/mlp, optimisation/adam): per_student "
        "needs questions of equal level, minutes and points; those that fit have level 2/8 min/"
    )
    assert len(message.splitlines()) == 1


def test_the_same_secret_picks_the_same_questions_and_others_pick_others(tmp_path):
    text = items("pick = 3")
    found = {picked(tmp_path, text, f"secret {i}".encode())[0].candidates for i in range(12)}
    assert picked(tmp_path, text) == picked(tmp_path, text)
    assert len(found) > 3


def test_a_pick_never_repeats_a_question_of_the_exam(tmp_path):
    count = len(Bank.at().paths())
    text = items("pick = 3", QUESTION, f"pick = {count - 4}")
    found = picked(tmp_path, text)
    assert len(found) == count
    assert len({slot.candidates for slot in found}) == count


def test_a_pick_keeps_to_its_patterns_topics_levels_and_minutes(tmp_path):
    wanted = "patterns = ['a*/*', 'l*/s*']\ntopics = ['losses', 'forward']\nlevels = [1, 2, 3]"
    fitting = {
        entry.id
        for entry in Bank.at().entries()
        if entry.id.startswith("losses/s")
        and entry.front.level <= 3
        and 4 <= entry.front.minutes <= 9
    }
    assert "losses/squared_error" in fitting
    found = picked(tmp_path, items(f"pick = {len(fitting)}\n{wanted}\nminutes = [4, 9]"))
    assert {name for slot in found for name in slot.candidates} == fitting
    with pytest.raises(GradsetError, match=f"picks {len(fitting) + 1} questions, but only"):
        picked(tmp_path, items(f"pick = {len(fitting) + 1}\n{wanted}\nminutes = [4, 9]"))


def alike():
    """The questions of the largest group of equal level, minutes and points."""
    groups: dict[tuple[int, int, int], list[str]] = {}
    for entry in Bank.at().entries():
        front = entry.front
        groups.setdefault((front.level, front.minutes, front.points), []).append(entry.id)
    return max(groups.values(), key=len)


def test_a_pick_is_the_same_for_all_students_unless_it_says_per_student(tmp_path):
    names = alike()
    students = [f"s{i}" for i in range(400)]
    once = picked(tmp_path, items(f"pick = 1\npatterns = {names}"))[0]
    assert len({once.question(SECRET, "e", s) for s in students}) == 1
    each = picked(tmp_path, items(f"pick = 1\nper_student = true\npatterns = {names}"))[0]
    assert {each.question(SECRET, "e", s) for s in students} == set(names)
    assert len(names) > 1


def test_questions_picked_for_one_student_differ_from_each_other(tmp_path):
    found = picked(tmp_path, items(f"pick = 2\nper_student = true\npatterns = {alike()}"))
    for student in range(30):
        first, second = (slot.question(SECRET, "e", f"s{student}") for slot in found)
        assert first != second
