"""Facts about backpropagation, each computed by autograd."""

from generator.authoring import check

X, TARGET = (0.7, -1.2, 0.4), (0.3, -0.5)
W = ((0.5, -0.3, 0.8), (-0.9, 0.2, 0.6))
B = (0.1, -0.4)


def _layer():
    """A layer of two tanh units with a squared error: its tensors and their gradients."""
    import torch

    x, w, b, y = (
        torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (X, W, B, TARGET)
    )
    z = torch.nn.functional.linear(x, w, b)
    loss = (torch.tanh(z) - y).square().sum()
    return x, w, b, torch.autograd.grad(loss, (z, x, w, b))


def _same(a, b):
    import torch

    return a.shape == b.shape and torch.allclose(a, b)


def _slopes(node, *values):
    """The derivatives of a node's output with respect to its inputs."""
    import torch

    inputs = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in values]
    return tuple(slope.item() for slope in torch.autograd.grad(node(*inputs), inputs))


@check(contrary="x delta")
def weight_gradient_is_outer_product(order="delta x"):
    x, _, _, (delta, _, grad, _) = _layer()
    return _same(grad, delta.outer(x) if order == "delta x" else x.outer(delta))


@check(contrary="delta x")
def weight_gradient_is_transposed(order="x delta"):
    return weight_gradient_is_outer_product(order)


@check(contrary=0.5)
def bias_gradient_is_delta(factor=1):
    _, _, _, (delta, _, _, grad) = _layer()
    return _same(grad, factor * delta)


@check(contrary=False)
def bias_gradient_scales_with_bias(scales=True):
    _, _, b, (delta, _, _, grad) = _layer()
    return _same(grad, delta * b if scales else delta)


@check(contrary=False)
def input_gradient_is_transposed_product(transposed=True):
    _, w, _, (delta, grad, _, _) = _layer()
    left = w.T if transposed else w
    return left.shape[1] == len(delta) and _same(grad, left @ delta)


@check(contrary=True)
def input_gradient_is_product(transposed=False):
    return input_gradient_is_transposed_product(transposed)


@check(contrary=1.0)
def zero_input_gives_zero_gradient(entry=0.0):
    import torch

    w = torch.tensor(W, requires_grad=True)
    torch.tanh(w @ torch.tensor([entry, -1.2, 0.4])).sum().backward()
    return not w.grad[:, 0].any()


def _paths(combine):
    """Whether this is how the contributions of u = 3x and v = x² to the slope of sin(u) v add."""
    import torch

    x = torch.tensor(1.3, dtype=torch.float64, requires_grad=True)
    u, v = 3 * x, x**2
    y = torch.sin(u) * v
    over_u, over_v = torch.autograd.grad(y, (u, v), retain_graph=True)
    (slope,) = torch.autograd.grad(y, x)
    return torch.isclose(slope, combine(over_u * 3, over_v * 2 * x)).item()


@check(contrary="multiplied")
def paths_add_up(combined="added"):
    return _paths((lambda a, b: a + b) if combined == "added" else (lambda a, b: a * b))


@check(contrary="added")
def paths_multiply(combined="multiplied"):
    return paths_add_up(combined)


@check(contrary=(0.5, 0.5))
def sum_passes_on(slopes=(1, 1)):
    return _slopes(lambda a, b: a + b, 2.0, -3.0) == slopes


@check(contrary=(1, 1))
def sum_splits(slopes=(0.5, 0.5)):
    return _slopes(lambda a, b: a + b, 2.0, -3.0) == slopes


@check(contrary=-3)
def product_passes_own_factor(slope=2):
    return _slopes(lambda a, b: a * b, 2.0, -3.0)[0] == slope


@check(contrary=(1, 0))
def maximum_passes_to_both(slopes=(1, 1)):
    import torch

    return _slopes(torch.maximum, 2.0, -3.0) == slopes


def _delta(loss, p, y, slope):
    """Whether the derivative of the loss by the scores is p - y, with or without a slope."""
    import torch

    s = torch.tensor([0.4, -1.1, 0.9], dtype=torch.float64, requires_grad=True)
    (grad,) = torch.autograd.grad(loss(s, y), s)
    p = p(s).detach()
    return _same(grad, (p - y) * (p * (1 - p) if slope else 1))


@check(contrary=True)
def softmax_delta_is_difference(with_slope=False):
    import torch

    y = torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64)
    entropy = torch.nn.functional.cross_entropy
    return _delta(entropy, lambda s: torch.softmax(s, 0), y, with_slope)


@check(contrary=False)
def softmax_delta_with_slope(with_slope=True):
    return softmax_delta_is_difference(with_slope)


@check(contrary=False)
def sigmoid_squared_delta(with_slope=True):
    import torch

    y = torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64)

    def loss(s, y):
        return (torch.sigmoid(s) - y).square().sum() / 2

    return _delta(loss, torch.sigmoid, y, with_slope)


@check(contrary=True)
def sigmoid_squared_delta_without_slope(with_slope=False):
    return sigmoid_squared_delta(with_slope)


def _batch(reduction):
    """The gradient of a batch's loss, and those of its four examples."""
    import torch

    numbers = torch.linspace(-1, 2, 12, dtype=torch.float64).reshape(4, 3)
    y = torch.tensor([0.5, -1, 2, 0], dtype=torch.float64)
    w = torch.tensor(W[0], dtype=torch.float64, requires_grad=True)

    def gradient(x, y):
        loss = torch.nn.functional.mse_loss(torch.tanh(x @ w), y, reduction=reduction)
        return torch.autograd.grad(loss, w)[0]

    each = [gradient(numbers[n : n + 1], y[n : n + 1]) for n in range(4)]
    return gradient(numbers, y), torch.stack(each)


@check(contrary="sum")
def batch_gradient_is_mean(reduction="mean"):
    whole, each = _batch(reduction)
    return _same(whole, each.mean(0))


@check(contrary="mean")
def batch_sum_gives_mean(reduction="sum"):
    whole, each = _batch(reduction)
    return _same(whole, each.mean(0))


@check(contrary=0.5)
def zero_initialisation_moves_hidden_weights(initial=0.0):
    import torch

    w = torch.full((2, 3), initial, requires_grad=True)
    v = torch.full((2,), initial)
    (v @ torch.tanh(w @ torch.tensor(X)) - 1).square().backward()
    return w.grad.any().item()


@check(contrary="value")
def sigmoid_needs_signs_only(needed="sign"):
    import torch

    z = torch.tensor([0.5, 2.0, -0.5, -2.0], requires_grad=True)
    torch.sigmoid(z).sum().backward()
    same_sign_same_slope = z.grad[0] == z.grad[1] and z.grad[2] == z.grad[3]
    return bool(same_sign_same_slope) == (needed == "sign")


@check(contrary=(0, 0.5))
def relu_slope_is_zero_or_one(slopes=(0, 1)):
    import torch

    z = torch.linspace(-3, 3, 40, requires_grad=True)
    torch.relu(z).sum().backward()
    return tuple(z.grad.unique().tolist()) == slopes
