from fractions import Fraction

import numpy as np
import pytest

from generator.errors import GradsetError
from generator.text.notation import Notation
from generator.text.numbers import Rounding
from generator.text.wording import Wording
from tests.engine.tiny import derivation


def z(w, x):
    r"<w>^\top <x>"
    return float(w @ x)


def y_hat(z):
    r"<z>^2"
    return z**2


STEPS = derivation(z, y_hat)
SOLVED = STEPS.solve(
    {
        "w": np.array([0.5, -1.0]),
        "x": np.array([1 / 3, 2.0]),
        "eta": -0.25,
        "third": Fraction(-1, 3),
        "word": "mean",
    }
)


def say(markdown, exam=None):
    notation = Notation(STEPS, {}, exam or {})
    return Wording("topic/name.md", SOLVED, notation, Rounding(decimals=4))(markdown)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("plain words", "plain words"),
        ("$<eta> = {{ eta }}$", r"$\eta = -0.25$"),
        ("$x = {{ x|row }}^\\top$", r"$x = (0.3333, 2)^\top$"),
        ("$w = {{ w|row }}$", "$w = (0.5, {-1})$"),
        (r"$3 \cdot {{ eta|p }}$", r"$3 \cdot (-0.25)$"),
        ("${{ third }}$ and ${{ third|p }}$", r"$-\tfrac{1}{3}$ and $(-\tfrac{1}{3})$"),
        ("the {{ word }}", "the mean"),
        ("{% for v in w %}${{ v }}$ {% endfor %}", "$0.5$ $-1$ "),
        ("{% if word == 'sum' %}a{% else %}b{% endif %}", "b"),
        ("${{ w[1] }}$", "$-1$"),
        ("$$<y_hat> = <z>^2$$", r"$$\hat{y} = z^2$$"),
        ("`<z>` and <b>bold</b> stay", "`<z>` and <b>bold</b> stay"),
        (r"costs \$5 for $<eta>$", r"costs \$5 for $\eta$"),
        ("$a < b > c$", "$a < b > c$"),
    ],
)
def test_values_and_letters_are_put_in(markdown, expected):
    assert say(markdown) == expected


def test_the_exams_letters_reach_the_prose():
    assert say("$<y_hat> = f(<z>)$", {"z": "a", "y_hat": "o"}) == "$o = f(a)$"


@pytest.mark.parametrize(
    ("markdown", "what"),
    [
        ("$<zz>$", "<zz> is no quantity of this question"),
        ("{{ zz }}", "'zz' is undefined; known are eta, third, w, word, x, y_hat, z"),
        ("a\n{{ eta", "in '{{ eta': "),
        ("{{ eta|sqrt }}", "in '{{ eta|sqrt }}': No filter named 'sqrt'."),
        ("{{ eta|row }}", "TypeError: "),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ("{{ x[::-1, 0] }}", "an expression in {{ }} or {% %} is too much for a template ("),
        ("{{ none }}", "no way to print a NoneType as a formula"),
    ],
)
def test_a_wrong_template_is_one_line_that_names_the_file(markdown, what):
    with pytest.raises(GradsetError) as caught:
        say(markdown)
    assert str(caught.value).startswith(f"topic/name.md: {what}")
    assert "\n" not in str(caught.value)


def solution(remarks):
    return Wording("topic/name.md", SOLVED, Notation(STEPS), Rounding(decimals=4)).solution(remarks)


def test_worked_steps_follow_the_remarks_by_themselves():
    text = solution("First.")
    assert text.startswith("First.\n\n$$\n\\begin{aligned}\nz &= w^\\top x")
    assert text.count("&=") == 2


def test_worked_steps_stand_where_they_are_asked_for_and_only_there():
    text = solution('First\n\n{{ work("z") }}\n\nthen\n\n{{ work("y_hat") }}')
    first, then = text.split("then")
    assert first.startswith("First\n\n$$")
    assert (r"z &=" in first, r"\hat{y} &=" in first) == (True, False)
    assert (r"z &=" in then, r"\hat{y} &=" in then) == (False, True)


def test_working_that_does_not_exist_is_an_error():
    with pytest.raises(GradsetError) as caught:
        solution('{{ work("y") }}')
    assert str(caught.value) == (
        "topic/name.md: work('y') names no step with a formula; known are y_hat, z"
    )


def test_a_key_prints_the_proved_chain_of_a_loss_and_names_an_unknown_one(tmp_path):
    from generator.errors import GradsetError
    from generator.nets import LOSSES
    from generator.text.wording import chain, derivation

    steps = LOSSES["cross_entropy"].derivation()
    assert derivation("cross_entropy") == steps
    assert all(step in chain(steps) for step in steps)
    with pytest.raises(GradsetError, match="did you mean 'cross_entropy'"):
        derivation("crossentropy")
