"""Facts about activations, computed where a computer can tell."""

from generator.authoring import (
    check,
    elu,
    np,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    sympy,
    tanh,
)

Z = np.linspace(-8.0, 8.0, 401)
LOGITS = np.array([0.3, -1.2, 2.0])
z = sympy.Symbol("z", real=True)
SIGMOID = 1 / (1 + sympy.exp(-z))


@check(contrary=0.24)
def sigmoid_slope_at_most(bound=0.25):
    return (sigmoid.slope(Z) <= bound).all()


@check(contrary=0.25)
def largest_sigmoid_slope_is(value=1):
    return np.isclose(sigmoid.slope(Z).max(), value)


@check(contrary=0.25)
def largest_tanh_slope_is(value=1):
    return tanh.slope(0.0) == value and tanh.slope(Z).max() == value


@check(contrary=4.1)
def tanh_slope_below_multiple_of_sigmoid_slope(multiple=1):
    return (tanh.slope(Z) < multiple * sigmoid.slope(Z)).all()


@check(contrary=0.9)
def some_slope_exceeds(bound=1):
    return any((f.slope(Z) > bound).any() for f in (sigmoid, tanh, relu, softplus))


@check(contrary=-1)
def tanh_larger_than(bound=0):
    return (tanh(Z) > bound).all()


@check(contrary=1)
def tanh_is_shifted_multiple_of_sigmoid(multiple=2):
    difference = multiple * SIGMOID.subs(z, 2 * z) - 1 - sympy.tanh(z)
    return sympy.simplify(difference.rewrite(sympy.exp)) == 0


@check(contrary=1)
def tanh_of_minus_z_has_sign(sign=-1):
    return np.allclose(tanh(-Z), sign * tanh(Z))


def _sigmoid_plus_its_mirror(total):
    return sympy.simplify(SIGMOID.subs(z, -z) + SIGMOID - total) == 0


@check(contrary=0)
def sigmoid_and_its_mirror_add_up_to(total=1):
    return _sigmoid_plus_its_mirror(total)


@check(contrary=1)
def sigmoid_is_odd(total=0):
    return _sigmoid_plus_its_mirror(total)


@check(contrary=sympy.Rational(1, 2))
def sigmoid_at_zero_is(value=0):
    return SIGMOID.subs(z, 0) == value


@check(contrary=sympy.tanh(z))
def softplus_slope_is(function=SIGMOID):
    return sympy.simplify(sympy.diff(sympy.log(1 + sympy.exp(z)), z) - function) == 0


@check(contrary=1)
def slopes_tend_to(limit=0):
    slopes = (sympy.diff(SIGMOID, z), 1 - sympy.tanh(z) ** 2)
    return all(sympy.limit(slope, z, sympy.oo) == limit for slope in slopes)


@check(contrary=-50.0)
def relu_saturates_at(far=50.0):
    return relu.slope(far) == 0


@check(contrary=4.0)
def unit_gets_no_gradient(bias=-0.1):
    import torch

    x = torch.tensor([[1.0, 2.0], [0.5, 1.0]])
    w = torch.tensor([-1.0, -1.0], requires_grad=True)
    b = torch.tensor(bias, requires_grad=True)
    ((3 * torch.relu(x @ w + b) - 1) ** 2).sum().backward()
    return not w.grad.any() and not b.grad.any()


def _maximum_is_leaky_relu(largest):
    alphas = np.linspace(0, largest, 8)
    return all(
        (np.maximum(alpha * Z, Z) == np.where(Z > 0, Z, alpha * Z)).all() for alpha in alphas
    )


@check(contrary=2)
def maximum_is_leaky_relu_up_to(largest=1):
    return _maximum_is_leaky_relu(largest)


@check(contrary=1)
def maximum_is_leaky_relu_even_up_to(largest=3):
    return _maximum_is_leaky_relu(largest)


@check(contrary=np.array([5, 0, 0]))
def softmax_ignores_shift(shift=5):
    return np.allclose(softmax(LOGITS + shift), softmax(LOGITS))


@check(contrary=1)
def softmax_ignores_factor(factor=5):
    return np.allclose(softmax(LOGITS * factor), softmax(LOGITS))


@check(contrary=1.0)
def sigmoid_is_softmax_against(logit=0.0):
    return np.allclose(softmax(np.stack([Z, 0 * Z + logit], axis=1))[:, 0], sigmoid(Z))


def _torch_slope_at_zero(function):
    import torch

    at_kink = torch.tensor(0.0, requires_grad=True)
    getattr(torch, function)(at_kink).backward()
    return at_kink.grad.item()


@check(contrary=1)
def torch_relu_slope_at_zero_is(value=0):
    return _torch_slope_at_zero("relu") == value


@check(contrary="argmax")
def torch_raises_an_error_for(function="relu"):
    try:
        _torch_slope_at_zero(function)
    except RuntimeError:
        return True
    return False


@check(contrary=-1)
def relu_is_homogeneous_for(factor=3):
    return np.allclose(relu(factor * Z), factor * relu(Z))


@check(contrary=1)
def sigmoid_is_homogeneous_for(factor=2):
    return np.allclose(sigmoid(factor * Z), factor * sigmoid(Z))


@check(contrary=-1)
def relu_parts_add_up_to_absolute_value(sign=1):
    return np.allclose(relu(Z) + sign * relu(-Z), abs(Z))


@check(contrary=np.exp)
def is_not_monotonic(function=silu):
    steps = np.diff(function(Z))
    return (steps < 0).any() and (steps > 0).any()


@check(contrary=relu)
def vanishes_on_the_negative_side(function=softplus):
    return (function(Z[Z < 0]) == 0).all()


@check(contrary=np.exp)
def lies_above_relu_by_at_most_ln_2(function=softplus):
    gap = function(Z) - relu(Z)
    return (gap > 0).all() and (gap <= np.log(2) + 1e-12).all()


@check(contrary=2)
def elu_has_equal_slopes_beside_zero(alpha=1):
    f, beside = elu.with_parameters(alpha=alpha), 1e-9
    return np.isclose(f.slope(-beside), f.slope(beside))


@check(contrary=0)
def leaky_relu_is_never_negative(alpha=0.01):
    return (np.where(Z > 0, Z, alpha * Z) >= 0).all()


@check(contrary=0.5)
def hard_tanh_has_slope_at(point=3.0):
    beside = 1e-3
    return np.clip(point + beside, -1, 1) != np.clip(point - beside, -1, 1)
