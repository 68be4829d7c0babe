"""The inputs at which a scaled and shifted sigmoid or tanh has a given output or slope."""

from generator.authoring import instead_of, np, sigmoid, tanh


def draw(rng):
    psi = rng.choice([sigmoid, tanh])
    share = rng.choice([15, 20, 30, 35, 65, 70, 80, 85])
    C = rng.choice([2, 4, 5, 8])
    return {
        "psi": psi,
        "C": C,
        "k": rng.choice([0.2, 0.4, 0.5, 0.8, 1.5, 2, 2.5]),
        "c": rng.choice([-1.5, -1, -0.5, 0.5, 1, 1.5]),
        "y_p": C * (share if psi is sigmoid else 2 * share - 100) / 100,
        "r": rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8]),
    }


def inner(k, c):
    return f"{k:g}x {'+' if c > 0 else '-'} {abs(c):g}"


def q(y_p, C):
    r"\frac{<y_p>}{<C>}"
    return y_p / C


def _inverse(psi, a):
    return np.log(a) - np.log(1 - a) if psi is sigmoid else np.arctanh(a)


def z_p(psi, q):
    r"<psi>^{-1}(<q>)"
    return _inverse(psi, q)


def x_p(z_p, c, k):
    r"\frac{<z_p> - <c>}{<k>}"
    return (z_p - c) / k


def steepest(C, k, psi):
    r"<C> \cdot <k> \cdot <psi>'(0)"
    return C * k * psi.slope(0.0)


def y_r(r, psi):
    root = np.sqrt(1 - r)  # of (2a - 1)² for the sigmoid, of a² for tanh
    return (1 + root) / 2 if psi is sigmoid else root


def z_r(psi, y_r):
    r"<psi>^{-1}(<y_r>)"
    return _inverse(psi, y_r)


def x_r(z_r, c, k):
    r"\frac{<z_r> - <c>}{<k>}"
    return (z_r - c) / k


@instead_of(q, "not_normalised")
def amplitude_forgotten(y_p):
    return y_p


@instead_of(z_p, "other_branch")
def inverse_of_the_other_activation(psi, q):
    return _inverse(tanh if psi is sigmoid else sigmoid, q)


@instead_of(z_p, "upside_down")
def odds_upside_down(z_p):
    return -z_p


@instead_of(x_p, "bias_left_out")
def shift_forgotten(z_p, k):
    return z_p / k


@instead_of(x_p, "sign_wrong")
def shift_added(z_p, c, k):
    return (z_p + c) / k


@instead_of(x_p, "arithmetic")
def factor_not_divided_out(z_p, c):
    return z_p - c


@instead_of(steepest, "chain_rule")
def inner_factor_missing(C, psi):
    return C * psi.slope(0.0)


@instead_of(steepest, "differentiation_rule")
def amplitude_missing(k, psi):
    return k * psi.slope(0.0)


@instead_of(steepest, "other_branch")
def largest_slope_of_the_other(C, k, psi):
    return C * k * (tanh if psi is sigmoid else sigmoid).slope(0.0)


@instead_of(y_r, "wrong_quantity")
def share_of_the_output(r):
    return r


@instead_of(y_r, "power_or_root")
def root_missing(r, psi):
    return (1 + (1 - r)) / 2 if psi is sigmoid else 1 - r


@instead_of(z_r, "other_branch")
def smaller_input(z_r):
    return -z_r


def reference(psi, C, k, c, y_p, r):
    import torch

    inverse, f = (
        (torch.logit, torch.sigmoid) if psi.name == "sigmoid" else (torch.atanh, torch.tanh)
    )

    def slope(z):
        z = torch.as_tensor(z, dtype=torch.float64).requires_grad_()
        return torch.autograd.grad(f(z), z)[0]

    low, high = 0.0, 20.0  # the slope falls from its maximum at 0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > r * slope(0.0) else (low, middle)
    z_p = inverse(y_p / C)
    return {
        "q": y_p / C,
        "z_p": z_p,
        "x_p": (z_p - c) / k,
        "steepest": C * k * slope(0.0),
        "z_r": low,
        "x_r": (low - c) / k,
    }
