"""What autograd prints: accumulation, detach, no_grad and a tensor that is no leaf."""

from generator.authoring import gradient, guard, instead_of


def draw(rng):
    return {
        "x": rng.choice([-3, -2, 2, 3]),
        "a": rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]),
        "b": rng.integer(-9, 9, zero=False),
        "c": rng.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6]),
        "d": rng.integer(2, 6),
        "e": rng.integer(2, 6),
        "power": rng.choice([2, 3]),
        "cleared": rng.choice(["x.grad = None", "x.grad.zero_()"]),
    }


def y(a, b, x, power):
    r"<a> <x>^{<power>} + <b> <x>"
    return a * x**power + b * x


@gradient(y, "x")
def grad_y(a, b, x, power):
    r"<power> \cdot <a> \cdot <x>^{<power> - 1} + <b>"
    return power * a * x ** (power - 1) + b


def r(c, x):
    r"<c> <x>^2"
    return c * x**2


@gradient(r, "x")
def grad_r(c, x):
    r"2 \cdot <c> \cdot <x>"
    return 2 * c * x


def first(grad_y):
    r"<grad_y>"
    return grad_y


def second(grad_y, grad_r):
    r"<grad_y> + <grad_r>"
    return grad_y + grad_r


def q(x):
    r"<x>"
    return x


def third(d, q, x):
    r"2 \cdot <d> \cdot <q> \cdot <x>"
    return 2 * d * q * x


def k(e, x):
    r"<e> \cdot <x>"
    return e * x


def fourth(k):
    r"<k> + 1"
    return k + 1


def last():
    return "`None`"


@instead_of(first, "wrong_quantity")
def value_of_y(y):
    return y


@instead_of(grad_y, "differentiation_rule")
def exponent_forgotten(a, b, x, power):
    return a * x ** (power - 1) + b


@instead_of(second, "autograd_rules")
def no_accumulation(grad_r):
    return grad_r


@instead_of(second, "autograd_rules")
def second_call_ignored(grad_y):
    return grad_y


@instead_of(third, "autograd_rules")
def detach_ignored(d, x):
    return 3 * d * x**2


@instead_of(third, "autograd_rules")
def nothing_flows():
    return 0


@instead_of(third, "autograd_rules")
def not_cleared(second, third):
    return second + third


@instead_of(fourth, "autograd_rules")
def no_grad_ignored(e, x):
    return 2 * e * x + 1


@instead_of(fourth, "autograd_rules")
def product_is_constant():
    return 1


@instead_of(last, "autograd_rules")
def slope_by_itself():
    return "`tensor(1.)`"


@instead_of(last, "autograd_rules")
def zero_instead_of_none():
    return "`tensor(0.)`"


@instead_of(last, "autograd_rules")
def slope_of_x(first):
    return f"`tensor({first}.)`"


@instead_of(last, "autograd_rules")
def error_expected():
    return "a `RuntimeError`, no value"


@guard
def telling(y, first, second):
    """a printed gradient is 0 or equals the value of y"""
    return first != 0 and second != 0 and first != y


def reference(x, a, b, c, d, e, power, cleared):
    import torch

    x = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    y = a * x**power + b * x
    (grad_y,) = torch.autograd.grad(y, x, retain_graph=True)
    y.backward()
    first = x.grad.clone()
    r = c * x**2
    (grad_r,) = torch.autograd.grad(r, x, retain_graph=True)
    r.backward()
    second = x.grad.clone()
    exec(cleared, {"x": x})
    q = x.detach()
    (d * q * x**2).backward()
    third = x.grad.clone()
    exec(cleared, {"x": x})
    with torch.no_grad():
        k = e * x
    (k * x + x).backward()
    kept = y.is_leaf or y.retains_grad  # else y.grad is None, and torch warns of reading it
    return {
        "y": y,
        "grad_y": grad_y,
        "first": first,
        "r": r,
        "grad_r": grad_r,
        "second": second,
        "q": q,
        "third": third,
        "k": k,
        "fourth": x.grad,
        "last": f"`{y.grad if kept else None}`",
    }
