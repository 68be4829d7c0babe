"""Where a decision line meets the axes, and how far from it a point lies."""

from generator.authoring import guard, instead_of, np


def draw(rng):
    return {
        "w_1": rng.decimal(-3, 3),
        "w_2": rng.decimal(-3, 3),
        "b": rng.decimal(-4, 4),
        "p_1": rng.integer(-4, 4, zero=False),
        "p_2": rng.integer(-4, 4, zero=False),
    }


def a_1(w_1, b):
    r"-\frac{<b>}{<w_1>}"
    return -b / w_1


def a_2(w_2, b):
    r"-\frac{<b>}{<w_2>}"
    return -b / w_2


def s(w_1, w_2, b, p_1, p_2):
    r"<w_1> <p_1> + <w_2> <p_2> + <b>"
    return w_1 * p_1 + w_2 * p_2 + b


def norm(w_1, w_2):
    r"\sqrt{<w_1>^2 + <w_2>^2}"
    return np.sqrt(w_1**2 + w_2**2)


def d(s, norm):
    r"\frac{<s>}{<norm>}"
    return s / norm


@instead_of(a_1, "sign_wrong")
def sign_lost(w_1, b):
    return b / w_1


@instead_of(a_1, "upside_down")
def turned_over(w_1, b):
    return -w_1 / b


@instead_of(a_1, "wrong_quantity")
def other_axis(a_2):
    return a_2


@instead_of(a_2, "sign_wrong")
def second_sign_lost(w_2, b):
    return b / w_2


@instead_of(a_2, "wrong_quantity")
def slope_given(w_1, w_2):
    return -w_1 / w_2


@instead_of(a_2, "wrong_quantity")
def bias_as_intercept(b):
    return b


@instead_of(s, "bias_left_out")
def no_bias(w_1, w_2, p_1, p_2):
    return w_1 * p_1 + w_2 * p_2


@instead_of(d, "not_normalised")
def score_given(s):
    return s


@instead_of(norm, "not_normalised")
def root_forgotten(w_1, w_2):
    return w_1**2 + w_2**2


@instead_of(norm, "power_or_root")
def weights_added(w_1, w_2):
    return abs(w_1) + abs(w_2)


@instead_of(d, "sign_wrong")
def sign_dropped(d):
    return abs(d)


@guard
def on_the_sheet(a_1, a_2):
    """the line meets an axis far away"""
    return max(abs(a_1), abs(a_2)) <= 20


@guard
def weights_differ(w_1, w_2):
    """both weights have the same size"""
    return abs(w_1) != abs(w_2)


def reference(w_1, w_2, b, p_1, p_2):
    """The line's points solve linear systems; the foot of the perpendicular is the nearest one."""
    import torch

    w = torch.stack([w_1, w_2])
    p = torch.tensor([p_1, p_2], dtype=w.dtype)
    zero = torch.zeros_like(b)
    first, second = torch.eye(2, dtype=w.dtype)
    meets_first = torch.linalg.solve(torch.stack([w, second]), torch.stack([-b, zero]))
    meets_second = torch.linalg.solve(torch.stack([w, first]), torch.stack([-b, zero]))
    s = torch.nn.functional.linear(p, w[None], b[None])
    way = torch.linalg.lstsq(w[None], s[:, None], driver="gelsd").solution  # from the foot to p
    return {
        "a_1": meets_first[0],
        "a_2": meets_second[1],
        "s": s[0],
        "norm": torch.linalg.vector_norm(w),
        "d": torch.sign(s[0]) * torch.linalg.vector_norm(way),
    }
