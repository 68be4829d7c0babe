r"""The activations of the course, one entry each. Read an entry against the textbook.

Sources: sigmoid, tanh, ReLU, leaky ReLU and softplus: Goodfellow, Bengio & Courville, *Deep
Learning* (2016), §3.10, §6.2.2 and §6.3; leaky ReLU: Maas, Hannun & Ng (2013); ELU: Clevert,
Unterthiner & Hochreiter (2016), eq. (15); GELU and its tanh approximation: Hendrycks & Gimpel
(2016), §2; SiLU: ibid. and Elfwing, Uchibe & Doya (2018); hard tanh: Collobert (2004).

Every line is a pair: LaTeX with `<z>` for the variable, and the expression that it stands for.
`proofs.prove` proves each equal to the line before it. The forms for floats avoid differences of
nearly equal numbers (1 - tanh² at 15 would keep three digits).
"""

import sympy
from sympy import Abs, Eq, Expr, Integer, Piecewise, Rational, erf, exp, log, pi, sqrt
from sympy.codegen.cfunctions import expm1, log1p

from generator.nets.activation import A, Activation, Z
from generator.nets.formulas import Line, Phi, cases, factor_latex, number_latex, positive_number

__all__ = ["ACTIVATIONS", "A", "Activation", "Z"]

_one = Integer(1)
_sigma = 1 / (1 + exp(-Z))
_decay = exp(-Abs(Z))

sigmoid = Activation(
    name="sigmoid",
    latex=r"\sigma",
    expression=_sigma,
    formula=Line(r"\frac{1}{1 + e^{-<z>}}", 1 / (1 + exp(-Z))),
    chain=(
        Line(
            r"-\frac{1}{(1 + e^{-<z>})^2} \cdot (-e^{-<z>})",
            -1 / (1 + exp(-Z)) ** 2 * -exp(-Z),
        ),
        Line(
            r"\frac{1}{1 + e^{-<z>}} \cdot \frac{e^{-<z>}}{1 + e^{-<z>}}",
            1 / (1 + exp(-Z)) * (exp(-Z) / (1 + exp(-Z))),
        ),
        Line(
            r"\frac{1}{1 + e^{-<z>}} \left(1 - \frac{1}{1 + e^{-<z>}}\right)",
            1 / (1 + exp(-Z)) * (1 - 1 / (1 + exp(-Z))),
        ),
        Line(r"\sigma(<z>) (1 - \sigma(<z>))", _sigma * (1 - _sigma)),
    ),
    in_output=Line(r"<a> (1 - <a>)", A * (1 - A)),
    slope_floats=_decay / (1 + _decay) ** 2,
)

_sinh = exp(Z) - exp(-Z)
_cosh = exp(Z) + exp(-Z)

tanh = Activation(
    name="tanh",
    latex=r"\tanh",
    expression=sympy.tanh(Z),
    formula=Line(r"\frac{e^{<z>} - e^{-<z>}}{e^{<z>} + e^{-<z>}}", _sinh / _cosh),
    chain=(
        Line(
            r"\frac{(e^{<z>} + e^{-<z>})^2 - (e^{<z>} - e^{-<z>})^2}{(e^{<z>} + e^{-<z>})^2}",
            (_cosh**2 - _sinh**2) / _cosh**2,
        ),
        Line(
            r"1 - \left(\frac{e^{<z>} - e^{-<z>}}{e^{<z>} + e^{-<z>}}\right)^2",
            1 - (_sinh / _cosh) ** 2,
        ),
        Line(r"1 - \tanh^2(<z>)", 1 - sympy.tanh(Z) ** 2),
    ),
    in_output=Line(r"1 - <a>^2", 1 - A**2),
    slope_floats=4 * _decay**2 / (1 + _decay**2) ** 2,
)

relu = Activation(
    name="relu",
    latex=r"\operatorname{ReLU}",
    expression=Piecewise((Z, Z > 0), (0, True)),
    formula=Line(r"\max(0, <z>)", Piecewise((Z, Z > 0), (0, True))),
    chain=(Line(cases(("1", "<z> > 0"), ("0", "<z> < 0")), Piecewise((1, Z > 0), (0, Z < 0))),),
    kinks=(0,),
    slope_at_kinks=Piecewise((1, Z > 0), (0, True)),
    in_output=Line(cases(("1", "<a> > 0"), ("0", "<a> = 0")), Piecewise((1, A > 0), (0, Eq(A, 0)))),
)


