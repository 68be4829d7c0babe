"""Limits, value at 0 and steepest slope of scaled and shifted activations."""

from generator.authoring import Fraction, Record, instead_of, np

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
# Limits, value and slope at 0 of what stands inside.
SHAPES = {
    "sigmoid": Record(low=0, high=1, middle=HALF, slope=QUARTER),
    "tanh": Record(low=-1, high=1, middle=0, slope=1),
}


def draw(rng):
    def scaled(name):
        return Record(
            name=name,
            C=rng.choice([-6, -5, -3, -2, 2, 3, 5, 6]),
            k=rng.choice([-4, -3, -2, -HALF, HALF, 2, 3, 4]),
            d=rng.integer(-4, 4, zero=False),
        )

    def clipped():
        low = rng.integer(-4, -1)
        return Record(
            name="clip",
            k=rng.choice([-3, -2, -HALF, HALF, 2, 3]),
            low=low,
            high=low + rng.integer(2, 5),
            d=rng.integer(-6, 6, zero=False),
        )

    return {"fs": rng.shuffled([scaled("sigmoid"), scaled("tanh"), clipped()])}


def _formula(f):
    k, sign = f"{float(f.k):g}", "+" if f.d > 0 else "-"
    if f.name == "clip":
        return rf"\max({f.low}, \min({f.high}, {k}x {sign} {abs(f.d)}))"
    name = r"\sigma" if f.name == "sigmoid" else r"\tanh"
    return rf"{f.C}\, {name}({k}x) {sign} {abs(f.d)}"


def formulas(fs):
    return [_formula(f) for f in fs]


def _column(fs, of_scaled, of_clipped):
    values = [of_clipped(f) if f.name == "clip" else of_scaled(f, SHAPES[f.name]) for f in fs]
    return np.array(values, dtype=object)


def at_minus_infinity(fs):
    return _column(
        fs,
        lambda f, shape: f.C * (shape.low if f.k > 0 else shape.high) + f.d,
        lambda f: f.low if f.k > 0 else f.high,
    )


def at_plus_infinity(fs):
    return _column(
        fs,
        lambda f, shape: f.C * (shape.high if f.k > 0 else shape.low) + f.d,
        lambda f: f.high if f.k > 0 else f.low,
    )


def at_zero(fs):
    return _column(
        fs,
        lambda f, shape: f.C * shape.middle + f.d,
        lambda f: max(f.low, min(f.high, f.d)),
    )


def steepest(fs):
    return _column(fs, lambda f, shape: abs(f.C * f.k) * shape.slope, lambda f: abs(f.k))


@instead_of(at_minus_infinity, "other_branch")
def limits_swapped(at_plus_infinity):
    return at_plus_infinity


@instead_of(at_minus_infinity, "other_branch")
def sigmoid_limit_minus_one(fs):
    return _column(
        fs,
        lambda f, _: f.C * (-1 if f.k > 0 else 1) + f.d,
        lambda f: f.low if f.k > 0 else f.high,
    )


@instead_of(at_plus_infinity, "bias_left_out")
def constant_summand_left_out(fs):
    return _column(
        fs,
        lambda f, shape: f.C * (shape.high if f.k > 0 else shape.low),
        lambda f: f.high if f.k > 0 else f.low,
    )


@instead_of(at_plus_infinity, "sign_wrong")
def negative_inner_factor_overlooked(fs):
    return _column(fs, lambda f, shape: f.C * shape.high + f.d, lambda f: f.high)


@instead_of(at_zero, "wrong_quantity")
def sigmoid_zero_at_zero(fs):
    return _column(fs, lambda f, _: f.d, lambda f: max(f.low, min(f.high, f.d)))


@instead_of(at_zero, "other_branch")
def not_cut_off(fs):
    return _column(fs, lambda f, shape: f.C * shape.middle + f.d, lambda f: f.d)


@instead_of(steepest, "chain_rule")
def inner_factor_missing(fs):
    return _column(fs, lambda f, shape: abs(f.C) * shape.slope, lambda _: 1)


@instead_of(steepest, "differentiation_rule")
def outer_factor_missing(fs):
    return _column(fs, lambda f, shape: abs(f.k) * shape.slope, lambda f: abs(f.k))


@instead_of(steepest, "differentiation_rule")
def sigmoid_slope_one(fs):
    return _column(fs, lambda f, _: abs(f.C * f.k), lambda f: abs(f.k))


@instead_of(steepest, "sign_wrong")
def sign_of_the_slope_kept(fs):
    return _column(fs, lambda f, shape: f.C * f.k * shape.slope, lambda f: f.k)


def reference(fs):
    import torch

    torch_functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}

    def value(f, x):
        if f.name == "clip":
            return torch.nn.functional.hardtanh(f.k * x + f.d, f.low, f.high)
        return f.C * torch_functions[f.name](f.k * x) + f.d

    def slopes(f):
        # The middle of the sloping piece, which is 0 but for the cut-off function.
        middle = ((f.low + f.high) / 2 - f.d) / f.k if f.name == "clip" else torch.tensor(0.0)
        x = torch.linspace(-9, 9, 181, dtype=torch.float64) + middle
        x.requires_grad_()
        return torch.autograd.grad(value(f, x).sum(), x)[0]

    far = torch.tensor(1e4, dtype=torch.float64)
    return {
        "at_minus_infinity": [value(f, -far) for f in fs],
        "at_plus_infinity": [value(f, far) for f in fs],
        "at_zero": [value(f, 0 * far) for f in fs],
        "steepest": [slopes(f).abs().max() for f in fs],
    }
