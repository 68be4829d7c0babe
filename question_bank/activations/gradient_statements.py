"""Facts about gradients in deep chains and networks, computed with autograd."""

from generator.authoring import check, np


def _chain(f, weights, start, biases=None):
    """The gradient of a chain; without biases given, those that make every pre-activation 0."""
    import torch

    h = h_0 = torch.tensor(float(start), dtype=torch.float64, requires_grad=True)
    for number, w in enumerate(weights):
        b = -w * h.detach() if biases is None else biases[number]
        h = getattr(torch, f)(w * h + b)
    return torch.autograd.grad(h, h_0)[0].item()


@check(contrary=5.0**-10)
def sigmoid_chain_at_most(bound=4.0**-10):
    return _chain("sigmoid", [1.0] * 10, 0.3) <= bound


@check(contrary=5.0)
def sigmoid_chain_can_exceed_one(weight=2.0):
    return _chain("sigmoid", [weight] * 10, 0.3) > 1


@check(contrary=2.0)
def sigmoid_chain_with_large_weights_can_exceed_one(weight=5.0):
    return _chain("sigmoid", [weight] * 10, 0.3) > 1


@check(contrary=3.0**-20)
def tanh_chain_at_most(bound=2.0**-20):
    return _chain("tanh", [0.5] * 20, 0.3) <= bound


@check(contrary=[0.0])
def tanh_chain_has_gradient_one_at(inputs=(-1.0, 0.0, 0.5)):
    return all(np.isclose(_chain("tanh", [1.0] * 5, x, [0.0] * 5), 1) for x in inputs)


@check(contrary=1.0)
def relu_chain_is_product(gradient=2.0 * 3.0 * 0.5):
    return _chain("relu", [2.0, 3.0, 0.5], 1.0, [0.1] * 3) == gradient


@check(contrary=0.5)
def relu_chain_at_most_one(weight=2.0):
    return abs(_chain("relu", [weight] * 5, 1.0, [0.1] * 5)) <= 1


@check(contrary=0.1)
def relu_chain_is_cut_by(bias=-9.0):
    return _chain("relu", [2.0, 3.0, 0.5], 1.0, [0.1, bias, 0.1]) == 0


@check(contrary=[-9.0, -9.0])
def inactive_unit_cuts_network(biases=(-9.0, 0.5)):
    import torch

    x = torch.tensor([1.0, 2.0], requires_grad=True)
    W = torch.tensor([[1.0, 1.0], [2.0, 1.0]])
    torch.relu(W @ x + torch.tensor(biases)).sum().backward()
    return not x.grad.any()


def _gradient_of_unit(activation, bias):
    """The gradients of incoming weights and bias of a hidden unit on two examples."""
    import torch

    x = torch.tensor([[1.0, 2.0], [0.5, 1.0]])
    w = torch.tensor([-1.0, -1.0], requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    ((3 * activation(x @ w + b) - 1) ** 2).sum().backward()
    return torch.cat([w.grad, b.grad[None]])


@check(contrary=4.0)
def step_leaves_unit(bias=-0.1):
    import torch

    return not _gradient_of_unit(torch.relu, bias).any()


@check(contrary=0.0)
def leaky_unit_gets_no_gradient(slope=0.01):
    from torch.nn.functional import leaky_relu

    return not _gradient_of_unit(lambda z: leaky_relu(z, slope), -0.1).any()


def _residual_factor(w, h, b=0.2):
    import torch

    h = torch.tensor(h, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(h + torch.tanh(w * h + b), h)[0].item()


@check(contrary=0)
def residual_factor(summand=1):
    slope = 1 - np.tanh(0.7 * 0.4 + 0.2) ** 2
    return np.isclose(_residual_factor(0.7, 0.4), summand + slope * 0.7)


@check(contrary=[0.3, 2.0])
def residual_factor_at_least_one(weights=(-0.5, 0.3, 2.0)):
    return all(_residual_factor(w, 0.4, 0.0) >= 1 for w in weights)


def _unit_gradients(x):
    """The gradients with respect to a unit's pre-activation, weights and bias."""
    import torch

    w = torch.tensor([0.5, -1.0], requires_grad=True)
    b = torch.tensor(0.3, requires_grad=True)
    z = torch.tensor(x) @ w + b
    loss = (torch.sigmoid(z) - 1) ** 2
    return dict(zip("zwb", torch.autograd.grad(loss, (z, w, b)), strict=True))


@check(contrary=2)
def bias_gradient_is_delta_times(factor=1):
    gradients = _unit_gradients([1.0, 2.0])
    return np.isclose(gradients["b"].item(), factor * gradients["z"].item())


@check(contrary="w")
def gets_no_gradient_at_zero_inputs(parameter="b"):
    return not _unit_gradients([0.0, 0.0])[parameter].any()


def _clipped(gradient):
    import torch

    parameter = torch.zeros(2, requires_grad=True)
    parameter.grad = torch.tensor(gradient)
    torch.nn.utils.clip_grad_norm_([parameter], 1.0)
    return parameter.grad.numpy()


@check(contrary=[4.0, 3.0])
def clipping_keeps_direction(direction=(3.0, 4.0)):
    return np.allclose(_clipped([3.0, 4.0]), np.divide(direction, 5), atol=1e-5)


@check(contrary=0.1)
def clipping_sets_norm_to(norm=1.0):
    return np.isclose(np.linalg.norm(_clipped([0.06, 0.08])), norm)


@check(contrary=20_000)
def linear_chain_exceeds(bound=10_000):
    return bound < 1.1**100


@check(contrary=0.001)
def linear_chain_still_exceeds(bound=0.01):
    return bound < 0.9**50


@check(contrary=[[1.0, 1.0], [0.0, 1.0]])
def layer_keeps_norm(matrix=((0.6, -0.8), (0.8, 0.6))):
    upstream = np.array([1.0, 2.0])
    return np.isclose(np.linalg.norm(np.transpose(matrix) @ upstream), np.linalg.norm(upstream))


@check(contrary=10)
def gradient_grows_by(factor=1):
    import torch

    w = torch.tensor([0.5, 2.0], requires_grad=True)
    loss = torch.tanh(w).prod()
    (once,) = torch.autograd.grad(loss, w, retain_graph=True)
    (scaled,) = torch.autograd.grad(10 * loss, w)
    return torch.allclose(scaled, factor * once)


def _slope_far_left(loss):
    import torch

    z = torch.tensor(-40.0, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(loss(torch.sigmoid(z)), z)[0].item()


@check(contrary=-1)
def squared_error_slope_tends_to(limit=0):
    return np.isclose(_slope_far_left(lambda y_hat: (y_hat - 1) ** 2 / 2), limit, atol=1e-6)


@check(contrary=-1)
def cross_entropy_slope_tends_to(limit=0):
    return np.isclose(_slope_far_left(lambda y_hat: -y_hat.log()), limit, atol=1e-6)
