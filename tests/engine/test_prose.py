"""Every mistake in a question's files is one line: the file, the place, what would be right."""

from fractions import Fraction

import pytest

from generator.errors import GradsetError
from generator.prose import Item, Section, divided, read, read_front
from tests.engine.tiny import UNIT_MD, UNIT_PY, load, page

POOL = '[parts.p]\nkind = "statements"\n'
CHOICE = '[parts.p]\nkind = "choice"\n'
ESSAY = '[parts.p]\nkind = "essay"\npoints = 3\n'


def message(folder, md, py=""):
    """What loading the question says, without the `.md` file's name in front."""
    with pytest.raises(GradsetError) as caught:
        load(folder, md, py)
    text = str(caught.value)
    file = str(folder / "tiny" / "question.md")
    assert text.startswith(f"{file}: ")
    assert "\n" not in text
    return text.removeprefix(f"{file}: ")


def in_unit(folder, old, new):
    assert old in UNIT_MD
    return message(folder, UNIT_MD.replace(old, new, 1), UNIT_PY)


def test_a_file_without_front_matter(tmp_path):
    expected = "does not begin with TOML between two lines of '+++'"
    assert message(tmp_path, "# A question\n") == expected


@pytest.mark.parametrize("text", ["", "+++\ntitle = 1\n", "words\n+++\n+++\n"])
def test_a_file_whose_front_matter_does_not_end_or_begin(tmp_path, text):
    assert message(tmp_path, text) == "does not begin with TOML between two lines of '+++'"


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "q.md"
    path.write_bytes(b"+++\ntitle = '\xff'\n+++\n")
    with pytest.raises(GradsetError, match=r"q\.md: cannot be read as UTF-8 text: "):
        read(path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "q.md"
    path.write_bytes(b"\xef\xbb\xbf" + UNIT_MD.replace("\n", "\r\n").encode())
    prose = read(path)
    assert list(prose.sections) == ["y_hat", "grad_w"]
    assert prose.mistakes["no_bias"] == "The bias $<b>$ is missing."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "level = 2",
            "level = ",
            "the front matter is not TOML: Invalid value (at line 3, column 9)",
        ),
        ("level = 2\n", "", "front matter: the key 'level' is missing"),
        (
            "level = 2",
            "level = 9",
            "front matter: level must be a whole number from 1 to 5, found 9",
        ),
        (
            "level = 2",
            'level = "hard"',
            "front matter: level must be a whole number from 1 to 5, found 'hard'",
        ),
        (
            "minutes = 5",
            "minutes = 0",
            "front matter: minutes must be a whole number of at least 1, found 0",
        ),
        (
            "level = 2",
            "level = 2\nminuts = 2",
            "front matter: unknown key 'minuts'; did you mean 'minutes'?",
        ),
        (
            "level = 2",
            "level = 2\nlanguage = 2",
            "front matter: unknown key 'language'; the keys are title, level, minutes, parts, "
            "version, exact, decimals, significant, symbols, network",
        ),
        (
            "level = 2",
            "level = 2\nexact = 1",
            "front matter: exact must be true or false, found 1",
        ),
        (
            'title = "One sigmoid unit"',
            "title = 1",
            "front matter: title must be a text in quotes, found 1",
        ),
        (
            'kind = "numeric"',
            'kind = "tabel"',
            "front matter: [parts.y_hat] kind: 'tabel' is none of choice, essay, formula, match, "
            "numeric, order, statements, table",
        ),
        (
            "points = 2",
            'forms = ["true"]',
            "front matter: [parts.grad_w] forms: entry 1: 'true' is none of choose_all, one_false, "
            "one_true, true_false",
        ),
        (
            "points = 2",
            "pionts = 2",
            "front matter: [parts.grad_w]: unknown key 'pionts'; did you mean 'points'?",
        ),
        (
            "points = 2",
            "points = 5.5",
            "front matter: [parts.grad_w] points must be a whole number of at least 1, found 5.5",
        ),
        (
            "points = 2",
            "[symbols]\nw = 1",
            "front matter: symbols.w must be a text in quotes, found 1",
        ),
        (
            "points = 2",
            "[network]\nlayers = [1.5]",
            "front matter: network.layers: entry 1 must be a text in quotes or a whole number, "
            "found 1.5",
        ),
        (
            "points = 2",
            "columns = 'w'",
            "front matter: [parts.grad_w] columns must be a list, found 'w'",
        ),
        (
            "decimals = 4",
            "decimals = 4\nsignificant = 4",
            "front matter: decimals and significant are both given; keep one",
        ),
        (
            "points = 2",
            "decimals = 4\nsignificant = 4",
            "front matter: [parts.grad_w] decimals and significant are both given; keep one",
        ),
    ],
)
def test_wrong_front_matter_names_the_place(tmp_path, old, new, expected):
    assert in_unit(tmp_path, old, new) == expected


