"""Whoever rounds as the sheet says is right; whoever makes a mistake is not."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from generator.authoring import over, sigmoid
from generator.bank import Bank
from generator.draws import Rng
from generator.seeds import Stream
from generator.text.numbers import Rounding, rounded
from generator.tolerance import effects, interval, printed_intermediates, too_wide
from tests.engine.tiny import derivation, drawn

SHIFTS = (-0.5, 0.0, 0.5)


def z(w, x, b):
    r"<w> <x> + <b>"
    return w * x + b


def h(z):
    r"\sigma(<z>)"
    return sigmoid(z)


def s(v, h, z):
    r"<v> <h> - <z>"
    return v * h - z


def y(s, h):
    r"<s>^2 + <h>"
    return s**2 + h


NETWORK = derivation(z, h, s, y)


def by_hand(givens, moved):
    """The network in plain arithmetic; `moved` says what a student makes of each value."""
    z = moved("z", givens["w"] * givens["x"] + givens["b"])
    h = moved("h", float(1 / (1 + np.exp(-z))))
    s = moved("s", givens["v"] * h - z)
    return s**2 + h


def draws(count, digits=2):
    for seed in range(count):
        rng = Rng(Stream(b"tolerance", seed))
        yield {name: rng.decimal(-2, 2, digits=digits) for name in "wxbv"}


@pytest.mark.parametrize(
    "rounding", [Rounding(decimals=4), Rounding(decimals=3), Rounding(significant=4)]
)
def test_every_honest_way_of_rounding_lies_in_the_interval(rounding):
    for givens in draws(60):
        solved = NETWORK.solve(givens)
        effect = effects(NETWORK, givens, solved, rounding, [("y", ())])["y", ()]
        low, high = interval(solved["y"], effect, rounding)
        places = rounding.places(solved["y"])

        honest = []
        for kept in product((False, True), repeat=3):  # which values are carried in full

            def as_a_student(name, value, kept=kept):
                if kept["zhs".index(name)]:
                    return value
                return float(rounded(value, rounding.places(value)))

            honest.append(by_hand(givens, as_a_student))
        assert all(low <= rounded(result, places) <= high for result in honest)
        assert all(low <= Decimal(result) <= high for result in honest)


def shifted(rounds, shifts):
    """A student whose values are off by so many thousandths wherever one is rounded."""
    return lambda name, value: value + shifts["zhs".index(name)] * 1e-3 * (name in rounds)


def test_the_interval_is_as_wide_as_the_worst_case_and_no_wider():
    rounding = Rounding(decimals=3)
    for givens in draws(40, digits=3):
        solved = NETWORK.solve(givens)
        effect = effects(NETWORK, givens, solved, rounding, [("y", ())])["y", ()]
        rounds = {n for n, _ in printed_intermediates(solved, rounding, ["y"])}
        assert {"h", "s"} <= rounds
        ends = [by_hand(givens, shifted(rounds, s)) for s in product(SHIFTS, repeat=3)]
        worst = max(abs(end - solved["y"]) for end in ends)
        # Effects are added to first order; the rest is of second order.
        assert worst == pytest.approx(effect, abs=2e-5)
        low, high = interval(solved["y"], effect, rounding)
        half = effect + 0.0005
        assert float(low) == pytest.approx(solved["y"] - half, abs=2e-5)
        assert float(high) == pytest.approx(solved["y"] + half, abs=2e-5)


def test_an_answer_without_intermediates_may_be_off_by_half_a_unit():
    def y(a):
        r"\frac{<a>}{3}"
        return a / 3

    one = derivation(y)
    solved = one.solve({"a": 1.0})
    four = Rounding(decimals=4)
    effect = effects(one, {"a": 1.0}, solved, four, [("y", ())])["y", ()]
    assert effect == 0
    assert interval(solved["y"], effect, four) == (Decimal("0.333283"), Decimal("0.333384"))


@pytest.mark.parametrize("name", ["w", "w[3]"])
def test_the_last_round_is_the_answer_itself_and_no_intermediate(name):
    @over(g="gs")
    def w(w_before, g):
        r"\frac{<w_before> + <g>}{3}"
        return (w_before + g) / 3

    chain = derivation(w)
    givens = {"w_0": 1.1, "gs": np.array([0.5, 0.2, 0.7])}
    solved = chain.solve(givens)
    four = Rounding(decimals=4)
    found = effects(chain, givens, solved, four, [(name, ())])[name, ()]
    assert found == pytest.approx(0.5e-4 * (1 / 3 + 1 / 9), rel=1e-6)


def test_a_cell_of_all_rounds_is_the_answer_of_its_own_round():
    @over(g="gs")
    def w(w_before, g):
        r"\frac{<w_before> + <g>}{3}"
        return (w_before + g) / 3

    chain = derivation(w)
    givens = {"w_0": 1.1, "gs": np.array([0.5, 0.2])}
    found = effects(
        chain, givens, chain.solve(givens), Rounding(decimals=4), [("w_all", (0,)), ("w_all", (1,))]
    )
    assert found["w_all", (0,)] == 0
    assert found["w_all", (1,)] == pytest.approx(0.5e-4 / 3, rel=1e-6)


def test_what_is_printed_exactly_or_not_at_all_makes_no_difference():
    def a(x):
        r"2 <x>"
        return 2 * x

    def hidden(x):
        return x / 3

    def y(a, hidden):
        r"<a> + <hidden>"
        return a + hidden

    steps = derivation(a, hidden, y)
    solved = steps.solve({"x": 0.25})
    assert printed_intermediates(solved, Rounding(decimals=4), ["y"]) == []


@pytest.mark.parametrize(
    ("value", "rounding"),
    [
        (7, Rounding(decimals=4)),
        (Fraction(3, 8), Rounding(decimals=4)),
        (-12345, Rounding(significant=4)),
        (0, Rounding(significant=4)),
    ],
)
def test_the_interval_of_an_exact_answer_is_one_point(value, rounding):
    point = Decimal(value.numerator) / Decimal(value.denominator)
    assert interval(value, 0.0, rounding) == (point, point)


def test_an_exact_answer_that_has_to_be_rounded_has_half_a_unit():
    assert interval(Fraction(1, 3), 0.0, Rounding(decimals=2)) == (
        Decimal("0.3283"),
        Decimal("0.3384"),
    )


@pytest.mark.parametrize(
    ("value", "effect", "wide"),
    [
        (1.0, 0.0094, False),  # 1 % of the answer, half a unit of it for the last digit
        (1.0, 0.0096, True),
        (0.001, 0.0044, False),  # five units
        (0.001, 0.0046, True),
    ],
)
def test_an_interval_is_too_wide_beyond_one_percent_and_five_units(value, effect, wide):
    assert too_wide(value, effect, Rounding(decimals=3)) is wide


@pytest.mark.parametrize(
    "name", ["backpropagation/two_two_one", "optimisation/adam", "losses/softmax_cross_entropy"]
)
def test_no_mistakes_number_is_accepted(name):
    question = Bank.at().load(name)
    compared = 0
    for number in range(1, 7):
        variant = drawn(question, number)
        for answer in variant.answers.values():
            cells = {"numeric": lambda a: [a], "table": lambda a: [c for _, c in a.numbered()]}
            for cell in cells.get(answer.kind, lambda _: [])(answer):
                assert cell.accepts(Decimal(cell.printed))
                for wrong in cell.wrong:
                    assert not cell.accepts(Decimal(wrong.printed)), (number, wrong)
                    compared += 1
    assert compared > 20
