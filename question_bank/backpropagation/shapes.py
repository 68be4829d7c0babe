"""The shapes of all factors in backpropagation for a batch, one example in each row."""

from generator.authoring import instead_of, np


def draw(rng):
    N, d, h, c = rng.sample([2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32], 4)
    return {"N": N, "d": d, "h": h, "c": c}


def shape_A(N, h):
    return np.array([N, h])


def shape_S(N, c):
    return np.array([N, c])


def shape_grad_V(c, h):
    return np.array([c, h])


def shape_grad_A(N, h):
    return np.array([N, h])


def shape_grad_W(h, d):
    return np.array([h, d])


def shape_grad_X(N, d):
    return np.array([N, d])


def rows(shape_A, shape_S, shape_grad_V, shape_grad_A, shape_grad_W, shape_grad_X):
    shapes = (shape_A, shape_S, shape_grad_V, shape_grad_A, shape_grad_W, shape_grad_X)
    return np.array([shape[0] for shape in shapes])


def columns(shape_A, shape_S, shape_grad_V, shape_grad_A, shape_grad_W, shape_grad_X):
    shapes = (shape_A, shape_S, shape_grad_V, shape_grad_A, shape_grad_W, shape_grad_X)
    return np.array([shape[1] for shape in shapes])


def formula():
    return r"$G^\top X$"


@instead_of(shape_A, "shapes_confused")
def units_in_rows(h, N):
    return np.array([h, N])


@instead_of(shape_A, "shapes_confused")
def inputs_for_units(N, d):
    return np.array([N, d])


@instead_of(shape_S, "shapes_confused")
def classes_in_rows(c, N):
    return np.array([c, N])


@instead_of(shape_grad_V, "shapes_confused")
def inputs_before_outputs_in_V(h, c):
    return np.array([h, c])


@instead_of(shape_grad_V, "shapes_confused")
def gradient_of_V_like_its_output(N, c):
    return np.array([N, c])


@instead_of(shape_grad_A, "shapes_confused")
def gradient_of_A_like_V(c, h):
    return np.array([c, h])


@instead_of(shape_grad_W, "shapes_confused")
def inputs_before_outputs_in_W(d, h):
    return np.array([d, h])


@instead_of(shape_grad_W, "mean_wrong")
def one_row_for_each_example(N, d):
    return np.array([N, d])


@instead_of(shape_grad_X, "shapes_confused")
def one_example_only(d):
    return np.array([1, d])


@instead_of(formula, "weight_transposed")
def order_of_the_factors_swapped():
    return r"$X^\top G$"


@instead_of(formula, "shapes_confused")
def nothing_transposed():
    return r"$G X$"


@instead_of(formula, "shapes_confused")
def other_factor_transposed():
    return r"$G X^\top$"


@instead_of(formula, "wrong_layer_activation")
def activation_for_input():
    return r"$G^\top A$"


@instead_of(formula, "wrong_quantity")
def weight_for_input():
    return r"$G W$"


def reference(N, d, h, c):
    import torch

    X = torch.linspace(-1, 1, N * d).reshape(N, d).requires_grad_()
    first, second = torch.nn.Linear(d, h), torch.nn.Linear(h, c)
    Z = first(X)
    A = torch.tanh(Z)
    S = second(A)
    loss = torch.nn.functional.cross_entropy(S, torch.arange(N) % c)
    wanted = (second.weight, A, first.weight, X, Z)
    *grads, G = torch.autograd.grad(loss, wanted)
    shapes = [tuple(tensor.shape) for tensor in (A, S, *grads)]
    products = {
        r"$G^\top X$": (G.T, X),
        r"$X^\top G$": (X.T, G),
        r"$G X$": (G, X),
        r"$G X^\top$": (G, X.T),
        r"$G^\top A$": (G.T, A),
        r"$G W$": (G, first.weight),
    }
    (formula,) = (
        text
        for text, (left, right) in products.items()
        if left.shape[1] == right.shape[0]
        and (left.shape[0], right.shape[1]) == first.weight.shape
        and torch.allclose(left @ right, grads[2], atol=1e-6)
    )
    return {
        "rows": [shape[0] for shape in shapes],
        "columns": [shape[1] for shape in shapes],
        "formula": formula,
    }
