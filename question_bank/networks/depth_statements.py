"""Facts about what networks can represent, computed on small networks."""

from generator.authoring import check, np, relu, sigmoid, tanh

X = np.linspace(-3, 3, 61)
W = np.array([[1.0, -2.0, 0.5], [-1.0, 0.5, 3.0]])  # two hidden units, three inputs
b = np.array([0.3, -0.4])
v = np.array([1.5, -2.0])
INPUTS = np.array([[0.5, -1.0, 2.0], [1.0, 1.0, -1.0], [-2.0, 0.3, 0.7], [0.1, 2.0, 1.0]])


def _network(f, W=W, b=b, v=v):
    return f(INPUTS @ W.T + b) @ v


def _changed(f, incoming, outgoing):
    """The network with its first hidden unit multiplied by two factors."""
    i, o = np.array([incoming, 1.0]), np.array([outgoing, 1.0])
    return _network(f, i[:, None] * W, i * b, o * v)


def _same(f, incoming, outgoing):
    return np.allclose(_changed(f, incoming, outgoing), _network(f))


@check(contrary=relu)
def network_is_affine(activation=lambda z: z):
    def g(x):
        return v @ activation(W @ x + b)

    x, y = INPUTS[0], INPUTS[1]
    return np.isclose(g((x + y) / 2), (g(x) + g(y)) / 2)


def _rank_through(width):
    grid = np.arange(10.0)
    W_1 = np.cos(np.outer(np.arange(width) + 1, grid + 0.5))
    return np.linalg.matrix_rank(W_1.T @ W_1)


@check(contrary=1)
def rank_at_most(bound=2):
    return _rank_through(2) <= bound


@check(contrary=2)
def bottleneck_reaches_rank(rank=10):
    return _rank_through(2) >= rank


@check(contrary=0.0)
def layer_is_additive(bias=0.3):
    def g(x):
        return W @ x + bias

    return np.allclose(g(INPUTS[0] + INPUTS[1]), g(INPUTS[0]) + g(INPUTS[1]))


@check(contrary=3)
def square_units_span(dimensions=50):
    units = np.square(np.outer(X, np.arange(1, 60)) + np.arange(59) - 30)
    return np.linalg.matrix_rank(units / abs(units).max(axis=0), tol=1e-8) >= dimensions


@check(contrary=1e-6)
def interpolation_error_below(epsilon=0.01):
    knots, x = np.linspace(0, 1, 41), np.linspace(0, 1, 1001)
    slopes = np.diff(np.sin(9 * knots)) / np.diff(knots)
    weights = np.diff(slopes, prepend=0)
    network = relu(x[:, None] - knots[:-1]) @ weights
    return abs(network - np.sin(9 * x)).max() < epsilon


@check(contrary=[0, 0])
def permutation_keeps_function(order=(1, 0)):
    i = list(order)
    return np.allclose(_network(sigmoid, W[i], b[i], v[i]), _network(sigmoid))


@check(contrary=[0, 1])
def incoming_permutation_keeps_function(order=(1, 0)):
    i = list(order)
    return np.allclose(_network(sigmoid, W[i], b[i], v), _network(sigmoid))


@check(contrary=-2.0)
def relu_rescaling_keeps_function(factor=2.0):
    return _same(relu, factor, 1 / factor)


@check(contrary=1.0)
def relu_sign_flip_keeps_function(sign=-1.0):
    return _same(relu, sign, sign)


@check(contrary=1.0)
def sigmoid_rescaling_keeps_function(factor=2.0):
    return _same(sigmoid, factor, 1 / factor)


@check(contrary=2.0)
def tanh_sign_flip_keeps_function(factor=-1.0):
    return _same(tanh, factor, 1 / factor)


def _units_after_training(start):
    """The incoming weights of two hidden units after some steps of gradient descent."""
    import torch

    x, y = torch.tensor(INPUTS), torch.tensor([1.0, 0.0, 2.0, -1.0], dtype=torch.float64)
    W = torch.tensor(start, dtype=torch.float64).requires_grad_()
    v = torch.full((2,), 0.5, dtype=torch.float64, requires_grad=True)
    for _ in range(20):
        loss = ((torch.tanh(x @ W.T) @ v - y) ** 2).mean()
        for parameter, gradient in zip((W, v), torch.autograd.grad(loss, (W, v)), strict=True):
            parameter.data -= 0.1 * gradient
    return W


@check(contrary=[[0.5, -1.0, 0.3], [0.5, -1.0, 0.4]])
def units_stay_equal(start=((0.5, -1.0, 0.3), (0.5, -1.0, 0.3))):
    first, second = _units_after_training(start)
    return first.equal(second)


@check(contrary=[[0.5, 0.5, 0.5], [0.5, 0.5, 0.4]])
def units_become_different(start=((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))):
    first, second = _units_after_training(start)
    return not first.equal(second)


def _pieces(f, low, high, points):
    """Linear pieces of a function whose kinks lie apart from the grid's points."""
    x = np.linspace(low, high, points)
    bends = abs(np.diff(f(x), 2)) > 1e-9
    # A kink between two points of the grid bends the graph at both of them.
    return 1 + np.sum(bends[1:] & ~bends[:-1]) + bends[0]


def _one_hidden_layer(x):
    return relu(np.outer(x, [1.0, -2.0, 1.0]) + np.array([0.31, 1.17, -1.43])) @ [1.0, 2.0, -3.0]


@check(contrary=2)
def kinks_at_most(bound=3):
    return _pieces(_one_hidden_layer, -5, 5, 1000) - 1 <= bound


@check(contrary=4)
def three_units_have_pieces(pieces=6):
    return _pieces(_one_hidden_layer, -5, 5, 1000) >= pieces


@check(contrary=33)
def tent_pieces(pieces=32):
    def network(x):
        for _ in range(5):
            x = 2 * relu(x) - 4 * relu(x - 0.5)
        return x

    return _pieces(network, 0, 1, 1000) == pieces


@check(contrary=1)
def two_relus_pass_on(sign=-1):
    return np.allclose(relu(X) + sign * relu(-X), X)
