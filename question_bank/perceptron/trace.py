"""One epoch of the perceptron rule over four or five labelled points, in exact arithmetic."""

from generator.authoring import Fraction, Record, dot, guard, instead_of, np, over, step

SIDE = (-3, -2, -1, 1, 2, 3)
PLACES = [np.array([i, j], dtype=object) for i in SIDE for j in SIDE]


def draw(rng):
    w_0 = rng.integers(2, -2, 2, zero=False)
    u = rng.choice([-1, 1]) * w_0[::-1] * [1, -1]  # separates the points at right angles to w_0
    xs = rng.sample(PLACES, rng.choice([4, 5]))
    return {
        "points": [Record(x=x, y=int(dot(u, x) > 0)) for x in xs],
        "w_0": w_0,
        "b_0": rng.integer(-2, 1) + Fraction(1, 2),
        "eta": rng.choice([Fraction(1, 5), Fraction(1, 2), 2]),
    }


@over(p="points")
def s(w_before, b_before, p):
    r"<w_before>^\top <p.x> + <b_before>"
    return dot(w_before, p.x) + b_before


@over(p="points")
def y_hat(s, step_at_zero):
    r"\operatorname{step}(<s>)"
    return step(s, step_at_zero)


@over(p="points")
def e(p, y_hat):
    r"<p.y> - <y_hat>"
    return p.y - y_hat


@over(p="points")
def w(w_before, eta, e, p):
    r"<w_before> + <eta> \cdot <e> \cdot <p.x>"
    return w_before + eta * e * p.x


@over(p="points")
def b(b_before, eta, e):
    r"<b_before> + <eta> \cdot <e>"
    return b_before + eta * e


def updates(e_all):
    return sum(abs(e) for e in e_all)


@instead_of(e, "sign_wrong")
def wrong_sign(e):
    return -e


@instead_of(e, "decision_rule")
def updated_at_every_point(p):
    return 2 * p.y - 1


@instead_of(s, "one_step_off")
def predicted_with_initial_weights(w_0, b_0, p):
    return dot(w_0, p.x) + b_0


@instead_of(s, "bias_left_out")
def no_bias_in_the_score(w_before, p):
    return dot(w_before, p.x)


@instead_of(b, "bias_gradient_wrong")
def bias_not_updated(b_before):
    return b_before


@instead_of("eta", "learning_rate_wrong")
def no_learning_rate():
    return 1


@guard
def no_tie(s_all):
    """a score is exactly 0"""
    return all(s_all)


@guard
def some_updates(updates, points):
    """fewer than two updates, or one at every point"""
    return 2 <= updates < len(points)


@guard
def two_classes(points):
    """all points have the same label"""
    return 0 < sum(p.y for p in points) < len(points)


def reference(points, w_0, b_0, eta, step_at_zero):
    """Gradient descent on the perceptron criterion, one point a step."""
    import torch

    w = w_0[None].clone().requires_grad_()
    b = torch.tensor([float(b_0)], dtype=torch.float64, requires_grad=True)
    at_zero = torch.tensor(float(step_at_zero), dtype=torch.float64)
    optimizer = torch.optim.SGD([w, b], lr=float(eta))
    found: dict[str, list] = {"s_all": [], "y_hat_all": [], "e_all": [], "w_all": [], "b_all": []}
    for p in points:
        s = torch.nn.functional.linear(p.x, w, b).squeeze()
        y_hat = torch.heaviside(s.detach(), at_zero)
        optimizer.zero_grad()
        ((y_hat - p.y) * s).backward()
        optimizer.step()
        found["s_all"].append(s.item())
        found["y_hat_all"].append(y_hat.item())
        found["e_all"].append(-b.grad.item())
        found["w_all"].append(w.detach()[0].clone())
        found["b_all"].append(b.item())
    wrong = [y_hat != p.y for y_hat, p in zip(found["y_hat_all"], points, strict=True)]
    return {**found, "updates": sum(wrong)}