def _leaky_relu(alpha: Expr) -> Activation:
    slope = number_latex(positive_number("alpha", alpha))
    return Activation(
        name="leaky_relu",
        latex=r"\operatorname{LeakyReLU}",
        expression=Piecewise((Z, Z > 0), (alpha * Z, True)),
        formula=Line(
            cases(("<z>", "<z> > 0"), (rf"{factor_latex(alpha)}<z>", r"<z> \le 0")),
            Piecewise((Z, Z > 0), (alpha * Z, Z <= 0)),
        ),
        chain=(
            Line(
                cases(("1", "<z> > 0"), (slope, "<z> < 0")), Piecewise((1, Z > 0), (alpha, Z < 0))
            ),
        ),
        kinks=(0,),
        slope_at_kinks=Piecewise((1, Z > 0), (alpha, True)),
        in_output=Line(
            cases(("1", "<a> > 0"), (slope, "<a> < 0")), Piecewise((1, A > 0), (alpha, A < 0))
        ),
        parameters={"alpha": alpha},
        build=_leaky_relu,
    )


def _elu(alpha: Expr) -> Activation:
    factor = factor_latex(positive_number("alpha", alpha))
    minus_one = f"{factor}(e^{{<z>}} - 1)" if factor else "e^{<z>} - 1"
    return Activation(
        name="elu",
        latex=r"\operatorname{ELU}",
        expression=Piecewise((Z, Z > 0), (alpha * (exp(Z) - 1), True)),
        formula=Line(
            cases(("<z>", "<z> > 0"), (minus_one, r"<z> \le 0")),
            Piecewise((Z, Z > 0), (alpha * (exp(Z) - 1), Z <= 0)),
        ),
        chain=(
            Line(
                cases(("1", "<z> > 0"), (f"{factor}e^{{<z>}}", "<z> < 0")),
                Piecewise((1, Z > 0), (alpha * exp(Z), Z < 0)),
            ),
        ),
        # With alpha = 1 both branches have slope 1 at 0: no kink.
        kinks=() if alpha == 1 else (0,),
        slope_at_kinks=Piecewise((1, Z > 0), (alpha * exp(Z), True)),
        in_output=Line(
            cases(("1", "<a> > 0"), (f"<a> + {number_latex(alpha)}", "<a> < 0")),
            Piecewise((1, A > 0), (A + alpha, A < 0)),
        ),
        floats=Piecewise((Z, Z > 0), (alpha * expm1(Z), True)),
        parameters={"alpha": alpha},
        build=_elu,
    )


leaky_relu = _leaky_relu(Rational(1, 100))
elu = _elu(_one)

softplus = Activation(
    name="softplus",
    latex=r"\operatorname{softplus}",
    expression=log(1 + exp(Z)),
    formula=Line(r"\ln(1 + e^{<z>})", log(1 + exp(Z))),
    chain=(
        Line(r"\frac{1}{1 + e^{<z>}} \cdot e^{<z>}", 1 / (1 + exp(Z)) * exp(Z)),
        Line(r"\frac{1}{1 + e^{-<z>}}", 1 / (1 + exp(-Z))),
        Line(r"\sigma(<z>)", _sigma),
    ),
    in_output=Line(r"1 - e^{-<a>}", 1 - exp(-A)),
    floats=Piecewise((Z + log1p(exp(-Z)), Z > 0), (log1p(exp(Z)), True)),
)

_Phi = (1 + erf(Z / sqrt(2))) / 2
_phi = exp(-(Z**2) / 2) / sqrt(2 * pi)

gelu = Activation(
    name="gelu",
    latex=r"\operatorname{GELU}",
    expression=Z * _Phi,
    formula=Line(
        r"<z>\, \Phi(<z>) = \frac{<z>}{2} "
        r"\left(1 + \operatorname{erf}\left(\frac{<z>}{\sqrt{2}}\right)\right)",
        Z / 2 * (1 + erf(Z / sqrt(2))),
    ),
    chain=(
        Line(
            r"\frac{1}{2} \left(1 + \operatorname{erf}\left(\frac{<z>}{\sqrt{2}}\right)\right) "
            r"+ \frac{<z>}{2} \cdot \frac{2}{\sqrt{\pi}}\, e^{-<z>^2 / 2} \cdot \frac{1}{\sqrt{2}}",
            (1 + erf(Z / sqrt(2))) / 2 + Z / 2 * (2 / sqrt(pi)) * exp(-(Z**2) / 2) * (1 / sqrt(2)),
        ),
        Line(
            r"\Phi(<z>) + \frac{<z>}{\sqrt{2 \pi}}\, e^{-<z>^2 / 2}",
            _Phi + Z / sqrt(2 * pi) * exp(-(Z**2) / 2),
        ),
    ),
    floats=Z * Phi(Z),
    slope_floats=Phi(Z) + Z * _phi,
)

