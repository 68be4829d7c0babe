"""The derivative of a ReLU network as a sum over its active paths."""

from generator.authoring import dot, gradient, guard, instead_of, relu


def draw(rng):
    return {
        "u": rng.integers(3, -3, 3, zero=False),
        "b": rng.integers(3, -4, 4, zero=False),
        "V": rng.integers((2, 3), -3, 3, zero=False),
        "c": rng.integers(2, -3, 6, zero=False),
        "v": rng.integers(2, -4, 4, zero=False),
        "x": rng.integer(-3, 3, zero=False),
    }


def z(u, x, b):
    r"<u> \cdot <x> + <b>"
    return u * x + b


def h(z):
    r"\operatorname{ReLU}(<z>)"
    return relu(z)


def s(V, h, c):
    r"<V> <h> + <c>"
    return V @ h + c


def g(s):
    r"\operatorname{ReLU}(<s>)"
    return relu(s)


def y(v, g):
    r"<v>^\top <g>"
    return dot(v, g)


def first(z):
    return sum(int(number > 0) for number in z)


def second(s):
    return sum(int(number > 0) for number in s)


def paths(first, second):
    return first * second


@gradient(y, "x")
def grad_x(v, s, V, z, u):
    return _over_paths(v, s > 0, V, z > 0, u)


def _over_paths(v, second, V, first, u):
    """The sum over all paths of weights and slopes."""
    return dot(v * second, V @ (first * u))


def terms(v, s, V, z, u):
    active = [(j, i) for j in range(2) for i in range(3) if s[j] > 0 and z[i] > 0]
    products = (r" \cdot ".join(_bracketed(w) for w in (u[i], V[j, i], v[j])) for j, i in active)
    return " + ".join(products)


def _bracketed(number):
    return f"({number})" if number < 0 else f"{number}"


@instead_of(h, "activation_left_out")
def first_relu_left_out(z):
    return z


@instead_of(s, "weight_transposed")
def rows_and_columns_swapped(V, h, c):
    return V.T.reshape(V.shape) @ h + c


@instead_of(z, "bias_left_out")
def first_biases_left_out(u, x):
    return u * x


@instead_of(s, "bias_left_out")
def second_biases_left_out(V, h):
    return V @ h


@instead_of(paths, "path_missing")
def active_units_counted(first, second):
    return first + second


@instead_of(paths, "other_branch")
def all_paths_counted(V):
    return V.size


@instead_of(grad_x, "hidden_slope_missing")
def all_paths_added(v, V, u):
    return _over_paths(v, 1, V, 1, u)


@instead_of(grad_x, "hidden_slope_missing")
def only_the_first_layer_switches(v, V, z, u):
    return _over_paths(v, 1, V, z > 0, u)


@instead_of(grad_x, "hidden_slope_missing")
def only_the_second_layer_switches(v, s, V, u):
    return _over_paths(v, s > 0, V, 1, u)


@instead_of(grad_x, "wrong_layer_activation")
def activations_for_slopes(v, g, V, h, u):
    return _over_paths(v, g, V, h, u)


@instead_of(grad_x, "wrong_quantity")
def value_for_derivative(y):
    return y


@guard
def some_paths_active(first, second, V, grad_x):
    """fewer than two paths are active, or all, or they cancel"""
    return 1 < first * second < V.size and grad_x != 0


def reference(u, b, V, c, v, x):
    import torch

    x = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    u, b, V, c, v = (number.double() for number in (u, b, V, c, v))
    z = torch.nn.functional.linear(x[None], u[:, None], b)
    h = torch.relu(z)
    s = torch.nn.functional.linear(h, V, c)
    g = torch.relu(s)
    y = v @ g
    (slopes,) = torch.autograd.grad(h.sum(), z, retain_graph=True)
    # With all weights 1 each active path contributes 1.
    n = torch.autograd.grad(g, s, torch.full_like(s, 1), retain_graph=True)[0].sum() * slopes.sum()
    (grad_x,) = torch.autograd.grad(y, x)
    return {"z": z, "h": h, "s": s, "g": g, "y": y, "paths": n, "grad_x": grad_x}
