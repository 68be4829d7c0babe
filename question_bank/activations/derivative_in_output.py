"""The slope of an activation as backpropagation uses it: from its output alone."""

from generator.authoring import Expression, Fraction, Record, instead_of, sympy

EXP, TANH = sympy.exp, sympy.tanh
Y = sympy.Symbol("y", real=True)


def _sigma(z):
    return 1 / (1 + EXP(-z))


# LaTeX with <z> for the input and, for the output, <u> where it stands alone, <f> where it is a
# factor, <b> where it is raised to a power, <u + 1> and <u - 1> for a sum as a factor; each slope
# with its function.
FUNCTIONS = {
    "sigmoid": Record(
        intro=r"Let $\sigma(z) = \frac{1}{1 + e^{-z}}$ and",
        value=r"\sigma(<z>)",
        slope=(r"<f> \left(1 - <f>\right)", lambda u: u * (1 - u)),
        sign_slip=(r"<f> \left(1 + <f>\right)", lambda u: u * (1 + u)),
        in_input=(r"\sigma(y) \left(1 - \sigma(y)\right)", lambda z: _sigma(z) * (1 - _sigma(z))),
    ),
    "tanh": Record(
        intro="Let",
        value=r"\tanh(<z>)",
        slope=(r"\left(1 - <b>^2\right)", lambda u: 1 - u**2),
        sign_slip=(r"\left(1 + <b>^2\right)", lambda u: 1 + u**2),
        in_input=(r"\left(1 - \tanh^2(y)\right)", lambda z: 1 - TANH(z) ** 2),
    ),
    "softplus": Record(
        intro="Let, with the natural logarithm,",
        value=r"\ln\left(1 + e^{<z>}\right)",
        slope=(r"\left(1 - e^{-<f>}\right)", lambda u: 1 - EXP(-u)),
        sign_slip=(r"\left(1 + e^{-<f>}\right)", lambda u: 1 + EXP(-u)),
        in_input=(r"\frac{e^y}{1 + e^y}", _sigma),
    ),
    "exponential": Record(
        intro="An ELU with its input <change> is, for $x < 0$,",
        value=r"\left(e^{<z>} - 1\right)",
        slope=("<u + 1>", lambda u: u + 1),
        sign_slip=("<u - 1>", lambda u: u - 1),
        in_input=("e^y", EXP),
    ),
    "arctan": Record(
        intro="Let",
        value=r"\arctan(<z>)",
        slope=(r"\cos^2\left(<u>\right)", lambda u: sympy.cos(u) ** 2),
        sign_slip=(r"\left(1 + \tan^2\left(<u>\right)\right)", lambda u: 1 + sympy.tan(u) ** 2),
        in_input=(r"\frac{1}{1 + y^2}", lambda z: 1 / (1 + z**2)),
    ),
    "softsign": Record(
        intro="A softsign with its input <change> is, for $x > 0$,",
        value=r"\frac{<z>}{1 + <z>}",
        slope=(r"\left(1 - <f>\right)^2", lambda u: (1 - u) ** 2),
        sign_slip=(r"\left(1 + <f>\right)^2", lambda u: (1 + u) ** 2),
        in_input=(r"\frac{1}{(1 + y)^2}", lambda z: 1 / (1 + z) ** 2),
    ),
}


def draw(rng):
    scaled = rng.choice([True, False])
    return {
        "name": rng.choice(list(FUNCTIONS)),
        "k": rng.choice([Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), 2, 3, 4, 5]),
        "c": rng.choice([2, 3, 4, 5, 6]) if scaled else 1,
        "d": 0 if scaled else rng.choice([-3, -2, -1, 1, 2, 3]),
    }


def _number(factor):
    """LaTeX of a decimal, or of a fraction where the decimals do not end."""
    decimal = f"{float(factor):g}"
    n, d = factor.as_integer_ratio()
    return decimal if Fraction(decimal) == factor else rf"\tfrac{{{n}}}{{{d}}}"


