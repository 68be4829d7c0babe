import re

import pytest

from generator.authoring import Program
from generator.errors import GradsetError

DESCENT = Program(
    """\
for epoch in range({epochs}):
    w -= {lr} * gradient(w)
    log[epoch] = {{"w": w}}
""",
    bugs={
        "ascending": (2, "    w += {lr} * gradient(w)", "The loss grows."),
        "left_out": (3, "", "Nothing is kept."),
    },
)


def test_the_right_program_has_its_values_put_in():
    assert DESCENT.source(epochs=5, lr=0.01) == (
        'for epoch in range(5):\n    w -= 0.01 * gradient(w)\n    log[epoch] = {"w": w}'
    )


@pytest.mark.parametrize(
    ("bug", "number", "wrong"),
    [("ascending", 2, "    w += 0.1 * gradient(w)"), ("left_out", 3, "")],
)
def test_planting_a_bug_changes_exactly_its_line(bug, number, wrong):
    right = DESCENT.source(epochs=2, lr=0.1).split("\n")
    planted = DESCENT.source(bug, epochs=2, lr=0.1).split("\n")
    assert planted == [*right[: number - 1], wrong, *right[number:]]
    assert DESCENT.number(bug) == DESCENT.changed_line(bug, epochs=2, lr=0.1) == number


def test_the_listing_numbers_the_lines_of_the_wrong_program():
    assert DESCENT.listing("ascending", epochs=5, lr=0.01) == (
        ' 1  for epoch in range(5):\n 2      w += 0.01 * gradient(w)\n 3      log[epoch] = {"w": w}'
    )


def test_the_numbers_of_a_longer_listing_end_in_one_column():
    program = Program("\n".join("pass" for _ in range(11)), {"stopped": (11, "return", "")})
    assert program.listing("stopped").splitlines()[8:] == [" 9  pass", "10  pass", "11  return"]


def test_the_mended_line_is_the_right_one_without_its_indentation():
    assert DESCENT.mended("ascending", epochs=5, lr=0.01) == "w -= 0.01 * gradient(w)"


def test_a_bug_says_what_happens():
    assert DESCENT.effect("ascending") == "The loss grows."


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_a_bug_in_a_line_that_the_program_has_not_is_refused(number):
    message = f"bug 'typo' stands in line {number}; the program has the lines 1 to 2"
    with pytest.raises(GradsetError, match=f"^{re.escape(message)}$"):
        Program("a = 1\nb = 2", {"typo": (number, "b = 3", "b is 3.")})


def test_a_bug_that_the_values_hide_is_refused():
    layer = Program("nn.Linear({n}, {m})", {"swapped": (1, "nn.Linear({m}, {n})", "It fails.")})
    assert layer.changed_line("swapped", n=2, m=3) == 1
    message = "bug 'swapped' changes 0 lines of the program; it has to change one"
    with pytest.raises(GradsetError, match=f"^{re.escape(message)}$"):
        layer.changed_line("swapped", n=2, m=2)


@pytest.mark.parametrize("missing", [("stranger", {"epochs": 5, "lr": 0.1}), ("ascending", {})])
def test_an_unknown_bug_or_a_missing_value_is_a_key_error(missing):
    bug, values = missing
    with pytest.raises(KeyError):
        DESCENT.source(bug, **values)
