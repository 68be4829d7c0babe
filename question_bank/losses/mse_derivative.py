"""The derivative of a squared error as a formula: in general, and for three points."""

from itertools import product

from generator.authoring import Fraction, dot, gradient, guard, instead_of, np, sympy

HALF = Fraction(1, 2)
FACTORS = {"mean": Fraction(1, 3), "half_mean": Fraction(1, 6), "sum": 1, "half_sum": HALF}


def draw(rng):
    form = rng.choice(list(FACTORS))
    return {
        "form": form,
        "by": rng.choice(["y_hat", "w", "b"]),
        "c": FACTORS[form],
        "x": np.array(rng.sample([-4, -3, -2, -1, 1, 2, 3, 4], 3), dtype=object),
        "y": rng.integers(3, -6, 6),
        "w": sympy.Symbol("w", real=True),
    }


def _formula(number, mean, sign, inner, summed):
    """LaTeX of number (/N) times the (sum of the) errors, times an inner derivative."""
    above, below = Fraction(number).as_integer_ratio()
    divisor = ("" if below == 1 else str(below)) + ("N" if mean else "")
    factor = rf"\frac{{{above}}}{{{divisor}}}" if divisor else {1: "", 2: "2"}[above]
    total = r"\sum_{i=1}^{N} " if summed else ""
    error = r"(\hat{y}_i - y_i)" if sign > 0 else r"(y_i - \hat{y}_i)"
    return f"${factor} {total}{error}{inner}$".replace("$ ", "$")


def _parts(form, by):
    return {
        "number": 1 if "half" in form else 2,
        "mean": "mean" in form,
        "sign": 1,
        "inner": r"\, x_i" if by == "w" else "",
        "summed": by != "y_hat",
    }


def slope(form, by):
    return _formula(**_parts(form, by))


def A(x):
    r"<x>^\top <x>"
    return dot(x, x)


def B(x, y):
    r"<x>^\top <y>"
    return dot(x, y)


def total(c, x, y, w):
    return c * sum((w * int(a) - int(t)) ** 2 for a, t in zip(x, y, strict=True))


@gradient(total, "w")
def slope_w(c, A, B, w):
    r"2 \cdot <c> (<A> <w> - <B>)"
    return 2 * c * (int(A) * w - int(B))


def w_best(A, B):
    r"\frac{<B>}{<A>}"
    return Fraction(int(B), int(A))


@instead_of(slope, "sign_wrong")
def target_minus_prediction(form, by):
    return _formula(**{**_parts(form, by), "sign": -1})


@instead_of(slope, "factor_two")
def factor_two_lost(form, by):
    parts = _parts(form, by)
    return _formula(**{**parts, "number": Fraction(parts["number"], 2)})


@instead_of(slope, "factor_two")
def half_overlooked(form, by):
    return _formula(**{**_parts(form, by), "number": 2})


@instead_of(slope, "mean_wrong")
def other_reduction(form, by):
    parts = _parts(form, by)
    return _formula(**{**parts, "mean": not parts["mean"]})


@instead_of(slope, "chain_rule")
def inner_derivative_wrong(form, by):
    return _formula(**{**_parts(form, by), "inner": "" if by == "w" else r"\, x_i"})


@instead_of(slope, "differentiation_rule")
def weight_for_input(form, by):
    return _formula(**{**_parts(form, by), "inner": r"\, w"})


@instead_of(slope_w, "factor_two")
def square_kept_its_factor(c, A, B, w):
    return c * (int(A) * w - int(B))


@instead_of("c", "mean_wrong")
def factor_left_out():
    return 1


@instead_of(slope_w, "chain_rule")
def inputs_left_out(c, x, y, w):
    return 2 * c * (int(sum(x)) * w - int(sum(y)))


@instead_of(slope_w, "sign_wrong")
def sign_turned(slope_w):
    return -slope_w


@instead_of(w_best, "arithmetic")
def sums_divided(x, y):
    return Fraction(int(sum(y)), int(sum(x)))


@instead_of(w_best, "upside_down")
def upside_down(A, B):
    return Fraction(int(A), int(B))


@instead_of(w_best, "sign_wrong")
def sign_of_solution(w_best):
    return -w_best


@guard
def solvable(x, y, B):
    """the best weight is 0, or a sum that a mistake divides by is"""
    return B != 0 and sum(x) != 0 and sum(y) != 0


def reference(form, by, x, y):
    import torch
    from torch.nn.functional import mse_loss

    def loss(output, target):
        value = mse_loss(output, target, reduction="mean" if "mean" in form else "sum")
        return value / 2 if "half" in form else value

    def total(w):
        return loss(w * x, y.to(w.dtype))

    def slope_w(w):
        w.requires_grad_()
        return torch.autograd.grad(total(w), w)[0]

    def slope():
        """The formula among all that agrees with autograd on some numbers."""
        u, t = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([1.0, 0.3, -0.7])
        w, b = torch.tensor(0.7, requires_grad=True), torch.tensor(0.2, requires_grad=True)
        out = w * u + b
        found = torch.autograd.grad(loss(out, t), {"y_hat": out, "w": w, "b": b}[by])[0]
        numbers = [Fraction(1, 2), 1, 2]
        inners = {"": 1, r"\, x_i": u, r"\, w": w}
        options = product(numbers, [True, False], [1, -1], inners, [by != "y_hat"])
        for number, mean, sign, inner, summed in options:
            value = float(number) / (3 if mean else 1) * sign * (out - t) * inners[inner]
            if torch.allclose(value.sum() if summed else value, found):
                return _formula(number, mean, sign, inner, summed)
        raise AssertionError

    A, B = (torch.tensordot(x, other, 1) for other in (x, y))
    best = torch.linalg.lstsq(x[:, None].double(), y[:, None].double()).solution[0, 0]
    return {"slope": slope(), "A": A, "B": B, "total": total, "slope_w": slope_w, "w_best": best}
