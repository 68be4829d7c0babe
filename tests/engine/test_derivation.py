import os
import random
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
import sympy
import torch

from generator.authoring import Record, dot, instead_of, over, step, tanh
from generator.draws import Rng
from generator.errors import GradsetError
from generator.nets import sigmoid
from generator.seeds import Stream
from tests.engine.tiny import derivation


@over(g="gs")
def m(m_before, g, b1):
    return b1 * m_before + (1 - b1) * g


@over(g="gs")
def v(v_before, g, b2):
    return b2 * v_before + (1 - b2) * g**2


@over(g="gs")
def m_hat(m, b1, t):
    return m / (1 - b1**t)


@over(g="gs")
def v_hat(v, b2, t):
    return v / (1 - b2**t)


@over(g="gs")
def theta(theta_before, eta, m_hat, v_hat):
    return theta_before - eta * m_hat / (np.sqrt(v_hat) + 1e-8)


@instead_of(m_hat)
def m_not_corrected(m):
    return m


@instead_of(theta)
def half_a_step(theta, theta_before):
    return (theta + theta_before) / 2


@instead_of("eta")
def eta_doubled(eta):
    return 2 * eta


ADAM = derivation(theta, m_hat, v_hat, v, m, m_not_corrected, half_a_step, eta_doubled)
ADAM_GIVENS = {
    "theta_0": 1.5,
    "gs": np.array([0.7, -1.3, 0.4]),
    "eta": 0.1,
    "b1": 0.9,
    "b2": 0.99,
    "m_0": 0.0,
    "v_0": 0.0,
}


