r"""The losses of the course, one entry each.

Sources: squared error and its factor: Bishop, *Pattern Recognition and Machine Learning* (2006),
§5.2; cross-entropies as negative log-likelihoods: Goodfellow et al., *Deep Learning* (2016), §6.2;
label smoothing: Szegedy et al. (2016), §7; Huber (1964); hinge: Cortes & Vapnik (1995).

`F` is the prediction and `Y` the target; in LaTeX they are `<f>` and `<y>`. A formula is that of
one entry, or of one example where the prediction is a vector of class scores.
"""

from typing import Any

import numpy as np
import sympy
from sympy import Abs, Expr, Matrix, Piecewise, Rational, diff, exp, log
from sympy.codegen.cfunctions import log1p

from generator.errors import GradsetError
from generator.nets.decisions import one_hot
from generator.nets.forms import Form, is_symbolic, is_tensor
from generator.nets.formulas import Line, cases, factor_latex, fill, number_latex, positive_number
from generator.nets.loss import REDUCTIONS, Loss
from generator.nets.softmax import LOGITS, are_symbols, log_softmax, softmax

__all__ = ["LOSSES", "REDUCTIONS", "Loss"]

F = sympy.Symbol("f", real=True)
Y = sympy.Symbol("y", real=True)


def _squared_error(half: Expr) -> Loss:
    value = half * (F - Y) ** 2
    slope = 2 * half * (F - Y)
    short = "<f> - <y>" if 2 * half == 1 else rf"{number_latex(2 * half)} (<f> - <y>)"
    raw = Line(rf"{factor_latex(half)}\cdot 2 (<f> - <y>)", half * 2 * (F - Y))
    textbook = Line(short, slope)
    return Loss(
        name="squared_error",
        letters=(r"\hat{y}", "y"),
        formula=Line(rf"{factor_latex(half)}(<f> - <y>)^2", value),
        chain=(textbook,) if half == 1 else (raw, textbook),
        raw=diff(value, F),
        variable=F,
        value=Form("squared_error", [F, Y], value),
        slope=Form("the gradient of squared_error", [F, Y], slope),
        parameters={"half": positive_number("half", half)},
        build=_squared_error,
    )


squared_error = _squared_error(sympy.Integer(1))

_bce = -(Y * log(F) + (1 - Y) * log(1 - F))


def _check_probability(p: Any, y: Any) -> None:
    _check_range("binary_cross_entropy", "probability", p, 0, 1, strict=True)
    _check_range("binary_cross_entropy", "target", y, 0, 1)


def _check_binary(_: Any, y: Any) -> None:
    _check_range("binary_cross_entropy_with_logits", "target", y, 0, 1)


def _check_range(
    name: str, what: str, values: Any, low: int, high: int, *, strict: bool = False
) -> None:
    if is_symbolic(values) or is_tensor(values) or are_symbols(values):
        return
    entries = np.asarray(values)
    inside = (low < entries) & (entries < high) if strict else (low <= entries) & (entries <= high)
    if not np.all(inside):
        kind = "strictly between" if strict else "between"
        raise GradsetError(f"{name}: {what} {values}; it has to lie {kind} {low} and {high}")


binary_cross_entropy = Loss(
    name="binary_cross_entropy",
    letters=("p", "y"),
    formula=Line(r"-\left(<y> \ln <f> + (1 - <y>) \ln(1 - <f>)\right)", _bce),
    chain=(
        Line(r"-\frac{<y>}{<f>} + \frac{1 - <y>}{1 - <f>}", -Y / F + (1 - Y) / (1 - F)),
        Line(
            r"\frac{-<y> (1 - <f>) + (1 - <y>) <f>}{<f> (1 - <f>)}",
            (-Y * (1 - F) + (1 - Y) * F) / (F * (1 - F)),
        ),
        Line(r"\frac{<f> - <y>}{<f> (1 - <f>)}", (F - Y) / (F * (1 - F))),
    ),
    raw=diff(_bce, F),
    variable=F,
    value=Form("binary_cross_entropy", [F, Y], _bce, -(Y * log(F) + (1 - Y) * log1p(-F))),
    slope=Form("the gradient of binary_cross_entropy", [F, Y], (F - Y) / (F * (1 - F))),
    check=_check_probability,
)

_s = 1 / (1 + exp(-F))
_bce_logits = -(Y * log(_s) + (1 - Y) * log(1 - _s))
_bce_floats = Piecewise(((1 - Y) * F + log1p(exp(-F)), F > 0), (-Y * F + log1p(exp(F)), True))

