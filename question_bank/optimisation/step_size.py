"""Learning rates of a quadratic bowl with two curvatures: the limit 2/L, and what they do."""

from generator.authoring import Fraction, guard, instead_of, np

GENTLE = "approaches 0 without a change of sign"
ALTERNATING = "approaches 0 and changes its sign in every step"
AWAY = "moves away from 0 and changes its sign in every step"


def draw(rng):
    a, b = rng.sample([2, 3, 4, 5, 6, 8, 9, 10, 12], 2)
    steep = Fraction(rng.choice([4, 6, 8, 12, 14, 16, 18, 22, 24, 26, 28, 40]), 10)
    return {"a": a, "b": b, "eta": _two_digits(steep / max(a, b))}


def _two_digits(rate):
    return max(Fraction(round(rate * 100), 100), Fraction(1, 100))


def _kind(factor):
    if factor > 0:
        return GENTLE
    return ALTERNATING if factor > -1 else AWAY


def _said(first, second):
    if first == second:
        return f"Each of the two coordinates {first}."
    return f"$w_1$ {first}; $w_2$ {second}."


def curvatures(a, b):
    return np.array([a, b], dtype=object)


def factors(eta, curvatures):
    r"1 - <eta> <curvatures>"
    return 1 - eta * curvatures


def limit(a, b):
    r"\frac{2}{\max(<a>, <b>)}"
    return Fraction(2, max(a, b))


def behaviour(factors):
    return _said(*map(_kind, factors))


@instead_of(factors, "differentiation_rule")
def learning_rate_only(eta):
    return np.array([1 - eta, 1 - eta], dtype=object)


@instead_of(factors, "factor_two")
def square_kept_its_two(eta, curvatures):
    return 1 - 2 * eta * curvatures


@instead_of(factors, "sign_wrong")
def sign_of_the_step(eta, curvatures):
    return 1 + eta * curvatures


@instead_of(limit, "wrong_quantity")
def flattest_direction(a, b):
    return Fraction(2, min(a, b))


@instead_of(limit, "factor_two")
def no_overshooting(a, b):
    return Fraction(1, max(a, b))


@instead_of(limit, "wrong_quantity")
def both_curvatures(a, b):
    return Fraction(2, a + b)


@instead_of(behaviour, "other_branch")
def both_thought_monotone():
    return _said(GENTLE, GENTLE)


@instead_of(behaviour, "other_branch")
def one_thought_alternating():
    return _said(ALTERNATING, GENTLE)


@instead_of(behaviour, "other_branch")
def other_thought_alternating():
    return _said(GENTLE, ALTERNATING)


@instead_of(behaviour, "other_branch")
def both_thought_alternating():
    return _said(ALTERNATING, ALTERNATING)


@instead_of(behaviour, "other_branch")
def one_thought_diverging():
    return _said(AWAY, GENTLE)


@instead_of(behaviour, "other_branch")
def other_thought_diverging():
    return _said(GENTLE, AWAY)


@instead_of(behaviour, "other_branch")
def both_thought_diverging():
    return _said(AWAY, AWAY)


@guard
def clear_of_the_borders(factors):
    """a factor is 0 or -1, where the behaviour changes"""
    return all(abs(q) >= Fraction(1, 20) and abs(q + 1) >= Fraction(1, 20) for q in factors)


def reference(a, b, eta):
    import torch

    curvatures = torch.tensor([a, b], dtype=torch.float64)
    w = torch.ones(2, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=float(eta))
    path = [w.detach().clone()]
    for _ in range(12):
        optimiser.zero_grad()
        (0.5 * (curvatures * w**2).sum()).backward()
        optimiser.step()
        path.append(w.detach().clone())
    kinds = []
    for start, first, end in zip(path[0], path[1], path[-1], strict=True):
        if start * first > 0:
            kinds.append(GENTLE)
        else:
            kinds.append(ALTERNATING if abs(end) < abs(start) else AWAY)
    hessian = torch.autograd.functional.hessian(lambda u: 0.5 * (curvatures * u**2).sum(), w)
    return {
        "factors": path[1] / path[0],
        "limit": 2 / torch.linalg.eigvalsh(hessian).max(),
        "behaviour": _said(*kinds),
    }
