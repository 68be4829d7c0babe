"""Facts about a logistic unit and its cross-entropy."""

from itertools import product

from generator.authoring import check, np, parameter_count, sigmoid, softmax

Z = np.linspace(-6.0, 6.0, 241)
W, B = np.array([0.5, 2.0]), -1.0
ONE = np.array([1, 0])  # the first input grows by 1
X = np.array([(x_1, x_2) for x_1 in np.linspace(-3, 3, 13) for x_2 in np.linspace(-3, 3, 13)])


def _logits(w=W, b=B, x=X):
    return x @ w + b


def _loss(z, y):
    """The cross-entropy by the logit."""
    return np.logaddexp(0, z) - y * z


def _boundary(tau):
    """Three points of the boundary of the unit, for x_1 = -1, 0 and 2."""
    x_1 = np.array([-1.0, 0.0, 2.0])
    return np.stack([x_1, (np.log(tau / (1 - tau)) - B - W[0] * x_1) / W[1]], axis=1)


def _slope(y):
    """The derivative of the cross-entropy by the logit, as autograd sees it."""
    import torch

    z = torch.tensor(Z, requires_grad=True)
    losses = torch.nn.functional.binary_cross_entropy_with_logits
    losses(z, torch.full_like(z, y), reduction="sum").backward()
    return z.grad.numpy()


def _convex(values):
    return (np.diff(values, 2) > -1e-12).all()


@check(contrary=1.0)
def half_at_zero(logit=0.0):
    return ((sigmoid(Z) == 0.5) == (logit == Z)).all()


@check(contrary=1.0)
def positive_weights(smallest_input=-3.0):
    inside = X[(smallest_input <= X).all(axis=1)]
    return (sigmoid(_logits(x=inside)) > 0.5).all()


@check(contrary=(1, 2))
def parallel_boundaries(stretched=(1, 1)):
    here, there = _boundary(0.5), _boundary(0.8) * stretched
    a, b = here[2] - here[0], there[2] - there[0]
    return np.isclose(a[0] * b[1], a[1] * b[0])


@check(contrary=2)
def bent_boundary(power=1):
    first, second, third = _boundary(0.8) ** power
    a, b = second - first, third - second
    return not np.isclose(a[0] * b[1], a[1] * b[0])


def _is_affine(values):
    return np.linalg.lstsq(np.c_[X, np.ones(len(X))], values)[1].item() < 1e-9


@check(contrary=lambda p: p / (1 - p))
def log_odds(function=lambda p: np.log(p / (1 - p))):
    return _is_affine(function(sigmoid(_logits())))


@check(contrary=lambda p: np.log(p / (1 - p)))
def affine_probability(function=lambda p: p):
    return _is_affine(function(sigmoid(_logits())))


@check(contrary=lambda w_1: w_1)
def odds_factor(factor=np.exp):
    before, after = sigmoid(_logits()), sigmoid(_logits(x=X + ONE))
    return np.allclose(after / (1 - after), factor(W[0]) * before / (1 - before))


@check(contrary=lambda p: np.log(p / (1 - p)))
def probability_growth(quantity=lambda p: p):
    before, after = sigmoid(_logits()), sigmoid(_logits(x=X + ONE))
    return np.allclose(quantity(after) - quantity(before), W[0])


def _doubling_keeps_classes(tau):
    return ((sigmoid(_logits()) >= tau) == (sigmoid(_logits(2 * W, 2 * B)) >= tau)).all()


@check(contrary=0.8)
def doubling_at_a_half(tau=0.5):
    return _doubling_keeps_classes(tau)


@check(contrary=(0.5,))
def doubling_anywhere(taus=(0.2, 0.5, 0.8)):
    return all(_doubling_keeps_classes(tau) for tau in taus)


@check(contrary=2)
def signs_changed(factor=-1):
    return np.allclose(sigmoid(_logits(factor * W, factor * B)), 1 - sigmoid(_logits()))


@check(contrary=lambda p, y: y - p)
def slope_of_the_loss(slope=lambda p, y: p - y):
    return all(np.allclose(_slope(y), slope(sigmoid(Z), y)) for y in (0, 1))


@check(contrary=lambda p, y: p - y)
def slope_counted_twice(slope=lambda p, y: (p - y) * p * (1 - p)):
    return all(np.allclose(_slope(y), slope(sigmoid(Z), y)) for y in (0, 1))


@check(contrary=0.01)
def correct_example_is_ignored(largest=0.0):
    return (abs(_slope(1)[Z > 5]) <= largest).all()


@check(contrary=3)
def wrong_examples_lose(logarithm_of=2):
    wrong = [*_loss(Z[Z <= 0], 1), *_loss(Z[Z >= 0], 0)]
    return min(wrong) >= np.log(logarithm_of) - 1e-12


@check(contrary=np.log(2) + 1e-12)
def right_examples_lose_nothing(most=0.0):
    return (_loss(Z[Z >= 0], 1) <= most).all()


@check(contrary=0.99)
def certainty(reached=1.0):
    return (sigmoid(Z) >= reached).any()


@check(contrary="squared error")
def mean_loss_is_not_convex(loss="cross-entropy"):
    """Along straight lines through the space of weights."""
    y = (X[:, 0] * X[:, 1] > 0).astype(float)
    for w_1, w_2, b in ((1, 0, 0.3), (0.4, -1, 0), (1, 1, 1)):
        z = np.outer(np.linspace(-4, 4, 81), _logits(np.array([w_1, w_2]), b))
        losses = _loss(z, y) if loss == "cross-entropy" else (sigmoid(z) - y) ** 2
        if not _convex(losses.mean(axis=1)):
            return True
    return False


@check(contrary=lambda z, y: (sigmoid(z) - y) ** 2)
def cross_entropy_is_convex(loss=_loss):
    return all(_convex(loss(Z, y)) for y in (0, 1))


@check(contrary=_loss)
def squared_error_is_convex(loss=lambda z, y: (sigmoid(z) - y) ** 2):
    return all(_convex(loss(Z, y)) for y in (0, 1))


@check(contrary=(0, 1, 0, 1))
def no_minimum(labels=(0, 0, 1, 1)):
    z = np.outer([1, 2, 4, 8, 16], [-2.0, -1.0, 1.0, 2.0])  # ever larger weights
    losses = _loss(z, np.array(labels)).mean(axis=1)
    return (np.diff(losses) < 0).all() and 0 < losses[-1] < 1e-6


@check(contrary=1)
def one_parameter_an_input(further=0):
    import torch

    return all(parameter_count(torch.nn.Linear(d, 1)) == d + further for d in (1, 5))


@check(contrary=(0, 1, 1, 1))
def xor_by_logistic_regression(values=(0, 1, 1, 0)):
    small = np.arange(-4.0, 5.0)
    inputs = np.array(list(product((0, 1), repeat=2)))
    units = np.array(list(product(small, small, small + 0.5)))
    classes = sigmoid(units[:, :2] @ inputs.T + units[:, 2:]) >= 0.5
    return (classes == np.array(values)).all(axis=1).any()


@check(contrary=np.add)
def softmax_of_two(logit=np.subtract):
    return np.allclose(softmax(X)[:, 0], sigmoid(logit(*X.T)))


@check(contrary=1.0)
def loss_of_no_opinion(logit=0.0):
    return all(np.isclose(_loss(logit, y), np.log(2)) for y in (0, 1))