def torch_adam(givens):
    parameter = torch.tensor(givens["theta_0"], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adam([parameter], givens["eta"], (givens["b1"], givens["b2"]))
    path = []
    for g in givens["gs"]:
        parameter.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        path.append(parameter.item())
    return path


def test_three_steps_of_adam_are_torchs():
    solved = ADAM.solve(ADAM_GIVENS)
    np.testing.assert_allclose(solved["theta_all"], torch_adam(ADAM_GIVENS), rtol=0, atol=1e-14)
    assert solved["theta"] == solved["theta[3]"] == solved["theta_all"][2]


def test_the_order_in_which_functions_are_written_does_not_matter():
    other = derivation(m, v, m_hat, v_hat, theta)
    ours, theirs = ADAM.solve(ADAM_GIVENS), other.solve(ADAM_GIVENS)
    assert {n: ours[n] for n in ("theta", "m", "v")} == {n: theirs[n] for n in ("theta", "m", "v")}


def test_a_derivative_by_override_is_torchs_through_an_unrolled_recurrent_network():
    @over(x="xs")
    def a(U, h_before, W, x):
        return U @ h_before + W @ x

    @over(x="xs")
    def h(a):
        return tanh(a)

    def loss(h_all, y):
        return ((h_all - y) ** 2).sum()

    generator = np.random.default_rng(1)
    givens = {
        "U": generator.normal(size=(3, 3)),
        "W": generator.normal(size=(3, 2)),
        "xs": generator.normal(size=(4, 2)),
        "h_0": generator.normal(size=3),
        "y": generator.normal(size=(4, 3)),
    }
    network = derivation(a, h, loss)
    solved = network.solve(givens)
    ours, eps = np.empty(3), 1e-5
    for i in range(3):
        sides = []
        for shift in (eps, -eps):
            moved = solved["h[1]"].copy()
            moved[i] += shift
            sides.append(network.solve(givens, {"h[1]": moved})["loss"])
        ours[i] = (sides[0] - sides[1]) / (2 * eps)

    U, W, xs, h_0, y = (torch.tensor(value) for value in givens.values())
    state, states = h_0, []
    for x in xs:
        state = torch.tanh(U @ state + W @ x).requires_grad_()
        states.append(state)
    total = ((torch.stack(states) - y) ** 2).sum()
    assert solved["loss"] == pytest.approx(total.item(), abs=1e-12)
    np.testing.assert_allclose(ours, torch.autograd.grad(total, states[0])[0], atol=1e-7)


@over(p="points")
def score(w_before, p):
    return dot(w_before, p.x)


@over(p="points")
def w(w_before, score, p, eta):
    return w_before + eta * (p.y - step(score, 1)) * p.x


PERCEPTRON = derivation(score, w)


def random_trace(choose, exact):
    number = (lambda k: Fraction(k, 10)) if exact else (lambda k: k / 10)
    kind = object if exact else float
    points = [
        Record(x=np.array([choose(-3, 3) for _ in range(2)], dtype=kind), y=choose(0, 1))
        for _ in range(8)
    ]
    w_0 = np.array([number(choose(-9, 9)) for _ in range(2)], dtype=kind)
    return {"points": points, "w_0": w_0, "eta": number(1)}


def test_a_perceptron_trace_is_exact_where_floats_are_not():
    differing = 0
    for seed in range(100):
        exact = random_trace(random.Random(seed).randint, exact=True)
        floats = random_trace(random.Random(seed).randint, exact=False)
        trace = PERCEPTRON.solve(exact)["w_all"]
        first, second = exact["w_0"]
        expected = []
        for p in exact["points"]:
            error = p.y - (1 if first * p.x[0] + second * p.x[1] >= 0 else 0)
            first += Fraction(1, 10) * error * p.x[0]
            second += Fraction(1, 10) * error * p.x[1]
            expected.append([first, second])
        assert [list(row) for row in trace] == expected
        assert all(type(number) is Fraction for row in trace for number in row)
        rough = PERCEPTRON.solve(floats)["w_all"]
        differing += bool(np.abs(rough - trace.astype(float)).max() > 1e-9)
    assert differing > 0


def test_a_chain_of_layers_may_have_a_drawn_length():
    @over(l="layers")
    def size(size_before, l):  # noqa: E741
        return (size_before + 2 * l.padding - l.kernel) // l.stride + 1

    chain = derivation(size)
    lengths = set()
    for seed in range(20):
        rng = Rng(Stream(b"layers", seed))
        layers = [
            Record(padding=rng.integer(0, 2), kernel=rng.integer(1, 4), stride=rng.integer(1, 2))
            for _ in range(rng.integer(1, 3))
        ]
        image = torch.zeros(1, 1, 24, 24)
        sizes = []
        for layer in layers:
            image = torch.nn.functional.conv2d(
                image,
                torch.zeros(1, 1, layer.kernel, layer.kernel),
                stride=layer.stride,
                padding=layer.padding,
            )
            sizes.append(image.shape[-1])
        assert chain.solve({"layers": layers, "size_0": 24})["size_all"] == sizes
        lengths.add(len(layers))
    assert lengths == {1, 2, 3}


def test_a_network_may_have_a_drawn_width():
    def z(W, x, b):
        return W @ x + b

    def y_hat(v, z):
        return v @ sigmoid(z)

    network = derivation(z, y_hat)
    for width in range(1, 6):
        generator = np.random.default_rng(width)
        W, x, b, v = (generator.normal(size=s) for s in ((width, 3), 3, width, width))
        solved = network.solve({"W": W, "x": x, "b": b, "v": v})
        z_torch = torch.nn.functional.linear(*(torch.tensor(a) for a in (x, W, b)))
        np.testing.assert_allclose(solved["z"], z_torch, atol=1e-14)
        expected = torch.dot(torch.tensor(v), torch.sigmoid(z_torch)).item()
        assert solved["y_hat"] == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("f", [sigmoid, tanh])
def test_values_may_be_expressions_and_their_derivative_is_sympys(f):
    def y(f, k, x):
        return x * f(k * x)

    def slope(f, k, x):
        return f(k * x) + k * x * f.slope(k * x)

    x = sympy.Symbol("x", real=True)
    solved = derivation(y, slope).solve({"f": f, "k": sympy.Rational(3, 2), "x": x})
    assert sympy.simplify((solved["slope"] - sympy.diff(solved["y"], x)).rewrite(sympy.exp)) == 0


# ---- mistakes


def test_a_mistake_is_carried_through_every_later_round():
    b1, b2 = 0.9, 0.99
    expected, mean, square = 1.5, 0.0, 0.0
    for t, g in enumerate((0.7, -1.3, 0.4), 1):
        mean, square = b1 * mean + (1 - b1) * g, b2 * square + (1 - b2) * g**2
        expected -= 0.1 * mean / (np.sqrt(square / (1 - b2**t)) + 1e-8)
    wrong = ADAM.solve(ADAM_GIVENS, mistake="m_not_corrected")
    assert wrong["theta"] == pytest.approx(expected, abs=1e-14)
    assert abs(wrong["theta"] - ADAM.solve(ADAM_GIVENS)["theta"]) > 0.05


def test_a_mistake_on_a_given_is_that_given_changed():
    wrong = ADAM.solve(ADAM_GIVENS, mistake="eta_doubled")
    changed = ADAM.solve({**ADAM_GIVENS, "eta": 0.2})
    assert wrong["eta"] == 0.2
    assert list(wrong["theta_all"]) == list(changed["theta_all"])


def test_a_mistake_receives_the_correct_value_under_the_name_that_it_replaces():
    # Half of Adam's step each time; the moments do not depend on theta, so halves add up.
    right = ADAM.solve(ADAM_GIVENS)["theta_all"]
    wrong = ADAM.solve(ADAM_GIVENS, mistake="half_a_step")["theta_all"]
    np.testing.assert_allclose(wrong, 1.5 + (right - 1.5) / 2, atol=1e-14)


def test_a_mistake_changes_nothing_before_it():
    right, wrong = ADAM.solve(ADAM_GIVENS), ADAM.solve(ADAM_GIVENS, mistake="m_not_corrected")
    untouched = ["m_all", "v_all", "v_hat_all"]
    assert [list(wrong[n]) for n in untouched] == [list(right[n]) for n in untouched]


def test_a_mistake_may_need_a_quantity_that_the_right_step_does_not():
    def a(x):
        return x + 1

    def b(a):
        return 2 * a

    def c(x):
        return 10 * x

    @instead_of(b)
    def took_c(c):
        return c

    steps = derivation(b, a, took_c, c)
    assert steps.solve({"x": 2})["b"] == 6
    assert steps.solve({"x": 2}, mistake="took_c")["b"] == 20


# ---- overriding


def test_overriding_a_given_is_solving_with_that_given():
    assert (
        ADAM.solve(ADAM_GIVENS, {"eta": 0.5})["theta"]
        == (ADAM.solve({**ADAM_GIVENS, "eta": 0.5})["theta"])
    )


def test_overriding_one_round_leaves_the_rounds_before_and_changes_those_after():
    right = ADAM.solve(ADAM_GIVENS)
    changed = ADAM.solve(ADAM_GIVENS, {"m[2]": 0.25})
    assert changed["m[1]"] == right["m[1]"]
    assert changed["m[2]"] == 0.25
    assert changed["m[3]"] == pytest.approx(0.9 * 0.25 + 0.1 * 0.4)
    assert changed["theta[1]"] == right["theta[1]"]
    assert changed["theta[2]"] != right["theta[2]"]
    assert list(changed["v_all"]) == list(right["v_all"])


@pytest.mark.parametrize("name", ["theta_0", "eta", "gs", "m[2]", "v[1]", "m_hat[3]", "theta[1]"])
def test_what_is_known_changes_no_override(name):
    known = ADAM.solve(ADAM_GIVENS)
    moved = {name: known[name] * 1.25}
    again, afresh = (ADAM.solve(ADAM_GIVENS, moved, known=k) for k in (known, None))
    assert {n: np.asarray(v).tolist() for n, v in again.items()} == {
        n: np.asarray(v).tolist() for n, v in afresh.items()
    }


def test_what_is_known_changes_no_override_that_brings_more_rounds():
    known = ADAM.solve(ADAM_GIVENS)
    again = ADAM.solve(ADAM_GIVENS, {"gs": np.array([0.7, -1.3, 0.4, 0.2])}, known=known)
    assert len(again["theta_all"]) == 4


def test_a_step_that_writes_into_what_it_received_fails():
    def z(x):
        return 2 * x

    def h(z):
        z[z < 0] = 0
        return z

    with pytest.raises(GradsetError, match=r"step 'h' failed: ValueError: .* read-only"):
        derivation(z, h).solve({"x": np.array([1.0, -1.0])})


def test_the_order_of_steps_is_the_same_in_every_process():
    code = (
        "from tests.engine.test_derivation import ADAM, ADAM_GIVENS\n"
        "print(*ADAM.solve(ADAM_GIVENS))"
    )
    orders = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(4)
    }
    assert len(orders) == 1


