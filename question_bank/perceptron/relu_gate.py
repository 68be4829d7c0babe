"""A two-layer ReLU network that computes a logical gate exactly."""

from generator.authoring import Fraction, dot, instead_of, np, over, relu

INPUTS = [np.array(x, dtype=object) for x in ((0, 0), (0, 1), (1, 0), (1, 1))]
GATES = {
    (0, 0, 0, 1): "AND",
    (0, 1, 1, 1): "OR",
    (1, 1, 1, 0): "NAND",
    (1, 0, 0, 0): "NOR",
    (0, 1, 1, 0): "XOR",
    (1, 0, 0, 1): "XNOR",
}
OTHER = "none of " + ", ".join(GATES.values())
NETWORKS = [  # W, b, v, c; no pre-activation is 0
    ([[2, 2], [2, 2]], [-1, -3], [1, -2], 0),  # OR
    ([[2, 2], [2, 2]], [-1, -3], [-1, 2], 1),  # NOR
    ([[2, 2], [2, 2]], [-1, -3], [1, -3], 0),  # XOR
    ([[2, 2], [2, 2]], [-1, -3], [-1, 3], 1),  # XNOR
    ([[-2, -2], [-2, -2]], [3, 1], [1, -2], 0),  # NAND
    ([[-2, -2], [-2, -2]], [3, 1], [-1, 2], 1),  # AND
    ([[-2, -2], [-2, -2]], [3, 1], [1, -3], 0),  # XOR
    ([[-2, -2], [-2, -2]], [3, 1], [-1, 3], 1),  # XNOR
    ([[2, -2], [-2, 2]], [-1, -1], [1, 1], 0),  # XOR
    ([[2, -2], [-2, 2]], [-1, -1], [-1, -1], 1),  # XNOR
    ([[2, 2], [-2, -2]], [-3, 1], [1, 1], 0),  # XNOR
    ([[2, 2], [-2, -2]], [-3, 1], [-1, -1], 1),  # XOR
]


SCALES = [Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5, 2)]


def draw(rng):
    W, b, v, c = (np.array(a, dtype=object) for a in rng.choice(NETWORKS))
    i = rng.shuffled([0, 1])  # the hidden units change places
    k = np.array([rng.choice(SCALES), rng.choice(SCALES)])
    return {
        "inputs": INPUTS,
        "W": k[:, None] * W[i],  # what scales a unit's input …
        "b": k * b[i],
        "v": v[i] / k,  # … is undone at its output
        "c": c.item(),
    }


@over(x="inputs")
def z(W, x, b):
    r"<W> <x> + <b>"
    return W @ x + b


@over(x="inputs")
def h(z):
    r"\operatorname{ReLU}(<z>)"
    return relu(z)


@over(x="inputs")
def y(v, h, c):
    r"<v>^\top <h> + <c>"
    return dot(v, h) + c


def gate(y_all):
    return GATES.get(tuple(y_all), OTHER)


@instead_of(h, "activation_left_out")
def no_relu(z):
    return z


@instead_of(z, "sign_wrong")
def bias_subtracted(W, x, b):
    return W @ x - b


@instead_of(z, "bias_left_out")
def no_hidden_bias(W, x):
    return W @ x


@instead_of(z, "weight_transposed")
def weights_transposed(W, x, b):
    return W.T @ x + b


@instead_of(y, "sign_wrong")
def output_bias_subtracted(v, h, c):
    return dot(v, h) - c


@instead_of(gate, "decision_rule")
def zero_read_as_true(y_all):
    return GATES[tuple(1 - y for y in y_all)]


@instead_of(gate, "decision_rule")
def rows_read_upwards(y_all):
    return GATES[tuple(y_all[::-1])]


@instead_of(gate, "decision_rule")
def gate_of_the_negated_inputs(y_all):
    return GATES[tuple(1 - y for y in y_all[::-1])]


@instead_of(gate, "other_branch")
def both_ones_overlooked(y_all):
    return GATES.get((*y_all[:3], 1 - y_all[3]), OTHER)


@instead_of(gate, "other_branch")
def both_zeros_overlooked(y_all):
    return GATES.get((1 - y_all[0], *y_all[1:]), OTHER)


def reference(inputs, W, b, v, c):
    import torch

    logical = {
        "AND": torch.logical_and,
        "OR": torch.logical_or,
        "NAND": lambda p, q: ~torch.logical_and(p, q),
        "NOR": lambda p, q: ~torch.logical_or(p, q),
        "XOR": torch.logical_xor,
        "XNOR": lambda p, q: ~torch.logical_xor(p, q),
    }
    X = torch.stack(inputs)
    z = torch.nn.functional.linear(X, W, b)
    h = torch.relu(z)
    y = torch.nn.functional.linear(h, v[None])[:, 0] + c
    p, q = X.bool().T
    (gate,) = (name for name, g in logical.items() if torch.equal(g(p, q).double(), y))
    return {"z_all": z, "h_all": h, "y_all": y, "gate": gate}
