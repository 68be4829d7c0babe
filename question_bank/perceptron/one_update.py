"""A single update of the perceptron, with labels 0 and 1 or -1 and 1, in exact arithmetic."""

from generator.authoring import Fraction, dot, guard, instead_of

RATES = [Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), 2, 3]


def draw(rng):
    n = rng.choice([2, 3])
    w, x = rng.integers(n, -3, 3, zero=False), rng.integers(n, -3, 3)
    b = rng.integer(-3, 3, zero=False)
    low = rng.choice([-1, 0])  # the label of the negative class
    labels = [low, 1] if dot(w, x) + b > 0 else [1, low]
    return {
        "w": w,
        "b": b,
        "x": x,
        "low": low,
        "y": rng.choice([labels[0]] * 4 + [labels[1]]),  # four of five points are misclassified
        "eta": rng.choice(RATES),
    }


def s(w, x, b):
    r"<w>^\top <x> + <b>"
    return dot(w, x) + b


def y_hat(s, low):
    return 1 if s > 0 else low


def e(y, y_hat, low):
    return (y - y_hat) if low == 0 else y * int(y != y_hat)


def w_new(w, eta, e, x):
    r"<w> + <eta> \cdot <e> \cdot <x>"
    return w + eta * e * x


def b_new(b, eta, e):
    r"<b> + <eta> \cdot <e>"
    return b + eta * e


@instead_of(s, "bias_left_out")
def no_bias_in_the_score(w, x):
    return dot(w, x)


@instead_of(y_hat, "decision_rule")
def label_copied(y):
    return y


@instead_of(y_hat, "sign_wrong")
def sides_swapped(s, low):
    return low if s > 0 else 1


@instead_of(e, "decision_rule")
def updated_although_correct(y):
    return 1 if y == 1 else -1


@instead_of(e, "sign_wrong")
def pushed_away(e):
    return -e


@instead_of(e, "decision_rule")
def other_rule(y, y_hat, low):
    return y if low == 0 else y - y_hat


@instead_of("eta", "learning_rate_wrong")
def no_learning_rate():
    return 1


@instead_of(b_new, "bias_gradient_wrong")
def bias_not_updated(b):
    return b


@guard
def no_tie(s):
    """the score is 0"""
    return s != 0


@guard
def some_input(x):
    """two inputs are 0"""
    return sum(v == 0 for v in x) < 2


def reference(w, b, x, low, y, eta):
    """A gradient step on the loss max(0, -t s), where t is the label as -1 or 1."""
    import torch

    weights = w.clone().requires_grad_()
    bias = torch.tensor(float(b), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([weights, bias], lr=float(eta))
    s = torch.nn.functional.linear(x, weights[None], bias[None])[0]
    torch.relu(-(1 if y == 1 else -1) * s).backward()
    e = -bias.grad.item()
    optimiser.step()
    decide = torch.sign if low else lambda score: torch.heaviside(score, torch.zeros_like(score))
    return {"s": s, "y_hat": decide(s), "e": e, "w_new": weights, "b_new": bias}
