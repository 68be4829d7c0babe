"""The errors of forward and central differences of a cubic polynomial, exactly."""

from generator.authoring import Fraction, gradient, guard, instead_of


def draw(rng):
    return {
        "a": rng.choice([-4, -3, -2, 2, 3, 4]),
        "b": rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]),
        "c": rng.choice([-7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7]),
        "x": rng.choice([-3, -2, -1, 1, 2, 3]),
        "h": rng.choice([Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)]),
    }


def _p(a, b, c, x):
    return a * x**3 + b * x**2 + c * x


def y(a, b, c, x):
    r"<a> \cdot <x>^3 + <b> \cdot <x>^2 + <c> \cdot <x>"
    return _p(a, b, c, x)


@gradient(y, "x")
def slope(a, b, c, x):
    r"3 \cdot <a> \cdot <x>^2 + 2 \cdot <b> \cdot <x> + <c>"
    return 3 * a * x**2 + 2 * b * x + c


def y_right(a, b, c, x, h):
    r"<a> \cdot (<x> + <h>)^3 + <b> \cdot (<x> + <h>)^2 + <c> \cdot (<x> + <h>)"
    return _p(a, b, c, x + h)


def y_left(a, b, c, x, h):
    r"<a> \cdot (<x> - <h>)^3 + <b> \cdot (<x> - <h>)^2 + <c> \cdot (<x> - <h>)"
    return _p(a, b, c, x - h)


def forward(y_right, y, h):
    r"\frac{<y_right> - <y>}{<h>}"
    return (y_right - y) / h


def central(y_right, y_left, h):
    r"\frac{<y_right> - <y_left>}{2 \cdot <h>}"
    return (y_right - y_left) / (2 * h)


def forward_error(forward, slope):
    r"<forward> - <slope>"
    return forward - slope


def central_error(central, slope):
    r"<central> - <slope>"
    return central - slope


def factor():
    return 4


@instead_of(slope, "differentiation_rule")
def exponents_forgotten(a, b, c, x):
    return a * x**2 + b * x + c


@instead_of(forward, "arithmetic")
def forward_divided_by_2h(forward):
    return forward / 2


@instead_of(forward, "wrong_quantity")
def backward_difference(y, y_left, h):
    return (y - y_left) / h


@instead_of(central, "arithmetic")
def central_divided_by_h(central):
    return 2 * central


@instead_of(forward_error, "sign_wrong")
def slope_minus_forward(forward_error):
    return -forward_error


@instead_of(central_error, "sign_wrong")
def slope_minus_central(central_error):
    return -central_error


@instead_of(factor, "power_or_root")
def first_order():
    return 2


@instead_of(factor, "power_or_root")
def third_order():
    return 8


@guard
def forward_is_worse(forward_error, central_error):
    """the forward difference is exact, or no worse than the central one"""
    return abs(forward_error) > abs(central_error)


def reference(a, b, c, x, h):
    import torch

    def p(t):
        return a * t**3 + b * t**2 + c * t

    def central(h):
        return (p(x + h) - p(x - h)) / (2 * h)

    x = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(p(x), x)
    forward = (p(x + h) - p(x)) / h
    return {
        "y": p(x),
        "slope": slope,
        "y_right": p(x + h),
        "y_left": p(x - h),
        "forward": forward,
        "central": central(h),
        "forward_error": forward - slope,
        "central_error": central(h) - slope,
        "factor": torch.round((central(h) - slope) / (central(h / 2) - slope), decimals=6),
    }
