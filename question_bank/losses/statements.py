"""Facts about losses, computed."""

from generator.authoring import check, hinge, huber, np, sigmoid

Y = np.array([1.0, 2.0, 9.0, -3.0])
OUT = np.array([0.5, 2.5, 7.0, 1.0])
Z = np.linspace(-8, 8, 321)
P = np.linspace(0.01, 0.99, 99)
LN_2, LN_10 = np.log([2, 10])


def _mse(out, y):
    return np.mean((out - y) ** 2)


def _mae(out, y):
    return np.mean(abs(out - y))


def _convex(values):
    return (np.diff(values, 2) > -1e-12).all()


@check(contrary=10_000)
def mae_scales(factor=100):
    return np.isclose(_mae(100 * OUT, 100 * Y), factor * _mae(OUT, Y))


@check(contrary=10_000)
def mse_scales(factor=100):
    return np.isclose(_mse(100 * OUT, 100 * Y), factor * _mse(OUT, Y))


@check(contrary=2)
def doubled_errors(factor=4):
    return np.isclose(_mse(Y + 2 * (OUT - Y), Y), factor * _mse(OUT, Y))


@check(contrary=1)
def opposite_errors(value=0):
    return _mse(np.array([1, -1]), 0) == value


@check(contrary=0.97)
def outlier_share(share=0.9):
    squares = np.array([1, 1, 1, 1, 10]) ** 2
    return squares[-1] / squares.sum() > share


@check(contrary=np.median)
def mean_minimises(centre=np.mean):
    constants = np.linspace(-5, 10, 1501)
    best = constants[np.argmin([_mse(c, Y) for c in constants])]
    return np.isclose(best, centre(Y))


@check(contrary=2)
def mean_minimises_mae(constant=4):
    targets, constants = np.array([1, 2, 9]), np.linspace(0, 10, 1001)
    best = constants[np.argmin([_mae(c, targets) for c in constants])]
    return np.isclose(best, constant)


@check(contrary=2)
def absolute_slope(size=1):
    errors = np.array([-5, -0.3, 0.2, 7])
    slopes = (abs(errors + 1e-6) - abs(errors - 1e-6)) / 2e-6
    return np.allclose(abs(slopes), size)


@check(contrary=1)
def absolute_slope_grows(ratio=5):
    far, near = (abs(e + 1e-6) - abs(e - 1e-6) for e in (10, 2))
    return np.isclose(far / near, ratio)


@check(contrary=0.5)
def square_is_convex(power=2):
    return _convex(abs(Z - 1.5) ** power)


def _convex_in_logit(loss):
    """Whether a loss of the probability of the right label is, for y = 1 and for y = 0."""
    losses = {"squared error": lambda p: (1 - p) ** 2, "cross-entropy": lambda p: -np.log(p)}
    return all(_convex(losses[loss](sigmoid(z))) for z in (Z, -Z))


@check(contrary="cross-entropy")
def square_of_sigmoid_is_convex(loss="squared error"):
    return _convex_in_logit(loss)


@check(contrary="squared error")
def cross_entropy_is_convex(loss="cross-entropy"):
    return _convex_in_logit(loss)


def _slope_at(z, loss):
    import torch

    logit = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    loss(logit, torch.ones((), dtype=torch.float64)).backward()
    return logit.grad.item()


@check(contrary=-1)
def square_saturates(limit=0):
    return np.isclose(_slope_at(-40.0, lambda z, y: (z.sigmoid() - y) ** 2), limit)


@check(contrary=-1)
def cross_entropy_saturates(limit=0):
    from torch.nn.functional import binary_cross_entropy_with_logits

    return np.isclose(_slope_at(-40.0, binary_cross_entropy_with_logits), limit)


@check(contrary=5)
def cross_entropy_at_most(bound=1):
    return (-np.log(P) <= bound).all()


@check(contrary=1)
def cross_entropy_negative(sign=-1):
    return (np.sign(-np.log(P[P > 0.5])) == sign).all()


@check(contrary=0.5)
def undecided(loss=LN_2):
    import torch

    labels = torch.tensor([0.0, 1.0, 1.0], dtype=torch.float64)
    halves = torch.full_like(labels, 0.5)
    losses = torch.nn.functional.binary_cross_entropy(halves, labels, reduction="none")
    return np.allclose(losses, loss)


@check(contrary=LN_10)
def uniform_cross_entropy(loss=0.9):
    import torch

    logits, classes = torch.zeros(10, 10), torch.arange(10)
    losses = torch.nn.functional.cross_entropy(logits, classes, reduction="none")
    return np.allclose(losses, loss)


def _torch_divisor():
    import torch

    out, y = torch.arange(12.0).reshape(4, 3), torch.ones(4, 3)
    return (((out - y) ** 2).sum() / torch.nn.MSELoss()(out, y)).item()


@check(contrary=4)
def torch_divides_by(number=12):
    return np.isclose(_torch_divisor(), number)


@check(contrary=12)
def torch_divides_by_rows(number=4):
    return np.isclose(_torch_divisor(), number)


def _gradient(reduction):
    import torch

    x, y = torch.linspace(-1, 2, 8), torch.linspace(3, 1, 8)
    w = torch.tensor(0.5, requires_grad=True)
    torch.nn.MSELoss(reduction=reduction)(w * x, y).backward()
    return w.grad.item()


@check(contrary=8)
def gradient_of_sum(factor=1):
    return np.isclose(_gradient("sum"), factor * _gradient("mean"))


@check(contrary=1)
def rate_for_sum(divisor=8):
    return np.isclose(0.1 / divisor * _gradient("sum"), 0.1 * _gradient("mean"))


@check(contrary=0.5)
def half_moves_minimum(factor=1):
    w = np.linspace(-3, 3, 601)
    loss = (w - 1.2) ** 2 + 0.3
    return np.isclose(w[np.argmin(loss / 2)], factor * w[np.argmin(loss)])


@check(contrary=0.5)
def half_and_gradient(factor=1):
    w = np.linspace(-3, 3, 601)
    loss = (w - 1.2) ** 2 + 0.3
    return np.allclose(np.gradient(loss / 2), factor * np.gradient(loss))


@check(contrary=1.5)
def hinge_of_errors(bound=1):
    return (hinge(np.array([-0.1, -0.7, -3]), np.ones(3), reduction="none") > bound).all()


@check(contrary=0.6)
def hinge_of_right_ones(loss=0):
    return np.isclose(hinge(0.4, 1), loss)


@check(contrary=1)
def huber_near(factor=0.5):
    e = np.linspace(-1, 1, 21)
    return np.allclose(huber(e, 0 * e, reduction="none"), factor * e**2)


@check(contrary=1)
def huber_far(slope=10):
    return np.isclose(huber.slope(10.0, 0.0), slope)
