"""Facts about activations, computed where a computer can tell."""

from generator.authoring import check, np, sigmoid, softmax, sympy, tanh

Z = np.linspace(-8.0, 8.0, 401)
LOGITS = np.array([0.3, -1.2, 2.0])
z = sympy.Symbol("z", real=True)
SIGMOID = 1 / (1 + sympy.exp(-z))


@check
def sigmoid_slope_at_most_a_quarter():
    return (sigmoid.slope(Z) <= 0.25).all()


@check
def sigmoid_slope_reaches_one():
    return np.isclose(sigmoid.slope(Z).max(), 1)


@check
def tanh_slope_reaches_one():
    return tanh.slope(0.0) == 1 and tanh.slope(Z).max() == 1


@check
def tanh_between_zero_and_one():
    return ((tanh(Z) > 0) & (tanh(Z) < 1)).all()


@check
def tanh_is_a_scaled_sigmoid():
    return sympy.simplify((2 * SIGMOID.subs(z, 2 * z) - 1 - sympy.tanh(z)).rewrite(sympy.exp)) == 0


@check
def sigmoid_is_symmetric():
    return sympy.simplify(SIGMOID.subs(z, -z) - (1 - SIGMOID)) == 0


@check
def sigmoid_is_odd():
    return sympy.simplify(SIGMOID.subs(z, -z) + SIGMOID) == 0


@check
def softplus_slope_is_sigmoid():
    return sympy.simplify(sympy.diff(sympy.log(1 + sympy.exp(z)), z) - SIGMOID) == 0


@check
def sigmoid_vanishes_at_zero():
    return SIGMOID.subs(z, 0) == 0


@check
def both_saturate():
    slopes = (sympy.diff(SIGMOID, z), 1 - sympy.tanh(z) ** 2)
    return all(sympy.limit(slope, z, sympy.oo) == 0 for slope in slopes)


@check
def dead_unit_gets_no_gradient():
    import torch

    x = torch.tensor([[1.0, 2.0], [0.5, 1.0]])
    w = torch.tensor([-1.0, -1.0], requires_grad=True)
    b = torch.tensor(-0.1, requires_grad=True)
    ((3 * torch.relu(x @ w + b) - 1) ** 2).sum().backward()
    return not w.grad.any() and not b.grad.any()


def _maximum_is_leaky_relu(alphas):
    return all(
        (np.maximum(alpha * Z, Z) == np.where(Z > 0, Z, alpha * Z)).all() for alpha in alphas
    )


@check
def maximum_is_leaky_relu():
    return _maximum_is_leaky_relu([0, 0.01, 0.5, 1])


@check
def maximum_is_leaky_relu_for_large_slopes():
    return _maximum_is_leaky_relu([0.5, 1, 2, 3])


@check
def softmax_ignores_shifts():
    return np.allclose(softmax(LOGITS + 5), softmax(LOGITS))


@check
def softmax_ignores_scales():
    return np.allclose(softmax(LOGITS * 5), softmax(LOGITS))


@check
def torch_relu_has_slope_zero():
    import torch

    at_kink = torch.tensor(0.0, requires_grad=True)
    torch.relu(at_kink).backward()
    return at_kink.grad == 0


@check
def torch_relu_fails_at_kink():
    import torch

    at_kink = torch.tensor(0.0, requires_grad=True)
    try:
        torch.relu(at_kink).backward()
    except RuntimeError:
        return True
    return False


@check
def sigmoid_is_two_class_softmax():
    return np.allclose(softmax(np.stack([Z, 0 * Z], axis=1))[:, 0], sigmoid(Z))


@check
def tanh_flatter_than_sigmoid():
    return (tanh.slope(Z) < sigmoid.slope(Z)).all()
