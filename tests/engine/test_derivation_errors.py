"""A wrong derivation is one line: the file, the step, what would be right."""

from itertools import pairwise

import pytest

from generator.authoring import gradient, instead_of, over
from generator.errors import GradsetError
from tests.engine.tiny import derivation


def a(x):
    return x + 1


def b(a):
    return 2 * a


@over(g="gs")
def w(w_before, g):
    return w_before + g


@instead_of(b)
def doubled(b):
    return 2 * b


def message(call):
    with pytest.raises(GradsetError) as caught:
        call()
    text = str(caught.value)
    assert text.startswith("topic/name.py: ")
    assert "\n" not in text
    return text.removeprefix("topic/name.py: ")


def test_a_circle_names_the_steps_in_it():
    def c(e):
        return e

    def d(c):
        return c

    def e(d):
        return d

    text = message(lambda: derivation(c, d, e, a).solve({"x": 1}))
    circle = text.removeprefix("these steps need each other: ").split(";")[0].split(" → ")
    assert circle[0] == circle[-1]
    arrows = set(pairwise(circle))
    assert arrows in ({("c", "d"), ("d", "e"), ("e", "c")}, {("d", "c"), ("e", "d"), ("c", "e")})


def test_a_circle_within_one_round_is_found():
    @over(g="gs")
    def c(d, g):
        return d + g

    @over(g="gs")
    def d(c):
        return c

    assert message(lambda: derivation(c, d).solve({"gs": [1]})).startswith(
        "these steps need each other: "
    )


def test_an_unknown_argument_suggests_the_nearest_name():
    def c(lerning_rate):
        return lerning_rate

    assert message(lambda: derivation(c).solve({"learning_rate": 1})) == (
        "step 'c' takes 'lerning_rate', which is no given, step or convention; "
        "did you mean 'learning_rate'?"
    )


def test_an_unknown_argument_far_from_every_name_lists_them():
    def c(q):
        return q

    assert message(lambda: derivation(a, c).solve({"x": 1})) == (
        "step 'c' takes 'q', which is no given, step or convention; known are a, c, x"
    )


def test_a_placeholder_has_to_be_an_argument():
    def c(x, y):
        r"<x> + <z>"
        return x + y

    assert message(lambda: derivation(c)) == (
        "the formula of 'c' names <z>, which is no argument of it; its arguments are x, y"
    )


def test_a_mistake_has_to_replace_something():
    @instead_of("loss")
    def wrong(a):
        return a

    assert message(lambda: derivation(a, wrong).solve({"x": 1}, mistake="wrong")) == (
        "mistake 'wrong' replaces 'loss', which is no step or given; known are a, x"
    )


def test_a_mistake_that_is_not_declared_cannot_be_made():
    assert message(lambda: derivation(a, b, doubled).solve({"x": 1}, mistake="doubeld")) == (
        "no mistake 'doubeld'; did you mean 'doubled'?"
    )


def test_a_mistake_runs_over_the_sequence_of_what_it_replaces():
    @instead_of(b)
    @over(g="gs")
    def wrong(g):
        return g

    assert message(lambda: derivation(a, b, wrong)) == (
        "mistake 'wrong' runs over 'gs', but 'b' does not; leave its @over out"
    )


def test_a_name_cannot_be_both_given_and_step():
    assert message(lambda: derivation(a).solve({"x": 1, "a": 2})) == (
        "'a' is both a given and a step; rename one"
    )


def test_a_repeated_step_that_looks_back_needs_a_start():
    assert message(lambda: derivation(w).solve({"gs": [1]})) == (
        "step 'w' takes 'w_before', so there has to be a given or step 'w_0' to start with"
    )


def test_a_sequence_has_to_exist():
    assert message(lambda: derivation(w).solve({"gss": [1], "w_0": 0})) == (
        "step 'w' takes 'gs', which is no given, step or convention; did you mean 'gss'?"
    )


def test_a_sequence_has_to_be_one():
    assert message(lambda: derivation(w).solve({"gs": 0.5, "w_0": 0})) == (
        "step 'w' runs over 'gs', which is 0.5; a list or an array would be right"
    )


def test_an_empty_sequence_needs_a_start():
    @over(g="gs")
    def c(g):
        return g

    assert message(lambda: derivation(c).solve({"gs": []})) == "'c' runs over an empty sequence"


def test_what_a_step_raises_names_the_step_and_its_round():
    @over(g="gs")
    def c(g):
        return 1 / g

    assert message(lambda: derivation(c).solve({"gs": [1, 0]})) == (
        "step 'c[2]' failed: ZeroDivisionError: division by zero"
    )


def test_an_unknown_name_cannot_be_overridden():
    assert message(lambda: derivation(a, b).solve({"x": 1}, {"aa": 1})) == (
        "'aa' is no given and no single step, so it cannot be overridden; did you mean 'a'?"
    )


@pytest.mark.parametrize("name", ["w", "w_all", "w[3]"])
def test_a_repeated_step_is_overridden_round_by_round(name):
    assert message(lambda: derivation(w).solve({"gs": [1, 2], "w_0": 0}, {name: 5})) == (
        f"{name!r} is no given and no single step, so it cannot be overridden; "
        "its rounds are w[1] to w[2]"
    )


def test_a_quantity_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(GradsetError, match=r"^no quantity 'c'; known are a, b, x$"):
        derivation(a, b).solve({"x": 1})["c"]


def test_over_names_exactly_one_sequence():
    with pytest.raises(ValueError, match=r'as in @over\(g="gs"\)'):
        over(g="gs", h="hs")


@pytest.mark.parametrize(("of", "wrt", "unknown"), [("los", "x", "los"), ("a", "y", "y")])
def test_a_gradient_names_quantities_that_exist(of, wrt, unknown):
    @gradient(of, wrt)
    def slope(x):
        return x

    text = message(lambda: derivation(a, slope).solve({"x": 1}))
    assert text.startswith(f"gradient 'slope' names {unknown!r}, which is no given or step; ")


@pytest.mark.parametrize("name", ["true", "none", "loop", "work"])
def test_a_word_of_the_templates_names_no_quantity(name):
    assert message(lambda: derivation(a).solve({"x": 1, name: 2})) == (
        f"{name!r} is a word of the templates, which would hide the quantity; rename it"
    )