def test_every_mistake_in_the_front_matter_is_a_line(tmp_path):
    md = UNIT_MD.replace("level = 2", "level = 9").replace("minutes = 5", "minutes = 0")
    with pytest.raises(GradsetError) as caught:
        load(tmp_path, md, UNIT_PY)
    where = f"{tmp_path}/tiny/question.md: front matter"
    assert str(caught.value).splitlines() == [
        f"{where}: level must be a whole number from 1 to 5, found 9",
        f"{where}: minutes must be a whole number of at least 1, found 0",
    ]


def test_a_part_without_section(tmp_path):
    assert in_unit(tmp_path, "## grad_w\nCompute $<grad_w>$.\n", "") == (
        "part 'grad_w' has no section; add '## grad_w'"
    )


def test_a_section_without_part(tmp_path):
    assert in_unit(tmp_path, "## mistakes", "## grad_b\nCompute.\n\n## mistakes") == (
        "section '## grad_b' is no part; the front matter names y_hat, grad_w "
        "(mistakes and solution stand apart)"
    )


def test_a_section_that_stands_twice(tmp_path):
    assert in_unit(tmp_path, "## mistakes", "## y_hat\nAgain.\n\n## mistakes") == (
        "section '## y_hat' stands twice"
    )


def test_a_mistake_without_sentence(tmp_path):
    assert in_unit(tmp_path, "- `no_bias`: The bias $<b>$ is missing.\n", "") == (
        "mistake 'no_bias' has no sentence; add '- `no_bias`: …' under '## mistakes', or name the "
        "misconception that it is a case of"
    )


def test_a_sentence_without_mistake(tmp_path):
    assert in_unit(tmp_path, "- `no_bias`", "- `no_bais`: Typed wrong.\n- `no_bias`") == (
        "the sentence for 'no_bais' has no function marked @instead_of; did you mean 'no_bias'?"
    )


def test_a_sentence_where_the_code_has_no_mistakes(tmp_path):
    md = page('[parts.p]\nkind = "order"', "## p\n1. a\n2. b\n3. c\n\n## mistakes\n- `x`: X.\n")
    assert message(tmp_path, md) == (
        "the sentence for 'x' has no function marked @instead_of; the code has no mistakes"
    )


def test_a_line_that_is_no_sentence(tmp_path):
    assert in_unit(tmp_path, "- `no_bias`: The", "- no_bias: The") == (
        "under '## mistakes' stands '- no_bias: The bias $<b>$ is missing.'; "
        "a mistake is written '- `name`: its sentence'"
    )


def test_a_part_that_is_no_step_lists_the_steps(tmp_path):
    md = UNIT_MD.replace("[parts.y_hat]", "[parts.output]").replace("## y_hat", "## output")
    assert message(tmp_path, md, UNIT_PY) == (
        "part 'output' asks for 'output', which is not a step; the steps are z, y_hat, loss, grad_w"
    )


def test_a_column_that_is_no_step_lists_the_steps(tmp_path):
    assert in_unit(tmp_path, 'kind = "table"', 'kind = "table"\ncolumns = ["z", "h"]') == (
        "part 'grad_w' asks for 'h', which is not a step; the steps are z, y_hat, loss, grad_w"
    )