def test_follow_through_is_the_correct_rest_of_a_students_own_value():
    def z(x):
        return 3 * x

    def h(z):
        return z**2

    def y(h, z):
        return h + z

    assert derivation(z, h, y).solve({"x": 1}, {"h": 100})["y"] == 103


def test_an_override_and_a_mistake_go_together():
    wrong = ADAM.solve(ADAM_GIVENS, {"m[2]": 0.25}, mistake="m_not_corrected")
    assert wrong["m_hat[2]"] == 0.25


def test_after_names_exactly_what_changes_and_before_exactly_what_matters():
    solved = ADAM.solve(ADAM_GIVENS)
    moved = ADAM.solve(ADAM_GIVENS, {"m[2]": solved["m[2]"] + 1})
    changed = {n for n in solved if np.any(np.asarray(moved[n]) != np.asarray(solved[n]))}
    assert set(solved.after("m[2]")) == changed - {"m[2]"}
    matters = {
        name
        for name, node in solved.nodes.items()
        if node.step and "m_hat[2]" in solved.after(name)
    } | {n for n in ADAM_GIVENS if "m_hat[2]" in solved.after(n)}
    assert solved.before(["m_hat[2]"]) == matters == {"m[1]", "m[2]", "m_0", "gs", "b1"}


def test_after_is_in_an_order_in_which_the_steps_can_be_evaluated():
    solved = ADAM.solve(ADAM_GIVENS)
    order = list(ADAM_GIVENS) + solved.after("gs")
    for place, name in enumerate(order):
        assert set(solved.nodes[name].inputs.values()) <= set(order[:place])


# ---- shapes of repetition


def test_without_elements_a_repeated_step_stays_at_its_start():
    solved = derivation(score, w).solve({"points": [], "w_0": 7, "eta": 1, "score_0": 0})
    assert (solved["w"], solved["w_all"]) == (7, [])


def test_a_step_may_run_over_the_values_of_another():
    @over(x="xs")
    def square(x):
        return x * x

    @over(s="square_all")
    def total(total_before, s):
        return total_before + s

    solved = derivation(total, square).solve({"xs": [1, 2, 3], "total_0": 0})
    assert solved["total_all"] == [1, 5, 14]


def test_the_values_of_a_repeated_step_are_stacked_where_they_have_one_shape():
    @over(n="ns")
    def row(n):
        return np.full(n, 1.0)

    same_length = derivation(row).solve({"ns": [2, 2]})["row_all"]
    other_length = derivation(row).solve({"ns": [2, 3]})["row_all"]
    assert same_length.tolist() == [[1, 1], [1, 1]]
    assert [list(r) for r in other_length] == [[1, 1], [1, 1, 1]]