_c = Rational(44715, 10**6)
_u = sqrt(2 / pi) * (Z + _c * Z**3)
_du = sqrt(2 / pi) * (1 + 3 * _c * Z**2)
_u_latex = r"\sqrt{\frac{2}{\pi}} \left(<z> + 0.044715\, <z>^3\right)"
_du_latex = r"\sqrt{\frac{2}{\pi}} \left(1 + 0.134145\, <z>^2\right)"
# tanh(u) = 2 sigma(2u) - 1, and 2u as a product, because powers are slow.
_2u = 2 * sqrt(2 / pi) * Z * (1 + _c * Z**2)

gelu_tanh = Activation(
    name="gelu_tanh",
    latex=r"\operatorname{GELU}_{\tanh}",
    expression=Z / 2 * (1 + sympy.tanh(_u)),
    formula=Line(
        rf"\frac{{<z>}}{{2}} \left(1 + \tanh(u)\right), \quad u = {_u_latex}",
        Z / 2 * (1 + sympy.tanh(_u)),
    ),
    chain=(
        Line(
            r"\frac{1}{2} \left(1 + \tanh(u)\right) "
            rf"+ \frac{{<z>}}{{2}} \left(1 - \tanh^2(u)\right) \cdot {_du_latex}",
            (1 + sympy.tanh(_u)) / 2 + Z / 2 * (1 - sympy.tanh(_u) ** 2) * _du,
        ),
    ),
    floats=Z / (1 + exp(-_2u)),
    slope_floats=(1 + 2 * Z * _du / (1 + exp(_2u))) / (1 + exp(-_2u)),
)

silu = Activation(
    name="silu",
    latex=r"\operatorname{SiLU}",
    expression=Z * _sigma,
    formula=Line(r"<z>\, \sigma(<z>) = \frac{<z>}{1 + e^{-<z>}}", Z / (1 + exp(-Z))),
    chain=(
        Line(
            r"\sigma(<z>) + <z>\, \sigma(<z>) (1 - \sigma(<z>))",
            _sigma + Z * _sigma * (1 - _sigma),
        ),
        Line(
            r"\sigma(<z>) \left(1 + <z> (1 - \sigma(<z>))\right)",
            _sigma * (1 + Z * (1 - _sigma)),
        ),
    ),
    slope_floats=(1 + Z / (1 + exp(Z))) / (1 + exp(-Z)),
)

hard_tanh = Activation(
    name="hard_tanh",
    latex=r"\operatorname{hardtanh}",
    expression=Piecewise((-1, Z <= -1), (1, Z >= 1), (Z, True)),
    formula=Line(
        cases(("-1", "<z> < -1"), ("<z>", r"-1 \le <z> \le 1"), ("1", "<z> > 1")),
        Piecewise((-1, Z < -1), (Z, Z <= 1), (1, Z > 1)),
    ),
    chain=(
        Line(
            cases(("1", "-1 < <z> < 1"), ("0", r"<z> < -1 \text{ or } <z> > 1")),
            Piecewise((1, (Z > -1) & (Z < 1)), (0, (Z < -1) | (Z > 1))),
        ),
    ),
    kinks=(-1, 1),
    slope_at_kinks=Piecewise((1, (Z > -1) & (Z < 1)), (0, True)),
    in_output=Line(
        cases(("1", "-1 < <a> < 1"), ("0", r"<a> = -1 \text{ or } <a> = 1")),
        Piecewise((1, (A > -1) & (A < 1)), (0, True)),
    ),
)

identity = Activation(
    name="identity",
    latex=r"\operatorname{id}",
    expression=Z,
    formula=Line("<z>", Z),
    chain=(Line("1", _one),),
    in_output=Line("1", _one),
)

ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        sigmoid,
        tanh,
        relu,
        leaky_relu,
        elu,
        softplus,
        gelu,
        gelu_tanh,
        silu,
        hard_tanh,
        identity,
    )
}
