r"""The softmax, its logarithm and its Jacobian (Goodfellow et al., *Deep Learning*, §6.2.2.3).

One definition for numbers (the largest entry is subtracted first, §4.1), tensors and expressions;
always along the last axis.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy

from generator.errors import GradsetError
from generator.nets.forms import is_exact, is_symbolic, is_tensor
from generator.nets.formulas import Line, all_latex, fill
from generator.nets.proofs import Claim, neighbours

LOGITS = sympy.symbols("z1:4", real=True)


def as_entries(value: Any) -> Any:
    """Return a vector or matrix as an array: a row or column matrix of sympy becomes 1-D."""
    if isinstance(value, sympy.MatrixBase):
        shape = (len(value),) if 1 in value.shape else value.shape
        return np.array(list(value), dtype=object).reshape(shape)
    if isinstance(value, list | tuple):
        return np.array(value, dtype=object if any(map(is_symbolic, value)) else None)
    return value


def like(value: Any, entries: Any) -> Any:
    """Return an array in the container that its input came in: a sympy matrix or a list."""
    if isinstance(value, sympy.MatrixBase):
        return sympy.Matrix(*value.shape, list(entries.ravel()))
    if isinstance(value, list | tuple) and any(map(is_symbolic, value)):
        return list(entries)
    return entries


def are_symbols(entries: Any) -> bool:
    """Tell whether an array holds sympy expressions."""
    return isinstance(entries, np.ndarray) and any(is_symbolic(entry) for entry in entries.flat)


def _checked(name: str, z: Any) -> Any:
    """Return logits of shape (..., K): floats, symbols, or a tensor."""
    entries = as_entries(z)
    if is_tensor(entries) or are_symbols(entries):
        return entries
    if not isinstance(entries, np.ndarray) or entries.ndim == 0 or entries.shape[-1] == 0:
        raise GradsetError(f"{name} was given {z!r}; an array of shape (..., K) would be right")
    if entries.dtype == object and any(is_exact(entry) for entry in entries.flat):
        raise GradsetError(f"{name} of {z} is irrational and has no exact value; use floats")
    return entries.astype(float)


def _shifted(entries: Any) -> Any:
    if is_tensor(entries):
        return entries - entries.amax(-1, keepdim=True).detach()
    return entries if are_symbols(entries) else entries - entries.max(axis=-1, keepdims=True)


def _exp(entries: Any) -> Any:
    if are_symbols(entries):
        return np.array([sympy.exp(entry) for entry in entries.flat]).reshape(entries.shape)
    return entries.exp() if is_tensor(entries) else np.exp(entries)


def _log(entries: Any) -> Any:
    if are_symbols(entries):
        return np.array([sympy.log(entry) for entry in entries.flat]).reshape(entries.shape)
    return entries.log() if is_tensor(entries) else np.log(entries)


def _total(entries: Any) -> Any:
    """Sum along the last axis, which stays with length 1."""
    if is_tensor(entries):
        return entries.sum(-1, keepdim=True)
    return entries.sum(axis=-1, keepdims=True)


class Softmax:
    """The softmax along the last axis: logits of shape (..., K) to probabilities of that shape.

    Takes float or integer arrays and sequences (gives a float array), sympy matrices and lists of
    expressions (gives the same container), and torch tensors.

    Raises:
        GradsetError: the logits are a single number, or Fractions, whose softmax is irrational.
    """

    name = "softmax"
    formula = Line(
        r"\frac{e^{<z>_i}}{\sum_{k=1}^{K} e^{<z>_k}}",
        sympy.Matrix([sympy.exp(z) for z in LOGITS]) / sum(sympy.exp(z) for z in LOGITS),
    )

    def __call__(self, z: Any) -> Any:
        """Return the probabilities, of the shape of the logits."""
        powers = _exp(_shifted(_checked(self.name, z)))
        return like(z, powers / _total(powers))

    def jacobian(self, z: Any) -> Any:
        r"""Return the derivatives $\partial p_i / \partial z_j$, of shape (..., K, K).

        A vector of sympy expressions gives a matrix, an array an array, a tensor a tensor.
        """
        p = self(as_entries(z))
        if is_tensor(p):
            return p.diag_embed() - p[..., :, None] * p[..., None, :]
        jacobian = p[..., :, None] * (np.eye(p.shape[-1], dtype=int) - p[..., None, :])
        return sympy.Matrix(jacobian) if are_symbols(p) and p.ndim == 1 else jacobian

    def definition(self, variable: str = "z") -> str:
        """Return the definition of one component as LaTeX."""
        return rf"\operatorname{{softmax}}({variable})_i = " + fill(self.formula.latex, z=variable)

    def derivation(self, variable: str = "z", output: str = "p") -> list[str]:
        r"""Return $\partial p_i / \partial z_j$ as LaTeX, step by step."""
        return all_latex(_jacobian_chain(), z=variable, p=output)

    def claims(self) -> Iterator[Claim]:
        """Claim the formulas, written out for three classes."""
        z = sympy.Matrix(LOGITS)
        lines = [line.expression for line in _jacobian_chain()]
        yield Claim("the definition", self(z), self.formula.expression, LOGITS[0])
        yield Claim("the derivative", self.formula.expression.jacobian(z), lines[0], LOGITS[0])
        yield from neighbours("the derivative", lines, LOGITS[0])
        yield Claim("the Jacobian", self.jacobian(z), lines[-1], LOGITS[0])
        logarithm = self.formula.expression.applyfunc(sympy.log)
        yield Claim("the logarithm", log_softmax(z), logarithm, LOGITS[0])


def log_softmax(z: Any) -> Any:
    """Return the logarithms of the softmax, as the softmax itself is called and without overflow.

    Raises:
        GradsetError: as for the softmax.
    """
    shifted = _shifted(_checked("log_softmax", z))
    return like(z, shifted - _log(_total(_exp(shifted))))


def _jacobian_chain() -> tuple[Line, ...]:
    e = [sympy.exp(z) for z in LOGITS]
    total = sympy.Add(*e)
    p = [power / total for power in e]
    delta = sympy.eye(3)
    return (
        Line(
            r"\frac{\delta_{ij}\, e^{<z>_i} \sum_k e^{<z>_k} - e^{<z>_i} e^{<z>_j}}"
            r"{\left(\sum_k e^{<z>_k}\right)^2}",
            _matrix(lambda i, j: (delta[i, j] * e[i] * total - e[i] * e[j]) / total**2),
        ),
        Line(
            r"\frac{e^{<z>_i}}{\sum_k e^{<z>_k}} "
            r"\left(\delta_{ij} - \frac{e^{<z>_j}}{\sum_k e^{<z>_k}}\right)",
            _matrix(lambda i, j: e[i] / total * (delta[i, j] - e[j] / total)),
        ),
        Line(r"<p>_i (\delta_{ij} - <p>_j)", _matrix(lambda i, j: p[i] * (delta[i, j] - p[j]))),
    )


def _matrix(entry: Callable[[int, int], sympy.Expr]) -> sympy.Matrix:
    return sympy.Matrix(3, 3, entry)


softmax = Softmax()
