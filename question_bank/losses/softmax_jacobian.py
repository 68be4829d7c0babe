"""The Jacobian of a softmax over three classes, and a gradient carried through it."""

from generator.authoring import instead_of, np, softmax


def draw(rng):
    i, j = rng.sample([1, 2, 3], 2)
    return {
        "z": rng.decimals(3, -1, 2),
        "g": rng.decimals(3, -2, 2),
        "i": i,
        "j": min(j, 6 - i - j),  # the smaller number of the two other classes
    }


def p(z):
    r"\operatorname{softmax}(<z>)"
    return softmax(z)


def J(p):
    return np.diag(p) - np.outer(p, p)


def s(g, p):
    r"<g>^\top <p>"
    return g @ p


def v(p, g, s):
    r"<p> \odot (<g> - <s>)"
    return p * (g - s)


def change(i, j):
    return f"$p_{i}$ grows; $p_{j}$ and $p_{6 - i - j}$ shrink"


@instead_of(p, "softmax_wrong")
def no_exponential(z):
    return z / z.sum()


@instead_of(J, "chain_rule")
def diagonal_only(p):
    return np.diag(p * (1 - p))


@instead_of(J, "sign_wrong")
def positive_off_the_diagonal(p):
    return np.diag(p - 2 * p * p) + np.outer(p, p)


@instead_of(J, "differentiation_rule")
def sigmoid_rule_everywhere(p):
    return np.outer(p, 1 - p)


@instead_of(J, "sign_wrong")
def all_signs_turned(J):
    return -J


@instead_of(v, "path_missing")
def own_probability_only(p, g):
    return p * (1 - p) * g


@instead_of(v, "chain_rule")
def not_carried_through(g):
    return g


@instead_of(v, "softmax_wrong")
def mean_left_out(p, g):
    return p * g


@instead_of(change, "path_missing")
def others_unchanged(i, j):
    return f"$p_{i}$ grows; $p_{j}$ and $p_{6 - i - j}$ stay as they are"


@instead_of(change, "sign_wrong")
def all_grow(i, j):
    return f"$p_{i}$ grows; $p_{j}$ and $p_{6 - i - j}$ grow, too"


@instead_of(change, "sign_wrong")
def it_shrinks(i, j):
    return f"$p_{i}$ shrinks; $p_{j}$ and $p_{6 - i - j}$ grow"


@instead_of(change, "softmax_wrong")
def shift_confused(i, j):
    return f"$p_{i}$, $p_{j}$ and $p_{6 - i - j}$ all stay as they are"


def reference(z, g, i, j):
    import torch

    J = torch.autograd.functional.jacobian(lambda z: torch.softmax(z, dim=0), z)
    z.requires_grad_()
    p = torch.softmax(z, dim=0)
    (v,) = torch.autograd.grad(p, z, grad_outputs=g)
    words = {1: "grow", 0: "stay", -1: "shrink"}
    sign = [words[int(torch.sign(J[k - 1, i - 1]))] for k in (i, j, 6 - i - j)]
    assert sign[1] == sign[2]
    return {
        "p": p,
        "J": J,
        "s": torch.tensordot(g, p, 1),
        "v": v,
        "change": f"$p_{i}$ {sign[0]}s; $p_{j}$ and $p_{6 - i - j}$ {sign[1]}",
    }