@pytest.mark.parametrize(
    ("parts", "body", "expected"),
    [
        (
            CHOICE,
            "- [x] a\n- [x] b\n- [ ] c",
            "part 'p' (choice) has 2 options marked '- [x]'; exactly one is right",
        ),
        (
            CHOICE,
            "- [ ] a\n- [ ] b",
            "part 'p' (choice) has 0 options marked '- [x]'; exactly one is right",
        ),
        (CHOICE, "- [x] a", "part 'p' (choice) needs at least 2 options"),
        (
            CHOICE + "draw = 4",
            "- [x] a\n- [ ] b\n- [ ] c",
            "part 'p' (choice) needs at least 4 options",
        ),
        (
            POOL,
            "- [x] a",
            "part 'p' (statements) lists 1 statements; it needs at least 2 lines "
            "'- [x] …' or '- [ ] …'",
        ),
        (
            POOL + "draw = 3",
            "- [x] a\n- [ ] b",
            "part 'p' (statements) lists 2 statements; it needs at least 3 lines "
            "'- [x] …' or '- [ ] …'",
        ),
        (
            POOL,
            "- [x] a\n- [x] b",
            "part 'p' (statements) lists 2 true and 0 false statements; it needs one of each",
        ),
        (
            POOL + "draw = 1",
            "- [x] a\n- [ ] b",
            "part 'p' (statements) draws 1; it has to draw at least 2, or 0 for all",
        ),
        (
            POOL + 'draw = 3\nforms = ["one_true"]',
            "- [x] a\n- [x] b\n- [ ] c",
            "part 'p' (statements) draws 3 in the form 'one_true', which needs 2 false statements; "
            "it lists 1",
        ),
        (
            POOL,
            "- [x] a {cheked}\n- [ ] b",
            "part 'p' (statements) names the check 'cheked', which the code has not; known are ",
        ),
        (
            '[parts.p]\nkind = "match"',
            "| a | b |\n|---|---|\n| s | c |\n| t | c |",
            "part 'p' (match) needs a table of at least 2 pairs with different right sides",
        ),
        (
            '[parts.p]\nkind = "order"',
            "1. a\n2. b",
            "part 'p' (order) needs a numbered list of at least three items",
        ),
        (
            ESSAY,
            "- (1) a\n- (1) b\n\n> m",
            "part 'p' (essay) has a rubric of 2 points but is worth 3; the lines '- (2) …' have to "
            "add up",
        ),
        (
            ESSAY,
            "- (1) a\n- (2) b",
            "part 'p' (essay) has no model answer; write it in lines '> …'",
        ),
        (
            POOL,
            "- [x] a\nwhich goes on\n- [ ] b",
            "part 'p': 'which goes on' stands behind the list; the prompt stands before it, and "
            "lines that belong to an entry are indented by two blanks",
        ),
        (
            CHOICE,
            "- [x] a\n* [X] b\n- [ ] c",
            "part 'p' (choice) has 2 options marked '- [x]'; exactly one is right",
        ),
        *(
            (
                kind,
                body,
                f"part 'p': {line!r} is neither '- [x] …' nor '- [ ] …'",
            )
            for kind in (POOL, CHOICE)
            for body, line in (
                ("- [x] a\n- [] During b\n- [ ] c", "- [] During b"),
                ("- [] During a\n- [x] b\n- [ ] c", "- [] During a"),
                ("- [] a\n- [] b", "- [] a"),
                ("- [x] a\n- During b\n- [ ] c", "- During b"),
                ("- During a\n- [x] b\n- [ ] c", "- During a"),
                ("- During a\n  it\n\n- [x] b\n- [ ] c", "- During a"),
                ("- [x] a\n  - [ ] b\n- [ ] c", "- [ ] b"),
                ("- [x] a\n- [y] b\n- [ ] c", "- [y] b"),
                ("- [x] a\n+ [ ] b\n- [ ] c", "+ [ ] b"),
                ("- [x] a\n-[ ] b\n- [ ] c", "-[ ] b"),
                ("- [x] a\n- [ ]b\n- [ ] c", "- [ ]b"),
            )
        ),
        *(
            (
                kind,
                "- [x] The  same\n- [ ] Another\n- [ ] The\n  same",
                f"part 'p' ({name}) lists 'The same' twice",
            )
            for kind, name in ((POOL, "statements"), (CHOICE, "choice"))
        ),
        (
            '[parts.p]\nkind = "match"',
            "| a | b |\n|---|---|\n| s | c |\n| s | d |",
            "part 'p' (match) lists 's' twice",
        ),
        (
            '[parts.p]\nkind = "order"',
            "1. a\n2. b\n3. a",
            "part 'p' (order) lists 'a' twice",
        ),
    ],
)
def test_a_list_that_cannot_be_asked(tmp_path, parts, body, expected):
    assert message(tmp_path, page(parts, f"## p\nGo.\n\n{body}\n")) == expected