binary_cross_entropy_with_logits = Loss(
    name="binary_cross_entropy_with_logits",
    letters=("z", "y"),
    formula=Line(
        r"-\left(<y> \ln \sigma(<f>) + (1 - <y>) \ln(1 - \sigma(<f>))\right)", _bce_logits
    ),
    chain=(
        Line(
            r"\left(-\frac{<y>}{\sigma(<f>)} + \frac{1 - <y>}{1 - \sigma(<f>)}\right) "
            r"\cdot \sigma(<f>) (1 - \sigma(<f>))",
            (-Y / _s + (1 - Y) / (1 - _s)) * _s * (1 - _s),
        ),
        Line(r"-<y> (1 - \sigma(<f>)) + (1 - <y>)\, \sigma(<f>)", -Y * (1 - _s) + (1 - Y) * _s),
        Line(r"\sigma(<f>) - <y>", _s - Y),
    ),
    raw=diff(_bce_logits, F),
    variable=F,
    value=Form("binary_cross_entropy_with_logits", [F, Y], _bce_logits, _bce_floats),
    slope=Form("the gradient of binary_cross_entropy_with_logits", [F, Y], _s - Y),
    check=_check_binary,
    # The logarithms are compared by their derivative and at one place.
    more_claims=(
        ("the form for floats", diff(_bce_floats.replace(log1p, lambda x: log(1 + x)), F), _s - Y),
        ("the form for floats at 0", _bce_floats.subs(F, 0), _bce_logits.subs(F, 0)),
    ),
)


def _huber(delta: Expr) -> Loss:
    e = F - Y
    far = delta * (Abs(e) - delta / 2)
    value = Piecewise(
        (far.subs(Abs(e), -e), e < -delta), (far.subs(Abs(e), e), e > delta), (e**2 / 2, True)
    )
    slope = Piecewise((-delta, e < -delta), (delta, e > delta), (e, True))
    defined = Piecewise((e**2 / 2, (e <= delta) & (e >= -delta)), (far, True))
    return Loss(
        name="huber",
        letters=(r"\hat{y}", "y"),
        formula=Line(_huber_latex(delta), defined),
        chain=(Line(_huber_slope_latex(number_latex(delta)), slope),),
        raw=diff(value, F),
        variable=F,
        value=Form("huber", [F, Y], value),
        slope=Form("the gradient of huber", [F, Y], slope),
        branch=lambda f, y: np.abs(np.abs(np.subtract(f, y)) - float(delta)),
        more_claims=(("the definition", value, defined),),
        parameters={"delta": positive_number("delta", delta)},
        build=_huber,
    )


def _huber_latex(delta: Expr) -> str:
    d, factor = number_latex(delta), factor_latex(delta)
    far = f"|<f> - <y>| - {number_latex(delta / 2)}"
    return cases(
        (r"\frac{1}{2} (<f> - <y>)^2", rf"|<f> - <y>| \le {d}"),
        (rf"{factor}\left({far}\right)" if factor else far, rf"|<f> - <y>| > {d}"),
    )


def _huber_slope_latex(d: str) -> str:
    return cases(
        ("<f> - <y>", rf"|<f> - <y>| \le {d}"),
        (d, rf"<f> - <y> > {d}"),
        (f"-{d}", rf"<f> - <y> < -{d}"),
    )


huber = _huber(sympy.Integer(1))

_hinge = Piecewise((1 - Y * F, Y * F < 1), (0, True))
_hinge_slope = Piecewise((-Y, Y * F < 1), (0, True))


def _check_signs(_: Any, y: Any) -> None:
    if not (is_symbolic(y) or are_symbols(y)) and not np.all(np.abs(y) == 1):
        raise GradsetError(f"hinge: labels {y}; each has to be -1 or 1")


hinge = Loss(
    name="hinge",
    letters=("s", "y"),
    formula=Line(r"\max(0, 1 - <y> <f>)", _hinge),
    chain=(Line(cases(("-<y>", "<y> <f> < 1"), ("0", "<y> <f> > 1")), _hinge_slope),),
    raw=diff(_hinge, F),
    variable=F,
    value=Form("hinge", [F, Y], _hinge),
    slope=Form("the gradient of hinge", [F, Y], _hinge_slope),
    check=_check_signs,
    settle=({Y: sympy.Integer(1)}, {Y: sympy.Integer(-1)}),
    branch=lambda s, y: np.abs(1 - np.multiply(y, s)),
)