def _times(factor, formula):
    """LaTeX of a product."""
    dot = r" \cdot " if formula.startswith((r"\frac", r"\left(e")) else r"\, "
    return formula if factor == 1 else f"{_number(factor)}{dot}{formula}"


def _plus(formula, d):
    """LaTeX of a sum; the summand 0 is left out."""
    return formula if d == 0 else f"{formula} {'+' if d > 0 else '-'} {abs(d)}"


def _output(c, d, summand=0):
    """LaTeX of the activation's own output, (y - d) / c, plus a number."""
    return _plus(rf"\frac{{y}}{{{c}}}", summand) if c != 1 else _plus("y", summand - d)


def _bracketed(formula):
    """LaTeX of a factor."""
    return formula if formula == "y" else rf"\left({formula}\right)"


def _bare(formula):
    """LaTeX without the parentheses around all of it."""
    whole = formula.startswith(r"\left(") and formula.endswith(r"\right)")
    return formula.removeprefix(r"\left(").removesuffix(r"\right)") if whole else formula


def _slope(form, factor, c=1, d=0):
    """A factor times the slope where the activation's own output is (y - d) / c."""
    formula, function = form
    alone = _output(c, d)
    product = f"({alone})" if d else alone
    base = rf"\left({alone}\right)" if c != 1 else product
    plus, minus = (_bracketed(_output(c, d, summand)) for summand in (1, -1))
    written = {"<u>": alone, "<f>": product, "<b>": base, "<u + 1>": plus, "<u - 1>": minus}
    for letter, latex in written.items():
        formula = formula.replace(letter, latex)
    output = (Y - d) / sympy.Integer(c)
    latex = _bare(formula) if factor == 1 else _times(factor, formula)
    return Expression(latex, factor * function(output))


def intro(name, d):
    change = "scaled and its output shifted" if d else "and its output scaled"
    return FUNCTIONS[name].intro.replace("<change>", change)


def formula(name, k, c, d):
    value = FUNCTIONS[name].value.replace("<z>", f"{float(k):g}x")
    return _plus(_times(c, value), d)


def u(c, d):
    return _output(c, d)


def slope(name, k, c, d):
    return _slope(FUNCTIONS[name].slope, c * k, c, d)


@instead_of(slope, "chain_rule")
def inner_factor_missing(name, c, d):
    return _slope(FUNCTIONS[name].slope, c, c, d)


@instead_of(slope, "differentiation_rule")
def outer_factor_missing(name, k, c, d):
    return _slope(FUNCTIONS[name].slope, k, c, d)


@instead_of(slope, "wrong_quantity")
def output_not_undone(name, k, c):
    return _slope(FUNCTIONS[name].slope, c * k)


@instead_of(slope, "differentiation_rule")
def sign_slip(name, k, c, d):
    return _slope(FUNCTIONS[name].sign_slip, c * k, c, d)


@instead_of(slope, "differentiation_rule")
def divided_by_inner_factor(name, k, c, d):
    return _slope(FUNCTIONS[name].slope, Fraction(c) / k, c, d)


@instead_of(slope, "slope_at_activation")
def output_taken_for_input(name, k, c):
    return _slope(FUNCTIONS[name].in_input, c * k)


@instead_of(slope, "differentiation_rule")
def constant_kept(slope, d):
    return Expression(_plus(slope.latex, d), slope.expression + d)


def reference(name, k, c, d):
    import torch

    inverse = {
        "sigmoid": lambda u: torch.log(u / (1 - u)),
        "tanh": lambda u: torch.log((1 + u) / (1 - u)) / 2,
        "softplus": lambda u: torch.log(torch.expm1(u)),
        "exponential": lambda u: torch.log(1 + u),
        "arctan": torch.tan,
        "softsign": lambda u: u / (1 - u),
    }[name]

    def slope(y):
        # Its reciprocal is the slope of the inverse function, which is complex outside the range
        # of f and has a real slope even there.
        u = ((y - d) / c).to(torch.complex128).requires_grad_()
        x = inverse(u).real / k
        return 1 / (torch.autograd.grad(x, u)[0].real / c)

    return {"slope": slope}