@pytest.mark.parametrize(
    ("code", "line", "what"),
    [
        ("def z(:\n    pass\n", 1, "SyntaxError: "),
        ("x = 1\ny = x / 0\n", 2, "ZeroDivisionError: division by zero"),
        ("\nimport nosuchmodule\n", 2, "ModuleNotFoundError: No module named 'nosuchmodule'"),
    ],
)
def test_code_that_does_not_run_is_named_with_its_line(tmp_path, code, line, what):
    with pytest.raises(GradsetError) as caught:
        load(tmp_path, UNIT_MD, code)
    assert str(caught.value).startswith(f"{tmp_path / 'tiny' / 'question.py'}:{line}: {what}")


# ---- what is read


def test_reading_the_front_matter_executes_nothing(tmp_path):
    (tmp_path / "q.py").write_text("raise SystemExit")
    (tmp_path / "q.md").write_text(UNIT_MD)
    front = read_front(tmp_path / "q.md")
    assert (front.title, front.level, front.minutes, front.points) == ("One sigmoid unit", 2, 5, 3)
    assert front.kinds == ["numeric", "table"]


def test_options_may_be_marked_with_any_bullet_and_a_capital(tmp_path):
    path = tmp_path / "q.md"
    path.write_text(page(POOL, "## p\nGo.\n\n- [X] a\n* [x] b\n* [ ] c\n- [ ] d"))
    items = read(path).sections["p"].items
    assert [(item.text, item.mark) for item in items] == [
        ("a", "x"), ("b", "x"), ("c", " "), ("d", " "),
    ]  # fmt: skip


def test_a_prompt_may_hold_a_list_of_its_own(tmp_path):
    path = tmp_path / "q.md"
    prompt = "Given are\n\n- a [link](x),\n- [another](y).\n\nWhich are true?"
    path.write_text(page(POOL, f"## p\n{prompt}\n\n- [x] a\n- [ ] b"))
    assert read(path).sections["p"].prompt == prompt


def test_a_file_is_taken_apart_as_it_was_written(tmp_path):
    path = tmp_path / "q.md"
    body = (
        "## p\nWhich\nare true?\n\n- [x] One\n  goes on. {one_check}\n  > Since\n  > so.\n"
        "- [ ] Two.\n\n## mistakes\n- `a`: First\n  goes on.\n- `b`: Second.\n\n"
        "## solution\nRemarks."
    )
    path.write_text(page(POOL, body))
    prose = read(path)
    assert prose.stem == "A stem."
    assert prose.sections == {
        "p": Section(
            "Which\nare true?",
            (
                Item("One goes on.", mark="x", check="one_check", reason="Since so."),
                Item("Two.", mark=" "),
            ),
        )
    }
    assert prose.mistakes == {"a": "First goes on.", "b": "Second."}
    assert prose.solution == "Remarks."


# ---- points


def test_points_are_divided_in_quarters_by_weight():
    assert divided(5, [1, 3], "x") == [Fraction(5, 4), Fraction(15, 4)]


@pytest.mark.parametrize(("total", "said"), [(1, "1 point"), (4, "4 points")])
def test_points_that_do_not_come_out_in_quarters_are_refused(total, said):
    with pytest.raises(GradsetError) as caught:
        divided(total, [1, 2], "losses/x")
    assert str(caught.value) == (
        f"losses/x: {said} cannot be divided in quarters among parts weighing 1, 2; "
        "a multiple of 3 can"
    )