def _distribution(z: Any, target: Any) -> Any:
    """Return targets of the shape of the logits: classes become one-hot."""
    K = np.shape(z)[-1] if np.ndim(z) else 0
    if np.shape(target) == np.shape(z) and K:
        return target
    if not K or np.shape(target) != np.shape(z)[:-1]:
        raise GradsetError(
            f"cross_entropy: logits of shape {np.shape(z)} and targets of shape "
            f"{np.shape(target)}; (K,) or (N, K) with classes or distributions would be right"
        )
    if is_tensor(z):
        import torch

        return torch.eye(K, dtype=z.dtype)[target]
    return one_hot(int(target) if is_symbolic(target) else target, K)


def _check_distribution(z: Any, target: Any) -> None:
    q = _distribution(z, target)
    if are_symbols(q) or is_tensor(q):
        return
    if np.any(np.asarray(q) < 0) or np.any(np.abs(np.sum(q, axis=-1) - 1) > 1e-9):
        raise GradsetError(f"cross_entropy: targets {target} are no probabilities that add up to 1")


def _smoothed(z: Any, target: Any, smoothing: Expr) -> Any:
    q = _distribution(z, target)
    if smoothing == 0:
        return q
    symbolic = are_symbols(z) or are_symbols(q)
    epsilon = smoothing if symbolic else float(smoothing)
    return (1 - epsilon) * q + epsilon / np.shape(z)[-1]


_Q = sympy.symbols("q1:3", real=True)
_q = Matrix([*_Q, 1 - _Q[0] - _Q[1]])
_p = Matrix([exp(z) for z in LOGITS]) / sum(exp(z) for z in LOGITS)


def _cross_entropy(smoothing: Expr) -> Loss:
    if not (smoothing.is_nonnegative and (1 - smoothing).is_positive):
        raise GradsetError(
            f"parameter smoothing is {smoothing}; 0 or more and less than 1 is right"
        )
    q = _q.applyfunc(lambda entry: (1 - smoothing) * entry + smoothing / 3)
    value = -sum(q[k] * log(_p[k]) for k in range(3))
    return Loss(
        name="cross_entropy",
        letters=("z", "y"),
        formula=Line(_cross_entropy_latex(smoothing), value),
        chain=_cross_entropy_chain(smoothing, q),
        raw=Matrix([diff(value, z) for z in LOGITS]),
        variable=LOGITS[0],
        value=lambda z, y: -(_smoothed(z, y, smoothing) * log_softmax(z)).sum(-1),
        slope=lambda z, y: softmax(z) - _smoothed(z, y, smoothing),
        check=_check_distribution,
        rowwise=True,
        parameters={"smoothing": smoothing},
        build=_cross_entropy,
    )


def _smoothed_latex(smoothing: Expr, index: str, sign: str = "+") -> str:
    kept, spread = number_latex(1 - smoothing), number_latex(smoothing)
    return rf"{kept}\, <y><n>_{index} {sign} \frac{{{spread}}}{{K}}"


def _cross_entropy_latex(smoothing: Expr) -> str:
    softmaxed = r"\ln p<n>_k, \quad p<n> = \operatorname{softmax}(<f><n>)"
    if smoothing == 0:
        return rf"-\sum_{{k=1}}^{{K}} <y><n>_k {softmaxed}"
    q = rf"q<n>_k = {_smoothed_latex(smoothing, 'k')}"
    return rf"-\sum_{{k=1}}^{{K}} q<n>_k {softmaxed}, \quad {q}"


def _cross_entropy_chain(smoothing: Expr, q: Matrix) -> tuple[Line, ...]:
    r"""Derive by logit $z_i$; the middle line uses that the targets add up to 1."""
    t = "<y>" if smoothing == 0 else "q"
    chain = (
        Line(
            rf"-\sum_{{k=1}}^{{K}} \frac{{{t}_k}}{{p_k}}\, p_k (\delta_{{ik}} - p_i)",
            Matrix([-sum(q[k] / _p[k] * _dp(k, i) for k in range(3)) for i in range(3)]),
        ),
        Line(
            rf"-{t}_i + p_i \sum_{{k=1}}^{{K}} {t}_k",
            Matrix([-q[i] + _p[i] * sum(q) for i in range(3)]),
        ),
        Line(rf"p_i - {t}_i", _p - q),
    )
    if smoothing == 0:
        return chain
    return (*chain, Line(f"p_i - {fill(_smoothed_latex(smoothing, 'i', '-'), n='')}", _p - q))


def _dp(k: int, i: int) -> Expr:
    return _p[k] * (int(i == k) - _p[i])


cross_entropy = _cross_entropy(Rational(0))

LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        squared_error,
        binary_cross_entropy,
        binary_cross_entropy_with_logits,
        cross_entropy,
        huber,
        hinge,
    )
}
