"""What an activation is: one definition, its kinks, and the derivative as a key writes it."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy

from generator.errors import GradsetError
from generator.nets import kinks as margins
from generator.nets.forms import Form, is_symbolic, is_tensor
from generator.nets.formulas import Line, all_latex, exact_number, fill
from generator.nets.proofs import Claim, neighbours

Z = sympy.Symbol("z", real=True)
A = sympy.Symbol("a", real=True)


@dataclass(frozen=True, eq=False, repr=False)
class Activation:
    r"""An activation function of one variable, applied elementwise.

    Call it, or its `slope`, with a float (gives a float), a float array (an array of that shape),
    integers and Fractions or object arrays of them (exact), sympy expressions or torch tensors.
    On numbers it is accurate to about 1e-13 relative error, never warns and never overflows.

    Args:
        name: the key in the table.
        latex: the function's symbol, such as `\sigma`.
        expression: the definition in `Z`.
        formula: the definition as it is printed, its LaTeX with `<z>` for the variable.
        chain: the derivative, from the raw one to the textbook form.
        kinks: where the derivative jumps, in increasing order.
        slope_at_kinks: the derivative with torch's value at the kinks, where there are kinks.
        in_output: the derivative in terms of the output `A`, LaTeX with `<a>`, if that is possible.
        floats: an equal expression that loses no digits in floating point.
        slope_floats: the same for the derivative.
        parameters: the parameters, as exact numbers or positive symbols.
        build: makes this activation from other parameters.
    """

    name: str
    latex: str
    expression: sympy.Expr
    formula: Line
    chain: tuple[Line, ...]
    kinks: tuple[int, ...] = ()
    slope_at_kinks: sympy.Expr | None = None
    in_output: Line | None = None
    floats: sympy.Expr | None = None
    slope_floats: sympy.Expr | None = None
    parameters: Mapping[str, sympy.Expr] = field(default_factory=dict)
    build: "Callable[..., Activation] | None" = None

    def __call__(self, z: Any) -> Any:
        """Evaluate the activation elementwise; the result has the shape and kind of `z`.

        Records the distance to the nearest kink, for numbers and if there are kinks.

        Raises:
            GradsetError: see `forms.Form`.
        """
        self._record(z)
        return self._value(z)

    def slope(self, z: Any) -> Any:
        """Evaluate the derivative elementwise, like the activation itself.

        At a kink it is what torch's autograd returns: 0 for relu at 0 and hard_tanh at both ends,
        alpha for leaky_relu and elu at 0.

        Raises:
            GradsetError: see `forms.Form`.
        """
        self._record(z)
        return self._slope(z)

    def __repr__(self) -> str:
        settings = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.name}({settings})" if settings else self.name

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.name, dict(self.parameters))

    @property
    def textbook_slope(self) -> sympy.Expr:
        """The derivative in `Z` as a textbook writes it; without a value at the kinks."""
        return self.chain[-1].expression

    @property
    def slope_in_output(self) -> sympy.Expr | None:
        """The derivative in the output `A`, or None where the output does not determine it."""
        return None if self.in_output is None else self.in_output.expression

    def definition(self, variable: str = "z") -> str:
        r"""Return the definition as LaTeX, such as `\sigma(z) = \frac{1}{1 + e^{-z}}`.

        The variable is a letter, with indices if need be; it is not put in parentheses.
        """
        return f"{self.latex}({variable}) = {fill(self.formula.latex, z=variable)}"

    def derivation(self, variable: str = "z") -> list[str]:
        """Return the derivative as LaTeX, step by step up to the textbook form."""
        return all_latex(self.chain, z=variable)

    def slope_formula(self, variable: str = "z") -> str:
        """Return the textbook form of the derivative as LaTeX."""
        return self.derivation(variable)[-1]

    def slope_in_output_formula(self, variable: str = "a") -> str | None:
        """Return the derivative in terms of the output as LaTeX, or None."""
        return None if self.in_output is None else fill(self.in_output.latex, a=variable)

    def with_parameters(self, **parameters: object) -> "Activation":
        """Return the same activation with other parameters: exact numbers or positive symbols.

        The same parameters give the same object, so its functions are compiled once.

        Raises:
            GradsetError: it has no such parameter, or the value is no positive number.
        """
        unknown = set(parameters) - set(self.parameters)
        if unknown:
            known = ", ".join(self.parameters) or "none"
            raise GradsetError(
                f"{self.name} has no parameter {sorted(unknown)[0]!r}; it has: {known}"
            )
        exact = {name: exact_number(name, value) for name, value in parameters.items()}
        return _rebuilt(self.build, tuple({**self.parameters, **exact}.items()))

    def claims(self) -> Iterator[Claim]:
        """Claim every formula of this entry; `prove` proves them."""
        raw = sympy.diff(self.expression, Z)
        lines = [line.expression for line in self.chain]
        yield Claim("the definition", self.formula.expression, self.expression, Z)
        yield Claim("the raw derivative", raw, lines[0], Z)
        yield from neighbours("the derivative", lines, Z)
        if self.slope_at_kinks is not None:
            yield Claim("the slope with kinks", self.slope_at_kinks, lines[-1], Z)
        if self.floats is not None:
            yield Claim("the form for floats", self.floats, self.expression, Z)
        if self.slope_floats is not None:
            yield Claim("the slope for floats", self.slope_floats, lines[-1], Z)
        if self.slope_in_output is not None:
            output = self.slope_in_output.xreplace({A: self.expression})
            yield Claim("the slope in the output", output, lines[-1], Z)

    @cached_property
    def _value(self) -> Form:
        return Form(self.name, [Z], self.expression, self.floats)

    @cached_property
    def _slope(self) -> Form:
        slope = self.textbook_slope if self.slope_at_kinks is None else self.slope_at_kinks
        return Form(f"the slope of {self.name}", [Z], slope, self.slope_floats)

    def _record(self, z: Any) -> None:
        if self.kinks and margins.is_recording() and not is_symbolic(z) and not is_tensor(z):
            distances = [np.abs(np.subtract(z, kink)) for kink in self.kinks]
            if np.size(z) and not any(is_symbolic(entry) for entry in np.ravel(distances[0])):
                margins.record(self.name, float(np.min(distances)), z)


@functools.lru_cache(maxsize=256)
def _rebuilt(
    build: Callable[..., Activation] | None, parameters: tuple[tuple[str, sympy.Expr], ...]
) -> Activation:
    assert build is not None or not parameters
    return build(**dict(parameters))  # type: ignore[misc]


def _restore(name: str, parameters: dict[str, sympy.Expr]) -> Activation:
    """Find an activation again after it travelled to another process."""
    from generator.nets.activations import ACTIVATIONS

    found = ACTIVATIONS[name]
    return found.with_parameters(**parameters) if parameters else found
