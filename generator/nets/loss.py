r"""What a loss is: a value per example, its gradient, and how the examples are put together."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from generator.errors import GradsetError
from generator.nets import kinks
from generator.nets.forms import is_exact, is_symbolic, is_tensor
from generator.nets.formulas import Line, all_latex, exact_number, fill
from generator.nets.proofs import Claim, neighbours
from generator.nets.softmax import are_symbols, as_entries, like

REDUCTIONS = ("none", "sum", "mean", "mean_over_examples")


@dataclass(frozen=True, eq=False, repr=False)
class Loss:
    r"""A loss of predictions and targets.

    Args:
        name: what errors call it.
        letters: the letters of prediction and target in LaTeX, such as `\hat{y}` and `y`.
        formula: the loss of one entry (rowwise: one example), LaTeX with `<f>` and `<y>`; rowwise
            also with `<n>`, where the number of the example goes.
        chain: its derivative by the prediction, from the raw one to the textbook form.
        raw: the derivative as sympy takes it, which the chain has to start from.
        variable: the symbol that the claims vary, usually the prediction.
        value: the loss of every entry (rowwise: of every example).
        slope: its derivative by the prediction, of the prediction's shape.
        check: raises if prediction and target are not what the loss is defined for.
        rowwise: whether the last axis is one prediction, as for class scores.
        settle: facts such as labels being ±1, as substitutions under which claims hold.
        branch: the distance to where the formula changes its case, if it has cases.
        more_claims: further pairs of equal expressions, with what they claim.
        parameters: the parameters, as exact numbers or positive symbols.
        build: makes this loss from other parameters.
    """

    name: str
    letters: tuple[str, str]
    formula: Line
    chain: tuple[Line, ...]
    raw: Any
    variable: sympy.Symbol
    value: Callable[[Any, Any], Any]
    slope: Callable[[Any, Any], Any]
    check: Callable[[Any, Any], None] | None = None
    rowwise: bool = False
    settle: tuple[Mapping[sympy.Symbol, sympy.Expr], ...] = ({},)
    branch: Callable[[Any, Any], Any] | None = None
    more_claims: tuple[tuple[str, Any, Any], ...] = ()
    parameters: Mapping[str, sympy.Expr] = field(default_factory=dict)
    build: "Callable[..., Loss] | None" = None

    def __call__(
        self, prediction: Any, target: Any, *, reduction: str = "mean", **parameters: object
    ) -> Any:
        """Return the loss, a number unless the reduction is "none".

        Args:
            prediction: a number, or an array whose first axis counts the examples: (N,) or
                (N, C); for class scores (K,) is one example and (N, K) are N. Exact, symbolic and
                torch values are allowed as in `forms.Form`.
            target: of the same shape; for class scores also the class or the classes (N,).
            reduction: "none" (per entry, or per example for class scores), "sum", "mean" (over
                all entries, torch's), or "mean_over_examples" (sum over entries, mean over N).
            **parameters: the loss's own, such as `half` of the squared error.

        Raises:
            GradsetError: shapes differ, a parameter or reduction is unknown, or a value lies
                outside of what the loss is defined for.
        """
        loss, f, y = self._prepared(prediction, target, parameters)
        return _reduced(loss.value(f, y), reduction)

    def gradient(
        self, prediction: Any, target: Any, *, reduction: str = "mean", **parameters: object
    ) -> Any:
        """Return the derivative by the prediction, in the prediction's shape and container.

        Where the derivative jumps it is 0. Arguments and errors are those of the loss itself.
        """
        loss, f, y = self._prepared(prediction, target, parameters)
        shape = np.shape(f)[:-1] if self.rowwise else np.shape(f)
        return like(prediction, _divided(loss.slope(f, y), _count(shape, reduction)))

    def with_parameters(self, **parameters: object) -> "Loss":
        """Return the same loss with other parameters; the same ones give the same object.

        Raises:
            GradsetError: it has no such parameter, or the value is not allowed.
        """
        unknown = set(parameters) - set(self.parameters)
        if unknown:
            known = ", ".join(self.parameters) or "none"
            raise GradsetError(
                f"{self.name} has no parameter {sorted(unknown)[0]!r}; it has: {known}"
            )
        return _rebuilt(self.build, tuple(({**self.parameters, **parameters}).items()))

    def definition(
        self,
        prediction: str | None = None,
        target: str | None = None,
        *,
        loss: str = "L",
        reduction: str = "none",
        outputs: bool = False,
    ) -> str:
        r"""Return the definition as LaTeX: of one entry, or with the sum that a reduction means.

        Args:
            prediction: its letter, instead of the usual one.
            target: its letter.
            loss: the letter of the loss.
            reduction: "none" for one entry; otherwise examples $n = 1, \dots, N$ are summed.
            outputs: whether each example has outputs $c = 1, \dots, C$ that are summed, too.
        """
        f, y = prediction or self.letters[0], target or self.letters[1]
        outputs = outputs and not self.rowwise
        _known(reduction)
        if reduction == "none":
            return f"{loss} = {fill(self.formula.latex, f=f, y=y, n='')}"
        index = "" if self.rowwise else "_{nc}" if outputs else "_n"
        formula = fill(self.formula.latex, f=f + index, y=y + index, n="^{(n)}")
        sign = "-" if formula.startswith("-") else ""
        return f"{loss} = {sign}{_sums(reduction, outputs)} {formula.removeprefix('-')}"

    def derivation(self, prediction: str | None = None, target: str | None = None) -> list[str]:
        """Return the derivative of the loss of one example as LaTeX, up to the textbook form."""
        f, y = prediction or self.letters[0], target or self.letters[1]
        return all_latex(self.chain, f=f, y=y)

    def gradient_formula(self, prediction: str | None = None, target: str | None = None) -> str:
        """Return the textbook form of the derivative of the loss of one example as LaTeX."""
        return self.derivation(prediction, target)[-1]

    @property
    def textbook_gradient(self) -> Any:
        """The last line of the derivation as an expression (a matrix for class scores)."""
        return self.chain[-1].expression

    def claims(self) -> Iterator[Claim]:
        """Claim every formula of this entry; `prove` proves them."""
        lines = [line.expression for line in self.chain]
        for facts in self.settle:
            settled = [line.xreplace(facts) for line in (self.raw, *lines)]
            yield Claim("the raw derivative", settled[0], settled[1], self.variable)
            yield from neighbours("the derivative", settled[1:], self.variable)
            for what, left, right in self.more_claims:
                yield Claim(what, left.xreplace(facts), right.xreplace(facts), self.variable)

    def __repr__(self) -> str:
        settings = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.name}({settings})" if settings else self.name

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.name, dict(self.parameters))

    def _prepared(
        self, prediction: Any, target: Any, parameters: dict[str, object]
    ) -> tuple["Loss", Any, Any]:
        loss = self.with_parameters(**parameters) if parameters else self
        f, y = as_entries(prediction), as_entries(target)
        if not self.rowwise and np.shape(f) != np.shape(y):
            raise GradsetError(
                f"{self.name}: predictions of shape {np.shape(f)} and targets of shape "
                f"{np.shape(y)}; they have to agree"
            )
        if loss.check is not None and not is_tensor(f):
            loss.check(f, y)
        loss._record(f, y, prediction)
        return loss, f, y

    def _record(self, f: Any, y: Any, inputs: Any) -> None:
        symbolic = is_symbolic(f) or are_symbols(f) or is_symbolic(y) or are_symbols(y)
        if self.branch is None or not kinks.is_recording() or symbolic or is_tensor(f):
            return
        if np.size(f):
            kinks.record(self.name, float(np.min(self.branch(f, y))), inputs)


@functools.lru_cache(maxsize=256)
def _rebuilt(build: Callable[..., Loss] | None, parameters: tuple[tuple[str, Any], ...]) -> Loss:
    assert build is not None or not parameters
    return build(**{n: exact_number(n, value) for n, value in parameters})  # type: ignore[misc]


def _restore(name: str, parameters: dict[str, sympy.Expr]) -> Loss:
    """Find a loss again after it travelled to another process."""
    from generator.nets.losses import LOSSES

    return LOSSES[name].with_parameters(**parameters) if parameters else LOSSES[name]


def _known(reduction: str) -> None:
    if reduction not in REDUCTIONS:
        raise GradsetError(
            f"reduction {reduction!r}; one of {', '.join(REDUCTIONS)} would be right"
        )


def _count(shape: tuple[int, ...], reduction: str) -> int:
    """By what the sum of all entries is divided."""
    _known(reduction)
    if reduction == "mean":
        return int(np.prod(shape))
    return shape[0] if reduction == "mean_over_examples" and shape else 1


def _reduced(values: Any, reduction: str) -> Any:
    count = _count(tuple(np.shape(values)), reduction)
    if reduction == "none" or not np.shape(values):
        return values
    total = _divided(values.sum(), count)
    return float(total) if isinstance(total, np.floating) else total


def _divided(values: Any, count: int) -> Any:
    """Divide and stay exact: Fractions stay Fractions, and integers become them."""
    if count == 1:
        return values
    if is_exact(values) or (isinstance(values, np.ndarray) and values.dtype == object):
        return values * Fraction(1, count)
    return values / count


def _sums(reduction: str, outputs: bool) -> str:
    sums = r"\sum_{n=1}^{N}" + (r" \sum_{c=1}^{C}" if outputs else "")
    if reduction == "sum":
        return sums
    entries = "N C" if outputs and reduction == "mean" else "N"
    return rf"\frac{{1}}{{{entries}}} {sums}"
