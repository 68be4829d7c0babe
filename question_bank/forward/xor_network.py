"""Where two ReLU units move the inputs of XOR or XNOR, and which line separates them there."""

from generator.authoring import instead_of, np, relu

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=object)


def draw(rng):
    alpha, beta = rng.integer(1, 5), rng.integer(1, 5)
    flip_1, flip_2 = rng.choice([0, 1]), rng.choice([0, 1])
    signs = np.array([1 - 2 * flip_1, 1 - 2 * flip_2], dtype=object)
    flips = flip_1 + flip_2
    first = rng.choice([0, 1])  # the row of the unit that only scales
    order = [first, 1 - first]
    return {
        "W": np.array([alpha * signs, beta * signs], dtype=object)[order],
        "b": np.array([alpha * flips, beta * (flips - 1)], dtype=object)[order],
        "alpha": alpha,
        "beta": beta,
        "first": first,
        "gate": "XNOR" if flips == 1 else "XOR",
    }


def Z(W, b):
    return INPUTS @ W.T + b


def H(Z):
    return relu(Z)


def first_unit(H):
    return H[:, 0]


def second_unit(H):
    return H[:, 1]


def places(H):
    return len({tuple(row) for row in H})


def _condition(alpha, beta, first, scaled=2, shifted=-4, relation=">"):
    """A condition on the hidden units; the one that only scales is unit 1 where `first` is 0."""
    terms = [(scaled * beta, first + 1), (shifted * alpha, 2 - first)]
    text = " ".join(f"{c:+d}\\, h_{{{unit}}}" for c, unit in sorted(terms, key=lambda t: t[1]) if c)
    return f"${text.removeprefix('+')} {relation} {alpha * beta}$"


def line(alpha, beta, first):
    return _condition(alpha, beta, first)


@instead_of(H, "activation_left_out")
def no_relu(Z):
    return Z


@instead_of(Z, "bias_left_out")
def no_bias(W):
    return INPUTS @ W.T


@instead_of(Z, "weight_transposed")
def rows_and_columns_swapped(W, b):
    return INPUTS @ W + b


@instead_of(Z, "sign_wrong")
def bias_subtracted(W, b):
    return INPUTS @ W.T - b


@instead_of(places, "wrong_quantity")
def all_inputs_kept_apart():
    return 4


@instead_of(places, "wrong_quantity")
def one_place_for_each_class():
    return 2


@instead_of(line, "decision_rule")
def second_unit_ignored(alpha, beta, first):
    return _condition(alpha, beta, first, shifted=0)


@instead_of(line, "decision_rule")
def second_unit_too_weak(alpha, beta, first):
    return _condition(alpha, beta, first, shifted=-2)


@instead_of(line, "decision_rule")
def first_unit_ignored(alpha, beta, first):
    return _condition(alpha, beta, first, scaled=0, shifted=4)


@instead_of(line, "sign_wrong")
def other_side(alpha, beta, first):
    return _condition(alpha, beta, first, relation="<")


@instead_of(line, "sign_wrong")
def both_added(alpha, beta, first):
    return _condition(alpha, beta, first, shifted=4)


def reference(W, b, alpha, beta, first, gate):
    import torch

    inputs = torch.tensor(INPUTS.astype(float))
    Z = torch.nn.functional.linear(inputs, W.double(), b.double())
    H = torch.relu(Z)
    wanted = torch.logical_xor(*inputs.T) ^ (gate == "XNOR")
    conditions = [(2, -4, ">"), (2, 0, ">"), (2, -2, ">"), (0, 4, ">"), (2, -4, "<"), (2, 4, ">")]
    separating = []
    for scaled, shifted, relation in conditions:
        score = scaled * beta * H[:, first] + shifted * alpha * H[:, 1 - first] - alpha * beta
        if torch.equal(score > 0 if relation == ">" else score < 0, wanted):
            separating.append(_condition(alpha, beta, first, scaled, shifted, relation))
    (line,) = separating
    return {
        "H": H,
        "first_unit": H[:, 0],
        "second_unit": H[:, 1],
        "places": len(H.unique(dim=0)),
        "line": line,
    }
