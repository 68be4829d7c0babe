"""Facts about difference quotients, floating-point numbers and automatic differentiation."""

from generator.authoring import Fraction, check, np, sympy

x, h = sympy.symbols("x h", positive=True)


def _forward(f):
    return (f(x + h) - f(x)) / h


def _central(f):
    return (f(x + h) - f(x - h)) / (2 * h)


def _is_exact(difference, degree):
    """Whether a difference equals the derivative for all powers up to a degree."""
    powers = [lambda t, k=k: t**k for k in range(degree + 1)]
    return all(sympy.expand(difference(p) - sympy.diff(p(x), x)) == 0 for p in powers)


def _divided_by(difference, power):
    """By which factor halving h divides the error for a power of x."""
    error = sympy.expand(difference(lambda t: t**power) - power * x ** (power - 1))
    return sympy.simplify(error / error.subs(h, h / 2))


@check(contrary=3)
def central_difference_exact_up_to_degree(degree=2):
    return _is_exact(_central, degree)


@check(contrary=2)
def central_difference_exact_for_cubics(degree=3):
    return _is_exact(_central, degree)


@check(contrary=2 * x)
def forward_difference_of_square(value=2 * x + h):
    return sympy.expand(_forward(lambda t: t**2) - value) == 0


@check(contrary=1)
def forward_difference_exact_for_squares(degree=2):
    return _is_exact(_forward, degree)


@check(contrary=2)
def central_error_is_divided_by(factor=4):
    return _divided_by(_central, 3) == factor


@check(contrary=4)
def central_error_is_halved(factor=2):
    return _divided_by(_central, 3) == factor


@check(contrary=4)
def forward_error_is_halved(factor=2):
    return _divided_by(_forward, 2) == factor


@check(contrary=0.5)
def smaller_step_is_more_exact(than=1e-5):
    def error(h):
        return abs((np.exp(1 + h) - np.exp(1 - h)) / (2 * h) - np.e)

    return error(1e-13) < error(than)


@check(contrary=1e-10)
def tiny_step_gives_zero(step=1e-20):
    return (np.exp(1 + step) - np.exp(1.0)) / step == 0


@check(contrary=1e-8)
def single_precision_loses(summand=1e-5):
    return np.float32(1) + np.float32(summand) == 1


@check(contrary=1e-5)
def single_precision_loses_tiny(summand=1e-8):
    return np.float32(1) + np.float32(summand) == 1


def _evaluations(n):
    """How often central differences for all entries evaluate a function of n parameters."""
    count = 0

    def f(w):
        nonlocal count
        count += 1
        return np.sum(w**3)

    for direction in 1e-5 * np.eye(n):
        f(1 + direction)
        f(1 - direction)
    return count


@check(contrary=1)
def evaluations_of_central_differences(for_each=2):
    return all(_evaluations(n) == for_each * n for n in (1, 3, 10))


@check(contrary=20)
def evaluations_independent_of_n(evaluations=2):
    return _evaluations(10) == evaluations


def _backward_passes(n):
    """How many backward passes give the whole gradient of one number."""
    import torch

    w = torch.linspace(1, 2, n, dtype=torch.float64, requires_grad=True)
    loss, wanted, found, passes = w.pow(3).sum(), 3 * w.detach() ** 2, None, 0
    while found is None or not torch.allclose(found, wanted):
        (found,) = torch.autograd.grad(loss, w, retain_graph=True)
        passes += 1
    return passes


@check(contrary=5)
def reverse_passes_for_one_output(passes=1):
    return _backward_passes(5) == passes


@check(contrary=1)
def reverse_passes_one_for_each_parameter(passes=5):
    return _backward_passes(5) == passes


def _forward_mode(outputs):
    """How many numbers one forward-mode pass gives for a function of three inputs."""
    import torch

    A = torch.linspace(-1, 1, outputs * 3).reshape(outputs, 3)
    w, direction = torch.tensor([0.3, -0.7, 1.1]), torch.ones(3)
    _, product = torch.autograd.functional.jvp(lambda w: torch.tanh(A @ w), w, direction)
    return product.numel()


@check(contrary="one output")
def forward_mode_gives(derivatives="all outputs"):
    return all(_forward_mode(m) == (m if derivatives == "all outputs" else 1) for m in (2, 5))


@check(contrary=1)
def forward_mode_gives_gradient(numbers=3):
    return _forward_mode(1) == numbers


@check(contrary="central difference")
def autograd_has_error_of_differences(method="autograd"):
    import torch

    t = torch.tensor(1.7, dtype=torch.float64, requires_grad=True)
    if method == "autograd":
        (slope,) = torch.autograd.grad(t**3, t)
    else:
        slope = ((t + 1e-5) ** 3 - (t - 1e-5) ** 3) / 2e-5
    return abs(slope.item() - 3 * 1.7**2) > 1e-12


@check(contrary=1)
def difference_across_the_kink(h=6):
    quotients = [Fraction(max(p + h, 0) - max(p - h, 0), 2 * h) for p in (-4, -2, 2, 4)]
    return all(q not in (0, 1) for q in quotients)


@check(contrary="absolute")
def relative_error_ignores_scale(error="relative"):
    a, b = Fraction(13, 10), Fraction(6, 5)

    def measured(a, b):
        return abs(a - b) / (max(abs(a), abs(b)) if error == "relative" else 1)

    return measured(1000 * a, 1000 * b) == measured(a, b)


@check(contrary="relative")
def absolute_error_ignores_scale(error="absolute"):
    return relative_error_ignores_scale(error)
